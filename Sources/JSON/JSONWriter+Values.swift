extension JSONWriter {
  /// Writes `null`.
  public mutating func writeNull() {
    beginValue()
    buffer.append("null")
    endValue()
  }

  /// Writes `true` or `false`.
  public mutating func write(_ value: Bool) {
    beginValue()
    buffer.append(value ? "true" : "false")
    endValue()
  }

  /// Writes an integer as its digits.
  public mutating func write(_ value: Int) {
    beginValue()
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    buffer.append(digitsOf: UInt64(value.magnitude))
    endValue()
  }

  /// Writes an integer as its digits.
  public mutating func write(_ value: UInt64) {
    beginValue()
    buffer.append(digitsOf: value)
    endValue()
  }

  /// Writes a number that has to be finite.
  public mutating func write(_ value: Double) {
    precondition(value.isFinite, "JSON has no form for NaN and infinity")
    beginValue()
    append(value)
    endValue()
  }

  /// Writes a number, or `null` where it is unknown, NaN or infinite.
  public mutating func writeOrNull(_ value: Double?) {
    if let value, value.isFinite { write(value) } else { writeNull() }
  }

  /// Writes a string, escaped where it must be.
  public mutating func write(_ value: String) {
    var value = value
    value.withUTF8 { text in
      if let first = StringScan.firstEscaped(in: text) {
        beginValue()
        appendQuoted(text, firstEscaped: first)
        endValue()
      } else {
        writePlain(text)
      }
    }
  }

  /// Writes an array of integers.
  public mutating func write(_ values: [Int]) {
    beginArray()
    for value in values { write(value) }
    endArray()
  }

  /// Writes an array of finite numbers.
  public mutating func write(_ values: [Double]) {
    beginArray()
    for value in values { write(value) }
    endArray()
  }

  /// Writes an array of strings.
  public mutating func write(_ values: [String]) {
    beginArray()
    for value in values { write(value) }
    endArray()
  }

  /// Writes a value as it is; `text` must be one JSON value, as `JSONReader.rawValue()` finds it.
  public mutating func write(raw text: ArraySlice<UInt8>) {
    beginValue()
    text.withUnsafeBufferPointer { buffer.append($0) }
    endValue()
  }

  /// Writes a tree.
  public mutating func write(_ value: JSONValue) {
    switch value {
    case .null: writeNull()
    case .bool(let value): write(value)
    case .integer(let value): write(value)
    case .double(let value): write(value)
    case .string(let value): write(value)
    case .array(let elements):
      beginArray()
      for element in elements { write(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        name(escaping: member.name)
        write(member.value)
      }
      endObject()
    }
  }
}
