/// Reads one strict RFC 8259 document, value by value, in the order of its bytes.
///
/// The caller asks for what it expects and gets it or a `JSONError` with path and byte offset:
///
///     var reader = try JSONReader(document: bytes)
///     var members = try reader.object()
///     while let name = try members.next(&reader) {
///       switch name {
///       case "name": model = try reader.string()
///       case "shape": shape = try reader.ints()
///       default: throw reader.unknownMember(name, known: ["name", "shape"])
///       }
///     }
///     try reader.finish()
///
/// A tree is never built, so a document costs little more than the look at its bytes. A member or
/// element whose value is not read is checked and skipped. A reader is a value: a copy of it is a
/// bookmark that reading can return to.
///
/// An inner object or array is read until its `next` answers nil or false before the outer one goes
/// on; to leave it earlier is a mistake of the program and stops it.
///
/// Every access to the input is bounds-checked.
public struct JSONReader: Sendable {
  /// The whole input; offsets count from its start.
  public let bytes: [UInt8]
  /// What the document may cost.
  public let limits: JSONLimits
  /// RFC 8259 section 4 lets objects repeat a name and parsers differ in what they make of it, so
  /// repeats are refused unless the reader was told otherwise.
  public let allowsDuplicateNames: Bool

  /// The next byte to look at.
  var position = 0

  /// Objects and arrays that are open.
  var depth = 0

  /// The names met so far in every open object, the innermost object's last; only the first
  /// `nameCount` count.
  var names: [JSONName] = []
  var nameCount = 0

  /// The offset of the value that was begun last: while it is read, and after.
  public internal(set) var valueOffset = 0

  /// The offset of the member name that was read last.
  public internal(set) var nameOffset = 0

  /// A reader that stands before the one value of the document in `bytes`.
  public init(
    document bytes: [UInt8], limits: JSONLimits = .standard, allowsDuplicateNames: Bool = false
  ) throws(JSONError) {
    self.init(bytes, limits: limits, allowsDuplicateNames: allowsDuplicateNames)
    guard bytes.count <= limits.inputBytes else {
      throw JSONError(
        .limitExceeded(.inputBytes, allowed: limits.inputBytes), byteOffset: limits.inputBytes)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw failure(.byteOrderMark, at: 0) }
    // Room for the names of some nested objects, so that it need not be made piece by piece.
    if !allowsDuplicateNames { names.reserveCapacity(24) }
    skipWhitespace()
    valueOffset = position
  }

  /// A reader over bytes whose size and beginning were checked before.
  init(
    _ bytes: [UInt8], limits: JSONLimits = .standard, allowsDuplicateNames: Bool = false
  ) {
    self.bytes = bytes
    self.limits = limits
    self.allowsDuplicateNames = allowsDuplicateNames
  }

  /// Checks that the document ends here. Call it after the last value.
  public mutating func finish() throws(JSONError) {
    precondition(depth == 0, "finish() was called inside an object or array")
    skipWhitespace()
    guard position == bytes.count else { throw failure(.trailingBytes, at: position) }
  }

  /// The kind of the value at hand, without reading it.
  public var kind: JSONKind {
    get throws(JSONError) {
      guard let byte else { throw failure(.endOfInput(expected: .value), at: position) }
      guard let kind = JSONKind(firstByte: byte) else {
        throw failure(.unexpectedByte(byte, expected: .value), at: position)
      }
      return kind
    }
  }

  /// The next byte, or nil at the end.
  var byte: UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  @inline(__always)
  mutating func skipWhitespace() {
    if let byte, byte > 0x20 { return }
    skipWhitespaceRun()
  }

  private mutating func skipWhitespaceRun() {
    var index = position
    while index < bytes.count, Self.isWhitespace(bytes[index]) { index += 1 }
    position = index
  }

  /// RFC 8259 section 2: space, tab, line feed, carriage return, and nothing else.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
