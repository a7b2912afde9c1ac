import Glibc
import Testing

@testable import HTTPCore

/// Nothing else may open descriptors while these count them.
@Suite(.serialized, .timeLimit(.minutes(20))) struct LifetimeTests {
  private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

  @Test("a thousand connections of every kind of end leave nothing behind")
  func churn() throws {
    let server = try TestServer(limits: { $0.lingerTime = .milliseconds(100) })
    let rounds = 200
    for round in 0..<rounds {
      let orderly = try server.client()
      try orderly.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(try orderly.responses().count == 1)
      let silent = try server.client()
      let resetting = try server.client()
      try resetting.send(round.isMultiple(of: 2) ? Self.get : "POST / HTTP/1.1\r\nHo")
      resetting.reset()
      let halfClosing = try server.client()
      try halfClosing.send(Self.get)
      halfClosing.finishSending()
      #expect(try halfClosing.responses().count == 1)
      let refused = try server.client()
      try refused.send("BAD\r\n\r\n")
      silent.close()
    }
    // Some may still wait to be accepted while none is open.
    #expect(eventually { server.server.statistics.acceptedConnections == rounds * 5 })
    #expect(eventually { server.server.statistics.openConnections == 0 })
  }

  @Test("a drain finishes what runs, closes what is idle, and accepts nothing new")
  func drains() throws {
    let gate = Gate()
    var router = TestServer.router()
    router.on(.get, "/gate") { _, _ in
      .compute(cost: 1) {
        gate.pass()
        return .text("through")
      }
    }
    let server = try TestServer(router: router, loops: 1)
    let idle = try server.client()
    try idle.send(Self.get)
    #expect(try idle.response()["connection"] == nil)
    let busy = try server.client()
    try busy.send("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n" + Self.get)
    #expect(gate.waitForArrival())

    let drain = Drain(of: server)
    #expect(try idle.responses().isEmpty)
    gate.open()
    let answers = try busy.responses()
    #expect(answers.map(\.text) == ["through"])
    #expect(answers.first?["connection"] == "close")
    busy.close()
    idle.close()
    #expect(drain.isClean())
    #expect(throws: RawClient.Failure.self) { try server.client() }
  }

  @Test("who has connected and asked before a drain gets an answer, accepted or not")
  func drainTakesTheBacklog() throws {
    let gate = Gate()
    var router = TestServer.router()
    router.on(.get, "/gate") { _, _ in
      gate.pass()
      return .response(.text("through"))
    }
    let server = try TestServer(router: router, loops: 1)
    let kept = try server.client()
    try kept.send(Self.get)
    #expect(try kept.response().text == "OK")
    // The only loop stands still while others connect and ask.
    let busy = try server.client()
    try busy.send("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(gate.waitForArrival())
    let waiting = try (0..<100).map { _ in try server.client() }
    for client in waiting + [kept] { try client.send(Self.get) }
    let drain = Drain(of: server)
    gate.open()

    for client in waiting + [kept] {
      let answers = try client.responses()
      #expect(answers.map(\.text) == ["OK"])
      #expect(answers.first?["connection"] == "close")
      client.close()
    }
    #expect(try busy.responses().map(\.text) == ["through"])
    busy.close()
    #expect(drain.isClean())
  }

  @Test("a drain cuts what is left at its deadline")
  func drainDeadline() async throws {
    let server = try TestServer()
    let client = try server.client()
    try client.send(
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
    // Then it was read: a connection that has sent nothing yet would be let go at once.
    #expect(try client.response().status == 100)
    #expect(await server.server.drain(deadline: .milliseconds(100)) == false)
    #expect((try? client.receiveToEnd().isEmpty) ?? true)
  }

  @Test("a server that was never started, and one that is stopped twice, go quietly")
  func stops() throws {
    let server = HTTPServer(configuration: HTTPConfiguration(port: 0), router: Router())
    server.stop()
    let started = HTTPServer(configuration: HTTPConfiguration(port: 0), router: Router())
    let port = try started.start()
    #expect(throws: HTTPServerError.alreadyStarted) { try started.start() }
    started.stop()
    started.stop()
    #expect(eventually { (try? RawClient(port: port)) == nil })
  }

  @Test("what cannot be listened on is said with the call and the reason")
  func cannotListen() throws {
    let server = try TestServer()
    let second = HTTPServer(
      configuration: HTTPConfiguration(port: server.port), router: Router())
    #expect(
      throws: HTTPServerError.cannotListen(
        host: "127.0.0.1", port: server.port, call: "bind", code: EADDRINUSE)
    ) { try second.start() }
    // Too long for a name, so that no name server is asked.
    let name = String(repeating: "a", count: 300)
    let nowhere = HTTPServer(
      configuration: HTTPConfiguration(host: name, port: 0), router: Router())
    #expect(throws: HTTPServerError.self) { try nowhere.start() }
  }
}
