import Dispatch

@testable import HTTPCore

/// A server on a free port of the loopback interface, stopped when it goes out of use.
final class TestServer: Sendable {
  let server: HTTPServer
  let port: Int
  let exchanges: ExchangeLog

  init(
    router: Router = TestServer.router(), loops: Int = 2, workers: Int = 2,
    limits: (inout HTTPLimits) -> Void = { _ in },
    configure: (inout HTTPConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = HTTPConfiguration(port: 0, loops: loops, workers: workers)
    limits(&configuration.limits)
    configure(&configuration)
    let exchanges = ExchangeLog()
    server = HTTPServer(
      configuration: configuration, router: router,
      observer: HTTPObserver { exchanges.append($0) })
    self.exchanges = exchanges
    port = try server.start()
  }

  deinit { server.stop() }

  func client(receiveBuffer: Int32? = nil) throws -> RawClient {
    try RawClient(port: port, receiveBuffer: receiveBuffer)
  }

  /// Routes that show what a handler got.
  static func router() -> Router {
    var router = Router()
    router.on(.get, "/") { _, _ in .response(.text("OK")) }
    router.on(.post, "/") { request, _ in .response(HTTPResponse(body: request.body)) }
    router.on(.get, "/last") { _, _ in .response(.text("last")) }
    router.on(.get, "/path/{name}") { _, parameters in .response(.text(parameters["name"] ?? "")) }
    router.on(.get, "/target") { request, _ in
      .response(.text("\(request.target) \(request.path) \(request.query ?? "-")"))
    }
    router.on(.get, "/headers") { request, _ in
      .response(.text(request.headers.map { "\($0.name)=\($0.value)\n" }.joined()))
    }
    router.on(.get, "/zeros/{count}") { _, parameters in
      let count = parameters["count"].flatMap { Int($0) } ?? 0
      return .response(HTTPResponse(body: [UInt8](repeating: 0x30, count: count)))
    }
    router.on(.get, "/nothing") { _, _ in .response(HTTPResponse(status: .noContent)) }
    router.on(.get, "/unchanged") { _, _ in
      .response(HTTPResponse(status: .notModified, headers: ["etag": "\"1\""], body: [1, 2, 3]))
    }
    router.on(.post, "/compute") { request, _ in
      .compute(cost: request.body.count) { HTTPResponse(body: request.body) }
    }
    return router
  }
}

/// What the observer heard, with a way to wait for the next one.
final class ExchangeLog: Sendable {
  private let log = Locked<[HTTPExchange]>([])
  private let arrived = DispatchSemaphore(value: 0)

  func append(_ exchange: HTTPExchange) {
    log.withLock { $0.append(exchange) }
    arrived.signal()
  }

  var all: [HTTPExchange] { log.withLock { $0 } }

  /// Waits until `count` more exchanges were heard; false after two minutes.
  func wait(for count: Int) -> Bool {
    (0..<count).allSatisfy { _ in arrived.wait(timeout: .now() + 120) == .success }
  }
}

/// Holds work until the test lets it go.
final class Gate: Sendable {
  private let entered = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)

  /// Called by the work: tells that it is here and waits.
  func pass() {
    entered.signal()
    _ = opened.wait(timeout: .now() + 240)
  }

  /// Waits until `count` more pieces of work stand at the gate; false after two minutes.
  func waitForArrival(_ count: Int = 1) -> Bool {
    (0..<count).allSatisfy { _ in entered.wait(timeout: .now() + 120) == .success }
  }

  func open(for count: Int = 1) { for _ in 0..<count { opened.signal() } }
}

/// A drain that goes on beside the test. (A child task would wait for other tests' threads.)
final class Drain {
  private let result = Locked<Bool?>(nil)

  init(of server: TestServer) {
    server.server.drain(deadline: .seconds(120)) { [result] isClean in
      result.withLock { $0 = isClean }
    }
  }

  /// Waits for the end of the drain.
  func isClean() -> Bool {
    eventually { result.withLock { $0 } != nil } && result.withLock { $0 } == true
  }
}
