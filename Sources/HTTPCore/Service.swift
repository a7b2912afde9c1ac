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
  private let heldBodies = Atomic(0)
  private let acceptIsPaused = Atomic(false)
  private let resumeAccepting = Locked<(@Sendable () -> Void)?>(nil)
  private let identifiers = RequestIdentifiers()
  private let coding: ResponseCoding

  /// Compressed bodies up to this size are inflated on the connection's queue: a hop costs as much.
  private static let inlineDecoding = 2 << 10
  /// Answers up to this size are compressed on the connection's queue.
  private static let inlineEncoding = 4 << 10
  /// How many times its size a compressed body usually grows to, to charge the pool for it.
  private static let usualGrowth = 8

  var limits: HTTPLimits { configuration.limits }

  init(
    configuration: HTTPConfiguration, router: Router, observer: HTTPObserver,
    failureResponse: @escaping @Sendable (HTTPFailure, HTTPRequest?) -> HTTPResponse
  ) {
    self.configuration = configuration
    self.router = router
    self.observer = observer
    self.failureResponse = failureResponse
    coding = ResponseCoding(compression: configuration.compression)
    pool = ComputePool(
      width: configuration.workers, sharesThreads: configuration.sharesThreads,
      limits: configuration.limits)
  }
}

// MARK: Answering

extension Service {
  enum Answer {
    case ready(HTTPResponse)
    /// The pool has it; the answer comes to the reply address.
    case pending
  }

  /// Undoes the body's coding, finds the route of a request and asks its handler.
  func answer(_ request: HTTPRequest, _ exchange: inout Exchange, to address: ReplyAddress)
    -> Answer
  {
    do throws(HTTPFailure) {
      guard let coding = try ContentCoding(of: request.headers), !request.body.isEmpty else {
        return route(request, &exchange, address)
      }
      if request.body.count <= Self.inlineDecoding {
        return route(try coding.undone(request, limits), &exchange, address)
      }
      return decode(request, coding, &exchange, address)
    } catch {
      return .ready(answer(error, request, &exchange))
    }
  }

  private func route(
    _ request: HTTPRequest, _ exchange: inout Exchange, _ address: ReplyAddress
  ) -> Answer {
    switch reply(to: request, &exchange) {
    case .response(let response): return encode(response, request, exchange, address)
    case .compute(let cost, let work):
      return compute(cost: cost, request, &exchange, address) { _ in work() }
    }
  }

  /// What the handler of the request's route says, or the table itself.
  private func reply(to request: HTTPRequest, _ exchange: inout Exchange) -> HTTPReply {
    switch router.route(request) {
    case .failure(let failure): return .response(answer(failure, request, &exchange))
    case .options(let allowed):
      let methods = allowed.map(\.rawValue).joined(separator: ", ")
      return .response(HTTPResponse(status: .noContent, headers: ["allow": methods]))
    case .handler(let row, let parameters, let pattern):
      exchange.told.route = pattern
      return row.handler(request, parameters)
    }
  }

  /// Undoing a larger body's coding is work for the pool; the handler then runs there too.
  private func decode(
    _ request: HTTPRequest, _ coding: ContentCoding, _ exchange: inout Exchange,
    _ address: ReplyAddress
  ) -> Answer {
    let (product, overflow) = request.body.count.multipliedReportingOverflow(by: Self.usualGrowth)
    return compute(cost: overflow ? .max : product, request, &exchange, address) { exchange in
      do throws(HTTPFailure) {
        switch self.reply(to: try coding.undone(request, self.limits), &exchange) {
        case .response(let response): return response
        case .compute(_, let work): return work()
        }
      } catch {
        return self.answer(error, request, &exchange)
      }
    }
  }

  /// Compresses an answer that was made at once: by the pool if it is long, and not at all if the pool is
  /// full.
  private func encode(
    _ response: HTTPResponse, _ request: HTTPRequest, _ exchange: Exchange, _ address: ReplyAddress
  ) -> Answer {
    var response = response
    switch coding.plan(&response, for: request.headers) {
    case .plain: return .ready(response)
    case .prepared: return .ready(coding.compressed(response))
    case .compress:
      if response.body.count <= Self.inlineEncoding { return .ready(coding.compressed(response)) }
      let plain = response
      let deadline = exchange.started + limits.requestTime
      var held = exchange
      held.keep(request)
      let isAdmitted = pool.submit(cost: plain.body.count, deadline: deadline) { [held] isInTime in
        address.deliver(isInTime ? self.coding.compressed(plain) : plain, held)
      }
      return isAdmitted ? .pending : .ready(plain)
    }
  }

  /// The answer to a request that failed before or beside its handler.
  func answer(
    _ failure: HTTPFailure, _ request: HTTPRequest?, _ exchange: inout Exchange
  ) -> HTTPResponse {
    exchange.told.failure = failure
    if exchange.identifier.isEmpty { exchange.identifier = identifiers.next() }
    var response = failureResponse(failure, request)
    response.status = failure.status
    for field in failure.headers { response.headers.replace(field.name, field.value) }
    return response
  }

