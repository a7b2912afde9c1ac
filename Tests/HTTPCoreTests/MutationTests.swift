import Testing

@testable import HTTPCore

/// Changed at random, but the same way in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// `bytes` with a few changed, removed, doubled or added.
  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &self)
      switch Int.random(in: 0..<5, using: &self) {
      case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &self)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(contentsOf: bytes[index...].prefix(16), at: index)
      default:
        bytes.insert(
          contentsOf: [[0x0D, 0x0A], [0], [0xFF], [0x3B]][Int.random(in: 0..<4, using: &self)],
          at: index)
      }
    }
    return bytes
  }
}

/// What comes from outside may be refused, but it never traps, and the server lives.
@Suite(.timeLimit(.minutes(20))) struct MutationTests {
  @Test("changed requests are read the same in one piece and in two", arguments: 0..<8)
  func parser(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let rows = Probe.all.filter { $0.bytes.count < 1_000 }
    for _ in 0..<500 {
      guard let row = rows.randomElement(using: &generator) else { return }
      let bytes = generator.mutate(row.bytes)
      guard bytes.count > 1 else { continue }
      let split = Int.random(in: 1..<bytes.count, using: &generator)
      #expect(
        ParserTrace(of: [bytes[...]]) == ParserTrace(of: [bytes[..<split], bytes[split...]]),
        "\(bytes) split before byte \(split)")
    }
  }

  @Test("changed compressed bodies never grow past the limit", arguments: 0..<4)
  func inflation(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let body = Gzip.compress((0..<5_000).map { UInt8(truncatingIfNeeded: $0 / 7) })
    for _ in 0..<500 {
      let result = try? Inflation.inflate(generator.mutate(body), .gzip, limit: 10_000)
      #expect((result?.count ?? 0) <= 10_000)
    }
  }

  @Test("a server lives through changed requests and frames", arguments: 0..<4)
  func server(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let server = try TestServer(limits: { $0.lingerTime = .milliseconds(50) })
    let old = Probe.all.filter { $0.bytes.count < 1_000 }.map(\.bytes)
    let hello = HTTP2Client.preface + Frame(.settings).bytes
    let new = HTTP2Probe.all.filter { $0.bytes.count < 1_000 }.map { hello + $0.bytes }
    for _ in 0..<150 {
      let client = try server.client()
      guard
        let bytes = (Bool.random(using: &generator) ? old : new).randomElement(using: &generator)
      else { return }
      try? client.send(generator.mutate(bytes))
      if Bool.random(using: &generator) { client.finishSending() }
      client.close()
    }
    let client = try server.client()
    try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(try client.response().text == "OK")
    let other = try HTTP2Client(server)
    try other.send([.get(1)])
    #expect(try other.answer(on: 1)?.status == 200)
  }
}
