import Glibc

/// A moment by the wall clock, for people: in logs, status and metrics, never in a decision.
struct Timestamp: Hashable, Comparable, Sendable {
  var nanosecondsSince1970: Int64

  static var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanosecondsSince1970: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  var secondsSince1970: Double { Double(nanosecondsSince1970) / 1e9 }

  static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanosecondsSince1970 < right.nanosecondsSince1970
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-11-22T21:30:00.123Z`.
  var description: String {
    let milliseconds = Self.divide(nanosecondsSince1970, 1_000_000)
    let seconds = Self.divide(milliseconds.quotient, 1_000)
    let days = Self.divide(seconds.quotient, 86_400)
    let date = Self.date(daysSince1970: days.quotient)
    let time = days.remainder
    return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-"
      + Self.padded(date.day, 2) + "T" + Self.padded(time / 3_600, 2) + ":"
      + Self.padded(time / 60 % 60, 2) + ":" + Self.padded(time % 60, 2) + "."
      + Self.padded(seconds.remainder, 3) + "Z"
  }

  /// Division that rounds down, so that moments before 1970 have positive parts too.
  private static func divide(
    _ value: Int64, _ divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// The Gregorian date. Years are counted from March, so that the leap day is a year's last, in eras
  /// of 400 years, which all have 146,097 days.
  private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, day) = divide(days + 719_468, 146_097)
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    return (
      era * 400 + year + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
