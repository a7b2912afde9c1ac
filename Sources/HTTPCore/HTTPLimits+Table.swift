extension HTTPLimits {
  /// One limit in words, for documents and error pages that must not go stale.
  public struct Row: Hashable, Sendable {
    /// The property's name.
    public let name: String
    public let value: String
    public let unit: String
    /// What a client sees past it.
    public let answer: String
  }

  /// Every limit with its present value.
  public var table: [Row] {
    func row(_ name: String, _ value: Int, _ unit: String, _ answer: String) -> Row {
      Row(name: name, value: "\(value)", unit: unit, answer: answer)
    }
    func row(_ name: String, _ time: Duration, _ answer: String) -> Row {
      let milliseconds = time.nanoseconds / 1_000_000
      return Row(name: name, value: "\(milliseconds)", unit: "ms", answer: answer)
    }
    return [
      row("requestLineBytes", requestLineBytes, "bytes", "414"),
      row("headerBytes", headerBytes, "bytes", "431"),
      row("headerCount", headerCount, "fields", "431"),
      row("bodyBytes", bodyBytes, "bytes", "413"),
      row("decompressionRatio", decompressionRatio, "times the compressed size", "413"),
      row("headerTime", headerTime, "408, closed"),
      row("idleTime", idleTime, "closed"),
      row("crowdedIdleTime", crowdedIdleTime, "closed, with 7/8 of the connections in use"),
      row(
        "bodyPatience", bodyPatience, "408, closed, if it lags behind slowestBytesPerSecond so long"
      ),
      row("writePatience", writePatience, "closed, if the client lags so long"),
      row("slowestBytesPerSecond", slowestBytesPerSecond, "bytes per second", "408 or closed"),
      row("requestTime", requestTime, "503 with Retry-After, if work has not begun"),
      row("lingerTime", lingerTime, "closed"),
      row("lingerBytes", lingerBytes, "bytes", "closed"),
      row("requestsPerConnection", requestsPerConnection, "requests", "closed after the answer"),
      row("pendingOutputBytes", pendingOutputBytes, "bytes", "no further request is taken"),
      row("connections", connections, "connections", "further ones wait"),
      row("queuedJobs", queuedJobs, "jobs", "503 with Retry-After"),
      row("admittedCost", admittedCost, "bytes of work", "503 with Retry-After"),
      row("smallJobCost", smallJobCost, "bytes of work", "dearer jobs leave one thread to others"),
      row("retryAfterSeconds", retryAfterSeconds, "seconds", "what Retry-After says"),
      row("concurrentStreams", concurrentStreams, "streams", "REFUSED_STREAM"),
      row("heldBodyBytes", heldBodyBytes, "bytes", "503 with Retry-After"),
      row("connectionBodyBytes", connectionBodyBytes, "bytes", "503 with Retry-After"),
    ]
  }
}
