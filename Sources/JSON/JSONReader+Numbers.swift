extension JSONReader {
  /// Reads an integer, exactly. `1.0` and `1e3` are integers too; what has a fraction or needs more
  /// than 64 bits is an error.
  public mutating func int() throws(JSONError) -> Int {
    if let value = shortInteger() { return value }
    let number = try number(.integer)
    switch number.integer {
    case .exact(let value): return value
    case .fraction: throw failure(.notAnInteger(text(of: number)))
    case .outOfRange: throw failure(.numberOutOfRange(text(of: number)))
    }
  }

  /// Reads a number, rounded to the nearest `Double`. What is beyond the greatest finite one is an
  /// error; what is nearer to zero than the least becomes zero.
  public mutating func double() throws(JSONError) -> Double {
    try double(of: try number(.number))
  }

  private mutating func double(of number: DecimalNumber) throws(JSONError) -> Double {
    if let value = number.nearestDouble { return value }
    let text = text(of: number)
    guard let value = Double(text), value.isFinite else { throw failure(.numberOutOfRange(text)) }
    return value
  }

  /// Reads a number as a tree keeps it.
  mutating func numberValue() throws(JSONError) -> JSONValue {
    if let value = shortInteger() { return .integer(value) }
    let number = try number(.number)
    if number.isPlainInteger, case .exact(let value) = number.integer { return .integer(value) }
    return .double(try double(of: number))
  }

  private func text(of number: DecimalNumber) -> String {
    String(validatedUTF8: bytes.span.extracting(number.range))
  }

  /// The integer at hand if it is plain and of at most 18 digits.
  @inline(__always)
  private mutating func shortInteger() -> Int? {
    guard let (value, end) = NumberScan.shortInteger(in: bytes.span, at: position),
      end - position <= limits.numberBytes
    else { return nil }
    valueOffset = position
    position = end
    return value
  }

  /// Reads the number at hand by the grammar of RFC 8259 section 6.
  mutating func number(_ expected: JSONError.ExpectedType) throws(JSONError) -> DecimalNumber {
    let start = position
    guard let byte, JSONKind(firstByte: byte) == .number else { throw mismatch(expected) }
    valueOffset = start
    var number = DecimalNumber(isNegative: byte == UInt8(ascii: "-"))
    if number.isNegative { position += 1 }
    try integerDigits(&number)
    if self.byte == UInt8(ascii: ".") {
      number.isPlainInteger = false
      position += 1
      try digits { number.appendFractionDigit($0) }
    }
    if let byte = self.byte, byte | 0x20 == UInt8(ascii: "e") {
      number.isPlainInteger = false
      position += 1
      try exponent(&number)
    }
    guard position - start <= limits.numberBytes else {
      throw failure(.limitExceeded(.numberBytes, allowed: limits.numberBytes))
    }
    number.range = start..<position
    return number
  }

  /// `0`, or digits that do not begin with it.
  private mutating func integerDigits(_ number: inout DecimalNumber) throws(JSONError) {
    guard byte == UInt8(ascii: "0") else {
      return try digits { number.appendIntegerDigit($0) }
    }
    position += 1
    if let byte, byte &- UInt8(ascii: "0") <= 9 { throw unexpected(.numberEnd) }
  }

  private mutating func exponent(_ number: inout DecimalNumber) throws(JSONError) {
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative || byte == UInt8(ascii: "+") { position += 1 }
    var exponent = 0
    try digits { exponent = min(exponent * 10 + $0, DecimalNumber.greatestExponent) }
    number.exponent += isNegative ? -exponent : exponent
  }

  /// One or more digits.
  private mutating func digits(_ use: (Int) -> Void) throws(JSONError) {
    let first = position
    while position < bytes.count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      use(Int(digit))
      position += 1
    }
    guard position > first else { throw unexpected(.digit) }
  }
}
