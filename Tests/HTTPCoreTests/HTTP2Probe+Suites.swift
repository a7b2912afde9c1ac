/// Cases of h2spec that no other table of ours holds: ordinary exchanges, closed streams, every
/// representation of HPACK, extensions.
extension HTTP2Probe {
  private static func priority(
    _ stream: UInt32, on parent: UInt32 = 0, weight: UInt8 = 15, isExclusive: Bool = false
  ) -> Frame {
    Frame(.priority, 0, stream, Frame.word(parent | (isExclusive ? 1 << 31 : 0)) + [weight])
  }

  static let exchanges: [HTTP2Probe] = [
    HTTP2Probe(
      "9113 8.1", "a body in three frames, an empty one among them",
      [
        .post(1), Frame(.data, 0, 1, [1, 2]), Frame(.data, 0, 1, []),
        Frame(.data, Frame.endStream, 1, [3]),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 8.1", "a body whose end comes alone",
      [.post(1), Frame(.data, 0, 1, [1]), Frame(.data, Frame.endStream, 1, [])],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 6.1", "padding alone", [.post(1), Frame(.data, Frame.padded | 1, 1, [3, 0, 0, 0])],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 6.3", "the least weight", [priority(1, weight: 0), .get(1)], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.3", "the greatest weight", [priority(1, weight: 255), .get(1)], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.3", "a dependency", [.get(1), priority(3, on: 1), .get(3)],
      .answers([1: 200, 3: 200])),
    HTTP2Probe(
      "9113 6.3", "an exclusive dependency",
      [.get(1), .get(3), priority(3, on: 1, isExclusive: true)], .answers([1: 200, 3: 200])),
    HTTP2Probe(
      "9113 6.3", "PRIORITY on a later stream, then a request on an earlier one",
      [priority(7), .get(3)], .answers([3: 200])),
    HTTP2Probe(
      "9113 5.1", "PRIORITY on a stream that is half closed",
      [.get(1, path: "/held"), priority(1)],
      .alive),
    HTTP2Probe(
      "9113 5.1", "WINDOW_UPDATE on a stream that is half closed",
      [.get(1, path: "/held"), Frame(.windowUpdate, 0, 1, Frame.word(9))], .alive),
    HTTP2Probe(
      "9113 5.1", "RST_STREAM on a stream that is half closed",
      [.get(1, path: "/held"), Frame(.reset, 0, 1, Frame.word(8))], .alive),
    HTTP2Probe(
      "9113 6.4", "RST_STREAM in the middle of a body",
      [.post(1), Frame(.data, 0, 1, [1]), Frame(.reset, 0, 1, Frame.word(8)), .get(3)],
      .answers([3: 200])),
    HTTP2Probe(
      "9113 6.9", "more window for connection and stream",
      [
        Frame(.windowUpdate, 0, 0, Frame.word(1)), .post(1),
        Frame(.windowUpdate, 0, 1, Frame.word(1)), Frame(.data, Frame.endStream, 1, [1]),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.9.2", "a window that opens by SETTINGS",
      [
        Frame(.settings, 0, 0, Frame.setting(4, 0)), .get(1),
        Frame(.settings, 0, 0, Frame.setting(4, 2)),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.9.1", "a window of no more than the answer", [.get(1)], .answers([1: 200]),
      settings: Frame.setting(4, 2)),
    HTTP2Probe(
      "9113 6.5.2", "settings that forbid what nobody does",
      [Frame(.settings, 0, 0, Frame.setting(2, 0) + Frame.setting(3, 0)), .get(1)],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 6.5.2", "the greatest frame that may be asked for",
      [Frame(.settings, 0, 0, Frame.setting(5, (1 << 24) - 1)), .get(1)], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.10", "a block in two frames",
      [
        Frame(.headers, Frame.endStream, 1, Frame.block(Array(Frame.getFields.prefix(2)))),
        Frame(.continuation, Frame.endHeaders, 1, Frame.block(Array(Frame.getFields.suffix(2)))),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.10", "a block whose first frame is empty",
      [
        Frame(.headers, Frame.endStream, 1, []),
        Frame(.continuation, Frame.endHeaders, 1, Frame.block(Frame.getFields)),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.10", "CONTINUATION behind a CONTINUATION that ended the block",
      [
        Frame(.headers, Frame.endStream, 1, Frame.block(Array(Frame.getFields.prefix(2)))),
        Frame(.continuation, Frame.endHeaders, 1, Frame.block(Array(Frame.getFields.suffix(2)))),
        Frame(.continuation, Frame.endHeaders, 1, []),
      ], .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 8.1.1", "a length and no body",
      [Frame(.headers, 5, 1, Frame.block(Frame.postFields + [("content-length", "5")]))],
      .streamError(1, [.protocolError])),
    HTTP2Probe(
      "9113 8.1.1", "a length of zero and no body",
      [Frame(.headers, 5, 1, Frame.block(Frame.postFields + [("content-length", "0")]))],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 8.2.1", "a name with a colon", [.get(1, extra: [("x:y", "1")])],
      .streamError(1, [.protocolError])),
    HTTP2Probe(
      "9113 8.2.1", "a value with a space behind", [.get(1, extra: [("x", "a ")])],
      .streamError(1, [.protocolError])),
    HTTP2Probe(
      "9113 8.2.1", "a value with a bare CR", [.get(1, extra: [("x", "a\rb")])],
      .streamError(1, [.protocolError])),
    HTTP2Probe(
      "9113 8.2.2", "HTTP2-Settings is a field like any other",
      [.get(1, extra: [("http2-settings", "AAMAAABk")])], .answers([1: 200])),
    HTTP2Probe(
      "8441 4", "an extended CONNECT that nobody offered",
      [
        Frame(
          .headers, 5, 1,
          Frame.block([
            (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"),
            (":path", "/"), (":authority", "h"),
          ]))
      ], .streamError(1, [.protocolError])),
  ]

  static let closedStates: [HTTP2Probe] = {
    func row(_ name: String, _ frames: [Frame], _ expected: Expectation) -> HTTP2Probe {
      HTTP2Probe("9113 5.1", "\(name) on a closed stream", frames, expected, isBehindAnswer: true)
    }
    return [
      row("DATA", [Frame(.data, 1, 1, [1])], .connectionError([.streamClosed])),
      row("HEADERS", [.get(1)], .connectionError([.streamClosed, .protocolError])),
      row(
        "CONTINUATION", [Frame(.continuation, 4, 1, Frame.block([("x", "y")]))],
        .connectionError([.protocolError, .streamClosed])),
      row("PRIORITY", [priority(1)], .alive),
      row("RST_STREAM", [Frame(.reset, 0, 1, Frame.word(8))], .alive),
      row("WINDOW_UPDATE", [Frame(.windowUpdate, 0, 1, Frame.word(9))], .alive),
      row(
        "a smaller stream than", [.get(3), .get(5), .get(1)],
        .connectionError([.streamClosed, .protocolError])),
      row("a request beside", [.get(3)], .answers([3: 200])),
    ]
  }()

  /// A GET in each form that RFC 7541 section 6 has for a field; `h` is 0x9F in Huffman's code, `x` 0xF3,
  /// `y` 0xF5.
  static let representations: [HTTP2Probe] = {
    let start: [UInt8] = [0x82, 0x86, 0x84]
    let authority: [UInt8] = [0x01, 0x01, 0x68]
    func row(_ section: String, _ name: String, _ block: [UInt8]) -> HTTP2Probe {
      HTTP2Probe("7541 \(section)", name, [Frame(.headers, 5, 1, block)], .answers([1: 200]))
    }
    return [
      row("6.2.1", "indexed from now on, name by index", start + [0x41, 0x01, 0x68]),
      row("6.2.1", "the same, in Huffman's code", start + [0x41, 0x81, 0x9F]),
      row("6.2.1", "indexed from now on, new name", start + authority + [0x40, 1, 0x78, 1, 0x79]),
      row(
        "6.2.1", "the same with a new name, in Huffman's code",
        start + authority + [0x40, 0x81, 0xF3, 0x81, 0xF5]),
      row("6.2.2", "not indexed, name by index", start + authority),
      row("6.2.2", "not indexed, in Huffman's code", start + [0x01, 0x81, 0x9F]),
      row("6.2.2", "not indexed, new name", start + authority + [0x00, 1, 0x78, 1, 0x79]),
      row(
        "6.2.2", "not indexed, new name, in Huffman's code",
        start + authority + [0x00, 0x81, 0xF3, 0x81, 0xF5]),
      row("6.2.3", "never indexed, name by index", start + [0x11, 0x01, 0x68]),
      row("6.2.3", "never indexed, in Huffman's code", start + [0x11, 0x81, 0x9F]),
      row("6.2.3", "never indexed, new name", start + authority + [0x10, 1, 0x78, 1, 0x79]),
      row(
        "6.2.3", "never indexed, new name, in Huffman's code",
        start + authority + [0x10, 0x81, 0xF3, 0x81, 0xF5]),
      row("6.3", "a smaller table", [0x20] + start + authority),
      row(
        "6.3", "a table made smaller, then as large as before",
        [0x20, 0x3F, 0xE1, 0x1F] + start + authority),
      HTTP2Probe(
        "7541 2.3.2", "a field out of the table that the request before put there",
        [
          Frame(.headers, 5, 1, start + [0x41, 0x01, 0x68]),
          Frame(.headers, 5, 3, start + [0xBE]),
        ], .answers([1: 200, 3: 200])),
      HTTP2Probe(
        "7541 4.4", "a field larger than the table empties it",
        [
          Frame(
            .headers, 5, 1,
            start + [0x41, 0x01, 0x68, 0x40, 1, 0x78, 0x7F, 0xA1, 0x1F]
              + [UInt8](repeating: 0x61, count: 4_128)),
          Frame(.headers, 5, 3, start + [0xBE]),
        ], .connectionError([.compression])),
    ]
  }()

  /// Frames of extensions that are not spoken here are passed over (RFC 9113 section 5.5).
  static let extensions: [HTTP2Probe] = [
    HTTP2Probe(
      "9218 7.1", "PRIORITY_UPDATE",
      [
        Frame(kind: 0x10, flags: 0, stream: 0, payload: Frame.word(1) + Array("u=1".utf8)), .get(1),
      ],
      .answers([1: 200])),
    HTTP2Probe(
      "7838 4", "ALTSVC from a client",
      [Frame(kind: 0x0A, flags: 0, stream: 0, payload: [0, 0, 1, 2]), .get(1)], .answers([1: 200])),
    HTTP2Probe(
      "8336 2", "ORIGIN from a client",
      [Frame(kind: 0x0C, flags: 0, stream: 0, payload: [0, 1, 0x61]), .get(1)],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 5.5", "an unknown frame in the middle of a body",
      [
        .post(1), Frame(.data, 0, 1, [1]), Frame(.unknown, 0xFF, 1, [1, 2, 3]),
        Frame(.data, Frame.endStream, 1, [2]),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 5.5", "an unknown frame as long as frames may be",
      [Frame(.unknown, 0, 0, [UInt8](repeating: 0, count: 16_384)), .get(1)], .answers([1: 200])),
    HTTP2Probe(
      "9113 4.2", "an unknown frame that is longer",
      [Frame(.unknown, 0, 0, [UInt8](repeating: 0, count: 16_385))],
      .connectionError([.frameSize])),
  ]
}
