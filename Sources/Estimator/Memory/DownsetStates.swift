/// The states that a search has met since its root, as a tree of moves, and a table to know them again.
///
/// A state is the set of steps moved since the root, kept as bits from the first unmoved step on:
/// a window as wide as the work in flight, not as the graph.
struct DownsetStates {
  private(set) var parent: [Int32] = []
  private(set) var depth: [Int32] = []
  private(set) var liveBytes: [Int] = []
  private(set) var moveCount: [Int32] = []
  private var moves: [Int32] = []
  private var movesStart: [Int32] = [0]
  private var bits: [UInt64] = []
  private var bitsStart: [Int] = [0]
  private var hashes: [UInt64] = []
  private var table: [Int32] = []

  var count: Int { parent.count }
  /// Roughly what is kept, for a limit on memory.
  var storedBytes: Int { 8 * bits.count + 4 * moves.count + 64 * count }

  /// Forgets everything and starts from a root that has moved nothing.
  mutating func restart(liveBytes root: Int) {
    parent.removeAll(keepingCapacity: true)
    depth.removeAll(keepingCapacity: true)
    liveBytes.removeAll(keepingCapacity: true)
    moveCount.removeAll(keepingCapacity: true)
    moves.removeAll(keepingCapacity: true)
    movesStart.removeAll(keepingCapacity: true)
    movesStart.append(0)
    bits.removeAll(keepingCapacity: true)
    bitsStart.removeAll(keepingCapacity: true)
    bitsStart.append(0)
    hashes.removeAll(keepingCapacity: true)
    if table.count == 256 {
      for slot in table.indices { table[slot] = 0 }
    } else {
      table = [Int32](repeating: 0, count: 256)
    }
    _ = insert(DownsetBits(), liveBytes: root, parent: -1, moves: [])
  }

  func moves(to state: Int) -> ArraySlice<Int32> {
    moves[Int(movesStart[state])..<Int(movesStart[state + 1])]
  }

  /// Adds a state unless it is known; nil if it is.
  mutating func insert(
    _ set: DownsetBits, liveBytes: Int, parent: Int, moves: [Int32]
  ) -> Int? {
    if 2 * (count + 1) > table.count { grow() }
    let mask = UInt64(table.count - 1)
    var slot = Int(set.hash & mask)
    while table[slot] != 0 {
      let known = Int(table[slot]) - 1
      if hashes[known] == set.hash, set.equals(bits[bitsStart[known]..<bitsStart[known + 1]]) {
        return nil
      }
      slot = (slot + 1) & Int(mask)
    }
    table[slot] = Int32(count + 1)
    hashes.append(set.hash)
    bits.append(contentsOf: set.words)
    bitsStart.append(bits.count)
    self.moves.append(contentsOf: moves)
    movesStart.append(Int32(self.moves.count))
    self.parent.append(Int32(parent))
    self.liveBytes.append(liveBytes)
    depth.append(parent < 0 ? 0 : depth[parent] + 1)
    moveCount.append(parent < 0 ? 0 : moveCount[parent] + Int32(moves.count))
    return count - 1
  }

  private mutating func grow() {
    let size = max(256, 2 * table.count)
    table = [Int32](repeating: 0, count: size)
    let mask = size - 1
    for (state, hash) in hashes.enumerated() {
      var slot = Int(hash & UInt64(mask))
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = Int32(state + 1)
    }
  }
}

/// A set of steps as bits from `base` on, without zero words at its end, and its hash.
struct DownsetBits {
  var base = 0
  private(set) var words: [UInt64] = []
  private(set) var hash: UInt64 = 0

  mutating func insert(_ index: Int) {
    let place = index - base
    let word = place >> 6
    while words.count <= word { words.append(0) }
    words[word] |= 1 << UInt64(place & 63)
    hash ^= Self.key(index)
  }

  mutating func remove(_ index: Int) {
    let place = index - base
    words[place >> 6] &= ~(1 << UInt64(place & 63))
    while words.last == 0 { words.removeLast() }
    hash ^= Self.key(index)
  }

  func equals(_ other: ArraySlice<UInt64>) -> Bool {
    guard words.count == other.count else { return false }
    for (place, word) in words.enumerated() where other[other.startIndex + place] != word {
      return false
    }
    return true
  }

  /// The finaliser of splitmix64 (Steele et al. 2014): independent-looking bits for each index.
  static func key(_ index: Int) -> UInt64 {
    // Defined modulo 2^64.
    var bits = UInt64(truncatingIfNeeded: index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
