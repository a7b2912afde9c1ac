// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "HTTPBenchmark",
  dependencies: [.package(name: "opmeter", path: "../..")],
  targets: [
    .executableTarget(
      name: "HTTPBenchmark", dependencies: [.product(name: "HTTPCore", package: "opmeter")])
  ]
)
