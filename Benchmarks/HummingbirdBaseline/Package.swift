// swift-tools-version: 6.2

import PackageDescription

/// The server that Swift projects mostly take, doing what ours does; built on demand, never in CI:
/// `swift build -c release` in this folder (some ten minutes at first).
let package = Package(
  name: "HummingbirdBaseline",
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0")
  ],
  targets: [
    .executableTarget(
      name: "HummingbirdBaseline",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdHTTP2", package: "hummingbird"),
      ])
  ]
)
