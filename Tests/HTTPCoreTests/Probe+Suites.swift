/// Cases that public suites ask for (h1spec, Http11Probe) and that no other table of ours holds.
extension Probe {
  private static let get = "GET / HTTP/1.1\r\nHost: h\r\n"
  private static let post = "POST / HTTP/1.1\r\nHost: h\r\n"

  /// A request cut at every kind of place: the server waits for the rest and then answers the whole.
  static let fragments: [Probe] = {
    let request = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let places: [(name: String, count: Int)] = [
      ("the method", 1), ("the method's space", 4), ("the target", 10), ("the target's space", 11),
      ("the version's name", 15), ("the version", 19), ("the request line's CR", 20),
      ("the request line", 21), ("a field's name", 24), ("a field's colon", 26),
      ("a field's white space", 27), ("a field's value", 36), ("a field's CR", 37), ("a field", 38),
      ("the last CR", 39),
    ]
    return places.map { name, count in
      Probe(
        "9112 2.2", "a fragment that ends behind \(name)", String(request.prefix(utf8: count)),
        .waits(for: String(request.dropFirst(utf8: count)), 404))
    } + [
      Probe(
        "9112 6.3", "a fragment that ends in the body", post + "Content-Length: 10\r\n\r\nhello",
        .waits(for: "world", 200)),
      Probe(
        "9112 7.1", "a fragment that ends behind a chunk",
        post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", .waits(for: "0\r\n\r\n", 200)),
      Probe(
        "9112 2.2", "a fragment of nothing but an empty line", "\r\n", .waits(for: request, 404)),
    ]
  }()

  /// Nothing here switches protocols, whatever is asked (RFC 9110 section 7.8, RFC 6455 section 4).
  static let upgrades: [Probe] = {
    let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: "
    let absent: [String: String?] = ["upgrade": nil, "sec-websocket-accept": nil]
    return [
      Probe(
        "6455 4.1", "an upgrade with POST",
        post + "Connection: Upgrade\r\nUpgrade: websocket\r\n\(key)13\r\n\r\n", .open([200]),
        fields: absent),
      Probe(
        "6455 4.1", "a whole handshake",
        get + "Connection: Upgrade\r\nUpgrade: websocket\r\n\(key)13\r\n\r\n", .open([200]),
        fields: absent),
      Probe(
        "6455 4.4", "a version that nobody speaks",
        get + "Connection: Upgrade\r\nUpgrade: websocket\r\n\(key)99\r\n\r\n", .open([200]),
        fields: absent),
      Probe(
        "9110 7.8", "Upgrade that Connection does not name",
        get + "Upgrade: websocket\r\n\(key)13\r\n\r\n", .open([200]), fields: absent),
      Probe(
        "9110 7.8", "an unknown protocol",
        get + "Connection: Upgrade\r\nUpgrade: totally-made-up/1.0\r\n\r\n", .open([200]),
        fields: absent),
      Probe(
        "9110 7.8", "an upgrade with a body behind it",
        post + "Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 5\r\n\r\nhello",
        .open([200]), body: "hello", fields: absent),
    ]
  }()

  /// What answers must carry, and what they must not.
  static let answers: [Probe] = [
    Probe(
      "9110 15.5.6", "405 says what is allowed", "PUT / HTTP/1.1\r\nHost: h\r\n\r\n", .open([405]),
      fields: ["allow": "GET, POST, HEAD, OPTIONS"]),
    Probe(
      "9110 9.3.7", "OPTIONS says what is allowed", "OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([204]), fields: ["allow": "GET, POST, HEAD, OPTIONS"]),
    Probe(
      "9110 8.6", "204 has no length", "OPTIONS /nothing HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([204]), fields: ["content-length": nil, "transfer-encoding": nil]),
    Probe(
      "9110 8.6", "304 has no length of its own body",
      "GET /unchanged HTTP/1.1\r\nHost: h\r\n\r\n", .open([304]),
      fields: ["content-length": nil, "etag": "\"1\""]),
    Probe(
      "9110 8.3", "an answer names its type", get + "\r\n", .open([200]),
      fields: ["content-type": "text/plain; charset=utf-8"]),
    Probe(
      "9110 9.3.2", "HEAD has the fields of GET", "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n",
      .open([200]),
      fields: ["content-type": "text/plain; charset=utf-8", "content-length": "2"]),
    Probe(
      "9112 9.6", "a closing answer says so", get + "Connection: close\r\n\r\n", .closed([200]),
      fields: ["connection": "close"]),
    Probe(
      "9112 9.3", "a refusal says that it closes", "BAD\r\n\r\n", .closed([400]),
      fields: ["connection": "close"]),
    Probe(
      "9112 9.3", "an answer that stays says nothing", get + "\r\n", .open([200]),
      fields: ["connection": nil, "keep-alive": nil]),
    Probe(
      "9112 9.3", "an old client is told that the connection stays",
      "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", .open([200]),
      fields: ["connection": "keep-alive"]),
    Probe(
      "9112 9.3", "close wins over keep-alive in HTTP/1.0",
      "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", .closed([200])),
    Probe(
      "9110 14.2", "Range with POST is ignored",
      post + "Content-Length: 5\r\nRange: bytes=0-10\r\n\r\nhello", .open([200]), body: "hello"),
    Probe(
      "9110 14.2", "Range is ignored where nothing has ranges", get + "Range: bytes=0-0\r\n\r\n",
      .open([200]), body: "OK", fields: ["content-range": nil]),
    Probe(
      "9110 14.2", "Range that makes no sense", get + "Range: bytes=abc-xyz\r\n\r\n",
      .open([200]), body: "OK"),
    Probe(
      "9110 14.2", "a thousand overlapping ranges",
      get + "Range: bytes=" + String(repeating: "0-,", count: 1_000) + "0-\r\n\r\n", .open([200]),
      body: "OK"),
    Probe(
      "9110 12.5.1", "Accept of nothing that exists",
      get + "Accept: application/x-nonsense\r\n\r\n",
      .open([200])),
    Probe(
      "9110 8.3", "a type that nobody knows",
      post + "Content-Length: 5\r\nContent-Type: application/x-nonsense\r\n\r\nhello",
      .open([200]), body: "hello"),
    Probe(
      "9110 9.3.8", "TRACE gives no secret back",
      "TRACE / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer secret\r\n\r\n", .open([405]),
      body: "TRACE is not allowed here. Allowed: GET, POST, HEAD, OPTIONS.\n"),
    Probe(
      "6265 5.4", "cookies in two fields",
      "GET /headers HTTP/1.1\r\nHost: h\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n", .open([200]),
      body: "Host=h\nCookie=a=1\nCookie=b=2\n"),
    Probe(
      "6265 5.4", "a cookie of nothing", get + "Cookie: \r\n\r\n", .open([200])),
    Probe("6265 5.4", "a cookie that is none", get + "Cookie: ===;;;\r\n\r\n", .open([200])),
    Probe("6265 5.4", "NUL in a cookie", get + "Cookie: foo=\0bar\r\n\r\n", .closed([400])),
    Probe(
      "6265 5.4", "control characters in a cookie", get + "Cookie: foo=\u{1}\u{2}\u{3}\r\n\r\n",
      .closed([400])),
    Probe(
      "6265 5.4", "a thousand cookies",
      get + "Cookie: " + (0..<1_000).map { "k\($0)=v\($0)" }.joined(separator: "; ") + "\r\n\r\n",
      .open([200])),
    Probe(
      "6265 5.4", "a cookie of 64 KiB",
      get + "Cookie: big=" + String(repeating: "A", count: 65_536) + "\r\n\r\n", .closed([431])),
  ]
}

extension String {
  fileprivate func prefix(utf8 count: Int) -> Substring {
    self[..<utf8.index(startIndex, offsetBy: count)]
  }

  fileprivate func dropFirst(utf8 count: Int) -> Substring {
    self[utf8.index(startIndex, offsetBy: count)...]
  }
}
