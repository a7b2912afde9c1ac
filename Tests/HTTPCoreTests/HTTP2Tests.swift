import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct HTTP2Tests {
  private static func router(_ gate: Gate = Gate()) -> Router {
    var router = TestServer.router()
    router.on(.get, "/gate") { _, _ in
      .compute(cost: 1) {
        gate.pass()
        return .text("through")
      }
    }
    return router
  }

  @Test("a handler cannot tell which version brought the request")
  func sameRequest() throws {
    let seen = Locked<[HTTPRequest]>([])
    var router = Router()
    router.on(.post, "/x/{id}") { request, parameters in
      seen.withLock { $0.append(request) }
      return .response(.text(parameters["id"] ?? ""))
    }
    let server = try TestServer(router: router)
    let old = try server.client()
    try old.send(
      "POST /x/a%20b?q=1 HTTP/1.1\r\nhost: h\r\nx-request-id: same\r\ncookie: a=1; b=2\r\nContent-Length: 5\r\n\r\nhello"
    )
    #expect(try old.response().text == "a b")
    let new = try HTTP2Client(server)
    try new.send([
      .post(
        1, path: "/x/a%20b?q=1",
        extra: [("x-request-id", "same"), ("cookie", "a=1"), ("cookie", "b=2")]),
      Frame(.data, Frame.endStream, 1, Array("hello".utf8)),
    ])
    let answer = try #require(try new.answer(on: 1))
    #expect(String(decoding: answer.body, as: UTF8.self) == "a b")
    let requests = seen.withLock { $0 }
    #expect(requests.count == 2)
    for part in [\HTTPRequest.target, \.path, \.id] {
      #expect(requests[0][keyPath: part] == requests[1][keyPath: part])
    }
    #expect(requests[0].query == requests[1].query)
    #expect(requests[0].body == requests[1].body)
    for name in ["host", "cookie", "x-request-id"] {
      #expect(requests[0].headers[name] == requests[1].headers[name])
    }
    #expect(requests.map(\.version) == [.http1(minor: 1), .http2])
  }

  @Test("large bodies travel both ways through the windows")
  func largeBodies() throws {
    let server = try TestServer()
    let client = try HTTP2Client(server)
    let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 17) }
    for (stream, path) in [(UInt32(1), "/"), (3, "/compute")] {
      try client.send([.post(stream, path: path)])
      try sendBody(body, on: stream, of: client)
      var received: [UInt8] = []
      while let frame = try client.frame() {
        guard frame.stream == stream, frame.kind == Frame.Kind.data.rawValue else { continue }
        received += frame.payload
        if frame.flags & Frame.endStream != 0 { break }
        let more = Frame.word(UInt32(frame.payload.count))
        guard !frame.payload.isEmpty else { continue }
        try client.send([
          Frame(.windowUpdate, 0, 0, more), Frame(.windowUpdate, 0, stream, more),
        ])
      }
      #expect(received == body)
    }
  }

  /// Sends a body as the windows allow, which begin at 256 KiB and grow by the server's updates.
  private func sendBody(_ body: [UInt8], on stream: UInt32, of client: HTTP2Client) throws {
    var window = 65_535
    var sent = 0
    while sent < body.count {
      let count = min(16_384, window, body.count - sent)
      if count > 0 {
        let isLast = sent + count == body.count
        try client.send([
          Frame(.data, isLast ? Frame.endStream : 0, stream, Array(body[sent..<(sent + count)]))
        ])
        sent += count
        window -= count
      } else {
        _ = try client.frames { frame in
          guard frame.kind == Frame.Kind.windowUpdate.rawValue, frame.stream == stream else {
            return false
          }
          window += Int(frame.payload.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
          return true
        }
      }
    }
  }

  @Test("streams do not wait for each other")
  func independence() throws {
    let gate = Gate()
    let client = try HTTP2Client(TestServer(router: Self.router(gate)))
    try client.send([.get(1, path: "/gate"), .get(3)])
    #expect(try client.answer(on: 3)?.status == 200)
    gate.open()
    #expect(try client.answer(on: 1)?.body == Array("through".utf8))
  }

  @Test("an answer that the client's window holds back is sent when it opens")
  func windows() throws {
    let client = try HTTP2Client(TestServer(), settings: Frame.setting(4, 1))
    try client.send([.get(1)])
    let first = try client.frames { $0.kind == Frame.Kind.data.rawValue }
    #expect(first.last?.payload == Array("O".utf8))
    try client.send([Frame(.windowUpdate, 0, 1, Frame.word(1))])
    let second = try client.frames { $0.kind == Frame.Kind.data.rawValue && !$0.payload.isEmpty }
    #expect(second.last?.payload == Array("K".utf8))
  }

  @Test("a drain says goodbye, answers what runs, and takes nothing new")
  func drains() throws {
    let gate = Gate()
    let server = try TestServer(router: Self.router(gate), loops: 1)
    let client = try HTTP2Client(server)
    let idle = try HTTP2Client(server)
    try idle.send([.get(1)])
    #expect(try idle.answer(on: 1)?.status == 200)
    try client.send([.get(1, path: "/gate")])
    #expect(gate.waitForArrival())
    let drain = Drain(of: server)
    let goodbye = try client.frames { $0.kind == Frame.Kind.goaway.rawValue }
    #expect(goodbye.last?.payload == Frame.word(1) + Frame.word(0))
    #expect(try idle.frames { _ in false }.last?.kind == Frame.Kind.goaway.rawValue)
    idle.raw.close()
    try client.send([.get(3)])
    gate.open()
    let rest = try client.frames { _ in false }
    #expect(rest.contains { $0.stream == 1 && $0.kind == Frame.Kind.data.rawValue })
    #expect(!rest.contains { $0.stream == 3 })
    client.raw.close()
    #expect(drain.isClean())
  }

  @Test("a client that resets stream after stream is cut")
  func rapidReset() throws {
    let client = try HTTP2Client(TestServer())
    var frames: [Frame] = []
    for index in 0..<500 {
      let stream = UInt32(2 * index + 1)
      frames += [.get(stream), Frame(.reset, 0, stream, Frame.word(8))]
    }
    try? client.send(frames)
    let last = try client.frames { $0.kind == Frame.Kind.goaway.rawValue }.last
    #expect(last?.kind == Frame.Kind.goaway.rawValue)
  }

  @Test("floods of PING and SETTINGS whose answers nobody reads end the connection or are answered")
  func floods() throws {
    let server = try TestServer()
    for frame in [Frame(.ping, 0, 0, [UInt8](repeating: 1, count: 8)), Frame(.settings)] {
      let client = try HTTP2Client(server)
      try? client.send([Frame](repeating: frame, count: 20_000))
      let other = try HTTP2Client(server)
      try other.send([.get(1)])
      #expect(try other.answer(on: 1)?.status == 200)
    }
  }

  @Test("a body past the limit is 413 while it comes, and the connection lives")
  func bodyLimit() throws {
    let client = try HTTP2Client(TestServer(limits: { $0.bodyBytes = 1_000 }))
    let piece = [UInt8](repeating: 0x61, count: 500)
    try client.send([.post(1), Frame(.data, 0, 1, piece), Frame(.data, Frame.endStream, 1, piece)])
    #expect(try client.answer(on: 1)?.body.count == 1_000)
    try client.send([.post(3), Frame(.data, 0, 3, piece), Frame(.data, 0, 3, piece + [0])])
    #expect(try client.answer(on: 3)?.status == 413)
    try client.send([.get(5)])
    #expect(try client.answer(on: 5)?.status == 200)
  }

  @Test("bodies held for all streams together are bounded")
  func heldBodies() throws {
    let client = try HTTP2Client(TestServer(limits: { $0.connectionBodyBytes = 1_000 }))
    let piece = [UInt8](repeating: 0x61, count: 600)
    try client.send([.post(1), Frame(.data, 0, 1, piece), .post(3), Frame(.data, 0, 3, piece)])
    #expect(try client.answer(on: 3)?.status == 503)
    try client.send([Frame(.data, Frame.endStream, 1, [])])
    #expect(try client.answer(on: 1)?.body == piece)
    try client.send([.post(5), Frame(.data, Frame.endStream, 5, piece)])
    #expect(try client.answer(on: 5)?.body == piece)
  }

  @Test("a client that still sends is told to stop some time after its answer")
  func stopsSending() throws {
    let client = try HTTP2Client(
      TestServer(limits: { limits in
        limits.bodyBytes = 10
        limits.lingerTime = .milliseconds(50)
      }))
    try client.send([.post(1), Frame(.data, 0, 1, [UInt8](repeating: 0, count: 11))])
    #expect(try client.answer(on: 1)?.status == 413)
    let reset = try client.frames { $0.kind == Frame.Kind.reset.rawValue }.last
    #expect(reset?.payload == Frame.word(0))
  }

  @Test("the client is asked for the body it holds back")
  func continues() throws {
    let client = try HTTP2Client(TestServer())
    try client.send([.post(1, extra: [("expect", "100-continue"), ("content-length", "5")])])
    let interim = try client.frames { $0.kind == Frame.Kind.headers.rawValue }.last
    #expect(interim.flatMap { HTTP2Client.status($0.payload) } == 100)
    try client.send([Frame(.data, Frame.endStream, 1, Array("hello".utf8))])
    #expect(try client.answer(on: 1)?.body == Array("hello".utf8))
    try client.send([.post(3, path: "/nope", extra: [("expect", "100-continue")])])
    #expect(try client.answer(on: 3)?.status == 404)
  }

  @Test("slow heads, bodies and readers are cut or answered 408")
  func slow() throws {
    let server = try TestServer(limits: { limits in
      limits.headerTime = .seconds(1)
      limits.idleTime = .seconds(1)
      limits.bodyPatience = .seconds(1)
      limits.writePatience = .seconds(1)
    })
    let head = try HTTP2Client(server)
    try head.send([Frame(.headers, 0, 1, Frame.block(Frame.getFields))])
    #expect(try head.frames { _ in false }.last?.payload.suffix(4) == Frame.word(11)[...])

    let body = try HTTP2Client(server)
    try body.send([.post(1), Frame(.data, 0, 1, [1])])
    #expect(try body.answer(on: 1)?.status == 408)

    let reader = try HTTP2Client(server, settings: Frame.setting(4, 0))
    try reader.send([.get(1)])
    let reset = try reader.frames { $0.kind == Frame.Kind.reset.rawValue }.last
    #expect(reset?.payload == Frame.word(8))

    let idle = try HTTP2Client(server)
    #expect(try idle.frames { _ in false }.last?.kind == Frame.Kind.goaway.rawValue)
    let half = try server.client()
    try half.send(Array(HTTP2Client.preface.prefix(10)))
    #expect(try half.receiveToEnd().isEmpty)
  }

  @Test("a preface cut anywhere is understood")
  func cutPreface() throws {
    let server = try TestServer()
    let hello = HTTP2Client.preface + Frame(.settings).bytes + Frame.get(1).bytes
    for split in 1..<hello.count {
      let raw = try server.client()
      try raw.send(Array(hello[..<split]))
      if split <= HTTP2Client.preface.count { pause(milliseconds: 1) }
      try raw.send(Array(hello[split...]))
      var bytes: [UInt8] = []
      while !bytes.contains(0x88) { bytes += try raw.receive() }
      #expect(bytes[3] == Frame.Kind.settings.rawValue)
    }
  }

  @Test("HEAD, 204 and 304 have no body, and the length that GET would have")
  func bodiless() throws {
    let client = try HTTP2Client(TestServer())
    let head = Frame.block(Frame.getFields.map { $0.0 == ":method" ? ($0.0, "HEAD") : $0 })
    try client.send([Frame(.headers, 5, 1, head)])
    let answer = try client.frames { $0.kind == Frame.Kind.headers.rawValue }.last
    #expect(answer.map { $0.flags & Frame.endStream } == Frame.endStream)
    try client.send([.get(3, path: "/nothing")])
    #expect(try client.answer(on: 3)?.status == 204)
    try client.send([.get(5, path: "/unchanged")])
    #expect(try client.answer(on: 5)?.status == 304)
  }

  @Test("the observer hears of each stream")
  func observes() throws {
    let server = try TestServer()
    let client = try HTTP2Client(server)
    try client.send([.get(1), .get(3, path: "/nope")])
    #expect(try client.answer(on: 3)?.status == 404)
    #expect(server.exchanges.wait(for: 2))
    let heard = server.exchanges.all.sorted { $0.status.code < $1.status.code }
    #expect(heard.map(\.status.code) == [200, 404])
    #expect(heard.map(\.bytesOut) == [2, 29])
    #expect(heard[0].route == "/")
    #expect(heard[0].request?.version == .http2)
  }

  @Test("a client that goes away with streams open leaves nothing behind")
  func disconnects() throws {
    let gate = Gate()
    let server = try TestServer(router: Self.router(gate))
    let client = try HTTP2Client(server)
    try client.send([.post(1), .get(3, path: "/gate"), .get(5)])
    #expect(gate.waitForArrival())
    client.raw.reset()
    #expect(eventually { server.server.statistics.openConnections == 0 })
    gate.open()
    let other = try HTTP2Client(server)
    try other.send([.get(1)])
    #expect(try other.answer(on: 1)?.status == 200)
  }
}
