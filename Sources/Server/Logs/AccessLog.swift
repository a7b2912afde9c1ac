import HTTPCore

/// One line for each answered request, save those that machines send all day to see that all is well.
struct AccessLog: Sendable {
  private let format: LogFormat
  private let sink: LineSink
  private let now: @Sendable () -> Timestamp

  init(
    _ format: LogFormat, to sink: LineSink, now: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.format = format
    self.sink = sink
    self.now = now
  }

  private static let quiet: Set<String> = ["/healthz", "/readyz", "/metrics"]

  /// Called on a connection's queue.
  func write(_ exchange: HTTPExchange) {
    if exchange.status == .ok, let route = exchange.route, Self.quiet.contains(route) { return }
    let request = exchange.request
    var line = LogLine(format, at: now())
    line.addBare("method", request?.method.rawValue ?? "-")
    line.addBare("target", request?.target.shortened(to: 2_048) ?? "-")
    line.add("status", exchange.status.code)
    line.add("duration_us", exchange.duration.microseconds)
    line.add("bytes_in", exchange.bytesIn)
    line.add("bytes_out", exchange.bytesOut)
    line.add(ifAny: "route", exchange.route)
    line.add(ifAny: "peer", request?.peer?.description)
    line.add(ifAny: "request_id", request?.id)
    line.add(
      ifAny: "trace_id", request?.headers[TraceParent.headerName].flatMap(TraceParent.init)?.traceID
    )
    line.add(ifAny: "user_agent", request?.headers["user-agent"]?.shortened(to: 256))
    line.add(ifAny: "failure", exchange.failure.map { Problem($0).type.rawValue })
    sink.append(line.finish())
  }
}

extension Duration {
  /// Whole microseconds, rounded down.
  var microseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
  }

  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