  /// The answer to a request that waits for `100 Continue` and fails whatever its body says.
  ///
  /// - Parameter length: bytes of the body as far as they are told.
  func refusalBeforeBody(
    _ head: HTTPRequest, length: Int, _ exchange: inout Exchange
  ) -> HTTPResponse? {
    do throws(HTTPFailure) {
      switch router.route(head) {
      case .failure(let failure): throw failure
      case .options: break
      case .handler(let row, _, let pattern):
        exchange.told.route = pattern
        if let response = row.check?(head) { return response }
      }
      _ = try ContentCoding(of: head.headers)
      guard length <= limits.heldBodyBytes - heldBodies.load(ordering: .relaxed) else {
        throw HTTPFailure.overloaded(retryAfterSeconds: limits.retryAfterSeconds)
      }
      return nil
    } catch {
      return answer(error, head, &exchange)
    }
  }

  private func compute(
    cost: Int, _ request: HTTPRequest, _ exchange: inout Exchange, _ address: ReplyAddress,
    _ work: @escaping @Sendable (inout Exchange) -> HTTPResponse
  ) -> Answer {
    let deadline = exchange.started + limits.requestTime
    let retry = limits.retryAfterSeconds
    var held = exchange
    held.keep(request)
    let isAdmitted = pool.submit(cost: cost, deadline: deadline) { [held] isInTime in
      var exchange = held
      var response =
        isInTime
        ? work(&exchange)
        : self.answer(
          .deadlineExceeded(retryAfterSeconds: retry), exchange.told.request, &exchange)
      if let headers = exchange.told.request?.headers,
        self.coding.plan(&response, for: headers) != .plain
      {
        response = self.coding.compressed(response)
      }
      address.deliver(response, exchange)
    }
    if isAdmitted { return .pending }
    return .ready(answer(.overloaded(retryAfterSeconds: retry), request, &exchange))
  }

  /// Adds to what was read what the server knows.
  func complete(_ request: inout HTTPRequest, peer: SocketAddress) {
    request.complete(id: identifier(for: request.headers), peer: peer)
  }

  /// The request's name: the client's own if it is short and plain, or a new one.
  private func identifier(for headers: HTTPHeaders) -> String {
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
      limits.headerTime, limits.idleTime, limits.bodyPatience, limits.writePatience,
      limits.lingerTime)
    return min(0.5, max(0.005, shortest.seconds / 4))
  }

  /// Whether one more connection is within the limit.
  var hasRoomForConnection: Bool { open.load(ordering: .relaxed) < limits.connections }

  /// How long a connection may stay without a request: shorter when few places are left, so that idle
  /// ones cannot keep others out.
  var idleTime: Duration {
    let isCrowded = open.load(ordering: .relaxed) >= limits.connections - limits.connections / 8
    return isCrowded ? min(limits.idleTime, limits.crowdedIdleTime) : limits.idleTime
  }

  /// Counts bytes of unfinished bodies; refuses (false) what would pass the limit.
  func changeHeldBodies(by difference: Int) -> Bool {
    let (_, total) = heldBodies.add(difference, ordering: .relaxed)
    if difference <= 0 || total <= limits.heldBodyBytes { return true }
    heldBodies.subtract(difference, ordering: .relaxed)
    return false
  }

  func connectionOpened() {
    open.add(1, ordering: .relaxed)
    accepted.add(1, ordering: .relaxed)
    openConnections.enter()
  }

  func connectionClosed() {
    open.subtract(1, ordering: .sequentiallyConsistent)
    openConnections.leave()
    if acceptIsPaused.exchange(false, ordering: .sequentiallyConsistent) {
      takeResume()?()
    }
  }

  /// Calls `resume` once, when a connection has closed.
  func onNextClose(_ resume: @escaping @Sendable () -> Void) {
    resumeAccepting.withLock { $0 = resume }
    acceptIsPaused.store(true, ordering: .sequentiallyConsistent)
    // A connection may have closed between the look at the count and the line above.
    if hasRoomForConnection, acceptIsPaused.exchange(false, ordering: .sequentiallyConsistent) {
      takeResume()?()
    }
  }

  /// Nobody waits for a connection to close any more.
  func stopWaitingForClose() { _ = takeResume() }

  private func takeResume() -> (@Sendable () -> Void)? {
    resumeAccepting.withLock { resume in
      defer { resume = nil }
      return resume
    }
  }

  var statistics: HTTPStatistics {
    var statistics = HTTPStatistics()
    statistics.openConnections = open.load(ordering: .relaxed)
    statistics.acceptedConnections = accepted.load(ordering: .relaxed)
    statistics.heldBodyBytes = heldBodies.load(ordering: .relaxed)
    pool.count(into: &statistics)
    return statistics
  }
}
