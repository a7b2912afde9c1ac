/// Which bytes may stand where in a message (RFC 9110 section 5.6.2, RFC 9112 section 3, RFC 3986).
///
/// Sets of ASCII characters are two 64-bit masks, so that a look-up is a shift without a table in memory
/// or the once-check of a global. A test builds the same sets from the RFCs' own words.
enum ByteClass {
  /// Characters of a token, of which method and header names are made.
  static func isToken(_ byte: UInt8) -> Bool {
    isIn(0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE, byte)
  }

  /// Characters of a header value: visible, space, tab and the bytes above 127.
  static func isFieldContent(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == 0x09
  }

  /// Characters of a request target: those that RFC 3986 allows, percent included.
  ///
  /// `"<>\^`{|}` and everything outside ASCII are not among them. A few clients send `|`, `^` and braces
  /// raw in a query; none of them is needed here, and one meaning per byte is safer.
  static func isTarget(_ byte: UInt8) -> Bool {
    isIn(0xAFFF_FFF2_0000_0000, 0x47FF_FFFE_AFFF_FFFF, byte)
  }

  /// The optional white space around values (RFC 9110 section 5.6.3).
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? bytes.startIndex
    return bytes[..<end].drop(while: isSpace)
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  /// Whether the bit of `byte` is set in `low` (bytes 0 to 63) or `high` (64 to 127).
  private static func isIn(_ low: UInt64, _ high: UInt64, _ byte: UInt8) -> Bool {
    byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 == 1
  }
}
