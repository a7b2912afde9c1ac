// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "EchoServer",
  dependencies: [.package(name: "opmeter", path: "../..")],
  targets: [
    .executableTarget(
      name: "EchoServer", dependencies: [.product(name: "HTTPCore", package: "opmeter")])
  ]
)
