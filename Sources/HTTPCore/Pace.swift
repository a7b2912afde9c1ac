/// How long a client that moves bytes too slowly is still waited for.
///
/// Time uses patience up, and every byte earns back the time it may take at the slowest speed allowed,
/// never beyond the whole. So one that stops is cut after that time whatever it did before, one that
/// drips a little later, and one that keeps the speed never.
struct Pace {
  private var deadline: MonotonicTime

  /// - Parameter patience: in nanoseconds, as all times here.
  init(from start: MonotonicTime, patience: Int64) { deadline = start.advanced(by: patience) }

  /// Notes progress; `slowest` is in bytes per second.
  mutating func moved(_ bytes: Int, at now: MonotonicTime, patience: Int64, slowest: Int) {
    guard bytes > 0 else { return }
    let whole = now.advanced(by: patience)
    let earned = Double(bytes) / Double(max(1, slowest)) * 1e9
    deadline = earned < Double(patience) ? min(whole, deadline.advanced(by: Int64(earned))) : whole
  }

  func isLost(at now: MonotonicTime) -> Bool { now > deadline }
}

/// The limits of pace as numbers: a `Duration` costs a division of 128 bits wherever it is used.
struct Pacing: Sendable {
  let body: Int64
  let write: Int64
  /// Bytes per second.
  let slowest: Int

  init(_ limits: HTTPLimits) {
    body = limits.bodyPatience.nanoseconds
    write = limits.writePatience.nanoseconds
    slowest = limits.slowestBytesPerSecond
  }
}
