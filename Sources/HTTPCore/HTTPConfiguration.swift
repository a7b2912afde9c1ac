import FoundationEssentials

/// Where and how the server listens.
public struct HTTPConfiguration: Sendable {
  /// A numeric address or a name: `127.0.0.1`, `::1`, `localhost`.
  public var host: String
  /// The TCP port; 0 takes a free one, which `HTTPServer.start()` returns.
  public var port: Int
  public var limits: HTTPLimits
  /// Event loops that share the connections, each on a thread of its own.
  public var loops: Int
  /// Threads of the compute pool.
  public var workers: Int
  /// Whether the compute pool takes Dispatch's common threads, one a core, in place of its own: fewer
  /// threads in all, in a process that blocks none of the common ones.
  public var sharesThreads = false
  /// The `Server` header field; nil sends none.
  public var serverName: String?
  /// The header field that carries the request's id in and out; nil for neither.
  public var requestIDHeader: String? = "x-request-id"
  public var compression = HTTPCompression()

  public init(
    host: String = "127.0.0.1", port: Int = 8080, limits: HTTPLimits = HTTPLimits(),
    loops: Int = HTTPConfiguration.cores, workers: Int = HTTPConfiguration.cores,
    serverName: String? = nil
  ) {
    self.host = host
    self.port = port
    self.limits = limits
    self.loops = max(1, loops)
    self.workers = max(1, workers)
    self.serverName = serverName
  }

  /// Processors that this process may use.
  public static let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)
}

/// When answers are compressed.
public struct HTTPCompression: Sendable {
  public var isEnabled = true
  /// Bodies smaller than this are sent as they are, in bytes: they fit one packet either way.
  public var smallestBody = 1_400
  /// zlib's level, 1 (fast) to 9 (small).
  public var level = 4

  public init() {}
}
