import Foundation
import Hummingbird
import HummingbirdHTTP2
import Logging

/// `GET /healthz` answers a small JSON document; `POST /graph` decodes a graph and sends it back encoded.
///
///     HummingbirdBaseline http1|http2      prints its port
@main
struct HummingbirdBaseline {
  static func main() async throws {
    let router = Router()
    router.get("healthz") { _, _ in Health(status: "ok") }
    router.post("graph") { request, context in
      try await request.decode(as: Graph.self, context: context)
    }
    let isHTTP2 = CommandLine.arguments.dropFirst().first == "http2"
    var logger = Logger(label: "baseline")
    logger.logLevel = .error
    let app = Application(
      router: router, server: isHTTP2 ? .plaintextHTTP2() : .http1(),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        print("http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
        fflush(nil)
      },
      logger: logger)
    try await app.runService()
  }
}

struct Health: ResponseCodable {
  var status: String
}

/// As much of a graph as `Examples/graphs/kws.json` holds.
struct Graph: ResponseCodable {
  struct Input: Codable {
    var name: String
    var shape: [Int]
  }

  struct Operation: Codable {
    var op: String
    var name: String
    var inputs: [String]
    var outputs: [String]
    var filters: Int?
    var units: Int?
    var kernel: [Int]?
    var stride: [Int]?
    var shape: [Int]?
    var padding: String?
    var activation: String?
  }

  var format: String
  var name: String
  var dtype: String
  var inputs: [Input]
  var ops: [Operation]
  var outputs: [String]
}
