import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(1))) struct HTTP2ProbeTests {
  private static let gate = Gate()
  private static let server: TestServer? = {
    var router = TestServer.router()
    router.on(.get, "/held") { _, _ in
      .compute(cost: 1) {
        gate.pass()
        return .text("through")
      }
    }
    return try? TestServer(router: router)
  }()

  @Test("every row has a name of its own")
  func count() {
    #expect(Set(HTTP2Probe.all.map(\.testDescription)).count == HTTP2Probe.all.count)
    #expect(HTTP2Probe.all.count >= 110)
  }

  @Test("frames in, frames out", arguments: HTTP2Probe.all)
  func answers(_ probe: HTTP2Probe) throws {
    let client = try HTTP2Client(#require(Self.server), settings: probe.settings)
    try client.raw.send(probe.bytes)
    defer { Self.gate.open() }
    switch probe.expected {
    case .answers(let expected):
      var left = expected.count
      let frames = try client.frames { frame in
        let isEnd = frame.kind <= Frame.Kind.headers.rawValue && frame.flags & Frame.endStream != 0
        if isEnd { left -= 1 }
        return left == 0 || frame.kind == Frame.Kind.goaway.rawValue
      }
      var found: [UInt32: Int] = [:]
      for frame in frames where frame.kind == Frame.Kind.headers.rawValue {
        found[frame.stream] = HTTP2Client.status(frame.payload)
      }
      #expect(found == expected)
      try Self.expectAlive(client)
    case .alive:
      try Self.expectAlive(client)
    case .connectionError(let codes):
      let frames = try client.frames { _ in false }
      let goaway = try #require(frames.last { $0.kind == Frame.Kind.goaway.rawValue })
      #expect(codes.contains { Frame.word($0.rawValue) == Array(goaway.payload[4..<8]) })
    case .streamError(let stream, let codes):
      let frames = try client.frames { $0.kind == Frame.Kind.reset.rawValue }
      let reset = try #require(frames.last)
      #expect(reset.stream == stream)
      #expect(codes.contains { Frame.word($0.rawValue) == reset.payload })
      try Self.expectAlive(client)
    case .ended:
      _ = try client.frames { _ in false }
    }
  }

  private static func expectAlive(_ client: HTTP2Client) throws {
    let mark: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    try client.send([Frame(.ping, 0, 0, mark)])
    let frames = try client.frames {
      $0.kind == Frame.Kind.ping.rawValue && $0.payload == mark
        || $0.kind == Frame.Kind.goaway.rawValue
    }
    #expect(frames.last?.kind == Frame.Kind.ping.rawValue)
    #expect(frames.last?.flags == Frame.acknowledge)
  }
}
