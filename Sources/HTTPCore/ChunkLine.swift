/// Reads the lines between the data of a chunked body, byte by byte (RFC 9112 section 7.1).
///
///     chunk-size [ *( BWS ";" BWS name [ BWS "=" BWS value ] ) ] CRLF
///
/// Extensions are checked and forgotten. Signs, `0x`, spaces after the size, bare CR or LF, and
/// anything else that another server may read as a different length are refused.
struct ChunkLine: Sendable {
  private enum State: Sendable, Equatable {
    case size
    case spaceAfterSize
    case beforeName
    case name
    case spaceAfterName
    case beforeValue
    case token
    case quoted
    case quotedEscape
    case afterValue
    case lineFeed
    case endReturn
    case endLineFeed
  }

  private var state = State.size
  private var size = 0
  private var digits = 0
  private var extensionBytes = 0
  /// Whether a byte was read since this was made.
  private(set) var isUsed = false

  /// Bytes of extensions in one body; nobody has a use for them.
  private static let extensionLimit = 16 << 10
  /// Digits of one chunk's size, leading zeros among them.
  private static let digitLimit = 16

  /// Reads a size line; nil when more bytes are needed.
  mutating func feedSize(
    _ input: Span<UInt8>, from offset: inout Int
  ) throws(HTTPFailure) -> Int? {
    isUsed = true
    while offset < input.count {
      let byte = input[offset]
      offset += 1
      if state == .lineFeed {
        guard byte == UInt8(ascii: "\n") else { throw malformed("CR without LF in a chunk's line") }
        let whole = size
        (state, size, digits) = (.endReturn, 0, 0)
        if whole == 0 { state = .size }
        return whole
      }
      try read(byte)
    }
    return nil
  }

  /// Reads the CRLF after a chunk's data; false when more bytes are needed.
  mutating func feedEnd(_ input: Span<UInt8>, from offset: inout Int) throws(HTTPFailure) -> Bool {
    while offset < input.count {
      let byte = input[offset]
      offset += 1
      if state == .endReturn, byte == UInt8(ascii: "\r") {
        state = .endLineFeed
      } else if state == .endLineFeed, byte == UInt8(ascii: "\n") {
        state = .size
        return true
      } else {
        throw malformed("a chunk's data must end with CR LF where its size says")
      }
    }
    return false
  }

  private mutating func read(_ byte: UInt8) throws(HTTPFailure) {
    if state != .size {
      extensionBytes += 1
      guard extensionBytes <= Self.extensionLimit else {
        throw malformed("the chunk extensions are too long")
      }
    }
    switch state {
    case .size: try readSize(byte)
    case .spaceAfterSize, .spaceAfterName, .afterValue, .name, .token: try readAfter(byte)
    case .beforeName, .beforeValue: try readBefore(byte)
    case .quoted:
      if byte == UInt8(ascii: "\"") {
        state = .afterValue
      } else if byte == UInt8(ascii: "\\") {
        state = .quotedEscape
      } else {
        guard ByteClass.isFieldContent(byte) else { throw malformedExtension }
      }
    case .quotedEscape:
      guard ByteClass.isFieldContent(byte) else { throw malformedExtension }
      state = .quoted
    case .lineFeed, .endReturn, .endLineFeed:
      preconditionFailure("these states are read by their callers")
    }
  }

  private mutating func readSize(_ byte: UInt8) throws(HTTPFailure) {
    if let digit = ByteClass.hexadecimal(byte) {
      digits += 1
      let (shifted, overflow) = size.multipliedReportingOverflow(by: 16)
      guard !overflow, digits <= Self.digitLimit else {
        throw malformed("a chunk's size has too many digits")
      }
      size = shifted + Int(digit)
      return
    }
    guard digits > 0 else {
      throw malformed("a chunk must begin with its size in hexadecimal digits")
    }
    switch byte {
    case UInt8(ascii: "\r"): state = .lineFeed
    case UInt8(ascii: ";"): state = .beforeName
    case 0x20, 0x09: state = .spaceAfterSize
    default: throw malformed("a chunk's size must be hexadecimal digits")
    }
  }

  private mutating func readBefore(_ byte: UInt8) throws(HTTPFailure) {
    if byte == 0x20 || byte == 0x09 { return }
    if state == .beforeValue, byte == UInt8(ascii: "\"") {
      state = .quoted
      return
    }
    guard ByteClass.isToken(byte) else { throw malformedExtension }
    state = state == .beforeName ? .name : .token
  }

  /// In or behind a size, a name or a value: what may follow it.
  private mutating func readAfter(_ byte: UInt8) throws(HTTPFailure) {
    switch byte {
    case UInt8(ascii: ";"):
      state = .beforeName
    case UInt8(ascii: "=") where state == .name || state == .spaceAfterName:
      state = .beforeValue
    case UInt8(ascii: "\r") where state == .name || state == .token || state == .afterValue:
      state = .lineFeed
    case 0x20, 0x09:
      if state == .name { state = .spaceAfterName }
      if state == .token || state == .afterValue { state = .spaceAfterSize }
    default:
      guard state == .name || state == .token, ByteClass.isToken(byte) else {
        throw malformedExtension
      }
    }
  }

  private var malformedExtension: HTTPFailure { malformed("a chunk extension is malformed") }

  private func malformed(_ reason: String) -> HTTPFailure {
    .malformed(reason: reason, byteOffset: 0)
  }
}
