import Testing

@testable import HTTPCore

@Suite struct ProbeTests {
  private static let server = try? TestServer()

  /// Sent behind each probe: answered if the connection is in step, and never by accident.
  private static let sentinel = "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

  @Test("the table is as long as it claims")
  func count() {
    #expect(Probe.all.count >= 380)
    #expect(Set(Probe.all.map(\.testDescription)).count == Probe.all.count)
  }

  @Test("bytes in, answers out", .timeLimit(.minutes(20)), arguments: Probe.all)
  func answers(_ probe: Probe) throws {
    let client = try #require(Self.server).client()
    var expected: [Int]
    switch probe.expected {
    case .open(let statuses):
      expected = statuses + [200]
      try client.send(probe.bytes + Array(Self.sentinel.utf8))
    case .closed(let statuses):
      expected = statuses
      try client.send(probe.bytes + Array(Self.sentinel.utf8))
    case .cut(let statuses):
      expected = statuses
      try client.send(probe.bytes)
      client.finishSending()
    case .waits(let rest, let status):
      expected = [status, 200]
      try client.send(probe.bytes)
      // An answer to the part alone would come first, and there would be no other.
      try client.send(rest + Self.sentinel)
    }
    let responses = try client.responses(isHead: probe.isHead)
    #expect(responses.map(\.status) == expected)
    if case .open = probe.expected { #expect(responses.last?.text == "last") }
    if let body = probe.body { #expect(responses.first?.text == body) }
    for (name, value) in probe.fields { #expect(responses.first?[name] == value, "\(name)") }
    for response in responses where response.status >= 200 {
      #expect(response["date"] != nil)
    }
  }

  @Test("the parser says the same wherever the bytes are split", arguments: Probe.all)
  func splits(_ probe: Probe) {
    let bytes = Array(probe.bytes.prefix(512))
    let whole = ParserTrace(of: [bytes[...]])
    for split in bytes.indices.dropFirst() {
      let trace = ParserTrace(of: [bytes[..<split], bytes[split...]])
      #expect(trace == whole, "split before byte \(split)")
      if trace != whole { return }
    }
    #expect(ParserTrace(of: bytes.indices.map { bytes[$0...$0] }) == whole, "byte by byte")
  }
}

/// Everything that a parser says about some pieces of bytes.
struct ParserTrace: Equatable {
  var events: [String] = []

  init(of pieces: [ArraySlice<UInt8>], limits: HTTPLimits = HTTPLimits()) {
    var parser = RequestParser(limits: limits)
    for piece in pieces {
      let bytes = Array(piece)
      var offset = 0
      feeding: while true {
        switch parser.feed(bytes.span, from: &offset) {
        case .needMore: break feeding
        case .expectsContinue: events.append("continue")
        case .request(let parsed):
          let request = parsed.request
          let body = String(decoding: request.body, as: UTF8.self)
          events.append(
            "\(request.method) \(request.target) \(request.path) \(request.query ?? "-") "
              + "\(request.version) \(parsed.keepsAlive) \(Array(request.headers)) \(body)")
          if offset == bytes.count { break feeding }
        case .reject(let failure):
          events.append("\(failure)")
          return
        }
      }
    }
    events.append(parser.failureAtEnd().map { "at end: \($0)" } ?? "idle")
  }
}
