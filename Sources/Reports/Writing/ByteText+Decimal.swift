extension ByteText {
  /// Significant digits of numbers in machine formats.
  ///
  /// Seven: more than any estimate is good for, few enough to read, and sums of printed rows agree
  /// with the printed total to one part in a million.
  static let significantDigits = 7

  /// A number rounded to significant digits, halves away from zero, without needless zeros:
  /// `12.34568`, `250`, `1.5e-7`. An exponent is used below 1e-5 and from 1e15 on.
  ///
  /// IEEE arithmetic alone, so the same bytes on every machine. `value` must be finite.
  mutating func add(_ value: Double, digits significant: Int = significantDigits) {
    guard let decimal = Decimal(value, digits: significant) else { return add("0") }
    if value < 0 { add(byte: UInt8(ascii: "-")) }
    let digits = decimal.digits
    let exponent = decimal.exponent
    // Digits behind the point when the number is written with an exponent or below 10.
    let scale = decimal.count - 1
    switch exponent {
    case 0..<15:
      if exponent >= scale {
        add(digits: digits)
        add(UInt8(ascii: "0"), times: exponent - scale)
      } else {
        add(digits, fraction: scale - exponent)
      }
    case -5..<0:
      add("0.")
      add(UInt8(ascii: "0"), times: -exponent - 1)
      add(digits: digits)
    default:
      add(digits, fraction: scale)
      add(byte: UInt8(ascii: "e"))
      add(exponent)
    }
  }

  /// `digits` with the last `fraction` of them behind a point.
  private mutating func add(_ digits: UInt64, fraction: Int) {
    guard fraction > 0 else { return add(digits: digits) }
    add(digits, places: fraction)
  }

  /// A mean of things that are counted (cycles, instructions), rounded to a whole number.
  mutating func add(rounded value: Double) {
    if let whole = Int(exactly: value.rounded()) { add(whole) } else { add(value) }
  }
}

extension Double {
  /// The number that a reader of a report gets: rounded to the digits that are written.
  ///
  /// Reports are compared by what they say. A figure that was just computed has digits that a kept
  /// report of the same figure has not, and would differ from it by them.
  var asReported: Double {
    guard let decimal = Decimal(self, digits: ByteText.significantDigits) else {
      return isFinite ? 0 : self
    }
    let magnitude = decimal.value
    return self < 0 ? -magnitude : magnitude
  }
}

/// The powers of ten that a `Double` holds exactly.
private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

/// A magnitude as up to 15 digits, d.ddd times a power of ten; zeros at the end are dropped.
private struct Decimal {
  var digits: UInt64
  /// Of the first digit.
  var exponent: Int
  /// Number of digits kept.
  var count: Int

  /// `nil` for zero, and for what is not finite.
  init?(_ value: Double, digits significant: Int) {
    let magnitude = value.magnitude
    guard magnitude > 0, magnitude.isFinite else { return nil }
    let scale = significant - 1
    let limit = powersOfTen[significant]
    // log10(2), as a fraction of 2^32, times the binary exponent is at most one too low.
    var exponent = (Int(magnitude.exponent) * 1_292_913_986) >> 32
    var scaled = Self.whole(Self.scale(magnitude, by: scale - exponent))
    while scaled >= limit {
      exponent += 1
      scaled = Self.whole(Self.scale(magnitude, by: scale - exponent))
    }
    // Rounding up at the next exponent may not reach it: 9.9999996 is 10 at both.
    if scaled * 10 < limit {
      scaled = powersOfTen[scale]
    }
    var digits = UInt64(scaled)
    var count = significant
    while count > 1, digits % 10 == 0 {
      digits /= 10
      count -= 1
    }
    self.digits = digits
    self.exponent = exponent
    self.count = count
  }

  /// The nearest whole number, halves away from zero, of one that is at least 1 and below 2^52: adding
  /// the half is exact where it decides.
  private static func whole(_ value: Double) -> Double {
    Double(Int64(value + 0.5))
  }

  /// The nearest `Double`: one rounding of exact numbers up to 10^22, as a reader of the text makes.
  var value: Double {
    let power = exponent - (count - 1)
    if power.magnitude <= 22 { return Self.scale(Double(digits), by: power) }
    return Double("\(digits)e\(power)") ?? 0
  }

  /// `value` times ten to the `power`.
  private static func scale(_ value: Double, by power: Int) -> Double {
    var value = value
    var left = power
    while left > 22 {
      value *= 1e22
      left -= 22
    }
    while left < -22 {
      value /= 1e22
      left += 22
    }
    return left < 0 ? value / powersOfTen[-left] : value * powersOfTen[left]
  }
}
