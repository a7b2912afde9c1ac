/// A request's header fields as HTTP/2 brings them, made into what HTTP/1 would have brought (RFC 9113
/// section 8.3), so that handlers cannot tell the difference.
///
/// The session has checked names, values and the order of pseudo-fields already (RFC 9113 section 8.2.1).
struct HTTP2Head {
  private var method = ""
  private var target = ""
  private var hasAuthority = false
  private var headers = HTTPHeaders()
  private var facts = HeadFacts()
  private var cookies: [String] = []
  private var size = 0
  private var count = 0
  private var failure: HTTPFailure?

  /// What each field is charged beside its bytes (RFC 9113 section 6.5.2, SETTINGS_MAX_HEADER_LIST_SIZE).
  private static let fieldOverhead = 32

  private static let host: StaticString = "host"

  /// Takes one field; past a limit it is counted and forgotten.
  mutating func append(
    name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, _ limits: HeadLimits
  ) {
    size += name.count + value.count + Self.fieldOverhead
    count += 1
    guard failure == nil else { return }
    if size > limits.headerBytes + limits.requestLineBytes {
      failure = .headersTooLarge(limit: limits.headerBytes)
    } else if name.first == UInt8(ascii: ":") {
      appendPseudo(name, value)
      count -= 1
    } else if count > limits.headerCount {
      failure = .tooManyHeaders(limit: limits.headerCount)
    } else if name.count == 4, hasAuthority, name.elementsEqual("host".utf8) {
      compareHost(String(decoding: value, as: UTF8.self))
    } else if name.count == 6, name.elementsEqual("cookie".utf8) {
      // Clients split the cookie into crumbs for the sake of compression (RFC 9113 section 8.2.3).
      cookies.append(String(decoding: value, as: UTF8.self))
    } else {
      headers.append(rawName: name, rawValue: value)
      note()
    }
  }

  /// Pseudo-fields are told apart by their length; the session has refused all others.
  private mutating func appendPseudo(
    _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
  ) {
    switch name.count {
    case ":path".utf8.count: target = String(decoding: value, as: UTF8.self)
    case ":method".utf8.count where name[1] == UInt8(ascii: "m"):
      method = String(decoding: value, as: UTF8.self)
    case ":authority".utf8.count:
      hasAuthority = true
      Self.host.withUTF8Buffer { headers.append(rawName: $0, rawValue: value) }
      note()
    default: break
    }
  }

  /// The request, by the same checks as in HTTP/1; its body is still to come.
  mutating func finish(_ limits: HeadLimits) throws(HTTPFailure) -> ParsedRequest {
    if let failure { throw failure }
    guard method.utf8.count + target.utf8.count <= limits.requestLineBytes else {
      throw .targetTooLong(limit: limits.requestLineBytes)
    }
    guard target.utf8.allSatisfy(ByteClass.isTarget) else {
      throw .malformed(
        reason: "the path holds a character that must be escaped", byteOffset: 0)
    }
    if !cookies.isEmpty { headers.append("cookie", cookies.joined(separator: "; ")) }
    let line = RequestLine(
      method: HTTPMethod(rawValue: method), target: target, targetStart: 0, minorVersion: 1)
    return try line.request(headers: headers, facts: facts, headEnd: 0)
  }

  /// `:authority` stands for Host; both may stand there if they agree (RFC 9113 section 8.3.1).
  private mutating func compareHost(_ host: String) {
    if headers["host"]?.lowercased() != host.lowercased() {
      failure = .malformed(reason: "':authority' and Host differ", byteOffset: 0)
    }
  }

  private mutating func note() {
    facts.note(headers.fields[headers.fields.count - 1], in: headers.text)
  }
}
