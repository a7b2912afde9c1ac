/// Looks through the bytes of numbers.
enum NumberScan {
  /// The integer at `start` and the offset after it, if it is plain and of at most 18 digits, which
  /// cannot overflow. Everything else, right or wrong, is left to the whole grammar.
  @inline(__always)
  static func shortInteger(in bytes: Span<UInt8>, at start: Int) -> (value: Int, end: Int)? {
    var index = start
    var value = 0
    let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let first = index
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      guard index - first < 18 else { return nil }
      value = value &* 10 &+ Int(digit)
      index += 1
    }
    guard index > first else { return nil }
    if index < bytes.count, continuesNumber(bytes[index]) { return nil }
    if bytes[first] == UInt8(ascii: "0"), index - first > 1 { return nil }
    return (isNegative ? -value : value, index)
  }

  private static func continuesNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }
}
