import Estimator

/// JSON pieces. Keys are literals with their punctuation, one copy each; the writers below put them
/// in order by hand, which takes half the time of a writer that keeps track of scopes.
extension ByteText {
  /// A string in quotes, or `null`.
  mutating func add(json text: String?) {
    guard var text else { return add("null") }
    text.withUTF8 { utf8 in
      if addQuotedIfPlain(utf8) { return }
      add(byte: UInt8(ascii: "\""))
      var start = 0
      var index = 0
      while index < utf8.count {
        let byte = utf8[index]
        var length = 0
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F {
          length = 1
        } else if byte == 0xC2 || byte == 0xE2 {
          length = Self.actingLength(utf8, at: index)
        }
        if length > 0 {
          add(UnsafeBufferPointer(rebasing: utf8[start..<index]))
          addEscape(utf8[index..<index + length])
          start = index + length
        }
        index += max(1, length)
      }
      add(UnsafeBufferPointer(rebasing: utf8[start...]))
      add(byte: UInt8(ascii: "\""))
    }
  }

  /// The bytes of the character at `index` if it is one that acts where it should be seen, else 0:
  /// the C1 controls (U+0080...U+009F), line and paragraph separators and embedded directions
  /// (U+2028...U+202E), isolated directions (U+2066...U+2069).
  private static func actingLength(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    if utf8[index] == 0xC2 {
      return index + 1 < utf8.count && utf8[index + 1] < 0xA0 ? 2 : 0
    }
    guard index + 2 < utf8.count else { return 0 }
    switch (utf8[index + 1], utf8[index + 2]) {
    case (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9): return 3
    default: return 0
    }
  }

  /// RFC 8259 asks for U+0000 to U+001F, quote and backslash. The others are escaped because answers
  /// are read in terminals and reviewed in repositories, and names come from strangers' files.
  private mutating func addEscape(_ character: Slice<UnsafeBufferPointer<UInt8>>) {
    switch character[character.startIndex] {
    case UInt8(ascii: "\""): add(#"\""#)
    case UInt8(ascii: "\\"): add(#"\\"#)
    case 0x09: add(#"\t"#)
    case 0x0A: add(#"\n"#)
    case 0x0D: add(#"\r"#)
    default:
      add(#"\u"#)
      let value = String(decoding: character, as: UTF8.self).unicodeScalars.first?.value ?? 0
      for shift in [12, 8, 4, 0] {
        add(hexadecimal: UInt8(truncatingIfNeeded: value >> UInt32(shift)) & 0xF)
      }
    }
  }

  private mutating func add(hexadecimal value: UInt8) {
    add(byte: value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
  }

  mutating func add(json value: Int?) {
    if let value { add(value) } else { add("null") }
  }

  /// `null` where it is unknown or not finite.
  mutating func add(json value: Double?) {
    if let value, value.isFinite { add(value) } else { add("null") }
  }

  /// A count that is a mean, to whole numbers.
  mutating func add(jsonRounded value: Double?) {
    if let value, value.isFinite { add(rounded: value) } else { add("null") }
  }

  mutating func add(json value: Bool?) {
    switch value {
    case true?: add("true")
    case false?: add("false")
    case nil: add("null")
    }
  }

  mutating func add(json interval: Interval?) {
    guard let interval else { return add("null") }
    add(#"{"value":"#)
    add(json: interval.value)
    add(#","low":"#)
    add(json: interval.low)
    add(#","high":"#)
    add(json: interval.high)
    add("}")
  }

  mutating func add(json shape: [Int]?) {
    guard let shape else { return add("null") }
    add("[")
    for (index, extent) in shape.enumerated() {
      if index > 0 { add(",") }
      add(extent)
    }
    add("]")
  }

  mutating func add(json texts: [String], separator: StaticString = ",") {
    add("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { add(separator) }
      add(json: text)
    }
    add("]")
  }

  /// An array, one element a line: a report that is kept in a repository shows which rows changed.
  mutating func add<Element>(
    jsonLines elements: some Sequence<Element>, _ write: (inout ByteText, Element) -> Void
  ) {
    add("[")
    var isFirst = true
    for element in elements {
      add(isFirst ? "\n" : ",\n")
      isFirst = false
      write(&self, element)
    }
    add("]")
  }
}
