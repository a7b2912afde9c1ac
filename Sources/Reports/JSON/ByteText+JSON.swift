import Estimator

/// JSON pieces. Keys are literals with their punctuation, one copy each; the writers below put them
/// in order by hand, which takes half the time of a writer that keeps track of scopes.
extension ByteText {
  /// A string in quotes, or `null`.
  mutating func add(json text: String?) {
    guard var text else { return add("null") }
    add(byte: UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var start = 0
      var index = 0
      while index < utf8.count {
        let byte = utf8[index]
        // 0xC2 leads U+0080...U+00BF, of which the first half are the C1 controls.
        let isPair = byte == 0xC2 && index + 1 < utf8.count && utf8[index + 1] < 0xA0
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
          || isPair
        {
          add(contentsOf: utf8[start..<index])
          if isPair { index += 1 }
          addEscape(utf8[index])
          start = index + 1
        }
        index += 1
      }
      add(contentsOf: utf8[start...])
    }
    add(byte: UInt8(ascii: "\""))
  }

  /// RFC 8259 asks for U+0000 to U+001F, quote and backslash. DEL and the C1 controls are escaped
  /// too: answers are read in terminals, and names come from strangers' files.
  private mutating func addEscape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): add(#"\""#)
    case UInt8(ascii: "\\"): add(#"\\"#)
    case 0x09: add(#"\t"#)
    case 0x0A: add(#"\n"#)
    case 0x0D: add(#"\r"#)
    default:
      add(#"\u00"#)
      add(hexadecimal: byte >> 4)
      add(hexadecimal: byte & 0xF)
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
