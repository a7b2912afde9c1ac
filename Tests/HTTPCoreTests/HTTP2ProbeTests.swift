import Testing

@testable import HTTPCore

@Suite(.timeLimit(.minutes(20))) struct HTTP2ProbeTests {
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
    #expect(HTTP2Probe.all.count >= 160)
  }

  @Test("frames in, frames out", arguments: HTTP2Probe.all)
  func answers(_ probe: HTTP2Probe) throws {
    let client = try HTTP2Client(#require(Self.server), settings: probe.settings)
    if probe.isBehindAnswer {
      try client.send([.get(1)])
      #expect(try client.answer(on: 1)?.status == 200)
    }
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

  @Test("every SETTINGS is acknowledged, and answers wait for none")
  func acknowledges() throws {
    let client = try HTTP2Client(#require(Self.server))
    try client.send([Frame(.settings), Frame(.settings, 0, 0, Frame.setting(3, 7)), .get(1)])
    var acknowledged = 0
    let frames = try client.frames { frame in
      if frame.kind == Frame.Kind.settings.rawValue, frame.flags & Frame.acknowledge != 0 {
        acknowledged += 1
      }
      return frame.stream == 1 && frame.flags & Frame.endStream != 0
    }
    #expect(acknowledged == 3)
    #expect(frames.first?.kind == Frame.Kind.settings.rawValue)
    #expect(frames.first?.flags == 0)
  }

  @Test(
    "the preface is followed by SETTINGS, or by the end",
    arguments: [Frame(.ping, 0, 0, [UInt8](repeating: 0, count: 8)), .get(1), Frame(.unknown)])
  func settingsFirst(frame: Frame) throws {
    let client = try #require(Self.server).client()
    try client.send(HTTP2Client.preface + frame.bytes)
    let bytes = try client.receiveToEnd()
    #expect(bytes.count >= 17)
    // The last frame is GOAWAY with PROTOCOL_ERROR; its debug text may follow the code.
    let goaway: [UInt8] = [Frame.Kind.goaway.rawValue, 0, 0, 0, 0, 0]
    let start = bytes.indices.first { bytes[$0...].starts(with: goaway) }
    #expect(start.map { Array(bytes[($0 + 10)..<($0 + 14)]) } == Frame.word(1))
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
