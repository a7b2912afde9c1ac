extension ByteText {
  /// Text inside an element or an attribute in double quotes.
  ///
  /// XML 1.0 has no form at all for most control characters; those are shown as their numbers, like
  /// line feeds, which an attribute would lose.
  mutating func add(xml text: String) {
    for byte in VisibleText.of(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): add("&amp;")
      case UInt8(ascii: "<"): add("&lt;")
      case UInt8(ascii: ">"): add("&gt;")
      case UInt8(ascii: "\""): add("&quot;")
      case UInt8(ascii: "'"): add("&apos;")
      default: add(byte: byte)
      }
    }
  }

  /// ` name="value"`.
  mutating func add(_ name: StaticString, xml value: String) {
    add(" ")
    add(name)
    add("=\"")
    add(xml: value)
    add("\"")
  }

  mutating func add(_ name: StaticString, xml value: Int) {
    add(" ")
    add(name)
    add("=\"")
    add(value)
    add("\"")
  }
}
