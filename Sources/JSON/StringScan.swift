/// Looks through the bytes of strings, eight at a time.
///
/// A byte is special when it is a quote, a backslash, a control character or not ASCII. The tests
/// on words set the top bit of special bytes; above the first one they may also set bits of others,
/// so only the lowest is to be believed (Warren, "Hacker's Delight", section 6-1).
enum StringScan {
  private static let tops: UInt64 = 0x8080_8080_8080_8080
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The bytes `at..<at + 8`, the first in the lowest byte.
  @inline(__always)
  static func word(in bytes: Span<UInt8>, at: Int) -> UInt64 {
    UInt64(
      littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
  }

  /// The lowest `bytes` bytes of a word, fewer than eight.
  @inline(__always)
  static func mask(bytes: Int) -> UInt64 {
    (1 &<< UInt64(truncatingIfNeeded: bytes &* 8)) &- 1
  }

  /// The top bit of the first special byte, and perhaps of later bytes; zero if none is special.
  @inline(__always)
  static func specialBytes(of word: UInt64) -> UInt64 {
    let quote = zeroBytes(of: word ^ (ones &* UInt64(UInt8(ascii: "\""))))
    let backslash = zeroBytes(of: word ^ (ones &* UInt64(UInt8(ascii: "\\"))))
    let control = (word &- ones &* 0x20) & ~word
    return (quote | backslash | control | word) & tops
  }

  @inline(__always)
  private static func zeroBytes(of word: UInt64) -> UInt64 {
    (word &- ones) & ~word
  }

  /// The offset of the first special byte at or after `start`, or the number of bytes.
  @inline(__always)
  static func firstSpecial(in bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index <= bytes.count - 8 {
      let special = specialBytes(of: word(in: bytes, at: index))
      if special != 0 { return index + special.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < bytes.count, !isSpecial(bytes[index]) { index += 1 }
    return index
  }

  /// Whether all of `text` is ASCII without control characters, DEL among them, quotes and backslashes.
  static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = text.span
    var index = 0
    while index <= bytes.count - 8 {
      let word = word(in: bytes, at: index)
      // 0x7F in every byte: no product of two bytes carries.
      let deletes = zeroBytes(of: word ^ (ones &* 0x7F)) & tops
      guard specialBytes(of: word) | deletes == 0 else { return false }
      index += 8
    }
    while index < bytes.count {
      guard !isSpecial(bytes[index]), bytes[index] != 0x7F else { return false }
      index += 1
    }
    return true
  }

  /// Whether a writer has to escape `byte`.
  @inline(__always)
  static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// The offset of the first byte that a writer has to escape.
  @inline(__always)
  static func firstEscaped(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    let bytes = text.span
    var index = 0
    while true {
      index = firstSpecial(in: bytes, from: index)
      guard index < bytes.count else { return nil }
      if isEscaped(bytes[index]) { return index }
      index += 1
    }
  }

  static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Where to go on after the backslash at `index`: an escaped quote or backslash is passed over,
  /// other escapes are judged when they are decoded.
  static func afterBackslash(in bytes: Span<UInt8>, at index: Int) -> Int {
    guard index + 1 < bytes.count else { return index + 1 }
    let next = bytes[index + 1]
    return next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") ? index + 2 : index + 1
  }

  /// The length of the well-formed UTF-8 sequence of two to four bytes at `index`, or nil.
  ///
  /// Unicode 16.0, table 3-7: the second byte's range is what excludes overlong forms, surrogates
  /// and what lies beyond U+10FFFF.
  static func scalarLength(in bytes: Span<UInt8>, at index: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
    for place in index + 2..<index + max(2, length) where bytes[place] & 0xC0 != 0x80 {
      return nil
    }
    return length
  }

  /// The string whose opening quote is at `start`, if it is of at most 15 bytes of plain ASCII
  /// without escapes: two words are loaded and their bytes judged together.
  @inline(__always)
  static func shortName(in bytes: Span<UInt8>, at start: Int) -> JSONName? {
    guard bytes.count - start > 16, bytes[start] == UInt8(ascii: "\"") else { return nil }
    let low = word(in: bytes, at: start + 1)
    let lowSpecial = specialBytes(of: low)
    if lowSpecial != 0 {
      let count = lowSpecial.trailingZeroBitCount / 8
      guard bytes[start + 1 + count] == UInt8(ascii: "\"") else { return nil }
      return JSONName(low: low & mask(bytes: count), high: 0, count: count)
    }
    let high = word(in: bytes, at: start + 9)
    let highSpecial = specialBytes(of: high)
    guard highSpecial != 0 else { return nil }
    let count = highSpecial.trailingZeroBitCount / 8
    guard bytes[start + 9 + count] == UInt8(ascii: "\"") else { return nil }
    return JSONName(low: low, high: high & mask(bytes: count), count: 8 + count)
  }
}
