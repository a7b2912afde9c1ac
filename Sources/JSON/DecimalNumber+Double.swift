extension DecimalNumber {
  /// The nearest `Double`, where it can be had without arithmetic on long numbers; else nil.
  var nearestDouble: Double? {
    guard !hasDroppedDigits else { return nil }
    guard let magnitude = simpleMagnitude ?? dividedMagnitude else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// One multiplication or division of two exact `Double`s is rounded once, so it is right
  /// (Clinger 1990, "How to read floating point numbers accurately").
  private var simpleMagnitude: Double? {
    guard digits <= 1 << 53, abs(exponent) < Self.doublePowers.count else { return nil }
    if exponent == 0 { return Double(digits) }
    let power = Self.doublePowers[abs(exponent)]
    return exponent < 0 ? Double(digits) / power : Double(digits) * power
  }

  /// The 17 digits that most computed numbers have: divides the digits by the power of ten as
  /// integers, to 63 bits or more, and lets the remainder count as a last bit.
  ///
  /// Both are shifted until their top bit is set, so the quotient keeps ten bits more than a
  /// `Double` does, and the one rounding is the conversion of the quotient.
  private var dividedMagnitude: Double? {
    guard digits != 0, exponent <= 0, -exponent < Self.integerPowers.count else { return nil }
    let divisor = Self.integerPowers[-exponent]
    let divisorShift = divisor.leadingZeroBitCount
    let digitsShift = digits.leadingZeroBitCount
    let dividend = digits << UInt64(digitsShift)
    let (quotient, remainder) = (divisor << UInt64(divisorShift))
      .dividingFullWidth((dividend >> 1, dividend << 63))
    let rounded = Double(quotient | (remainder == 0 ? 0 : 1))
    return rounded * Self.powerOfTwo(divisorShift - digitsShift - 63)
  }

  /// Two to the power of `exponent`, which is far from the ends of what a `Double` holds.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// The powers of ten that a `Double` holds exactly.
  private static let doublePowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The powers of ten that 64 bits hold.
  private static let integerPowers: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}
