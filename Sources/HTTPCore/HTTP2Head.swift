/// A request's header fields as HTTP/2 brings them, made into what HTTP/1 would have brought (RFC 9113
/// section 8.3), so that handlers cannot tell the difference.
///
/// The session has checked names, values and the order of pseudo-fields already (RFC 9113 section 8.2.1).
struct HTTP2Head {
  private let limits: HTTPLimits
  private var method = ""
  private var target = ""
  private var authority: String?
  private var headers = HTTPHeaders()
  private var facts = HeadFacts()
  private var cookies: [String] = []
  private var size = 0
  private var count = 0
  private var failure: HTTPFailure?

  /// What each field is charged beside its bytes (RFC 9113 section 6.5.2, SETTINGS_MAX_HEADER_LIST_SIZE).
  private static let fieldOverhead = 32

  init(limits: HTTPLimits) { self.limits = limits }

  /// Takes one field; past a limit it is counted and forgotten.
  mutating func append(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
    size += name.count + value.count + Self.fieldOverhead
    count += 1
    guard failure == nil else { return }
    if size > limits.headerBytes + limits.requestLineBytes {
      failure = .headersTooLarge(limit: limits.headerBytes)
    } else if name.first == UInt8(ascii: ":") {
      appendPseudo(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
      count -= 1
    } else if count > limits.headerCount {
      failure = .tooManyHeaders(limit: limits.headerCount)
    } else if name.elementsEqual("cookie".utf8) {
      // Clients split the cookie into crumbs for the sake of compression (RFC 9113 section 8.2.3).
      cookies.append(String(decoding: value, as: UTF8.self))
    } else {
      headers.append(rawName: name, rawValue: value)
      note()
    }
  }

  private mutating func appendPseudo(_ name: String, _ value: String) {
    switch name {
    case ":method": method = value
    case ":path": target = value
    case ":authority": authority = value
    default: break
    }
  }

  /// The request, by the same checks as in HTTP/1; its body is still to come.
  mutating func finish() throws(HTTPFailure) -> ParsedRequest {
    if let failure { throw failure }
    guard method.utf8.count + target.utf8.count <= limits.requestLineBytes else {
      throw .targetTooLong(limit: limits.requestLineBytes)
    }
    guard target.utf8.allSatisfy(ByteClass.isTarget) else {
      throw .malformed(
        reason: "the path holds a character that must be escaped", byteOffset: 0)
    }
    try addHost()
    if !cookies.isEmpty { headers.append("cookie", cookies.joined(separator: "; ")) }
    let line = RequestLine(
      method: HTTPMethod(rawValue: method), target: target, targetStart: 0, minorVersion: 1)
    return try line.request(headers: headers, facts: facts, headEnd: 0)
  }

  /// `:authority` stands for Host; both may stand there if they agree (RFC 9113 section 8.3.1).
  private mutating func addHost() throws(HTTPFailure) {
    guard let authority else { return }
    if let host = headers["host"] {
      guard host.lowercased() == authority.lowercased() else {
        throw .malformed(reason: "':authority' and Host differ", byteOffset: 0)
      }
      return
    }
    headers.append("host", authority)
    note()
  }

  private mutating func note() {
    facts.note(headers.fields[headers.fields.count - 1], in: headers.text)
  }
}
