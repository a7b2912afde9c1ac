import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(1))) struct SlowClientTests {
  private static func short(_ limits: inout HTTPLimits) {
    limits.headerTime = .milliseconds(200)
    limits.idleTime = .milliseconds(200)
    limits.bodyPatience = .milliseconds(200)
    limits.writePatience = .milliseconds(200)
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
    let start = ContinuousClock.now
    let isAnswered = eventually {
      try? dripping.send("G")
      return dripping.hasInput
    }
    #expect(isAnswered)
    #expect(try dripping.responses().map(\.status) == [408])
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test("a body that stops is answered 408, one that comes steadily is not")
  func slowBody() throws {
    let server = try TestServer(limits: Self.short)
    let stopping = try server.client()
    try stopping.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nabc")
    #expect(try stopping.responses().map(\.status) == [408])

    let steady = try server.client()
    try steady.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n")
    let start = ContinuousClock.now
    for _ in 0..<300 {
      try steady.send([UInt8](repeating: 0x61, count: 10_000))
      pause(milliseconds: 2)
    }
    #expect(ContinuousClock.now - start > .milliseconds(400))
    #expect(try steady.response().body.count == 3_000_000)
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
    pause(milliseconds: 500)
    gate.open()
    #expect(try client.response().text == "through")
  }

  @Test("many slow clients leave the others alone")
  func others() throws {
    let server = try TestServer(limits: Self.short)
    let slow = try (0..<100).map { _ in try server.client() }
    for (index, client) in slow.enumerated() {
      try client.send(
        index.isMultiple(of: 2)
          ? "GET / HT" : "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n")
    }
    let good = try server.client()
    for _ in 0..<100 {
      try good.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
      #expect(try good.response().text == "OK")
    }
    for client in slow { #expect(try client.responses().map(\.status) == [408]) }
  }
}
