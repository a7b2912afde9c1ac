/// A member's name, or a short string value that is only compared: `switch` over it with string
/// literals, no `String` is made.
///
/// The first 16 bytes sit in two words, so that nearly every comparison is a few instructions;
/// only a longer name keeps its text on the heap.
public struct JSONName: Sendable {
  /// The bytes 0..<8 of the decoded UTF-8, the first in the lowest byte; absent ones are zero.
  @usableFromInline let low: UInt64
  /// The bytes 8..<16.
  @usableFromInline let high: UInt64
  /// UTF-8 bytes of the whole name.
  @usableFromInline let count: Int
  /// The whole name where it is longer than the two words.
  @usableFromInline let long: LongText?

  /// A class, because a missing object costs a name nothing when it is copied; a missing `String`
  /// would.
  @usableFromInline
  final class LongText: Sendable {
    @usableFromInline let text: String

    init(_ text: String) { self.text = text }
  }

  @usableFromInline static let inlineBytes = 16

  @inlinable
  init(low: UInt64, high: UInt64, count: Int) {
    self.low = low
    self.high = high
    self.count = count
    self.long = nil
  }

  /// The name with the given UTF-8 bytes.
  init(utf8 bytes: Span<UInt8>) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for index in 0..<min(bytes.count, 8) { low |= UInt64(bytes[index]) << (8 * index) }
    for index in 8..<max(8, min(bytes.count, 16)) {
      high |= UInt64(bytes[index]) << (8 * (index - 8))
    }
    self.low = low
    self.high = high
    self.count = bytes.count
    self.long = bytes.count > Self.inlineBytes ? LongText(String(validatedUTF8: bytes)) : nil
  }

  /// The name that `text` spells.
  public init(_ text: String) {
    self.init(utf8: Array(text.utf8).span)
  }

  /// The name as text.
  public var string: String {
    if let long { return long.text }
    return shortText
  }

  /// The name as text, where it is in the two words.
  @inline(__always)
  var shortText: String {
    withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { words in
      String(decoding: UnsafeRawBufferPointer(rebasing: words[..<count]), as: UTF8.self)
    }
  }

  /// One of 64 bits, mostly another for another name.
  @inline(__always)
  var fingerprint: UInt64 {
    1 &<< ((low ^ (high &+ UInt64(truncatingIfNeeded: count))) &* 0x9E37_79B9_7F4A_7C15 &>> 58)
  }

  /// Whether the name is exactly `text`, byte for byte.
  @inlinable @inline(__always)
  public static func == (name: JSONName, text: StaticString) -> Bool {
    name.count == text.utf8CodeUnitCount && name.hasBytes(of: text)
  }

  /// Lets `switch` match a name against literals.
  @inlinable @inline(__always)
  public static func ~= (text: StaticString, name: JSONName) -> Bool {
    name == text
  }

  @inlinable
  func hasBytes(of text: StaticString) -> Bool {
    guard text.hasPointerRepresentation else { return string == text.description }
    let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    if let long { return long.text.utf8.elementsEqual(bytes) }
    var words: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    return low == UInt64(littleEndian: words.0) && high == UInt64(littleEndian: words.1)
  }
}

extension JSONName: Hashable {
  /// Byte for byte, without Unicode normalisation: RFC 8259 section 8.3 compares code units.
  public static func == (left: JSONName, right: JSONName) -> Bool {
    guard left.low == right.low, left.high == right.high, left.count == right.count else {
      return false
    }
    guard let leftLong = left.long, let rightLong = right.long else { return true }
    return leftLong.text.utf8.elementsEqual(rightLong.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(low)
    hasher.combine(high)
    hasher.combine(count)
    if let long {
      for byte in long.text.utf8.dropFirst(Self.inlineBytes) { hasher.combine(byte) }
    }
  }
}

extension JSONName: CustomStringConvertible {
  public var description: String { string }
}

extension String {
  /// The text of `bytes`, which were already found to be valid UTF-8.
  init(validatedUTF8 bytes: Span<UInt8>) {
    self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
