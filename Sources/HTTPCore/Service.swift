import Dispatch
import Synchronization

/// What all loops share: configuration, routes, the pool and the counts.
final class Service: Sendable {
  let configuration: HTTPConfiguration
  let router: Router
  let observer: HTTPObserver
  let pool: ComputePool
  /// Entered by each connection, left when it closes: a drain waits for it.
  let openConnections = DispatchGroup()
  private let failureResponse: @Sendable (HTTPFailure, HTTPRequest?) -> HTTPResponse
  private let open = Atomic(0)
  private let accepted = Atomic(0)
  private let refused = Atomic(0)
  private let acceptIsPaused = Atomic(false)
  private let resumeAccepting = Locked<(@Sendable () -> Void)?>(nil)
  private let identifiers = RequestIdentifiers()

  var limits: HTTPLimits { configuration.limits }

  init(
    configuration: HTTPConfiguration, router: Router, observer: HTTPObserver,
    failureResponse: @escaping @Sendable (HTTPFailure, HTTPRequest?) -> HTTPResponse
  ) {
    self.configuration = configuration
    self.router = router
    self.observer = observer
    self.failureResponse = failureResponse
    pool = ComputePool(width: configuration.workers, limits: configuration.limits)
  }
}

// MARK: Answering

extension Service {
  enum Answer {
    case ready(HTTPResponse)
    /// The pool has it; the answer comes to the reply address.
    case pending
  }

  /// Finds the route of a request and asks its handler.
  func answer(_ request: HTTPRequest, _ exchange: inout Exchange, to address: ReplyAddress)
    -> Answer
  {
    switch router.route(request) {
    case .failure(let failure):
      return .ready(answer(failure, request, &exchange))
    case .options(let allowed):
      let methods = allowed.map(\.rawValue).joined(separator: ", ")
      return .ready(HTTPResponse(status: .noContent, headers: ["allow": methods]))
    case .handler(let handler, let parameters, let pattern):
      exchange.route = pattern
      switch handler(request, parameters) {
      case .response(let response): return .ready(response)
      case .compute(let cost, let work):
        return compute(cost: cost, work, request, &exchange, address)
      }
    }
  }

  /// The answer to a request that failed before or beside its handler.
  func answer(
    _ failure: HTTPFailure, _ request: HTTPRequest?, _ exchange: inout Exchange
  ) -> HTTPResponse {
    exchange.failure = failure
    var response = failureResponse(failure, request)
    response.status = failure.status
    for field in failure.headers { response.headers.replace(field.name, field.value) }
    return response
  }

  /// Whether a request that waits for `100 Continue` would fail whatever its body says.
  func failureBeforeBody(_ head: HTTPRequest) -> HTTPFailure? {
    if case .failure(let failure) = router.route(head) { return failure }
    return nil
  }

  private func compute(
    cost: Int, _ work: @escaping @Sendable () -> HTTPResponse, _ request: HTTPRequest,
    _ exchange: inout Exchange, _ address: ReplyAddress
  ) -> Answer {
    let deadline = exchange.started + limits.requestTime
    let retry = limits.retryAfterSeconds
    var head = request
    head.body = []
    let isAdmitted = pool.submit(cost: cost, deadline: deadline) { [head, exchange] isInTime in
      var exchange = exchange
      let response =
        isInTime
        ? work()
        : self.answer(.deadlineExceeded(retryAfterSeconds: retry), head, &exchange)
      address.deliver(response, exchange)
    }
    if isAdmitted { return .pending }
    return .ready(answer(.overloaded(retryAfterSeconds: retry), request, &exchange))
  }

  /// The request's name: the client's own if it is short and plain, or a new one.
  func identifier(for headers: HTTPHeaders) -> String {
    if let name = configuration.requestIDHeader, let given = headers[name],
      (1...128).contains(given.utf8.count), given.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    {
      return given
    }
    return identifiers.next()
  }
}

// MARK: Counting

extension Service {
  /// How often loops look for connections that are too slow: fine enough for the shortest limit.
  var sweepInterval: Double {
    let shortest = min(
      limits.headerTime, limits.idleTime, limits.bodyWindow, limits.writeWindow, limits.lingerTime)
    return min(0.5, max(0.005, shortest.seconds / 4))
  }

  /// Whether one more connection is within the limit.
  var hasRoomForConnection: Bool { open.load(ordering: .relaxed) < limits.connections }

  func connectionOpened() {
    open.add(1, ordering: .relaxed)
    accepted.add(1, ordering: .relaxed)
    openConnections.enter()
  }

  func connectionClosed() {
    open.subtract(1, ordering: .sequentiallyConsistent)
    openConnections.leave()
    if acceptIsPaused.exchange(false, ordering: .sequentiallyConsistent) {
      resumeAccepting.withLock { $0 }?()
    }
  }

  /// Calls `resume` once, when a connection has closed.
  func onNextClose(_ resume: @escaping @Sendable () -> Void) {
    resumeAccepting.withLock { $0 = resume }
    acceptIsPaused.store(true, ordering: .sequentiallyConsistent)
    // A connection may have closed between the look at the count and the line above.
    if hasRoomForConnection, acceptIsPaused.exchange(false, ordering: .sequentiallyConsistent) {
      resume()
    }
  }

  var statistics: HTTPStatistics {
    var statistics = HTTPStatistics()
    statistics.openConnections = open.load(ordering: .relaxed)
    statistics.acceptedConnections = accepted.load(ordering: .relaxed)
    statistics.refusedConnections = refused.load(ordering: .relaxed)
    pool.count(into: &statistics)
    return statistics
  }
}
