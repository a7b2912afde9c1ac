/// The limit of a budget.
public enum BudgetLimit: Hashable, Sendable {
  /// In the metric's own unit: milliseconds, microjoules, bytes or MACs.
  case absolute(Double)
  /// Per cent of the device's default regions of that kind, for `sram` and `flash`.
  case shareOfDevice(percent: Double)
}

extension BudgetLimit {
  /// Reads a limit with its unit: `100ms`, `2mJ`, `256KiB`, `80pct`, `1.5M`.
  ///
  /// Limits in bytes and MACs are rounded down to whole ones.
  public init(parsing text: String, for metric: BudgetMetric) throws(BudgetError) {
    let amount = try LimitAmount(
      parsing: text, for: metric, quantities: metric.quantities,
      unitNames: BudgetUnit.names(for: metric))
    self =
      switch amount.quantity {
      case .share: .shareOfDevice(percent: amount.value)
      default: .absolute(amount.value)
      }
  }
}

/// A number and its unit, as limits are written.
struct LimitAmount: Hashable {
  /// In the quantity's own unit.
  var value: Double
  var quantity: BudgetUnit.Quantity

  /// Per cent; times any memory this stays a finite number.
  private static let greatestShare = 1e6

  init(
    parsing text: String, for metric: BudgetMetric, quantities: [BudgetUnit.Quantity],
    unitNames: [String]
  ) throws(BudgetError) {
    let shown = BudgetError.cut(text)
    var scan = LimitScan(text)
    if scan.isAtEnd { throw .empty(metric) }
    let isNegative = scan.skip("-")
    guard let number = scan.number() else { throw .notANumber(metric, text: shown) }
    if isNegative { throw .negative(metric, text: shown) }
    let name = scan.rest
    if LimitScan.continuesNumber(name) { throw .notANumber(metric, text: shown) }

    guard let unit = BudgetUnit.named(name) else {
      throw .unknownUnit(
        metric, unit: BudgetError.cut(name), nearest: nearestBudgetName(to: name, among: unitNames))
    }
    guard quantities.contains(unit.quantity) else {
      if name.isEmpty { throw .missingUnit(metric, text: shown) }
      throw .unitDoesNotFit(metric, unit: name)
    }
    let value = number * unit.factor
    guard value.isFinite else { throw .tooLarge(metric, text: shown) }
    quantity = unit.quantity
    if unit.quantity == .share {
      guard value <= Self.greatestShare else { throw .tooLarge(metric, text: shown) }
      self.value = value
    } else {
      self.value = metric.isCount ? value.rounded(.down) : value
    }
  }
}

/// Goes through a limit's text: number first, then the unit.
///
/// By hand, because `Double(_:)` also takes hexadecimal digits, NaN and infinity.
private struct LimitScan {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    let trimmed = text.utf8.drop { Self.isSpace($0) }.reversed().drop { Self.isSpace($0) }
    bytes = trimmed.reversed()
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// A unit never begins so: the number was not written as expected (`1,5ms`, `1.2.3ms`).
  static func continuesNumber(_ unit: String) -> Bool {
    guard let first = unit.utf8.first else { return false }
    return isDigit(first) || ".,_'+-".utf8.contains(first)
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// What follows the number, spaces before it left out.
  var rest: String {
    String(decoding: bytes[position...].drop { Self.isSpace($0) }, as: UTF8.self)
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard !isAtEnd, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Digits, a fraction, an exponent. `nil` without a digit; too many of them make infinity.
  mutating func number() -> Double? {
    let start = position
    let whole = skipDigits()
    let fraction = skip(".") ? skipDigits() : 0
    guard whole + fraction > 0 else { return nil }
    skipExponent()
    return Double(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while !isAtEnd, Self.isDigit(bytes[position]) { position += 1 }
    return position - start
  }

  /// `e` is an exponent only before digits.
  private mutating func skipExponent() {
    let start = position
    guard skip("e") || skip("E") else { return }
    if !skip("-") { _ = skip("+") }
    if skipDigits() == 0 { position = start }
  }
}
