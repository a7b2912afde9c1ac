/// Frames, streams and their states: RFC 9113 sections 4 to 6.
extension HTTP2Probe {
  private static let max = 16_384
  private static let body = [UInt8](repeating: 0x61, count: 8)

  static let frames: [HTTP2Probe] = [
    HTTP2Probe("9113 3.4", "a GET", [.get(1)], .answers([1: 200])),
    HTTP2Probe(
      "9113 3.4", "three GETs at once", [.get(1), .get(3, path: "/nope"), .get(5)],
      .answers([1: 200, 3: 404, 5: 200])),
    HTTP2Probe("9113 4.1", "an unknown kind of frame", [Frame(.unknown, 0, 0, body)], .alive),
    HTTP2Probe("9113 4.1", "undefined flags", [Frame(.ping, 0x16, 0, body)], .alive),
    HTTP2Probe("9113 4.1", "the reserved bit", [Frame(.ping, 0, 0x8000_0000, body)], .alive),
    HTTP2Probe(
      "9113 4.2", "DATA of the greatest size",
      [.post(1), Frame(.data, Frame.endStream, 1, [UInt8](repeating: 0x61, count: max))],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 4.2", "DATA beyond the greatest size",
      [.post(1), Frame(.data, Frame.endStream, 1, [UInt8](repeating: 0x61, count: max + 1))],
      .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 4.2", "HEADERS beyond the greatest size",
      [Frame(.headers, 5, 1, [UInt8](repeating: 0x10, count: max + 1))],
      .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 4.3", "a block that is no HPACK", [Frame(.headers, 5, 1, [0x40])],
      .connectionError([.compression])),
    HTTP2Probe(
      "9113 4.3", "another frame inside a block",
      [
        Frame(.headers, 1, 1, Frame.block(Frame.getFields)),
        Frame(.priority, 0, 1, [0, 0, 0, 0, 9]),
      ],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 4.3", "another stream inside a block",
      [Frame(.headers, 1, 1, Frame.block(Frame.getFields)), .get(3)],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.5", "an unknown frame inside a block",
      [Frame(.headers, 1, 1, Frame.block(Frame.getFields)), Frame(.unknown, 0, 0, body)],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.4.1", "a PING of the wrong size", [Frame(.ping, 0, 0, [1, 2, 3])],
      .connectionError([.frameSize])),
  ]

