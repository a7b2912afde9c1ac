import Glibc

/// Nanoseconds of a clock that never jumps; comparisons hold when the wall clock is set.
struct MonotonicTime: Comparable, Hashable, Sendable {
  var nanoseconds: Int64

  static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// As far as 64 bits go.
  func advanced(by nanoseconds: Int64) -> MonotonicTime {
    let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
    return MonotonicTime(nanoseconds: overflow ? .max : sum)
  }

  static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
    time.advanced(by: duration.nanoseconds)
  }

  static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
    .nanoseconds(left.nanoseconds - right.nanoseconds)
  }
}

extension Duration {
  /// Whole nanoseconds, at most what 64 bits hold (292 years).
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, first) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, second) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    return first || second ? (seconds < 0 ? .min : .max) : sum
  }

  /// Seconds with their fraction, for windows and rates.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
