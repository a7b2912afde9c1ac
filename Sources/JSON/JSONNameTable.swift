/// Values by names that are known beforehand: operators, attributes, types.
///
/// A look takes a multiplication and mostly one comparison. The keyed hash of a `Dictionary` takes ten
/// times as long and is for tables that strangers fill; nothing is added to this one after it is made,
/// so no name that is looked up can make the look longer than the table's longest run.
public struct JSONNameTable<Value: Sendable>: Sendable {
  /// Where in `names` each slot's first is; -1 where the slot is empty. A power of two of them.
  @usableFromInline let slots: [Int32]
  @usableFromInline let names: [JSONName]
  @usableFromInline let values: [Value]

  /// A table of names that differ.
  public init(_ entries: [(name: JSONName, value: Value)]) {
    names = entries.map(\.name)
    values = entries.map(\.value)
    var count = 8
    while count < 4 * entries.count { count *= 2 }
    var slots = [Int32](repeating: -1, count: count)
    for (index, name) in names.enumerated() {
      var slot = name.slot(of: count)
      while slots[slot] >= 0 {
        precondition(names[Int(slots[slot])] != name, "a name stands in the table once")
        slot = (slot + 1) & (count - 1)
      }
      slots[slot] = Int32(index)
    }
    self.slots = slots
  }

  /// The value of `name`, where it is known.
  @inlinable
  public subscript(name: JSONName) -> Value? {
    var slot = name.slot(of: slots.count)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if names[index] == name { return values[index] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}

extension JSONNameTable {
  /// A table of all cases of an enumeration.
  public init(_ cases: [Value], named name: (Value) -> String) {
    self.init(cases.map { (JSONName(name($0)), $0) })
  }
}

extension JSONName {
  /// One of `slots`, a power of two; the same for equal names, mostly another for another.
  @usableFromInline
  func slot(of slots: Int) -> Int {
    // Products wrap, as in every multiplicative hash: two odd numbers with half their bits set, the
    // second 2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4).
    let mixed = (low ^ (high &* 0xD6E8_FEB8_6659_FD93)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 40) & (slots - 1)
  }
}
