extension FlatBufferReader {
  /// Where in the file each field of a table lies, by field id; `nil` for those that it does not have.
  ///
  /// Covers every field that the table lists, those of newer schemas included.
  func slots(of table: Table) throws(ImportError) -> [Int?] {
    // The reader found the table and its list inside the file.
    let list = table.position - Int(Int32(truncatingIfNeeded: try number(at: table.position)))
    let length = Int(bytes[list]) | Int(bytes[list + 1]) << 8
    var slots: [Int?] = []
    for entry in stride(from: list + 4, to: list + length, by: 2) {
      let distance = Int(bytes[entry]) | Int(bytes[entry + 1]) << 8
      slots.append(distance == 0 ? nil : table.position + distance)
    }
    return slots
  }

  /// What the slots of a vector of tables point to.
  func targets(of vector: Vector) throws(ImportError) -> [Int] {
    var targets: [Int] = []
    targets.reserveCapacity(vector.count)
    for index in 0..<vector.count { targets.append(try target(of: vector.position + 4 * index)) }
    return targets
  }

  /// What a slot points to; perhaps past the end of the file.
  func target(of slot: Int) throws(ImportError) -> Int { slot + (try number(at: slot)) }

  /// The 32-bit number at a position.
  func number(at position: Int) throws(ImportError) -> Int {
    guard position >= 0, position <= bytes.count - 4 else {
      throw .flatBuffer(.truncated(offset: position, needed: 4))
    }
    return (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }
}
