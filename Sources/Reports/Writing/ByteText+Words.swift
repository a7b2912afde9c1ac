/// Figures as `Words` says them, straight into text under construction: a table of three hundred rows has
/// thousands, and a string of each would cost more than the comparison that it shows.
extension ByteText {
  /// Significant digits that a reader is given; the intervals are wider.
  private static let wordDigits = 4

  /// Four significant digits.
  mutating func add(words value: Double) {
    if value.isFinite { add(value, digits: Self.wordDigits) } else { add("unknown") }
  }

  mutating func add(milliseconds value: Double) {
    switch value.magnitude {
    case 0: add("0 ms")
    case ..<1:
      add(words: value * 1e3)
      add(" us")
    case 1e3...:
      add(words: value / 1e3)
      add(" s")
    default:
      add(words: value)
      add(" ms")
    }
  }

  /// Digits in groups of three: `2,656,768`.
  mutating func add(grouped value: Int) {
    if value < 0 { add("-") }
    // 20 digits and 6 commas hold any UInt64; filled from the end.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 26) { buffer in
      var start = 26
      var rest = UInt64(value.magnitude)
      var count = 0
      repeat {
        if count > 0, count % 3 == 0 {
          start -= 1
          buffer[start] = UInt8(ascii: ",")
        }
        start -= 1
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        buffer[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = quotient
        count += 1
      } while rest > 0
      add(UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }

  /// `1x64`; nothing without a shape.
  mutating func add(shape: [Int]?) {
    guard let shape else { return }
    for (index, extent) in shape.enumerated() {
      if index > 0 { add("x") }
      add(extent)
    }
  }
}
