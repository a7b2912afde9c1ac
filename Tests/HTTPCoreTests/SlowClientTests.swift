import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct SlowClientTests {
  /// As short as they may be where a busy machine holds a test's thread up: a client that connects and
  /// then does not come to send for as long as this is cut before it has begun.
  private static let patience = Duration.seconds(1)

  private static func short(_ limits: inout HTTPLimits) {
    limits.headerTime = patience
    limits.idleTime = patience
    limits.bodyPatience = patience
    limits.writePatience = patience
    limits.lingerTime = .milliseconds(200)
    limits.slowestBytesPerSecond = 1_000
  }

  @Test("a head that does not come in time is answered 408 and cut, also byte by byte")
  func slowHeader() throws {
    let server = try TestServer(limits: Self.short)
    let silent = try server.client()
    try silent.send("GET / HTTP/1.1\r\nHost:")
    #expect(try silent.responses().map(\.status) == [408])
    let dripping = try server.client()
    // Without an end by time the request line would grow past its own limit: 414.
    let isAnswered = eventually {
      try? dripping.send("G")
      return dripping.hasInput
    }
    #expect(isAnswered)
    #expect(try dripping.responses().map(\.status) == [408])
  }

  @Test("a body that stops is answered 408")
  func stoppingBody() throws {
    let server = try TestServer(limits: Self.short)
    let stopping = try server.client()
    try stopping.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nabc")
    #expect(try stopping.responses().map(\.status) == [408])
  }

  @Test("a body that comes steadily is not cut, however long it takes")
  func steadyBody() throws {
    let server = try TestServer(limits: Self.short)
    let isSteady = try Steadiness.holds(within: Self.patience) { steadiness in
      let client = try server.client()
      try client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
      let start = ContinuousClock.now
      var count = 0
      while ContinuousClock.now - start < Self.patience * 2 {
        try client.send("A\r\nabcdefghij\r\n")
        steadiness.beat()
        count += 10
        pause(milliseconds: 5)
      }
      try client.send("0\r\n\r\n")
      steadiness.beat()
      let answer = try client.response()
      // Thrown, so that it counts only where the pace was kept.
      guard answer.body.count == count else {
        throw RawClient.Failure.malformedResponse(
          "\(answer.statusLine): \(answer.body.count) bytes")
      }
    }
    #expect(isSteady)
  }

  @Test("a client that does not read its answer is cut")
  func slowReader() throws {
    let server = try TestServer(limits: Self.short)
    let client = try server.client(receiveBuffer: 2_048)
    try client.send("GET /zeros/30000000 HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(eventually { server.server.statistics.acceptedConnections == 1 })
    #expect(eventually { server.server.statistics.openConnections == 0 })
    // Nothing is kept for it in the kernel either: it is told by a reset.
    #expect(throws: RawClient.Failure.reset) { try client.receiveToEnd() }
  }

  @Test("a client that leaves a short answer in the kernel is cut before its idle time")
  func slowReaderOfLittle() throws {
    let server = try TestServer(limits: { limits in
      Self.short(&limits)
      limits.idleTime = .seconds(60)
    })
    let reading = try server.client()
    let slow = try server.client(receiveBuffer: 1_024)
    for client in [reading, slow] {
      try client.send("GET /zeros/30000 HTTP/1.1\r\nHost: h\r\n\r\n")
    }
    #expect(try reading.response().body.count == 30_000)
    #expect(eventually { server.server.statistics.openConnections == 1 })
    try reading.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(try reading.response().text == "OK")
  }

  @Test("an idle connection is closed without a word, before and after a request")
  func idle() throws {
    let server = try TestServer(limits: Self.short)
    #expect(try server.client().responses().isEmpty)
    let used = try server.client()
    try used.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(try used.responses().map(\.status) == [200])
  }

  @Test("a client that never closes its side is cut after the linger time")
  func lingerEnds() throws {
    let server = try TestServer(limits: Self.short)
    let client = try server.client()
    try client.send("BAD\r\n\r\n")
    #expect(try client.responses().map(\.status) == [400])
    #expect(eventually { server.server.statistics.openConnections == 0 })
  }

  @Test("computing takes its time: the client's limits do not run meanwhile")
  func slowWork() throws {
    let gate = Gate()
    var router = Router()
    router.on(.get, "/gate") { _, _ in
      .compute(cost: 1) {
        gate.pass()
        return .text("through")
      }
    }
    let server = try TestServer(router: router, limits: Self.short)
    let client = try server.client()
    try client.send("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(gate.waitForArrival())
    pause(milliseconds: 1_500)
    gate.open()
    #expect(try client.response().text == "through")
  }

  @Test("many slow clients leave the others alone")
  func others() throws {
    let server = try TestServer(limits: { limits in
      Self.short(&limits)
      limits.idleTime = .seconds(120)
    })
    let slow = try (0..<100).map { index in
      let client = try server.client()
      try client.send(
        index.isMultiple(of: 2)
          ? "GET / HT" : "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n")
      return client
    }
    let good = try server.client()
    for _ in 0..<100 {
      try good.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(try good.response().text == "OK")
    }
    for client in slow { #expect(try client.responses().map(\.status) == [408]) }
  }
}
