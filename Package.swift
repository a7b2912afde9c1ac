// swift-tools-version: 6.2

import PackageDescription

/// The same strictness everywhere: Swift 6 language mode, explicit imports, warnings are errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// For modules that read what strangers send: raw pointer access must be marked `unsafe`.
let memorySafe: [SwiftSetting] = strict + [.strictMemorySafety()]

let package = Package(
  name: "opmeter",
  products: [
    .executable(name: "opmeter", targets: ["opmeter"]),
    .library(name: "Estimator", targets: ["Estimator"]),
    .library(name: "HTTPCore", targets: ["HTTPCore"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLinux"),
    .target(name: "JSON", swiftSettings: strict),
    .target(
      name: "HTTPCore", dependencies: ["CLinux", "CNghttp2", "CZlib"], swiftSettings: strict),
    .target(name: "Estimator", swiftSettings: memorySafe),
    .target(name: "ModelFormats", dependencies: ["Estimator", "JSON"], swiftSettings: memorySafe),
    .target(name: "Reports", dependencies: ["Estimator", "JSON"], swiftSettings: strict),
    .target(name: "ProfileFiles", dependencies: ["Estimator", "JSON"], swiftSettings: strict),
    .target(
      name: "Checks", dependencies: ["Estimator", "JSON", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(name: "Calibration", dependencies: ["Estimator"], swiftSettings: strict),
    .target(
      name: "Server",
      dependencies: [
        "Calibration", "HTTPCore", "JSON", "Estimator", "ModelFormats", "Reports", "ProfileFiles",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "opmeter",
      dependencies: [
        "CZlib", "Calibration", "Checks", "Estimator", "HTTPCore", "JSON", "ModelFormats",
        "ProfileFiles", "Reports", "Server",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "MemoryBenchmark", dependencies: ["Estimator"], path: "Benchmarks/MemoryBenchmark",
      swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
    .testTarget(name: "HTTPCoreTests", dependencies: ["HTTPCore"], swiftSettings: strict),
    .testTarget(name: "EstimatorTests", dependencies: ["Estimator"], swiftSettings: strict),
    .testTarget(
      name: "ModelFormatsTests", dependencies: ["ModelFormats", "Estimator", "JSON"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Estimator", "JSON"], exclude: ["Goldens"],
      swiftSettings: strict),
    .testTarget(
      name: "ProfileFilesTests", dependencies: ["ProfileFiles", "Estimator", "JSON"],
      swiftSettings: strict),
    .testTarget(
      name: "ChecksTests", dependencies: ["Checks", "Estimator", "JSON"], swiftSettings: strict),
    .testTarget(
      name: "CalibrationTests", dependencies: ["Calibration", "Estimator", "ProfileFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "Server", "HTTPCore", "JSON", "Estimator", "ModelFormats", "ProfileFiles", "Reports",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
  ]
)
