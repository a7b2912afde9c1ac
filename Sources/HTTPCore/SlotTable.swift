/// Names a connection to the compute pool, which may answer when the connection is long gone: the
/// generation tells a slot's present owner from the former ones.
struct ConnectionToken: Hashable, Sendable {
  fileprivate var slot: UInt32
  fileprivate var generation: UInt32

  fileprivate init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }

  /// Stands for the listening socket in an epoll set; no slot has this number.
  static let listener = ConnectionToken(slot: .max, generation: 0)

  /// Both in one number, as epoll carries it.
  var number: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

  init(number: UInt64) {
    slot = UInt32(truncatingIfNeeded: number)
    generation = UInt32(truncatingIfNeeded: number >> 32)
  }
}

/// Objects by token, in O(1).
struct SlotTable<Element: AnyObject>: Sequence {
  private var slots: [(element: Element?, generation: UInt32)] = []
  private var free: [Int] = []

  init() {}

  var isEmpty: Bool { free.count == slots.count }

  subscript(token: ConnectionToken) -> Element? {
    let slot = Int(token.slot)
    guard slot < slots.count else { return nil }
    return slots[slot].generation == token.generation ? slots[slot].element : nil
  }

  /// Adds what `make` makes of its token.
  mutating func insert(_ make: (ConnectionToken) -> Element) -> Element {
    let slot = free.popLast() ?? slots.count
    if slot == slots.count { slots.append((nil, 0)) }
    let element = make(ConnectionToken(slot: UInt32(slot), generation: slots[slot].generation))
    slots[slot].element = element
    return element
  }

  mutating func remove(_ token: ConnectionToken) {
    guard self[token] != nil else { return }
    slots[Int(token.slot)] = (nil, token.generation &+ 1)
    free.append(Int(token.slot))
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
