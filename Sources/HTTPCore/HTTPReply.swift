/// What a handler gives back: the answer itself, or the work that makes it.
public enum HTTPReply: Sendable {
  /// The answer, made at once on the connection's queue. For work of microseconds.
  case response(HTTPResponse)

  /// Work for the bounded compute pool. `cost` is what it is charged against the pool's budget, in the
  /// unit of `HTTPLimits.admittedCost` (bytes of work: usually the size of the body).
  ///
  /// When the pool is full the work is never run and the answer is 503 with Retry-After.
  case compute(cost: Int, @Sendable () -> HTTPResponse)
}

/// Answers the requests of one route. Runs on a connection's queue and must return soon.
public typealias HTTPHandler = @Sendable (HTTPRequest, PathParameters) -> HTTPReply

/// Looks at a request whose body has not come; gives the answer that it would get whatever the body says,
/// or nil.
public typealias HTTPHeadCheck = @Sendable (HTTPRequest) -> HTTPResponse?
