import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct CompressionTests {
  private static let text = (0..<2_000).map { "line \($0)\n" }.joined()

  private static func router() -> Router {
    var router = TestServer.router()
    router.on(.get, "/text") { request, _ in
      .response(
        HTTPResponse(
          headers: ["content-type": "text/plain", "etag": "\"v1\""], body: Array(text.utf8)
        ).conditional(on: request))
    }
    let prepared = HTTPResponse(
      headers: ["content-type": "text/html", "vary": "accept"], body: Array(text.utf8)
    ).precompressed()
    router.on(.get, "/prepared") { _, _ in .response(prepared) }
    router.on(.get, "/computed") { _, _ in
      .compute(cost: 1) {
        HTTPResponse(headers: ["content-type": "application/json"], body: Array(text.utf8))
      }
    }
    router.on(.get, "/short") { _, _ in
      .response(.text(String(repeating: "a", count: 1_399)))
    }
    router.on(.get, "/binary") { _, _ in
      .response(
        HTTPResponse(headers: ["content-type": "application/octet-stream"], body: Array(text.utf8)))
    }
    return router
  }

  private func get(_ path: String, _ fields: String, on server: TestServer) throws -> RawResponse {
    let client = try server.client()
    try client.send("GET \(path) HTTP/1.1\r\nHost: h\r\n\(fields)\r\n")
    return try client.response()
  }

  @Test(
    "long text is sent as gzip to those who take it",
    arguments: ["/text", "/prepared", "/computed"])
  func compresses(path: String) throws {
    let server = try TestServer(router: Self.router())
    let answer = try get(path, "Accept-Encoding: gzip\r\n", on: server)
    #expect(answer["content-encoding"] == "gzip")
    #expect(answer.headers.contains { $0.name == "vary" && $0.value == "accept-encoding" })
    #expect(answer.body.count < Self.text.utf8.count / 3)
    let body = try Inflation.inflate(answer.body, .gzip, limit: 1 << 20)
    #expect(body == Array(Self.text.utf8))

    let plain = try get(path, "", on: server)
    #expect(plain["content-encoding"] == nil)
    #expect(plain.headers.contains { $0.name == "vary" && $0.value == "accept-encoding" })
    #expect(plain.text == Self.text)
  }

  @Test("short and binary answers stay as they are", arguments: ["/short", "/binary"])
  func leavesAlone(path: String) throws {
    let server = try TestServer(router: Self.router())
    let answer = try get(path, "Accept-Encoding: gzip\r\n", on: server)
    #expect(answer["content-encoding"] == nil)
    #expect(answer["vary"] == nil)
  }

  @Test("a tag becomes weak with the coding, and still matches")
  func weakTag() throws {
    let server = try TestServer(router: Self.router())
    #expect(try get("/text", "", on: server)["etag"] == "\"v1\"")
    let tag = try #require(try get("/text", "Accept-Encoding: gzip\r\n", on: server)["etag"])
    #expect(tag == "W/\"v1\"")
    let again = try get(
      "/text", "Accept-Encoding: gzip\r\nIf-None-Match: \(tag)\r\n", on: server)
    #expect(again.status == 304)
    #expect(again["etag"] == "\"v1\"")
    #expect(again.body.isEmpty)
  }

  @Test("HEAD tells the length that GET would have, compressed too")
  func head() throws {
    let server = try TestServer(router: Self.router())
    let full = try get("/text", "Accept-Encoding: gzip\r\n", on: server)
    let client = try server.client()
    try client.send("HEAD /text HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n")
    let head = try client.response(isHead: true)
    #expect(head["content-length"] == "\(full.body.count)")
    #expect(head["content-encoding"] == "gzip")
  }

  @Test(
    "quality values decide",
    arguments: [
      ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true), ("deflate, gzip;q=1.0", true),
      ("gzip;q=0.001", true), ("br, gzip ; q=0.5", true), ("identity;q=0.5, gzip;q=0.5", true),
      ("gzip;Q=1", true), ("identity;q=0, *", true),
      ("", false), ("br", false), ("gzip;q=0", false), ("gzip;q=0.000", false), ("*;q=0", false),
      ("gzip;q=0, *", false), ("identity, gzip;q=0.5", false), ("identity", false),
      ("gzip;q=1.001", false), ("gzip;q=2", false), ("gzip;q=0.0001", false), ("gzip;q=", false),
      ("gzip;q=-1", false), ("gzip;level=9", false), ("gzip;;q=1", false), ("gz ip", false),
    ])
  func qualities(value: String, expected: Bool) {
    #expect(AcceptEncoding.prefersGzip(["accept-encoding": value]) == expected)
  }

  @Test("no Accept-Encoding means no coding")
  func noField() {
    #expect(!AcceptEncoding.prefersGzip([:]))
    #expect(
      AcceptEncoding.prefersGzip(
        HTTPHeaders([("accept-encoding", "br"), ("Accept-Encoding", "gzip")])))
  }
}

