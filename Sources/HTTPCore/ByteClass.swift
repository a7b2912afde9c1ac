/// Which bytes may stand where in a message (RFC 9110 section 5.6.2, RFC 9112 section 3, RFC 3986).
enum ByteClass {
  /// Characters of a token: method and header names.
  static func isToken(_ byte: UInt8) -> Bool { table[Int(byte)] & token != 0 }

  /// Characters of a header value: visible, space, tab and the bytes above 127.
  static func isFieldContent(_ byte: UInt8) -> Bool { table[Int(byte)] & fieldContent != 0 }

  /// Characters of a request target: those that RFC 3986 allows, percent included.
  ///
  /// `"<>\^`{|}` and everything outside ASCII are not among them. A few clients send `|`, `^` and braces
  /// raw in a query; none of them is needed here, and one meaning per byte is safer.
  static func isTarget(_ byte: UInt8) -> Bool { table[Int(byte)] & target != 0 }

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

  private static let token: UInt8 = 1
  private static let fieldContent: UInt8 = 2
  private static let target: UInt8 = 4

  private static let table: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 256)
    let alphanumerics = Array(0x30...0x39) + Array(0x41...0x5A) + Array(0x61...0x7A)
    for byte in alphanumerics { table[byte] |= token | target }
    for byte in "!#$%&'*+-.^_`|~".utf8 { table[Int(byte)] |= token }
    for byte in "-._~:/?[]@!$&'()*+,;=%".utf8 { table[Int(byte)] |= target }
    for byte in 0x20...0x7E { table[byte] |= fieldContent }
    for byte in 0x80...0xFF { table[byte] |= fieldContent }
    table[0x09] |= fieldContent
    return table
  }()
}
