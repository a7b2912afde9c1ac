/// Names of an ONNX file by number, so that each is compared and turned into text once.
///
/// Files repeat every name where it is made and where it is read; a number stands for all places.
struct ONNXNames {
  /// What an optional operand that is left out is called.
  static let empty = 0

  private let bytes: [UInt8]
  private var places: [Range<Int>] = [0..<0]
  private var texts: [String?] = [""]
  /// Numbers by hash, in open addressing; zero is a free place, since no hash leads to the empty name.
  private var table: [Int32]
  private var mask: Int

  var count: Int { places.count }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // Room for a name every 32 bytes, as files without weights have; it grows where there are more.
    var room = 256
    while room < min(bytes.count / 16, 1 << 16) { room *= 2 }
    table = Array(repeating: 0, count: room)
    mask = room - 1
  }

  /// The number of the name that stands at `place`.
  ///
  /// - Complexity: O(*n*) in the name's length. The hash is seeded, so that no file can be written
  ///   whose names collide.
  mutating func number(of place: Range<Int>) -> Int {
    if place.isEmpty { return Self.empty }
    if 2 * places.count > mask { grow() }
    var slot = hash(place) & mask
    while table[slot] != 0 {
      let candidate = Int(table[slot])
      if isEqual(places[candidate], place) { return candidate }
      slot = (slot + 1) & mask
    }
    table[slot] = Int32(places.count)
    places.append(place)
    texts.append(nil)
    return places.count - 1
  }

  /// The name as text, made when it is first asked for.
  mutating func text(_ number: Int) -> String {
    if let text = texts[number] { return text }
    let text = String(decoding: bytes[places[number]], as: UTF8.self)
    texts[number] = text
    return text
  }

  private mutating func grow() {
    mask = 2 * mask + 1
    table = Array(repeating: 0, count: mask + 1)
    for number in places.indices.dropFirst() {
      var slot = hash(places[number]) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = Int32(number)
    }
  }

  private func isEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    a.count == b.count && bytes[a].elementsEqual(bytes[b])
  }

  private func hash(_ place: Range<Int>) -> Int {
    var hasher = Hasher()
    var word = UInt64(place.count)
    var filled = 0
    for byte in bytes[place] {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled & 7 == 0 { hasher.combine(word) }
    }
    hasher.combine(word)
    return hasher.finalize()
  }
}
