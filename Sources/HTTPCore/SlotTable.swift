/// Names a connection to the compute pool, which may answer when the connection is long gone: the
/// generation tells a slot's present owner from the former ones.
struct ConnectionToken: Hashable, Sendable {
  fileprivate var slot: Int
  fileprivate var generation: UInt32
}

/// Objects by token, in O(1).
struct SlotTable<Element: AnyObject>: Sequence {
  private var slots: [(element: Element?, generation: UInt32)] = []
  private var free: [Int] = []

  init() {}

  subscript(token: ConnectionToken) -> Element? {
    slots[token.slot].generation == token.generation ? slots[token.slot].element : nil
  }

  mutating func insert(_ element: Element) -> ConnectionToken {
    if let slot = free.popLast() {
      slots[slot].element = element
      return ConnectionToken(slot: slot, generation: slots[slot].generation)
    }
    slots.append((element, 0))
    return ConnectionToken(slot: slots.count - 1, generation: 0)
  }

  mutating func remove(_ token: ConnectionToken) {
    guard self[token] != nil else { return }
    slots[token.slot] = (nil, token.generation &+ 1)
    free.append(token.slot)
  }

  /// The elements of this moment; removing some while going through them does no harm.
  func makeIterator() -> AnyIterator<Element> {
    let elements = slots
    var index = 0
    return AnyIterator {
      while index < elements.count {
        defer { index += 1 }
        if let element = elements[index].element { return element }
      }
      return nil
    }
  }
}