@Suite(.timeLimit(.minutes(20))) struct RequestCodingTests {
  private static let hello = Array("hello hello hello".utf8)
  /// The text above, made by another program's zlib.
  private static let zlib: [UInt8] = [
    0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0x00, 0x3A, 0x2E, 0x06, 0x7D,
  ]
  private static let bare: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0x00]
  private static let gzip: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57,
    0xC8, 0x40, 0x90, 0x00, 0x80, 0x88, 0xF9, 0xE5, 0x11, 0x00, 0x00, 0x00,
  ]

  private func post(
    _ body: [UInt8], coding: String, path: String = "/", on server: TestServer
  ) throws -> RawResponse {
    let client = try server.client()
    try client.send(
      "POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n"
    )
    try client.send(body)
    return try client.response()
  }

  @Test("gzip, zlib's deflate and bare deflate are undone")
  func undone() throws {
    let server = try TestServer()
    for (coding, body) in [
      ("gzip", Self.gzip), ("X-GZIP", Self.gzip), ("deflate", Self.zlib), ("deflate", Self.bare),
      ("identity", Self.hello), ("identity, gzip", Self.gzip), ("gzip", Self.gzip + Self.gzip),
    ] {
      for path in ["/", "/compute"] {
        let answer = try post(body, coding: coding, path: path, on: server)
        #expect(answer.status == 200, "\(coding)")
        #expect(answer.text.hasPrefix("hello hello hello"), "\(coding)")
      }
    }
  }

  @Test("a longer compressed body is undone by the pool, and its handler runs there")
  func longer() throws {
    let server = try TestServer()
    let body = (0..<400_000).map { UInt8(truncatingIfNeeded: ($0 &* $0) >> 5) }
    for path in ["/", "/compute"] {
      let answer = try post(Gzip.compress(body, level: 1), coding: "gzip", path: path, on: server)
      #expect(answer.body == body)
    }
    #expect(try post(Gzip.compress(body), coding: "gzip", path: "/nope", on: server).status == 404)
  }

  @Test(
    "a coding that cannot be undone is 415 and says which can",
    arguments: ["br", "zstd", "gzip, gzip", "compress", "gzip, br"])
  func unknown(coding: String) throws {
    let answer = try post(Self.gzip, coding: coding, on: TestServer())
    #expect(answer.status == 415)
    #expect(answer["accept-encoding"] == "gzip, deflate")
  }

  @Test("every prefix of a compressed body, and every changed byte, is 400 or harmless")
  func broken() throws {
    for count in 0..<Self.gzip.count {
      #expect(throws: Inflation.Failure.malformed) {
        try Inflation.inflate(Array(Self.gzip[..<count]), .gzip, limit: 1_000)
      }
    }
    for index in Self.gzip.indices {
      var changed = Self.gzip
      changed[index] ^= 0xFF
      let result = try? Inflation.inflate(changed, .gzip, limit: 1_000)
      #expect(result == nil || result == Self.hello)
    }
    #expect(throws: Inflation.Failure.malformed) {
      try Inflation.inflate(Self.gzip + [0], .gzip, limit: 1_000)
    }
    #expect(try post(Array(Self.gzip.dropLast()), coding: "gzip", on: TestServer()).status == 400)
  }

  @Test("growth is bounded by size and by ratio: at the limit passes, one more is refused")
  func bounded() throws {
    let server = try TestServer(limits: { limits in
      limits.bodyBytes = 200_000
      limits.decompressionRatio = 200
    })
    func status(of body: [UInt8]) throws -> Int {
      try post(Gzip.compress(body), coding: "gzip", on: server).status
    }
    let random = (0..<200_001).map { _ in UInt8.random(in: 0...255) & 0x0F }
    #expect(try status(of: Array(random.dropLast())) == 200)
    #expect(try status(of: random) == 413)
    let zeros = [UInt8](repeating: 0, count: 199_000)
    #expect(Gzip.compress(zeros).count * 200 < 65_536)
    #expect(try status(of: zeros) == 413)
    #expect(try status(of: [UInt8](repeating: 0, count: 65_536)) == 200)
    #expect(try status(of: [UInt8](repeating: 0, count: 65_537)) == 413)
  }

  @Test("a bomb of 64 MiB is refused before it has grown")
  func bomb() throws {
    let server = try TestServer()
    let bomb = Gzip.compress([UInt8](repeating: 0, count: 64 << 20))
    #expect(bomb.count < 70_000)
    #expect(try post(bomb, coding: "gzip", on: server).status == 413)
    let failure = server.exchanges.all.first?.failure
    #expect(failure == .bodyExpandsTooMuch(ratioLimit: 200))
  }
}

@Suite struct EntityTagTests {
  private func request(_ value: String) -> HTTPRequest {
    HTTPRequest(method: .get, target: "/", path: "/", headers: ["if-none-match": value])
  }

  @Test(
    "If-None-Match is a list, compared weakly",
    arguments: [
      ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true),
      ("\"b\",W/\"a\"", true),
      ("\"b\"", false), ("a", false), ("\"A\"", false), ("", false), ("\"a", false),
    ])
  func matches(value: String, expected: Bool) {
    #expect(request(value).hasCurrent(EntityTag("a")) == expected)
    #expect(request(value).hasCurrent(EntityTag("a", isWeak: true)) == expected)
  }

  @Test("a tag from bytes is the same everywhere, and another for other bytes")
  func hashing() {
    #expect(EntityTag(hashing: []).headerValue == "\"cbf29ce484222325\"")
    #expect(EntityTag(hashing: Array("a".utf8)).headerValue == "\"af63dc4c8601ec8c\"")
    #expect(EntityTag("x", isWeak: true).headerValue == "W/\"x\"")
  }

  @Test("304 keeps what a cache needs and nothing else")
  func notModified() {
    let response = HTTPResponse(
      headers: [
        "ETag": "\"a\"", "cache-control": "no-cache", "content-type": "text/plain", "vary": "x",
      ],
      body: [1])
    let same = response.conditional(on: request("\"a\""))
    #expect(same.status == .notModified)
    #expect(same.headers.map(\.name) == ["ETag", "cache-control", "vary"])
    #expect(same.body.isEmpty)
    #expect(response.conditional(on: request("\"b\"")).status == .ok)
    var post = request("\"a\"")
    post.method = .post
    #expect(response.conditional(on: post).status == .ok)
  }
}
