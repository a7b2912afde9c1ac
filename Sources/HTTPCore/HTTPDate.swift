import Glibc

/// `Sun, 06 Nov 1994 08:49:37 GMT`: the one form of date that may be sent (RFC 9110 section 5.6.7).
enum HTTPDate {
  static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970-01-01 00:00 UTC by the wall clock.
  static var now: Int { time(nil) }

  static func format(secondsSince1970 seconds: Int) -> String {
    let day = Int((Double(seconds) / 86_400).rounded(.down))
    let second = seconds - day * 86_400
    let (year, month, dayOfMonth) = civil(day)
    return "\(days[((day % 7) + 7) % 7]), \(pad(dayOfMonth)) \(months[month - 1]) \(year) "
      + "\(pad(second / 3_600)):\(pad(second / 60 % 60)):\(pad(second % 60)) GMT"
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The date of a day counted from 1970-01-01 in the Gregorian calendar.
  ///
  /// Years are counted from March, so that the leap day comes last; an era is 400 years (146,097 days).
  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
