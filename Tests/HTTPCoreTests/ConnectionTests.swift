import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct ConnectionTests {
  private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

  private static func post(_ body: String, to path: String = "/", extra: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: h\r\n\(extra)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test("one connection answers many requests")
  func keepsAlive() throws {
    let server = try TestServer()
    let client = try server.client()
    for number in 0..<50 {
      try client.send(Self.post("body \(number)"))
      #expect(try client.response().text == "body \(number)")
    }
    #expect(server.server.statistics.acceptedConnections == 1)
  }

  @Test("a request is understood however its bytes are cut into packets")
  func slowlyButSurely() throws {
    let server = try TestServer()
    let client = try server.client()
    for byte in Array(Self.post("hello", extra: "X-A: b\r\n").utf8) { try client.send([byte]) }
    #expect(try client.response().text == "hello")
  }

  @Test("pipelined requests are answered in their order, computed ones among them")
  func pipelines() throws {
    let server = try TestServer()
    let client = try server.client()
    let count = 200
    var requests = ""
    for number in 0..<count {
      requests += Self.post("\(number)", to: number.isMultiple(of: 3) ? "/compute" : "/")
    }
    try client.send(requests)
    for number in 0..<count { #expect(try client.response().text == "\(number)") }
  }

  @Test("a client that sends much and reads nothing fills its own socket, not our memory")
  func backPressure() throws {
    let server = try TestServer(limits: { $0.pendingOutputBytes = 64 << 10 })
    let client = try server.client(receiveBuffer: 4_096)
    let request = "GET /zeros/100000 HTTP/1.1\r\nHost: h\r\n\r\n"
    let count = 300
    try client.send(String(repeating: request, count: count))
    var total = 0
    for _ in 0..<count { total += try client.response().body.count }
    #expect(total == count * 100_000)
  }

  @Test("the client is asked for the body it holds back, once")
  func continues() throws {
    let server = try TestServer()
    let client = try server.client()
    try client.send(
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    #expect(try client.response().status == 100)
    try client.send("hello")
    let answer = try client.response()
    #expect(answer.status == 200)
    #expect(answer.text == "hello")
  }

  @Test("a body that would be refused unread is not asked for", arguments: [1, 2])
  func refusesBeforeBody(version: Int) throws {
    var router = TestServer.router()
    let refusal = HTTPResponse.text("no", status: .unauthorized)
    let check: HTTPHeadCheck = { $0.headers["authorization"] == nil ? refusal : nil }
    router.on(.post, "/private", beforeBody: check) { request, _ in
      .response(HTTPResponse(body: request.body))
    }
    let server = try TestServer(router: router, limits: { $0.heldBodyBytes = 1_000 })
    func statuses(_ path: String, _ length: Int, _ extra: (String, String)...) throws -> [Int] {
      let fields = [("expect", "100-continue"), ("content-length", "\(length)")] + extra
      if version == 2 {
        let client = try HTTP2Client(server)
        try client.send([.post(1, path: path, extra: fields)])
        let head = try client.frames { $0.kind == Frame.Kind.headers.rawValue }.last
        return head.flatMap { HTTP2Client.status($0.payload) }.map { [$0] } ?? []
      }
      let client = try server.client()
      let lines = fields.map { "\($0): \($1)\r\n" }.joined()
      try client.send("POST \(path) HTTP/1.1\r\nHost: h\r\n\(lines)\r\n")
      let first = try client.response().status
      return first == 100 ? [100] : try [first] + client.responses().map(\.status)
    }
    #expect(try statuses("/private", 5) == [401])
    #expect(try statuses("/private", 5, ("authorization", "any")) == [100])
    #expect(try statuses("/nope", 5) == [404])
    #expect(try statuses("/last", 5) == [405])
    #expect(try statuses("/private", 5, ("content-encoding", "br")) == [401])
    #expect(try statuses("/", 5, ("content-encoding", "br")) == [415])
    #expect(try statuses("/", 1_000) == [100])
    #expect(try statuses("/", 1_001) == [503])
    #expect(try statuses("/", 100_000_000) == [413])
    // Every refusal is one answered request to the observer.
    #expect(eventually { server.exchanges.all.count >= 6 })
    // Connections that follow each other may be told of in another order: they have loops of their own.
    let refused = server.exchanges.all.first { $0.status == .unauthorized }
    #expect(refused?.route == "/private")
  }

  @Test("an error answer arrives whole although the client is still sending")
  func lingers() throws {
    let server = try TestServer(limits: { limits in
      limits.bodyBytes = 1_000
      limits.lingerTime = .seconds(120)
    })
    let client = try server.client()
    try client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n")
    for _ in 0..<100 { try client.send([UInt8](repeating: 0x61, count: 10_000)) }
    let responses = try client.responses()
    #expect(responses.map(\.status) == [413])
    #expect(responses.first?["connection"] == "close")
  }

  @Test("a chunked body past the limit is refused where it passes it")
  func chunkedLimit() throws {
    let server = try TestServer(limits: { $0.bodyBytes = 10 })
    let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    let fits = try server.client()
    try fits.send(head + "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n")
    #expect(try fits.response().text == "helloworld")
    let tooMuch = try server.client()
    try tooMuch.send(head + "5\r\nhello\r\n6\r\nworld!\r\n0\r\n\r\n")
    #expect(try tooMuch.responses().map(\.status) == [413])
  }

  @Test("a half-closed client still gets the answer that is being computed")
  func halfClose() throws {
    let gate = Gate()
    let server = try TestServer(router: Self.router(gate))
    let client = try server.client()
    try client.send("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n")
    client.finishSending()
    #expect(gate.waitForArrival())
    gate.open()
    #expect(try client.responses().map(\.text) == ["through"])
  }

  @Test("a client that goes away while its answer is computed harms nobody")
  func reset() throws {
    let gate = Gate()
    let server = try TestServer(router: Self.router(gate), loops: 1)
    let gone = try server.client()
    try gone.send("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(gate.waitForArrival())
    gone.reset()
    let other = try server.client()
    try other.send(Self.get)
    #expect(try other.response().status == 200)
    gate.open()
    try other.send(Self.get)
    #expect(try other.response().status == 200)
  }

  @Test("large bodies travel both ways unchanged")
  func largeBodies() throws {
    let server = try TestServer()
    let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for path in ["/", "/compute"] {
      let client = try server.client()
      try client.send("POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.count)\r\n\r\n")
      try client.send(body)
      #expect(try client.response().body == body)
    }
  }

  @Test("HEAD tells the length of the body that GET would send")
  func head() throws {
    let server = try TestServer()
    let client = try server.client()
    try client.send("HEAD /zeros/12345 HTTP/1.1\r\nHost: h\r\n\r\n" + Self.get)
    let head = try client.response(isHead: true)
    #expect(head["content-length"] == "12345")
    #expect(try client.response().text == "OK")
  }

  @Test("the request's own id comes back, a bad or missing one is replaced")
  func requestIdentifiers() throws {
    let server = try TestServer()
    let client = try server.client()
    func identifier(for field: String) throws -> String {
      try client.send("GET / HTTP/1.1\r\nHost: h\r\n\(field)\r\n")
      return try client.response()["x-request-id"] ?? ""
    }
    #expect(try identifier(for: "X-Request-Id: abc-123\r\n") == "abc-123")
    let made = try identifier(for: "")
    #expect(made.utf8.count == 13)
    #expect(try identifier(for: "") != made)
    #expect(try identifier(for: "X-Request-Id: a b\r\n").utf8.count == 13)
    let tooLong = String(repeating: "a", count: 129)
    #expect(try identifier(for: "X-Request-Id: \(tooLong)\r\n").utf8.count == 13)
  }

  @Test("a header value from a request cannot start a header of its own in the answer")
  func noSplitting() throws {
    var router = Router()
    router.on(.get, "/{value}") { _, parameters in
      .response(HTTPResponse(headers: ["x-value": parameters["value"] ?? ""]))
    }
    let server = try TestServer(router: router)
    let client = try server.client()
    try client.send("GET /a%0D%0ASet-Cookie:%20x HTTP/1.1\r\nHost: h\r\n\r\n")
    let answer = try client.response()
    #expect(answer["set-cookie"] == nil)
    #expect(answer["x-value"] == "a  Set-Cookie: x")
  }

  @Test("lengths and connection options are the server's alone to write")
  func ownFields() throws {
    var router = Router()
    router.on(.get, "/") { _, _ in
      .response(
        HTTPResponse(
          headers: ["content-length": "99", "connection": "close", "transfer-encoding": "chunked"],
          body: [0x61]))
    }
    let server = try TestServer(router: router)
    let client = try server.client()
    try client.send(Self.get + Self.get)
    for _ in 0..<2 {
      let answer = try client.response()
      #expect(answer["content-length"] == "1")
      #expect(answer["connection"] == nil)
      #expect(answer["transfer-encoding"] == nil)
    }
  }

  @Test("a connection ends after the requests it may make")
  func requestLimit() throws {
    let server = try TestServer(limits: { $0.requestsPerConnection = 3 })
    let client = try server.client()
    try client.send(String(repeating: Self.get, count: 5))
    let responses = try client.responses()
    #expect(responses.map(\.status) == [200, 200, 200])
    #expect(responses.map { $0["connection"] } == [nil, nil, "close"])
  }

  @Test("the observer hears route, status, bytes and failure of each request")
  func observes() throws {
    let server = try TestServer()
    let client = try server.client()
    try client.send(Self.post("hello", to: "/compute"))
    _ = try client.response()
    try client.send("GET /nope HTTP/1.1\r\nHost: h\r\n\r\nBAD\r\n\r\n")
    _ = try client.responses()
    #expect(server.exchanges.wait(for: 3))
    let heard = server.exchanges.all
    #expect(heard.map(\.status.code) == [200, 404, 400])
    #expect(heard.map(\.route) == ["/compute", nil, nil])
    #expect(heard[0].bytesIn == 5)
    #expect(heard[0].bytesOut == 5)
    #expect(heard[0].request?.body == [])
    #expect(heard[0].request?.peer?.host == "127.0.0.1")
    #expect(heard[1].failure == .notFound(path: "/nope"))
    #expect(heard[2].request == nil)
  }

  private static func router(_ gate: Gate) -> Router {
    var router = TestServer.router()
    router.on(.get, "/gate") { _, _ in
      .compute(cost: 1) {
        gate.pass()
        return .text("through")
      }
    }
    return router
  }
}
