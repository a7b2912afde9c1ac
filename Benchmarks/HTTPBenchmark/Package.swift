// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "HTTPBenchmark",
  dependencies: [.package(name: "opmeter", path: "../..")],
  targets: [
    .target(name: "CAllocations"),
    .executableTarget(
      name: "HTTPBenchmark",
      dependencies: ["CAllocations", .product(name: "HTTPCore", package: "opmeter")]),
  ]
)
