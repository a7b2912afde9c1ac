/// Everything that the HTTP layer bounds, with its unit, its default and the answer past it.
public struct HTTPLimits: Sendable {
  /// Bytes of the request line. Past it: 414.
  public var requestLineBytes = 8 << 10
  /// Bytes of the header section, the request line not counted. Past it: 431.
  public var headerBytes = 64 << 10
  /// Header fields of a request (and trailer fields of a chunked body). Past it: 431.
  public var headerCount = 100
  /// Bytes of a body, as sent and after its content coding is undone. Past it: 413.
  public var bodyBytes = 32 << 20
  /// How many times its size a compressed body may grow to. Past it: 413.
  ///
  /// Deflate cannot exceed 1,032 (zlib's own figure); model files and JSON stay far below 100.
  public var decompressionRatio = 200
  /// Time from a connection's or a request's first byte to the end of its header section. Past it: 408.
  public var headerTime: Duration = .seconds(8)
  /// How long a kept-alive connection may stay without a request. Past it: closed.
  public var idleTime: Duration = .seconds(60)
  /// The same while more than 7/8 of the connections are in use.
  public var crowdedIdleTime: Duration = .seconds(2)
  /// How long a body may lag behind `slowestBytesPerSecond`. Past it: 408.
  public var bodyPatience: Duration = .seconds(8)
  /// How long a client may lag behind `slowestBytesPerSecond` in taking an answer. Past it: closed.
  public var writePatience: Duration = .seconds(8)
  /// The least speed of a body and of taking an answer, in bytes per second.
  public var slowestBytesPerSecond = 500
  /// Time from a whole request to its answer. Past it, work that has not begun is answered 503.
  public var requestTime: Duration = .seconds(30)
  /// How long a closing connection still reads, so that the answer is not lost to a reset. Past it: closed.
  public var lingerTime: Duration = .seconds(2)
  /// Bytes that a closing connection still reads and forgets. Past it: closed.
  public var lingerBytes = 64 << 20
  /// Requests answered on one connection. Past it: closed after the answer.
  public var requestsPerConnection = 1_000_000
  /// Bytes of answers waiting in a connection before it stops taking pipelined requests.
  public var pendingOutputBytes = 256 << 10
  /// Open connections. Past it: accepting pauses, and clients wait in the kernel's backlog.
  public var connections = 16_384
  /// Jobs waiting in the compute pool. Past it: 503 with Retry-After.
  public var queuedJobs = 256
  /// Cost of all jobs waiting and running, in bytes of work. Past it: 503 with Retry-After.
  public var admittedCost = 256 << 20
  /// Jobs that cost no more than this are small: large ones never hold every worker against them.
  public var smallJobCost = 64 << 10
  /// What Retry-After says, in seconds.
  public var retryAfterSeconds = 1
  /// Streams open at once on one HTTP/2 connection. Past it: REFUSED_STREAM.
  public var concurrentStreams = 100
  /// Bytes of all unfinished bodies of the server. Past it: 503 with Retry-After.
  public var heldBodyBytes = 512 << 20
  /// Bytes of all unfinished bodies on one HTTP/2 connection. Past it: 503 with Retry-After.
  public var connectionBodyBytes = 64 << 20

  public init() {}
}
