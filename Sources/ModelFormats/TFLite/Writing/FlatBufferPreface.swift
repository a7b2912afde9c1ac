/// New tables and vectors in front of a FlatBuffer that itself stays as it is.
///
/// The format's offsets are unsigned distances (https://flatbuffers.dev/internals): they point
/// forward only, so a new vector can name an old table only from in front of it. The old file is
/// therefore moved back as one block. Distances inside the block stay true, and the new file ends
/// with the old one, byte for byte; what is replaced is no longer pointed to, and stays where it was.
struct FlatBufferPreface {
  /// What a field or an element points to, or holds.
  enum Content: Hashable {
    case scalar(UInt32)
    /// Something of the old file, by its position there.
    case old(Int)
    /// Something that is appended later; `point` says where it is.
    case later
  }

  private var bytes: [UInt8]
  private var oldTargets: [(slot: Int, position: Int)] = []

  /// No object asks for more: `force_align` of a buffer's data in TFLite's schema.
  static let alignment = 16

  /// The beginning of a file: four bytes for the root, then its identification.
  init(identifier: some Collection<UInt8>) {
    precondition(identifier.count == 4, "a file is identified by four bytes")
    bytes = [0, 0, 0, 0] + identifier
  }

  /// The slot that points to the root table.
  static let rootSlot = 0
}

extension FlatBufferPreface {
  /// Appends a table, its list of fields before it, and answers where its slots are.
  mutating func appendTable(_ fields: [(id: Int, content: Content)])
    -> (position: Int, ids: [Int], slots: [Int])
  {
    align(to: 4, ahead: 0)
    let listed = (fields.map(\.id).max() ?? -1) + 1
    let list = bytes.count
    append16(4 + 2 * listed)
    append16(4 + 4 * fields.count)
    var places = [Int](repeating: 0, count: listed)
    for (index, field) in fields.enumerated() { places[field.id] = 4 + 4 * index }
    for place in places { append16(place) }
    align(to: 4, ahead: 0)
    let position = bytes.count
    append32(UInt32(position - list))
    return (position, fields.map(\.id), fields.map { append($0.content) })
  }

  /// Appends a vector of four-byte elements and answers where it and its elements are.
  mutating func appendVector(_ elements: [Content]) -> (position: Int, slots: [Int]) {
    align(to: 4, ahead: 0)
    let position = bytes.count
    append32(UInt32(elements.count))
    return (position, elements.map { append($0) })
  }

  /// Appends a vector of bytes whose first lies at a multiple of `alignment`.
  mutating func appendBytes(_ content: [UInt8]) -> Int {
    align(to: Self.alignment, ahead: 4)
    let position = bytes.count
    append32(UInt32(content.count))
    bytes += content
    return position
  }

  /// Appends text with the zero that ends it.
  mutating func appendString(_ text: String) -> Int {
    align(to: 4, ahead: 0)
    let position = bytes.count
    append32(UInt32(text.utf8.count))
    bytes += Array(text.utf8) + [0]
    return position
  }

  /// Lets a slot point to an object that was appended after it.
  mutating func point(_ slot: Int, to position: Int) {
    precondition(position > slot, "offsets of a FlatBuffer point forward")
    write(UInt32(position - slot), at: slot)
  }

  /// The whole file; `nil` when a distance does not fit.
  consuming func finish(before old: [UInt8]) -> [UInt8]? {
    align(to: Self.alignment, ahead: 0)
    let moved = bytes.count
    for (slot, position) in oldTargets {
      guard let distance = UInt32(exactly: moved + position - slot) else { return nil }
      write(distance, at: slot)
    }
    return bytes + old
  }
}

// MARK: - Bytes

extension FlatBufferPreface {
  private mutating func append(_ content: Content) -> Int {
    let slot = bytes.count
    switch content {
    case .scalar(let value): append32(value)
    case .old(let position):
      oldTargets.append((slot, position))
      append32(0)
    case .later: append32(0)
    }
    return slot
  }

  /// Pads so that what comes after `ahead` further bytes is aligned.
  private mutating func align(to alignment: Int, ahead: Int) {
    while (bytes.count + ahead) % alignment != 0 { bytes.append(0) }
  }

  private mutating func append16(_ value: Int) {
    precondition(value <= UInt16.max, "a table of our own has few fields")
    bytes += [UInt8(value & 0xFF), UInt8(value >> 8)]
  }

  private mutating func append32(_ value: UInt32) {
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  private mutating func write(_ value: UInt32, at position: Int) {
    for place in 0..<4 {
      bytes[position + place] = UInt8(truncatingIfNeeded: value >> (8 * place))
    }
  }
}
