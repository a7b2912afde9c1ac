/// A request target taken apart (RFC 9112 section 3.2).
struct RequestTarget: Equatable {
  /// The path as sent, or `*`.
  var rawPath: Substring
  var query: Substring?
  /// The authority of an absolute-form target, which replaces the Host field.
  var authority: Substring?

  /// Reads the origin, absolute and asterisk forms; nil for anything else.
  ///
  /// The authority form belongs to CONNECT alone, which only a proxy answers.
  init?(_ target: String) {
    var rest = target[...]
    if target == "*" {
      rawPath = rest
      return
    }
    if target.utf8.first != UInt8(ascii: "/") {
      guard let schemeEnd = Self.endOfScheme(rest) else { return nil }
      rest = rest[schemeEnd...]
      let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
      authority = rest[..<(end ?? rest.endIndex)]
      rest = rest[(end ?? rest.endIndex)...]
      guard let authority, Authority.isValid(authority.utf8), !authority.isEmpty else { return nil }
    }
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = rest[rest.utf8.index(after: mark)...]
      rest = rest[..<mark]
    }
    rawPath = rest.isEmpty ? "/" : rest
  }

  private static func endOfScheme(_ target: Substring) -> Substring.Index? {
    for scheme in ["http://", "https://"] where target.utf8.count > scheme.utf8.count {
      if zip(target.utf8, scheme.utf8).allSatisfy({ ByteClass.lowercased($0) == $1 }) {
        return target.utf8.index(target.startIndex, offsetBy: scheme.utf8.count)
      }
    }
    return nil
  }
}

extension HTTPRequest {
  /// The target's path as it was sent, escapes and all.
  var rawPath: String { RequestTarget(target).map { String($0.rawPath) } ?? target }
}

/// `host [":" port]`, the value of Host (RFC 9110 section 7.2, RFC 3986 section 3.2).
enum Authority {
  /// Whether `bytes` can name a host. The empty value is allowed: a client without an authority sends it.
  ///
  /// User information (`user@host`) is refused: RFC 9110 section 4.2.4 calls it an attack's disguise.
  static func isValid(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    if bytes.isEmpty { return true }
    if bytes.first == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = bytes[bytes.index(after: bytes.startIndex)..<close]
      let isAddress = address.allSatisfy {
        ByteClass.hexadecimal($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
      }
      return isAddress && address.contains(UInt8(ascii: ":"))
        && isPort(bytes[bytes.index(after: close)...])
    }
    let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
    let name = bytes[..<colon]
    return !name.isEmpty && name.allSatisfy(isNameByte) && isPort(bytes[colon...])
  }

  private static func isPort(_ bytes: some Collection<UInt8>) -> Bool {
    if bytes.isEmpty { return true }
    guard bytes.first == UInt8(ascii: ":"), bytes.count <= 6 else { return false }
    let digits = bytes.dropFirst()
    guard digits.allSatisfy(ByteClass.isDigit) else { return false }
    return digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) } <= 65_535
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: ":"):
      false
    default: ByteClass.isTarget(byte)
    }
  }
}
