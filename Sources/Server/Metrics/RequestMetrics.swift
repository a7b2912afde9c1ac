import HTTPCore

/// Counts of what was answered.
final class RequestMetrics: Sendable {
  /// The labels of a request; every part comes from a closed set, so that no client can make series.
  private struct Key: Hashable, Comparable {
    var route: String
    var method: String
    var status: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  private struct State {
    /// Durations by all labels; one look-up a request, and the page adds up what it shows.
    var requests: [Key: Histogram] = [:]
    var bytesIn = 0
    var bytesOut = 0
  }

  private let state = Locked(State())

  private static let methods: [HTTPMethod] = [
    .get, .post, .head, .put, .delete, .patch, .options,
  ]

  private static func label(of method: HTTPMethod?) -> String {
    guard let method, methods.contains(method) else { return "other" }
    return method.rawValue
  }

  /// Called on a connection's queue.
  func record(_ exchange: HTTPExchange) {
    let key = Key(
      route: exchange.route ?? "none", method: Self.label(of: exchange.request?.method),
      status: exchange.status.code)
    let seconds = exchange.duration.seconds
    state.withLock { state in
      state.requests[key, default: Histogram()].record(seconds: seconds)
      state.bytesIn &+= exchange.bytesIn
      state.bytesOut &+= exchange.bytesOut
    }
  }

  func write(to text: inout PrometheusText) {
    let (requests, bytesIn, bytesOut) = state.withLock {
      ($0.requests, $0.bytesIn, $0.bytesOut)
    }
    let durations = requests.reduce(into: [String: Histogram]()) { durations, entry in
      durations[entry.key.route, default: Histogram()].add(entry.value)
    }
    let name = "opmeter_http_requests_total"
    text.family(name, .counter, "Requests answered, by route, method and status.")
    for (key, durations) in requests.sorted(by: { $0.key < $1.key }) {
      text.sample(
        name, [("route", key.route), ("method", key.method), ("status", String(key.status))],
        durations.count)
    }
    let duration = "opmeter_http_request_duration_seconds"
    text.family(
      duration, .histogram, "Time from a request's last byte to its answer's handing to the socket."
    )
    for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
      text.histogram(duration, [("route", route)], histogram)
    }
    text.single(
      "opmeter_http_request_bytes_total", .counter, "Bytes of request bodies, decoded.", bytesIn)
    text.single(
      "opmeter_http_response_bytes_total", .counter, "Bytes of answer bodies, as sent.", bytesOut)
  }
}
