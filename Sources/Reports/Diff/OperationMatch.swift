/// Which operations of two versions of a network are the same one.
///
/// First by name, since people and exporters keep names; then by structure (type, output, MACs,
/// weights), which finds what was renamed; then by place: what stands beside a matched operation and
/// is of the same kind. Names that an importer made from the operation's number say nothing and are
/// passed over: one more operation in front would move them all.
///
/// - Complexity: O(*n*) expected.
struct OperationMatch {
  /// For each operation of the base, the head's.
  private(set) var head: [Int?]
  /// For each operation of the head, the base's.
  private(set) var base: [Int?]

  init(_ old: [RecordedReport.Row], _ new: [RecordedReport.Row]) {
    head = Array(repeating: nil, count: old.count)
    base = Array(repeating: nil, count: new.count)
    match(old, new) { $0.hasOwnName ? $0.name : nil }
    match(old, new) { $0.structure }
    for index in old.indices where head[index] == nil {
      let place = index == 0 ? 0 : head[index - 1].map { $0 + 1 }
      pairIfAlike(index, place, old, new)
    }
    for index in old.indices.reversed() where head[index] == nil {
      let place = index == old.count - 1 ? new.count - 1 : head[index + 1].map { $0 - 1 }
      pairIfAlike(index, place, old, new)
    }
  }

  /// Pairs what is still alone and has the same key, in order.
  private mutating func match<Key: Hashable>(
    _ old: [RecordedReport.Row], _ new: [RecordedReport.Row],
    by key: (RecordedReport.Row) -> Key?
  ) {
    // Of each key the first place, and of each place the next with its key.
    var first: [Key: Int] = [:]
    var next = [Int](repeating: -1, count: new.count)
    for index in new.indices.reversed() where base[index] == nil {
      guard let key = key(new[index]) else { continue }
      next[index] = first.updateValue(index, forKey: key) ?? -1
    }
    guard !first.isEmpty else { return }
    for index in old.indices where head[index] == nil {
      guard let key = key(old[index]), let place = first[key], place >= 0 else { continue }
      first[key] = next[place]
      pair(index, place)
    }
  }

  private mutating func pairIfAlike(
    _ index: Int, _ place: Int?, _ old: [RecordedReport.Row], _ new: [RecordedReport.Row]
  ) {
    guard let place, new.indices.contains(place), base[place] == nil,
      old[index].op == new[place].op
    else { return }
    pair(index, place)
  }

  private mutating func pair(_ index: Int, _ place: Int) {
    head[index] = place
    base[place] = index
  }
}

extension RecordedReport.Row {
  /// False for `conv2d#3` and `CONV_2D_3`, which importers make up.
  fileprivate var hasOwnName: Bool {
    let digits = name.utf8.reversed().prefix {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard !digits.isEmpty, digits.count < name.utf8.count else { return !name.isEmpty }
    let stem = name.utf8.dropLast(digits.count)
    switch stem.last {
    case UInt8(ascii: "#"): return !stem.dropLast().elementsEqual(op.utf8)
    case UInt8(ascii: "_"):
      guard Int(name.suffix(digits.count)) == index else { return true }
      return stem.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    default: return true
    }
  }
}
