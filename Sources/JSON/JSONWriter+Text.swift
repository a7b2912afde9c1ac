extension JSONWriter {
  /// `text` as a JSON string with its quotes.
  public static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.write(text)
    return String(decoding: writer.finish(), as: UTF8.self)
  }

  /// Appends a string that has an escape at `firstEscaped`.
  ///
  /// RFC 8259 section 7 asks for escapes of quote, backslash and control characters; all else stays
  /// as it is, in UTF-8.
  mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, firstEscaped: Int) {
    buffer.append(UInt8(ascii: "\""))
    var start = 0
    for index in firstEscaped..<text.count where StringScan.isEscaped(text[index]) {
      buffer.append(UnsafeBufferPointer(rebasing: text[start..<index]))
      appendEscape(text[index])
      start = index + 1
    }
    buffer.append(UnsafeBufferPointer(rebasing: text[start...]))
    buffer.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    buffer.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: buffer.append(UInt8(ascii: "b"))
    case 0x09: buffer.append(UInt8(ascii: "t"))
    case 0x0A: buffer.append(UInt8(ascii: "n"))
    case 0x0C: buffer.append(UInt8(ascii: "f"))
    case 0x0D: buffer.append(UInt8(ascii: "r"))
    case ..<0x20:
      buffer.append("u00")
      buffer.append(Self.hexDigit(byte >> 4))
      buffer.append(Self.hexDigit(byte & 0xF))
    default: buffer.append(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Appends the shortest digits that read back as `value`, which is finite.
  mutating func append(_ value: Double) {
    let magnitude = value.magnitude
    guard magnitude == 0 || magnitude >= 1e-4, let short = ShortDecimal(magnitude) else {
      return appendDescription(of: value)
    }
    if value.sign == .minus { buffer.append(UInt8(ascii: "-")) }
    buffer.append(short)
  }

  /// Appends what the standard library prints, which has the shortest digits, but without the plus
  /// sign and the leading zeros of its exponents.
  private mutating func appendDescription(of value: Double) {
    var text = value.description
    text.withUTF8 { text in
      guard let letter = text.firstIndex(of: UInt8(ascii: "e")) else {
        return buffer.append(text)
      }
      buffer.append(UnsafeBufferPointer(rebasing: text[...letter]))
      var exponent = text[(letter + 1)...]
      if exponent.first == UInt8(ascii: "-") { buffer.append(UInt8(ascii: "-")) }
      exponent = exponent.drop { !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
      buffer.append(UnsafeBufferPointer(rebasing: exponent))
    }
  }
}
