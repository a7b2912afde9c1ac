/// What the server tells about the requests it answered: the hook for access logs and metrics.
public struct HTTPObserver: Sendable {
  /// Called on the connection's queue once an answer is written or given up; must return soon.
  public var finished: (@Sendable (HTTPExchange) -> Void)?

  public init(finished: (@Sendable (HTTPExchange) -> Void)? = nil) { self.finished = finished }
}

/// One request and what became of it.
public struct HTTPExchange: Sendable {
  /// The request without its body; nil where the bytes never became one.
  public var request: HTTPRequest?
  /// The pattern of the route that answered, such as `/profiles/{id}`; nil where none did.
  public var route: String?
  public var status = HTTPStatus.ok
  /// Bytes of the request's body, without its transfer coding.
  public var bytesIn = 0
  /// Bytes of the answer's body as sent.
  public var bytesOut = 0
  /// From the request's last byte to its answer's handing to the socket.
  public var duration = Duration.zero
  /// Why the server itself answered, where it did.
  public var failure: HTTPFailure?
}

/// Counts at one moment, for gauges and counters.
public struct HTTPStatistics: Hashable, Sendable {
  public var openConnections = 0
  public var acceptedConnections = 0
  /// Bytes of bodies that are still coming, in steps of 64 KiB.
  public var heldBodyBytes = 0
  public var queuedJobs = 0
  public var runningJobs = 0
  public var admittedCost = 0
  public var refusedJobs = 0

  public init() {}
}
