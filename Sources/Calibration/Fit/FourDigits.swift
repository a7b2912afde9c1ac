/// Numbers as files show them: four significant digits for coefficients, five decimals for errors.
///
/// The spread of the counts themselves (other data, 0.1-3 %) leaves no meaning to further digits.
enum FourDigits {
  /// `value` to four significant digits, as the double nearest to that decimal; not negative.
  static func round(_ value: Double) -> Double {
    guard value > smallest else { return 0 }
    var exponent = 0
    var scaled = value
    while scaled >= 9_999.5 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 999.95 {
      scaled *= 10
      exponent -= 1
    }
    return Double("\(Int(scaled.rounded()))e\(exponent)") ?? value
  }

  /// A relative error to five decimals.
  static func error(_ value: Double) -> Double {
    guard value.isFinite, value < 1e6 else { return 1e6 }
    return Double("\(Int((value * 100_000).rounded()))e-5") ?? value
  }

  /// A millionth of an instruction per unit is none.
  private static let smallest = 1e-6
}
