import Glibc
import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct OverloadTests {
  private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

  /// `/gate` waits at the gate as a small job, `/large` as a large one.
  private static func router(_ gate: Gate) -> Router {
    var router = TestServer.router()
    for (path, cost) in [("/gate", 1), ("/large", 1_000_000)] {
      router.on(.get, path) { _, _ in
        .compute(cost: cost) {
          gate.pass()
          return .text("through")
        }
      }
    }
    return router
  }

  @Test("a full pool answers 503 with Retry-After, at once, and inline routes go on")
  func fullPool() throws {
    let gate = Gate()
    let server = try TestServer(
      router: Self.router(gate), workers: 1, limits: { $0.queuedJobs = 2 })
    let request = "GET /gate HTTP/1.1\r\nHost: h\r\n\r\n"
    let running = try server.client()
    try running.send(request)
    #expect(gate.waitForArrival())
    let waiting = try [server.client(), server.client()]
    for (index, client) in waiting.enumerated() {
      try client.send(request)
      #expect(eventually { server.server.statistics.queuedJobs == index + 1 })
    }
    let refused = try server.client()
    try refused.send(request)
    let answer = try refused.response()
    #expect(answer.status == 503)
    #expect(answer["retry-after"] == "1")
    try refused.send(Self.get)
    #expect(try refused.response().text == "OK")
    #expect(server.server.statistics.refusedJobs == 1)
    gate.open(for: 3)
    for client in [running] + waiting { #expect(try client.response().text == "through") }
    try refused.send(request)
    gate.open()
    #expect(try refused.response().status == 200)
  }

  @Test("small jobs do not wait for large ones")
  func smallBesideLarge() throws {
    let gate = Gate()
    let server = try TestServer(router: Self.router(gate), workers: 2)
    let large = try (0..<3).map { _ in try server.client() }
    for client in large { try client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n") }
    #expect(gate.waitForArrival())
    let small = try server.client()
    for number in 0..<20 {
      try small.send(
        "POST /compute HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n\(10 + number)")
      #expect(try small.response().text == "\(10 + number)")
    }
    // The last small one may have answered and not yet be counted as done.
    #expect(eventually { server.server.statistics.runningJobs == 1 })
    gate.open(for: 3)
    for client in large { #expect(try client.response().text == "through") }
  }

  @Test("work whose turn comes too late is not begun")
  func deadline() throws {
    let gate = Gate()
    let server = try TestServer(
      router: Self.router(gate), workers: 1, limits: { $0.requestTime = .seconds(1) })
    let first = try server.client()
    try first.send("GET /gate HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(gate.waitForArrival())
    let late = try server.client()
    try late.send("POST /compute HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")
    #expect(eventually { server.server.statistics.queuedJobs == 1 })
    pause(milliseconds: 1_100)
    gate.open()
    #expect(try first.response().text == "through")
    let answer = try late.response()
    #expect(answer.status == 503)
    #expect(answer["retry-after"] == "1")
  }

  @Test("the table of limits names every one, with its value")
  func table() {
    let limits = HTTPLimits()
    let names = Mirror(reflecting: limits).children.compactMap(\.label)
    #expect(Set(limits.table.map(\.name)) == Set(names))
    #expect(limits.table.count == names.count)
    #expect(limits.table.first { $0.name == "headerTime" }?.value == "8000")
    #expect(limits.table.first { $0.name == "bodyBytes" }?.value == "33554432")
  }

  @Test("bodies that are still coming are bounded over all connections")
  func heldBodies() throws {
    let server = try TestServer(limits: { $0.heldBodyBytes = 400_000 })
    let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n"
    let piece = [UInt8](repeating: 0x61, count: 250_000)
    let first = try server.client()
    try first.send(Array(head.utf8) + piece)
    #expect(eventually { server.server.statistics.heldBodyBytes >= 250_000 })
    let second = try server.client()
    try second.send(Array(head.utf8) + piece)
    #expect(try second.responses().map(\.status) == [503])
    let other = try HTTP2Client(server)
    let frames = piece.count / 16_000
    try other.send(
      [.post(1)] + (0..<frames).map { _ in Frame(.data, 0, 1, Array(piece.prefix(16_000))) })
    #expect(try other.answer(on: 1)?.status == 503)
    try first.send([UInt8](repeating: 0x61, count: 50_000))
    #expect(try first.response().body.count == 300_000)
    #expect(eventually { server.server.statistics.heldBodyBytes == 0 })
    try first.send(Array(head.utf8) + piece)
    #expect(eventually { server.server.statistics.heldBodyBytes >= 250_000 })
    first.close()
    #expect(eventually { server.server.statistics.heldBodyBytes == 0 })
  }

  @Test("past the connection limit clients wait, and come in as others leave")
  func connectionLimit() throws {
    let server = try TestServer(limits: { $0.connections = 3 })
    var clients = try (0..<3).map { _ in try server.client() }
    for client in clients {
      try client.send(Self.get)
      #expect(try client.response().status == 200)
    }
    for _ in 0..<5 {
      let waiting = try server.client()
      try waiting.send(Self.get)
      #expect(server.server.statistics.openConnections == 3)
      clients.removeFirst().close()
      #expect(try waiting.response().text == "OK")
      clients.append(waiting)
    }
  }

  @Test("when places run out, idle connections make room before their time")
  func crowded() throws {
    let server = try TestServer(limits: { limits in
      limits.connections = 4
      limits.crowdedIdleTime = .milliseconds(100)
    })
    let idle = try (0..<4).map { _ in try server.client() }
    for client in idle {
      try client.send(Self.get)
      #expect(try client.response().status == 200)
    }
    let late = try server.client()
    try late.send(Self.get)
    #expect(try late.response().text == "OK")
  }

  @Test("running out of descriptors is survived: who waited is answered when some are free again")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      let server = try TestServer(limits: { $0.idleTime = .milliseconds(200) })
      // The server is wholly up once each loop has answered and its timer has cut an idle connection;
      // before that Dispatch may lack the descriptors that it works with, and end the process.
      for client in try [server.client(), server.client()] {
        try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        guard try client.responses().map(\.status) == [200] else { exit(6) }
      }
      // What this process holds differs from run to run: every descriptor left is taken, and each
      // client gets one that is given back. The server has none then, whatever the number.
      var limit = rlimit(rlim_cur: 256, rlim_max: 256)
      guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { exit(2) }
      var held = descriptorsUntilNoneIsLeft()
      var clients: [RawClient] = []
      while clients.count < 20, let free = held.popLast() {
        close(free)
        // The server may be quicker, for a client that waits: then the next one is given back.
        if let client = try? server.client() { clients.append(client) }
      }
      guard clients.count == 20 else { exit(3) }
      held += descriptorsUntilNoneIsLeft()
      guard server.server.statistics.openConnections < clients.count else { exit(4) }
      for client in clients { try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n") }
      for descriptor in held { close(descriptor) }
      for client in clients where try client.response().status != 200 { exit(5) }
    }
  }
}

/// Takes every descriptor that the process may still have.
private func descriptorsUntilNoneIsLeft() -> [Int32] {
  var taken: [Int32] = []
  while case let descriptor = open("/dev/null", O_RDONLY), descriptor >= 0 {
    taken.append(descriptor)
  }
  return taken
}
