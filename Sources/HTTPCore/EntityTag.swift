/// Names one state of a resource, so that a client that has it need not get it again (RFC 9110 section
/// 8.8.3).
public struct EntityTag: Hashable, Sendable {
  /// What stands between the quotes.
  public let opaque: String
  /// Weak: same meaning, perhaps other bytes.
  public let isWeak: Bool

  /// - Precondition: `opaque` holds visible ASCII without quotes.
  public init(_ opaque: String, isWeak: Bool = false) {
    precondition(
      opaque.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") },
      "an entity tag holds visible ASCII without quotes")
    self.opaque = opaque
    self.isWeak = isWeak
  }

  /// A tag from the bytes themselves: 64-bit FNV-1a, the same on every machine.
  ///
  /// Good against accidents, not against someone who constructs two bodies with one tag.
  public init(hashing bytes: [UInt8]) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.init(String(hash, radix: 16))
  }

  /// As it stands in the ETag field.
  public var headerValue: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

  /// Reads one tag as it stands in a field.
  init?(parsing text: Substring) {
    let isWeak = text.hasPrefix("W/")
    let quoted = isWeak ? text.dropFirst(2) : text
    guard quoted.utf8.count >= 2, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else { return nil }
    self.isWeak = isWeak
    opaque = String(quoted.dropFirst().dropLast())
  }
}

extension HTTPRequest {
  /// Whether If-None-Match names the state `tag`: by the weak comparison, in a list, or as `*` (RFC 9110
  /// section 13.1.2).
  public func hasCurrent(_ tag: EntityTag) -> Bool {
    headers.values("if-none-match").contains { value in
      if value == "*" { return true }
      return value.split(separator: ",").contains { element in
        let bytes = ByteClass.trimmed(Array(element.utf8)[...])
        let text = String(decoding: bytes, as: UTF8.self)
        return EntityTag(parsing: text[...])?.opaque == tag.opaque
      }
    }
  }
}

extension HTTPResponse {
  /// This answer, or 304 where the request says that the client has it already.
  ///
  /// For GET and HEAD answers of 200 with an ETag; the fields that a cache needs stay (RFC 9110 section
  /// 15.4.5).
  public func conditional(on request: HTTPRequest) -> HTTPResponse {
    guard status == .ok, request.method == .get || request.method == .head,
      let field = headers["etag"], let tag = EntityTag(parsing: field[...]), request.hasCurrent(tag)
    else { return self }
    let kept = ["cache-control", "content-location", "etag", "expires", "vary"]
    return HTTPResponse(
      status: .notModified,
      headers: HTTPHeaders(headers.filter { kept.contains($0.name.lowercased()) }))
  }

  /// This answer with its gzip form made now, for content that is answered again and again.
  public func precompressed() -> HTTPResponse {
    let gzip = Gzip.compress(body)
    guard gzip.count < body.count else { return self }
    var response = self
    response.gzipBody = gzip
    return response
  }
}
