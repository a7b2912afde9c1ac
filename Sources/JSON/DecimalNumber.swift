/// A number as a document writes it: up to 19 digits and a power of ten.
///
/// 19 digits always fit 64 bits. Digits after them are counted, not kept; they are needed only for
/// numbers that no `Int` holds, and for `Double`s, which then are read by the standard library.
struct DecimalNumber {
  var isNegative: Bool
  /// The first significant digits.
  private(set) var digits: UInt64 = 0
  /// Written without a fraction and without an exponent.
  var isPlainInteger = true
  private var digitCount = 0
  private(set) var hasDroppedDigits = false
  /// A digit that was not kept was not zero.
  private var lostDigits = false
  /// The power of ten that `digits` is multiplied with.
  var exponent = 0
  /// Where the number stands in the input.
  var range = 0..<0

  private static let keptDigits = 19

  /// Exponents are cut off here, far beyond what 64 bits or a `Double` can use, so that sums of
  /// them and of digit counts cannot overflow.
  static let greatestExponent = 1 << 40

  init(isNegative: Bool) {
    self.isNegative = isNegative
  }

  mutating func appendIntegerDigit(_ digit: Int) {
    if !append(digit) { exponent += 1 }
  }

  mutating func appendFractionDigit(_ digit: Int) {
    if append(digit) { exponent -= 1 }
  }

  /// Keeps `digit` and answers true, or notes that it is lost.
  private mutating func append(_ digit: Int) -> Bool {
    guard digitCount < Self.keptDigits else {
      hasDroppedDigits = true
      lostDigits = lostDigits || digit != 0
      return false
    }
    digits = digits * 10 + UInt64(digit)
    if digits != 0 { digitCount += 1 }
    return true
  }
}

extension DecimalNumber {
  enum Integer: Equatable {
    case exact(Int)
    case fraction
    case outOfRange
  }

  /// The value as an integer of 64 bits.
  var integer: Integer {
    if digits == 0 { return .exact(0) }
    if lostDigits { return exponent > 0 ? .outOfRange : .fraction }
    var magnitude = digits
    var exponent = exponent
    while exponent < 0 {
      guard magnitude.isMultiple(of: 10) else { return .fraction }
      magnitude /= 10
      exponent += 1
    }
    while exponent > 0 {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      guard !overflow else { return .outOfRange }
      magnitude = product
      exponent -= 1
    }
    if isNegative, magnitude == Int.min.magnitude { return .exact(.min) }
    guard let value = Int(exactly: magnitude) else { return .outOfRange }
    return .exact(isNegative ? -value : value)
  }
}
