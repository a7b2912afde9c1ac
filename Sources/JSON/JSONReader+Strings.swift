extension JSONReader {
  /// Reads a string.
  public mutating func string() throws(JSONError) -> String {
    if let short = shortName() { return short.shortText }
    let token = try stringToken()
    if token.hasEscapes {
      let text = try decoded(token)
      return String(validatedUTF8: text.span)
    }
    return String(validatedUTF8: bytes.span.extracting(token.content))
  }

  /// Reads a string that is only compared, without making a `String`:
  /// `switch try reader.name() { case "same": ...`
  public mutating func name() throws(JSONError) -> JSONName {
    if let short = shortName() { return short }
    let token = try stringToken()
    if token.hasEscapes {
      let text = try decoded(token)
      return JSONName(utf8: text.span)
    }
    return JSONName(utf8: bytes.span.extracting(token.content))
  }

  /// Checks the string at hand and moves past it.
  mutating func skipString() throws(JSONError) {
    let token = try stringToken()
    if token.hasEscapes { _ = try decoded(token) }
  }

  /// A string as it stands in the input, its bytes checked, its escapes not yet.
  private struct StringToken {
    /// What is between the quotes.
    var content: Range<Int>
    var hasEscapes: Bool
  }

  /// Finds the end of the string at hand, checks its bytes and moves past it.
  private mutating func stringToken() throws(JSONError) -> StringToken {
    guard byte == UInt8(ascii: "\"") else { throw mismatch(.string) }
    valueOffset = position
    let start = position + 1
    var hasEscapes = false
    var index = start
    while true {
      index = StringScan.firstSpecial(in: bytes.span, from: index)
      guard index < bytes.count else {
        position = index
        throw unexpected(.closingQuote)
      }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        position = index + 1
        let token = StringToken(content: start..<index, hasEscapes: hasEscapes)
        if !hasEscapes { try checkLength(token.content.count) }
        return token
      case UInt8(ascii: "\\"):
        hasEscapes = true
        index = StringScan.afterBackslash(in: bytes.span, at: index)
      case let byte where byte < 0x20:
        throw failure(.controlCharacter(byte), at: index)
      default:
        guard let length = StringScan.scalarLength(in: bytes.span, at: index) else {
          throw failure(.invalidUTF8, at: index)
        }
        index += length
      }
    }
  }

  private func checkLength(_ count: Int) throws(JSONError) {
    guard count <= limits.stringBytes else {
      throw failure(.limitExceeded(.stringBytes, allowed: limits.stringBytes))
    }
  }

  /// The string at hand if it is short, plain ASCII and without escapes.
  @inline(__always)
  private mutating func shortName() -> JSONName? {
    guard let name = StringScan.shortName(in: bytes.span, at: position),
      name.count <= limits.stringBytes
    else { return nil }
    valueOffset = position
    position += name.count + 2
    return name
  }

  // MARK: Escapes

  /// The bytes of `token` with its escapes replaced by what they stand for (RFC 8259 section 7).
  private func decoded(_ token: StringToken) throws(JSONError) -> [UInt8] {
    let bytes = bytes.span
    var result: [UInt8] = []
    result.reserveCapacity(min(token.content.count, limits.stringBytes))
    var index = token.content.lowerBound
    while index < token.content.upperBound {
      if bytes[index] == UInt8(ascii: "\\") {
        index = try decodeEscape(at: index, into: &result)
      } else {
        result.append(bytes[index])
        index += 1
      }
      guard result.count <= limits.stringBytes else {
        try checkLength(result.count)
        break
      }
    }
    return result
  }

  /// Decodes the escape whose backslash is at `index`; answers the offset after it.
  private func decodeEscape(
    at index: Int, into result: inout [UInt8]
  ) throws(JSONError) -> Int {
    let plain: UInt8
    switch bytes[index + 1] {
    case UInt8(ascii: "\""): plain = UInt8(ascii: "\"")
    case UInt8(ascii: "\\"): plain = UInt8(ascii: "\\")
    case UInt8(ascii: "/"): plain = UInt8(ascii: "/")
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "u"): return try decodeUnicodeEscape(at: index, into: &result)
    default: throw failure(.invalidEscape, at: index)
    }
    result.append(plain)
    return index + 2
  }

  /// Decodes `\uXXXX`, or two of them that form a surrogate pair.
  private func decodeUnicodeEscape(
    at index: Int, into result: inout [UInt8]
  ) throws(JSONError) -> Int {
    let first = try codeUnit(at: index)
    if let scalar = Unicode.Scalar(first) {
      result.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
      return index + 6
    }
    guard UTF16.isLeadSurrogate(first), followsUnicodeEscape(at: index + 6) else {
      throw failure(.loneSurrogate(first), at: index)
    }
    let second = try codeUnit(at: index + 6)
    guard UTF16.isTrailSurrogate(second) else { throw failure(.loneSurrogate(first), at: index) }
    let pair = UTF16.EncodedScalar([first, second])
    result.append(contentsOf: UTF8.encode(UTF16.decode(pair)).unsafelyUnwrapped)
    return index + 12
  }

  private func followsUnicodeEscape(at index: Int) -> Bool {
    index + 1 < position && bytes[index] == UInt8(ascii: "\\")
      && bytes[index + 1] == UInt8(ascii: "u")
  }

  /// The four hex digits of the escape at `index`.
  private func codeUnit(at index: Int) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for place in index + 2..<index + 6 {
      guard place < position, let digit = Self.hexDigit(bytes[place]) else {
        throw failure(.invalidEscape, at: index)
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
