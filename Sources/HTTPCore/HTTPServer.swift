import Dispatch

/// An HTTP server: give it routes, start it, drain it.
///
///     var router = Router()
///     router.on(.get, "/") { _, _ in .response(.text("OK")) }
///     let server = HTTPServer(configuration: HTTPConfiguration(port: 0), router: router)
///     let port = try server.start()
public final class HTTPServer: Sendable {
  private enum State {
    case new
    case running
    case stopped
  }

  private let service: Service
  private let loops: [EventLoop]
  private let state = Locked(State.new)

  /// - Parameters:
  ///   - failureResponse: Words for the failures that the server itself answers. Gets the request where
  ///     there is one. Status and the headers that belong to a failure are set by the server.
  ///   - observer: Hears of every request that was answered.
  public init(
    configuration: HTTPConfiguration, router: Router, observer: HTTPObserver = HTTPObserver(),
    failureResponse: @escaping @Sendable (HTTPFailure, HTTPRequest?) -> HTTPResponse = {
      failure, _ in .text(failure.message + "\n", status: failure.status)
    }
  ) {
    let service = Service(
      configuration: configuration, router: router, observer: observer,
      failureResponse: failureResponse)
    self.service = service
    loops = (0..<configuration.loops).map { EventLoop(index: $0, service: service) }
  }

  deinit { stop() }

  /// Listens and begins to answer; returns the port.
  public func start() throws(HTTPServerError) -> Int {
    let isNew = state.withLock { state in
      guard case .new = state else { return false }
      state = .running
      return true
    }
    guard isNew else { throw .alreadyStarted }
    let configuration = service.configuration
    let (descriptor, port) = try Socket.listen(
      host: configuration.host, port: configuration.port, backlog: Int32(Listener.backlog))
    for loop in loops { loop.start() }
    loops[0].post { [loops] core in core.listen(on: descriptor, for: loops) }
    return port
  }

  /// Counts at this moment.
  public var statistics: HTTPStatistics { service.statistics }

  /// Stops accepting, lets running requests finish, closes every connection; what is left at the
  /// deadline is cut.
  ///
  /// - Returns: Whether every connection ended by itself.
  public func drain(deadline: Duration) async -> Bool {
    await withCheckedContinuation { continuation in
      drain(deadline: deadline) { continuation.resume(returning: $0) }
    }
  }

  /// As `drain(deadline:)`; calls `done` on a queue of its own.
  public func drain(deadline: Duration, done: @escaping @Sendable (_ isClean: Bool) -> Void) {
    let queue = DispatchQueue(label: "http.drain")
    let service = service
    for loop in loops {
      // Held until the loop has taken in those who wait in the backlog.
      service.openConnections.enter()
      loop.post { core in
        core.drain()
        service.openConnections.leave()
      }
    }
    queue.async { [self] in
      let isClean = service.openConnections.wait(timeout: .now() + deadline.seconds) == .success
      stop()
      done(isClean)
    }
  }

  /// Stops accepting and cuts every connection.
  public func stop() {
    state.withLock { $0 = .stopped }
    for loop in loops { loop.post { $0.stop() } }
    service.stopWaitingForClose()
  }
}
