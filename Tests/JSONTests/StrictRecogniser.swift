/// The grammar of RFC 8259, written down as plainly as can be: says whether a text is JSON and
/// nothing else. The reader's tests ask it what is right.
///
/// It judges characters of ASCII only, and sees to names that repeat as the reader does.
struct StrictRecogniser {
  private var rest: Substring.UnicodeScalarView

  static func accepts(_ text: String) -> Bool {
    var recogniser = StrictRecogniser(rest: text.unicodeScalars[...])
    guard recogniser.element() else { return false }
    return recogniser.rest.isEmpty
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func takeAny(_ set: String) -> Bool {
    guard let first = rest.first, set.unicodeScalars.contains(first) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func space() {
    while takeAny(" \t\n\r") {}
  }

  private mutating func element() -> Bool {
    space()
    guard value() else { return false }
    space()
    return true
  }

  private mutating func value() -> Bool {
    if take("{") { return object() }
    if take("[") { return array() }
    if rest.first == "\"" { return string() != nil }
    for word in ["true", "false", "null"] where rest.starts(with: word.unicodeScalars) {
      rest.removeFirst(word.unicodeScalars.count)
      return true
    }
    return number()
  }

  private mutating func object() -> Bool {
    var names: Set<String> = []
    space()
    if take("}") { return true }
    repeat {
      space()
      guard let name = string(), names.insert(name).inserted else { return false }
      space()
      guard take(":"), element() else { return false }
    } while take(",")
    return take("}")
  }

  private mutating func array() -> Bool {
    space()
    if take("]") { return true }
    repeat {
      guard element() else { return false }
    } while take(",")
    return take("]")
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var text = ""
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return text }
      if scalar.value < 0x20 { return nil }
      text.unicodeScalars.append(scalar)
      guard scalar == "\\" else { continue }
      guard let escape = rest.first, takeAny(#""\/bfnrtu"#) else { return nil }
      text.unicodeScalars.append(escape)
      guard escape == "u" else { continue }
      for _ in 0..<4 {
        guard takeAny("0123456789abcdefABCDEF") else { return nil }
      }
    }
    return nil
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0") {
      guard digits() else { return false }
    }
    if take("."), !digits() { return false }
    if takeAny("eE") {
      _ = takeAny("+-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    var any = false
    while takeAny("0123456789") { any = true }
    return any
  }
}
