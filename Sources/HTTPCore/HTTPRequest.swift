/// One request, read whole and checked: what a handler gets, whichever protocol version carried it.
///
/// A value whose parts lie in one place: a request passes through many hands, and each copy would else
/// count up nine references.
public struct HTTPRequest: Sendable {
  // Written only by `change`, when no other request shares it.
  private final class Parts: @unchecked Sendable {
    var method: HTTPMethod
    var target: String
    var path: String
    var query: String?
    var headers: HTTPHeaders
    var body: [UInt8]
    var version: HTTPVersion
    var id: String
    var peer: SocketAddress?

    init(
      _ method: HTTPMethod, _ target: String, _ path: String, _ query: String?,
      _ headers: HTTPHeaders, _ body: [UInt8], _ version: HTTPVersion, _ id: String,
      _ peer: SocketAddress?
    ) {
      self.method = method
      self.target = target
      self.path = path
      self.query = query
      self.headers = headers
      self.body = body
      self.version = version
      self.id = id
      self.peer = peer
    }

    func copy() -> Parts {
      Parts(method, target, path, query, headers, body, version, id, peer)
    }
  }

  private var parts: Parts

  public init(
    method: HTTPMethod, target: String, path: String, query: String? = nil,
    headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
    version: HTTPVersion = .http1(minor: 1),
    id: String = "", peer: SocketAddress? = nil
  ) {
    parts = Parts(method, target, path, query, headers, body, version, id, peer)
  }

  private mutating func change(_ change: (Parts) -> Void) {
    if !isKnownUniquelyReferenced(&parts) { parts = parts.copy() }
    change(parts)
  }

  /// Adds what the server knows, in one go.
  mutating func complete(id: String, peer: SocketAddress) {
    change {
      $0.id = id
      $0.peer = peer
    }
  }

  public var method: HTTPMethod {
    get { parts.method }
    set { change { $0.method = newValue } }
  }

  /// The request target as it was sent: `/profiles/a%20b?x=1`.
  public var target: String {
    get { parts.target }
    set { change { $0.target = newValue } }
  }

  /// The path of the target, percent-decoded and valid UTF-8: `/profiles/a b`.
  public var path: String {
    get { parts.path }
    set { change { $0.path = newValue } }
  }

  /// What follows the first `?`, as it was sent; `queryItems()` takes it apart.
  public var query: String? {
    get { parts.query }
    set { change { $0.query = newValue } }
  }

  public var headers: HTTPHeaders {
    get { parts.headers }
    set { change { $0.headers = newValue } }
  }

  /// The body, without its transfer and content codings.
  public var body: [UInt8] {
    get { parts.body }
    set { change { $0.body = newValue } }
  }

  public var version: HTTPVersion {
    get { parts.version }
    set { change { $0.version = newValue } }
  }

  /// Names this request in logs and in the answer: the client's own `X-Request-Id`, or one made here.
  public var id: String {
    get { parts.id }
    set { change { $0.id = newValue } }
  }

  /// Who sent it, as the socket tells it.
  public var peer: SocketAddress? {
    get { parts.peer }
    set { change { $0.peer = newValue } }
  }
}

/// The protocol version of a request.
public enum HTTPVersion: Hashable, Sendable, CustomStringConvertible {
  case http1(minor: Int)
  case http2

  public var description: String {
    switch self {
    case .http1(let minor): "HTTP/1.\(minor)"
    case .http2: "HTTP/2"
    }
  }
}

extension HTTPRequest {
  /// The names and values of the query in order, decoded as forms are (`+` is a space).
  ///
  /// Empty pieces (`a=1&&b=2`) are skipped; a piece without `=` has an empty value.
  public func queryItems() throws(HTTPFailure) -> [(name: String, value: String)] {
    guard let query else { return [] }
    let bytes = Array(query.utf8)
    var items: [(name: String, value: String)] = []
    for piece in bytes.split(separator: UInt8(ascii: "&")) {
      let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
      guard let name = PercentCoding.decode(piece[..<equals], plusIsSpace: true),
        let value = PercentCoding.decode(piece[equals...].dropFirst(), plusIsSpace: true)
      else {
        throw .malformed(
          reason: "the query's escapes must be '%' and two hexadecimal digits, and make UTF-8",
          byteOffset: target.utf8.count - bytes.count + piece.startIndex)
      }
      items.append((name, value))
    }
    return items
  }
}
