// swift-tools-version: 6.2

import PackageDescription

/// A package of its own, outside the root build: `swift run -c release` in this folder.
/// `Sources/JSON` is a link to the module in the repository, so nothing else has to be built.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "JSONBenchmark",
  targets: [
    .target(name: "JSON", swiftSettings: strict),
    .executableTarget(name: "JSONBenchmark", dependencies: ["JSON"], swiftSettings: strict),
  ]
)
