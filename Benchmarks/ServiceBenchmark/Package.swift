// swift-tools-version: 6.2

import PackageDescription

/// A package of its own, outside the root build: `swift run -c release Stages`, `Imports` or
/// `Diffs` in this folder.
/// The modules in `Sources` are links to those of the repository.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "ServiceBenchmark",
  targets: [
    .target(name: "JSON", swiftSettings: strict),
    .target(name: "Estimator", swiftSettings: strict + [.strictMemorySafety()]),
    .target(
      name: "ModelFormats", dependencies: ["Estimator", "JSON"],
      swiftSettings: strict + [.strictMemorySafety()]),
    .target(name: "Reports", dependencies: ["Estimator", "JSON"], swiftSettings: strict),
    .target(name: "ProfileFiles", dependencies: ["Estimator", "JSON"], swiftSettings: strict),
    .executableTarget(
      name: "Stages",
      dependencies: ["JSON", "Estimator", "ModelFormats", "ProfileFiles", "Reports"],
      swiftSettings: strict),
    .executableTarget(
      name: "Diffs",
      dependencies: ["JSON", "Estimator", "ModelFormats", "ProfileFiles", "Reports"],
      swiftSettings: strict),
    .executableTarget(
      name: "Imports", dependencies: ["Estimator", "ModelFormats"], swiftSettings: strict),
  ]
)
