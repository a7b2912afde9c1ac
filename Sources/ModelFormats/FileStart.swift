/// The beginning of a file, and questions about it that every format's first bytes can be told by.
struct FileStart {
  let bytes: [UInt8]

  /// How far names and words are searched.
  private static let reach = 64 << 10

  func byte(at offset: Int) -> UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  func isDigit(at offset: Int) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(at: offset) ?? 0)
  }

  func has(_ expected: [UInt8], at offset: Int = 0) -> Bool {
    bytes.count >= offset + expected.count
      && bytes[offset..<offset + expected.count].elementsEqual(expected)
  }

  func has(_ text: String, at offset: Int = 0) -> Bool {
    guard bytes.count >= offset + text.utf8.count else { return false }
    var position = offset
    for byte in text.utf8 {
      if bytes[position] != byte { return false }
      position += 1
    }
    return true
  }

  /// The first byte that is no white space; a byte order mark counts as white space.
  var firstVisible: UInt8? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return bytes.dropFirst(has(mark) ? 3 : 0).first { $0 > 0x20 }
  }

  /// Whether the first bytes may be text: no control characters but white space.
  var isText: Bool {
    bytes.prefix(64).allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
  }

  /// Whether the text begins with a word of its own, after white space.
  func hasWord(_ word: String) -> Bool {
    let rest = bytes.prefix(Self.reach).drop { $0 <= 0x20 }
    guard rest.starts(with: word.utf8) else { return false }
    let next = rest.dropFirst(word.utf8.count).first ?? 0x20
    return next <= 0x20 || next == UInt8(ascii: "{") || next == UInt8(ascii: "@")
  }

  /// Whether the first 64 KiB hold the text.
  func contains(_ word: String) -> Bool {
    Self.contains(bytes.prefix(Self.reach), Array(word.utf8))
  }

  func containsIgnoringCase(_ word: String) -> Bool {
    let lowered = bytes.prefix(1024).map { byte -> UInt8 in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    return Self.contains(lowered[...], Array(word.utf8))
  }

  /// A safetensors file begins with the length of its JSON header in eight bytes.
  var isSafetensors: Bool {
    let length = (0..<8).reversed().reduce(0) { result, index in
      result << 8 | UInt64(byte(at: index) ?? 0)
    }
    return length >= 2 && length < 100 << 20 && contains("\"dtype\"")
  }

  /// What kind of zip archive this is, by the names of its members, which stand in clear both before
  /// each member and in the directory at the end.
  var zipKind: UnsupportedFormat {
    let ends = [bytes.prefix(Self.reach), bytes.suffix(Self.reach)]
    func names(_ name: String) -> Bool {
      ends.contains { Self.contains($0, Array(name.utf8)) }
    }
    if names("model.weights.h5") { return .kerasArchive }
    if names("/data.pkl") || names("data.pkl") || names("archive_format") { return .pytorch }
    if names("saved_model.pb") { return .savedModel }
    if names("com.apple.CoreML") { return .coreML }
    if names(".npy") { return .numpy }
    return .zip
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard let first = word.first, bytes.count >= word.count else { return false }
    var index = bytes.startIndex
    let last = bytes.endIndex - word.count
    while index <= last {
      if bytes[index] == first, bytes[index..<index + word.count].elementsEqual(word) {
        return true
      }
      index += 1
    }
    return false
  }
}
