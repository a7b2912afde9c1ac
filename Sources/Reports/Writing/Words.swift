/// Figures as people read them, with a unit that keeps them short. For text and Markdown alone:
/// machine formats carry raw numbers with the unit in the key.
package enum Words {
  package static func milliseconds(_ value: Double) -> String {
    var text = ByteText(reserving: 24)
    text.add(milliseconds: value)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  static func microjoules(_ value: Double) -> String {
    switch value.magnitude {
    case 0: "0 uJ"
    case ..<1: number(value * 1e3) + " nJ"
    case 1e6...: number(value / 1e6) + " J"
    case 1e3...: number(value / 1e3) + " mJ"
    default: number(value) + " uJ"
    }
  }

  static func bytes(_ value: Double) -> String { count(value) + " B" }

  static func bytes(_ value: Int) -> String { count(value) + " B" }

  /// Whole binary multiples as such, all else in bytes: exact.
  static func memorySize(_ value: Int) -> String {
    scaled(value, by: [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)])
  }

  /// The same, spelled as GNU ld does: its KB are 1024 bytes.
  static func regionSize(_ value: Int) -> String {
    scaled(value, by: [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)])
  }

  private static func scaled(_ value: Int, by units: [(name: String, size: Int)]) -> String {
    for (name, size) in units where value >= size && value % size == 0 {
      return "\(value / size) \(name)"
    }
    return "\(value) B"
  }

  static func megahertz(_ value: Double) -> String { number(value) + " MHz" }

  static func milliwatts(_ value: Double) -> String { number(value) + " mW" }

  /// `8.3 %`.
  package static func percent(ofOne fraction: Double) -> String {
    fixed(fraction * 100, places: 1) + " %"
  }

  /// Digits in groups of three: `2,656,768`.
  static func count(_ value: Int) -> String {
    var text = ByteText(reserving: 28)
    text.add(grouped: value)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  static func count(_ value: Double) -> String {
    Int(exactly: value.rounded()).map { count($0) } ?? number(value)
  }

  /// Four significant digits.
  package static func number(_ value: Double) -> String {
    var text = ByteText(reserving: 24)
    text.add(words: value)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// A fixed number of places, at most six, for columns.
  package static func fixed(_ value: Double, places: Int) -> String {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    guard let scaled = Int(exactly: (value.magnitude * power).rounded()) else {
      return number(value)
    }
    let (whole, rest) = scaled.quotientAndRemainder(dividingBy: Int(power))
    var text = ByteText(reserving: 24)
    if value < 0, scaled > 0 { text.add("-") }
    text.add(whole)
    if places > 0 {
      text.add(".")
      text.add(digits: UInt64(rest), width: places)
    }
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
