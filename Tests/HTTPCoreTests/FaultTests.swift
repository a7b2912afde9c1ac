import Testing

@testable import HTTPCore

/// Clients that go away at every moment there is: nothing is left of them, and nobody else notices.
@Suite(.serialized, .timeLimit(.minutes(20))) struct FaultTests {
  private static let request =
    "POST /compute HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    + "5;a=\"b\"\r\nhello\r\n0\r\nX: 1\r\n\r\n"

  /// A request of HTTP/2 with all that a connection begins with.
  private static let frames =
    HTTP2Client.preface
    + [
      Frame(.settings, 0, 0, Frame.setting(1, 0)), .post(1, path: "/compute"),
      Frame(.data, 0, 1, Array("hel".utf8)), Frame(.data, Frame.endStream, 1, Array("lo".utf8)),
    ].flatMap(\.bytes)

  private static func expectAnswers(_ server: TestServer) throws {
    let other = try server.client()
    try other.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    #expect(try other.responses().map(\.text) == ["OK"])
    #expect(eventually { server.server.statistics.openConnections == 0 })
    #expect(eventually { server.server.statistics.heldBodyBytes == 0 })
  }

  @Test("a reset behind every byte of a request", arguments: [Array(request.utf8), frames])
  func resets(bytes: [UInt8]) throws {
    let server = try TestServer()
    for count in 0...bytes.count {
      let client = try server.client()
      try client.send(Array(bytes[..<count]))
      client.reset()
    }
    try Self.expectAnswers(server)
    #expect(eventually { server.server.statistics.runningJobs == 0 })
  }

  @Test("a half-closed connection behind every byte of a request is answered for what it is")
  func halfCloses() throws {
    let server = try TestServer()
    let bytes = Array(Self.request.utf8)
    for count in 0...bytes.count {
      let client = try server.client()
      try client.send(Array(bytes[..<count]))
      client.finishSending()
      let expected = count == 0 ? [] : count == bytes.count ? [200] : [400]
      #expect(try client.responses().map(\.status) == expected, "behind byte \(count)")
    }
    try Self.expectAnswers(server)
  }

  @Test(
    "a half-closed connection behind every byte of HTTP/2 ends, and a whole request is answered")
  func halfClosesFrames() throws {
    let server = try TestServer(limits: { $0.lingerTime = .milliseconds(50) })
    let bytes = Self.frames
    for count in stride(from: 0, through: bytes.count, by: 1) {
      let client = try server.client()
      try client.send(Array(bytes[..<count]))
      client.finishSending()
      let answer = try client.receiveToEnd()
      let hasBody = answer.indices.contains { answer[$0...].starts(with: Array("hello".utf8)) }
      #expect(hasBody == (count == bytes.count), "behind byte \(count)")
    }
    try Self.expectAnswers(server)
  }

  @Test("a reset in the middle of an answer, at every stage of its being sent")
  func resetsWhileSending() throws {
    let server = try TestServer()
    for count in [0, 1, 17, 200, 1_000, 70_000, 1_000_000] {
      let client = try server.client(receiveBuffer: 4_096)
      try client.send("GET /zeros/3000000 HTTP/1.1\r\nHost: h\r\n\r\n")
      var left = count
      while left > 0 { left -= try client.receive(atMost: left).count }
      client.reset()
    }
    try Self.expectAnswers(server)
  }

  @Test("a body that is refused in the middle, and a client that resets instead of reading why")
  func resetsWhileLingering() throws {
    let server = try TestServer(limits: { $0.bodyBytes = 1_000 })
    for _ in 0..<20 {
      let client = try server.client()
      try client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n")
      try? client.send([UInt8](repeating: 0x61, count: 50_000))
      client.reset()
    }
    try Self.expectAnswers(server)
  }

  @Test("a storm of connections that are gone before they are accepted")
  func acceptStorm() throws {
    let server = try TestServer(loops: 1, limits: { $0.connections = 32 })
    for round in 0..<2_000 {
      let client = try server.client()
      if round.isMultiple(of: 3) { try? client.send("GET / HT") }
      if round.isMultiple(of: 2) { client.reset() } else { client.close() }
    }
    try Self.expectAnswers(server)
  }

  @Test("a pool of idle connections answers as at first, however long others were busy")
  func idlePool() throws {
    let server = try TestServer()
    let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    let pool = try (0..<200).map { _ in try server.client() }
    for client in pool {
      try client.send(get)
      #expect(try client.response().text == "OK")
    }
    let busy = try server.client()
    for _ in 0..<500 {
      try busy.send(get)
      #expect(try busy.response().text == "OK")
    }
    for client in pool.reversed() {
      try client.send(get)
      #expect(try client.response().text == "OK")
    }
    #expect(server.server.statistics.openConnections == 201)
  }

  @Test("a steady reader is not cut although its answer fills the kernel, a stopped one is")
  func steadyReader() throws {
    let patience = Duration.seconds(1)
    // The whole answer fits the buffers' autotuned size or not; either way its taking is what counts.
    let request = "GET /zeros/1000000 HTTP/1.1\r\nHost: h\r\n\r\n"
    let isSteady = try Steadiness.holds(within: patience) { steadiness in
      let server = try TestServer(limits: { limits in
        limits.writePatience = patience
        limits.slowestBytesPerSecond = 20_000
      })
      let steady = try server.client(receiveBuffer: 4_096)
      try steady.send(request)
      let stopped = try server.client(receiveBuffer: 4_096)
      try stopped.send(request)
      var received = 0
      func take(_ most: Int) throws {
        let count = try steady.receive(atMost: most).count
        guard count > 0 else { throw RawClient.Failure.reset }
        received += count
        steadiness.beat()
      }
      let start = ContinuousClock.now
      while ContinuousClock.now - start < patience * 2 {
        try take(4_000)
        pause(milliseconds: 20)
      }
      #expect(received < 1_000_000)
      while server.server.statistics.openConnections > 1 {
        try take(1_000)
        pause(milliseconds: 20)
      }
      while received < 1_000_000 { try take(65_536) }
      withExtendedLifetime(stopped) {}
    }
    #expect(isSteady)
  }
}
