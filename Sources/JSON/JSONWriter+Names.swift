extension JSONWriter {
  /// Writes the name of the member whose value comes next. A name known at compile time is copied
  /// as it is, so it must need no escapes.
  public mutating func name(_ name: StaticString) {
    let text = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    assert(!text.contains(where: StringScan.isEscaped), "this name needs name(escaping:)")
    namePlain(text)
  }

  /// Writes a name that is known only when the program runs.
  public mutating func name(escaping name: String) {
    var name = name
    name.withUTF8 { text in
      if let first = StringScan.firstEscaped(in: text) {
        beginName()
        appendQuoted(text, firstEscaped: first)
        endName()
      } else {
        namePlain(text)
      }
    }
  }

  // MARK: Whole members

  /// Writes a member: its name, then its value as the `write` of that type does.
  public mutating func member(_ name: StaticString, _ value: Int) {
    self.name(name)
    write(value)
  }

  /// Writes a member: its name, then its value.
  public mutating func member(_ name: StaticString, _ value: Double) {
    self.name(name)
    write(value)
  }

  /// Writes a member: its name, then its value.
  public mutating func member(_ name: StaticString, _ value: Bool) {
    self.name(name)
    write(value)
  }

  /// Writes a member: its name, then its value.
  public mutating func member(_ name: StaticString, _ value: String) {
    self.name(name)
    write(value)
  }

  /// Writes a member that is a list.
  public mutating func member(_ name: StaticString, _ values: [Int]) {
    self.name(name)
    write(values)
  }

  /// Writes a member that is a list.
  public mutating func member(_ name: StaticString, _ values: [String]) {
    self.name(name)
    write(values)
  }

  /// A member that is `null` where the value is unknown.
  public mutating func memberOrNull(_ name: StaticString, _ value: Int?) {
    self.name(name)
    if let value { write(value) } else { writeNull() }
  }

  /// A member that is `null` where the value is unknown or not finite.
  public mutating func memberOrNull(_ name: StaticString, _ value: Double?) {
    self.name(name)
    writeOrNull(value)
  }

  /// A member that is `null` where the value is unknown.
  public mutating func memberOrNull(_ name: StaticString, _ value: Bool?) {
    self.name(name)
    if let value { write(value) } else { writeNull() }
  }

  /// A member that is `null` where the value is unknown.
  public mutating func memberOrNull(_ name: StaticString, _ value: String?) {
    self.name(name)
    if let value { write(value) } else { writeNull() }
  }

  /// Writes a member that is `null`.
  public mutating func nullMember(_ name: StaticString) {
    self.name(name)
    writeNull()
  }
}
