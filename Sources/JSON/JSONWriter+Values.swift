extension JSONWriter {
  public mutating func writeNull() {
    beginValue()
    append("null")
    endValue()
  }

  public mutating func write(_ value: Bool) {
    beginValue()
    append(value ? "true" : "false")
    endValue()
  }

  public mutating func write(_ value: Int) {
    beginValue()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(UInt64(value.magnitude))
    endValue()
  }

  public mutating func write(_ value: UInt64) {
    beginValue()
    appendDigits(value)
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

  public mutating func write(_ value: String) {
    beginValue()
    bytes.append(UInt8(ascii: "\""))
    appendEscaped(value)
    bytes.append(UInt8(ascii: "\""))
    endValue()
  }

  public mutating func write(_ values: [Int]) {
    beginArray()
    for value in values { write(value) }
    endArray()
  }

  public mutating func write(_ values: [Double]) {
    beginArray()
    for value in values { write(value) }
    endArray()
  }

  public mutating func write(_ values: [String]) {
    beginArray()
    for value in values { write(value) }
    endArray()
  }

  /// Writes a value as it is; `text` must be one JSON value, as `JSONReader.rawValue()` finds it.
  public mutating func write(raw text: ArraySlice<UInt8>) {
    beginValue()
    bytes.append(contentsOf: text)
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