  static let states: [HTTP2Probe] = [
    HTTP2Probe(
      "9113 5.1", "DATA on an idle stream", [Frame(.data, 1, 1, body)],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.1", "RST_STREAM on an idle stream", [Frame(.reset, 0, 1, Frame.word(8))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.1", "WINDOW_UPDATE on an idle stream", [Frame(.windowUpdate, 0, 1, Frame.word(100))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.1", "CONTINUATION on an idle stream", [Frame(.continuation, 4, 1, body)],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.1", "DATA behind the end of the stream",
      [.get(1, path: "/held"), Frame(.data, 1, 1, body)],
      .connectionError([.streamClosed])),
    HTTP2Probe(
      "9113 5.1", "HEADERS behind the end of the stream", [.get(1, path: "/held"), .get(1)],
      .connectionError([.streamClosed])),
    HTTP2Probe(
      "9113 5.1", "CONTINUATION behind the end of the stream",
      [.get(1, path: "/held"), Frame(.continuation, 4, 1, Frame.block([("x", "y")]))],
      .connectionError([.protocolError, .streamClosed])),
    HTTP2Probe(
      "9113 5.1", "WINDOW_UPDATE behind the end of the stream",
      [.get(1), Frame(.windowUpdate, 0, 1, Frame.word(1))], .alive),
    HTTP2Probe(
      "9113 5.1", "DATA behind RST_STREAM",
      [.post(1), Frame(.reset, 0, 1, Frame.word(8)), Frame(.data, 1, 1, body)],
      .connectionError([.streamClosed])),
    HTTP2Probe(
      "9113 5.1", "HEADERS behind RST_STREAM",
      [.post(1), Frame(.reset, 0, 1, Frame.word(8)), .get(1)],
      .connectionError([.streamClosed, .protocolError])),
    HTTP2Probe(
      "9113 5.1", "CONTINUATION behind RST_STREAM",
      [
        .post(1), Frame(.reset, 0, 1, Frame.word(8)),
        Frame(.continuation, 4, 1, Frame.block([("x", "y")])),
      ],
      .connectionError([.protocolError, .streamClosed])),
    HTTP2Probe("9113 5.1.1", "an even stream", [.get(2)], .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.1.1", "a smaller stream", [.get(5), .get(3)],
      .connectionError([.protocolError, .streamClosed])),
    HTTP2Probe(
      "9113 5.1.1", "the greatest stream there is", [.get(0x7FFF_FFFF), .get(1)],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 5.1.1", "streams with gaps between", [.get(1), .get(7), .get(9)],
      .answers([1: 200, 7: 200, 9: 200])),
    HTTP2Probe(
      "9113 5.1.2", "one stream more than allowed",
      (0...100).map { .post(UInt32(2 * $0 + 1)) }, .streamError(201, [.refused])),
  ]

  static let priorities: [HTTP2Probe] = [
    HTTP2Probe(
      "9113 5.3.2", "HEADERS with a priority",
      [Frame(.headers, 0x25, 1, [0, 0, 0, 0, 9] + Frame.block(Frame.getFields))], .answers([1: 200])
    ),
    HTTP2Probe(
      "9113 5.3.2", "PRIORITY on an idle stream",
      [Frame(.priority, 0, 7, [0, 0, 0, 0, 9]), .get(9)], .answers([9: 200])),
    HTTP2Probe(
      "7540 5.3.1", "HEADERS that depend on themselves",
      [Frame(.headers, 0x25, 1, [0, 0, 0, 1, 9] + Frame.block(Frame.getFields))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "7540 5.3.1", "PRIORITY that depends on itself", [Frame(.priority, 0, 3, [0, 0, 0, 3, 9])],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.3", "PRIORITY on stream 0", [Frame(.priority, 0, 0, [0, 0, 0, 1, 9])],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.3", "PRIORITY of the wrong size", [.post(1), Frame(.priority, 0, 1, [0, 0, 0, 3])],
      .connectionError([.frameSize])),
  ]

  static let kinds: [HTTP2Probe] = [
    HTTP2Probe(
      "9113 6.1", "DATA on stream 0", [Frame(.data, 1, 0, body)], .connectionError([.protocolError])
    ),
    HTTP2Probe(
      "9113 6.1", "DATA with padding",
      [.post(1), Frame(.data, Frame.padded | 1, 1, [2, 0x61, 0, 0])], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.1", "more padding than DATA",
      [.post(1), Frame(.data, Frame.padded | 1, 1, [9, 0x61])], .connectionError([.protocolError])),
    HTTP2Probe("9113 6.2", "HEADERS on stream 0", [.get(0)], .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.2", "HEADERS with padding",
      [Frame(.headers, 0x0D, 1, [2] + Frame.block(Frame.getFields) + [0, 0])], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.2", "more padding than HEADERS", [Frame(.headers, 0x0D, 1, [250, 0x82])],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.4", "RST_STREAM on stream 0", [Frame(.reset, 0, 0, Frame.word(8))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.4", "RST_STREAM of the wrong size", [.post(1), Frame(.reset, 0, 1, [0, 0, 8])],
      .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 6.4", "RST_STREAM with an unknown code",
      [.post(1), Frame(.reset, 0, 1, Frame.word(0xFF))], .alive),
    HTTP2Probe(
      "9113 6.6", "PUSH_PROMISE from a client",
      [.post(1), Frame(.push, 4, 1, Frame.word(2) + Frame.block(Frame.getFields))],
      .connectionError([.protocolError])),
    HTTP2Probe("9113 6.7", "a PING", [Frame(.ping, 0, 0, body)], .alive),
    HTTP2Probe(
      "9113 6.8", "GOAWAY", [Frame(.goaway, 0, 0, Frame.word(0) + Frame.word(0))], .ended),
    HTTP2Probe(
      "9113 6.10", "DATA behind a CONTINUATION that does not end the block",
      [
        Frame(.headers, 0, 1, Frame.block(Array(Frame.postFields.prefix(2)))),
        Frame(.continuation, 0, 1, Frame.block([Frame.postFields[2]])),
        Frame(.data, Frame.endStream, 1, body),
      ], .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.7", "PING that is an answer",
      [Frame(.ping, Frame.acknowledge, 0, [9, 9, 9, 9, 9, 9, 9, 9])], .alive),
    HTTP2Probe(
      "9113 6.7", "PING on a stream", [Frame(.ping, 0, 1, body)], .connectionError([.protocolError])
    ),
    HTTP2Probe(
      "9113 6.8", "GOAWAY on a stream", [Frame(.goaway, 0, 1, Frame.word(0) + Frame.word(0))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.8", "GOAWAY of the wrong size", [Frame(.goaway, 0, 0, [0, 0, 0, 0])],
      .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 7", "GOAWAY with an unknown code",
      [Frame(.goaway, 0, 0, Frame.word(0) + Frame.word(0xFF))], .ended),
    HTTP2Probe(
      "9113 6.10", "a block in three frames",
      [
        Frame(.headers, 1, 1, Frame.block(Array(Frame.getFields.prefix(2)))),
        Frame(.continuation, 0, 1, Frame.block([Frame.getFields[2]])),
        Frame(.continuation, 4, 1, Frame.block([Frame.getFields[3]])),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.10", "CONTINUATION behind the end of a block",
      [.post(1), Frame(.continuation, 4, 1, Frame.block([("x", "y")]))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.10", "CONTINUATION on stream 0",
      [Frame(.headers, 1, 1, Frame.block(Frame.getFields)), Frame(.continuation, 4, 0, [])],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.10", "CONTINUATION of another stream",
      [Frame(.headers, 1, 1, Frame.block(Frame.getFields)), Frame(.continuation, 4, 3, [])],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.10", "CONTINUATION behind DATA",
      [.post(1), Frame(.data, 0, 1, body), Frame(.continuation, 4, 1, [])],
      .connectionError([.protocolError])),
  ]

  static let settingsRows: [HTTP2Probe] = [
    HTTP2Probe(
      "9113 6.5", "SETTINGS that acknowledge with a payload",
      [Frame(.settings, 1, 0, Frame.setting(3, 1))], .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 6.5", "SETTINGS on a stream", [Frame(.settings, 0, 1, Frame.setting(3, 1))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.5", "SETTINGS of the wrong size", [Frame(.settings, 0, 0, [0, 3, 0])],
      .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 6.5.2", "ENABLE_PUSH of 2", [Frame(.settings, 0, 0, Frame.setting(2, 2))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.5.2", "INITIAL_WINDOW_SIZE of 2^31",
      [Frame(.settings, 0, 0, Frame.setting(4, 1 << 31))], .connectionError([.flowControl])),
    HTTP2Probe(
      "9113 6.5.2", "MAX_FRAME_SIZE below 2^14", [Frame(.settings, 0, 0, Frame.setting(5, 16_383))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.5.2", "MAX_FRAME_SIZE of 2^24", [Frame(.settings, 0, 0, Frame.setting(5, 1 << 24))],
      .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.5.2", "an unknown setting", [Frame(.settings, 0, 0, Frame.setting(0xFF, 1))], .alive),
    HTTP2Probe(
      "9113 6.5.3", "the same setting twice",
      [
        Frame(.settings, 0, 0, Frame.setting(4, 100) + Frame.setting(4, 1)), .get(1),
        Frame(.windowUpdate, 0, 1, Frame.word(9)),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.5", "more settings than anyone needs",
      [Frame(.settings, 0, 0, (0..<100).flatMap { _ in Frame.setting(3, 1) })],
      .connectionError([.calm, .protocolError])),
  ]

  static let windows: [HTTP2Probe] = [
    HTTP2Probe(
      "9113 6.9", "WINDOW_UPDATE of 0 on the connection",
      [Frame(.windowUpdate, 0, 0, Frame.word(0))], .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.9", "WINDOW_UPDATE of 0 on a stream",
      [.post(1), Frame(.windowUpdate, 0, 1, Frame.word(0))], .connectionError([.protocolError])),
    HTTP2Probe(
      "9113 6.9", "WINDOW_UPDATE of the wrong size", [Frame(.windowUpdate, 0, 0, [0, 0, 1])],
      .connectionError([.frameSize])),
    HTTP2Probe(
      "9113 6.9.1", "a connection's window beyond 2^31 - 1",
      [
        Frame(.windowUpdate, 0, 0, Frame.word(0x7FFF_FFFF)),
        Frame(.windowUpdate, 0, 0, Frame.word(0x7FFF_FFFF)),
      ],
      .connectionError([.flowControl])),
    HTTP2Probe(
      "9113 6.9.1", "a stream's window beyond 2^31 - 1",
      [
        .post(1), Frame(.windowUpdate, 0, 1, Frame.word(0x7FFF_FFFF)),
        Frame(.windowUpdate, 0, 1, Frame.word(0x7FFF_FFFF)),
      ],
      .streamError(1, [.flowControl])),
    HTTP2Probe(
      "9113 6.9.2", "a window that becomes negative and then positive",
      [
        Frame(.settings, 0, 0, Frame.setting(4, 0)), .get(1),
        Frame(.settings, 0, 0, Frame.setting(4, 1)),
        Frame(.windowUpdate, 0, 1, Frame.word(9)),
      ], .answers([1: 200])),
    HTTP2Probe(
      "9113 6.9.1", "more DATA than the stream's window",
      [.post(1)] + (0..<17).map { _ in Frame(.data, 0, 1, [UInt8](repeating: 0x61, count: max)) },
      .alive),
  ]
}
