/// An enumeration without payloads, whose cases are numbered in the order of their declaration.
package protocol NumberedCases: CaseIterable, Hashable, Sendable {}

extension NumberedCases {
  /// Its place in `allCases`: the byte that the compiler stores for it.
  @inline(__always)
  package var caseNumber: Int {
    precondition(MemoryLayout<Self>.size == 1, "between 2 and 256 cases, none with a payload")
    // As wide as a UInt8, every value of which is valid; numbered as declared (Swift's ABI,
    // TypeLayout: "fragile enum layout").
    return Int(unsafe unsafeBitCast(self, to: UInt8.self))
  }
}

extension DataType: NumberedCases {}
extension OperatorKind: NumberedCases {}
extension KernelClass: NumberedCases {}

/// Values for some cases of an enumeration, found by the case's number: a dictionary without hashes.
package struct CaseTable<Key: NumberedCases, Value> {
  private var values: [Value?]

  package init() { values = Array(repeating: nil, count: Key.allCases.count) }

  init(_ dictionary: [Key: Value]) {
    self.init()
    for (key, value) in dictionary { self[key] = value }
  }

  @inline(__always)
  package subscript(_ key: Key) -> Value? {
    get { values[key.caseNumber] }
    set { values[key.caseNumber] = newValue }
  }

  /// Both tables' values, those of `other` where both have one.
  func merging(_ other: CaseTable) -> CaseTable {
    var merged = self
    for (number, value) in other.values.enumerated() where value != nil {
      merged.values[number] = value
    }
    return merged
  }
}

extension CaseTable: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (Key, Value)...) {
    self.init()
    for (key, value) in elements {
      precondition(self[key] == nil, "a case is listed once")
      self[key] = value
    }
  }
}

extension CaseTable: Equatable where Value: Equatable {}
extension CaseTable: Hashable where Value: Hashable {}
extension CaseTable: Sendable where Value: Sendable {}
