/// Requests in frames: RFC 9113 section 8, and HPACK: RFC 7541.
extension HTTP2Probe {
  private static func request(_ fields: [(String, String)], _ flags: UInt8 = 5) -> [Frame] {
    [Frame(.headers, flags, 1, Frame.block(fields))]
  }

  /// The four fields of a GET with some changes; nil removes.
  private static func get(
    _ changes: [String: String?] = [:], _ extra: [(String, String)] = []
  ) -> [Frame] {
    let fields = Frame.getFields.compactMap { name, value -> (String, String)? in
      guard let change = changes[name] else { return (name, value) }
      return change.map { (name, $0) }
    }
    return request(fields + extra)
  }

  private static let malformed = Expectation.streamError(1, [.protocolError])
  private static let body = Array("hello".utf8)

  static let messages: [HTTP2Probe] = [
    HTTP2Probe("9113 8.1", "HEAD", get([":method": "HEAD"]), .answers([1: 200])),
    HTTP2Probe(
      "9113 8.1", "POST with a body", [.post(1), Frame(.data, 1, 1, body)], .answers([1: 200])),
    HTTP2Probe(
      "9113 8.1", "POST with trailers",
      [.post(1), Frame(.data, 0, 1, body), Frame(.headers, 5, 1, Frame.block([("x-sum", "1")]))],
      .answers([1: 200])),
    HTTP2Probe(
      "9113 8.1", "HEADERS in the middle of a body",
      [.post(1), Frame(.data, 0, 1, body), Frame(.headers, 4, 1, Frame.block([("x", "y")]))],
      malformed),
    HTTP2Probe(
      "9113 8.1", "a pseudo-field in the trailers",
      [.post(1), Frame(.headers, 5, 1, Frame.block([(":method", "POST")]))], malformed),
    HTTP2Probe(
      "9113 8.2.1", "a name with a capital letter", get([:], [("X-Test", "1")]), malformed),
    HTTP2Probe("9113 8.2.1", "a name with a space", get([:], [("x test", "1")]), malformed),
    HTTP2Probe("9113 8.2.1", "an empty name", get([:], [("", "1")]), malformed),
    HTTP2Probe("9113 8.2.1", "a value with a line end", get([:], [("x", "a\r\nb: c")]), malformed),
    HTTP2Probe("9113 8.2.1", "a value with NUL", get([:], [("x", "a\0b")]), malformed),
    HTTP2Probe("9113 8.2.1", "a value with a space in front", get([:], [("x", " a")]), malformed),
    HTTP2Probe("9113 8.2.2", "Connection", get([:], [("connection", "keep-alive")]), malformed),
    HTTP2Probe(
      "9113 8.2.2", "Transfer-Encoding", get([:], [("transfer-encoding", "chunked")]), malformed),
    HTTP2Probe("9113 8.2.2", "Upgrade", get([:], [("upgrade", "websocket")]), malformed),
    HTTP2Probe("9113 8.2.2", "Keep-Alive", get([:], [("keep-alive", "1")]), malformed),
    HTTP2Probe(
      "9113 8.2.2", "Proxy-Connection", get([:], [("proxy-connection", "close")]), malformed),
    HTTP2Probe("9113 8.2.2", "TE of trailers", get([:], [("te", "trailers")]), .answers([1: 200])),
    HTTP2Probe(
      "9113 8.2.2", "TE of anything else", get([:], [("te", "trailers, deflate")]), malformed),
    HTTP2Probe(
      "9113 8.3", "an unknown pseudo-field", request(Frame.getFields + [(":test", "ok")]), malformed
    ),
    HTTP2Probe(
      "9113 8.3", "an answer's pseudo-field", request(Frame.getFields + [(":status", "200")]),
      malformed),
    HTTP2Probe(
      "9113 8.3", "a pseudo-field behind a field",
      request(Array(Frame.getFields.prefix(3)) + [("x", "1"), Frame.getFields[3]]), malformed),
    HTTP2Probe("9113 8.3.1", "an empty path", get([":path": ""]), malformed),
    HTTP2Probe("9113 8.3.1", "no method", get([":method": nil]), malformed),
    HTTP2Probe("9113 8.3.1", "no scheme", get([":scheme": nil]), malformed),
    HTTP2Probe("9113 8.3.1", "no path", get([":path": nil]), malformed),
    HTTP2Probe(
      "9113 8.3.1", "two methods", request([(":method", "GET")] + Frame.getFields), malformed),
    HTTP2Probe(
      "9113 8.3.1", "two schemes", request([(":scheme", "http")] + Frame.getFields), malformed),
    HTTP2Probe("9113 8.3.1", "two paths", request([(":path", "/")] + Frame.getFields), malformed),
    HTTP2Probe(
      "9113 8.3.1", "two authorities", request([(":authority", "h")] + Frame.getFields), malformed),
    HTTP2Probe("9113 8.3.1", "neither authority nor Host", get([":authority": nil]), malformed),
    HTTP2Probe(
      "9113 8.3.1", "Host in place of the authority", get([":authority": nil], [("host", "h")]),
      .answers([1: 200])),
    HTTP2Probe(
      "9113 8.3.1", "Host and authority agree", get([:], [("host", "H")]), .answers([1: 200])),
    HTTP2Probe(
      "9113 8.3.1", "Host and authority differ", get([:], [("host", "other")]), .answers([1: 400])),
    HTTP2Probe(
      "9113 8.3.1", "an authority with user information", get([":authority": "u@h"]),
      .answers([1: 400])),
    HTTP2Probe("9113 8.3.1", "a path without a slash", get([":path": "target"]), malformed),
    HTTP2Probe(
      "9113 8.3.1", "an asterisk with OPTIONS", get([":path": "*", ":method": "OPTIONS"]),
      .answers([1: 204])),
    HTTP2Probe("9113 8.3.1", "an asterisk with GET", get([":path": "*"]), malformed),
    HTTP2Probe("3986 2", "a path with a quote", get([":path": "/\"a"]), .answers([1: 400])),
    HTTP2Probe(
      "3986 2.1", "a path with a broken escape", get([":path": "/%zz"]), .answers([1: 400])),
    HTTP2Probe(
      "9110 9.1", "a method that nobody knows", get([":method": "FOO"]), .answers([1: 501])),
    HTTP2Probe(
      "9110 15.5.6", "a method that the path does not take", get([":method": "DELETE"]),
      .answers([1: 405])),
    HTTP2Probe(
      "9113 8.5", "CONNECT", request([(":method", "CONNECT"), (":authority", "h:443")]),
      .answers([1: 501])),
    HTTP2Probe(
      "9110 10.1.1", "an expectation nobody knows", get([:], [("expect", "more")]),
      .answers([1: 417])),
    HTTP2Probe(
      "9110 15.5.14", "a length past the limit",
      [.post(1, extra: [("content-length", "33554433")])], .answers([1: 413])),
    HTTP2Probe(
      "9110 15.5.15", "a path past the limit",
      get([":path": "/" + String(repeating: "a", count: 8_200)]), .answers([1: 414])),
    HTTP2Probe(
      "6585 5", "too many fields", get([:], (0...100).map { ("x\($0)", "1") }), .answers([1: 431])),
    HTTP2Probe(
      "6585 5", "fields too long",
      [Frame(.headers, 1, 1, Frame.block(Frame.getFields))]
        + (0..<5).map {
          Frame(
            .continuation, $0 == 4 ? 4 : 0, 1,
            Frame.block([("x", String(repeating: "a", count: 16_000))]))
        },
      .answers([1: 431])),
    HTTP2Probe(
      "9113 10.5", "CONTINUATION without end",
      [Frame(.headers, 1, 1, Frame.block(Frame.getFields))]
        + (0..<20).map { _ in Frame(.continuation, 0, 1, []) },
      .connectionError([.calm, .protocolError, .internalError])),
    HTTP2Probe(
      "9113 8.1.1", "a length that the body does not reach",
      [.post(1, extra: [("content-length", "9")]), Frame(.data, 1, 1, body)], malformed),
    HTTP2Probe(
      "9113 8.1.1", "a length that the body passes",
      [.post(1, extra: [("content-length", "1")]), Frame(.data, 1, 1, body)], malformed),
    HTTP2Probe(
      "9113 8.1.1", "a length that two pieces do not reach",
      [
        .post(1, extra: [("content-length", "11")]), Frame(.data, 0, 1, body),
        Frame(.data, 1, 1, body),
      ], malformed),
    HTTP2Probe(
      "9113 8.1.1", "a length that is no number",
      [.post(1, extra: [("content-length", "x")]), Frame(.data, 1, 1, body)], malformed),
    HTTP2Probe(
      "9113 8.1.1", "two lengths",
      [
        .post(1, extra: [("content-length", "5"), ("content-length", "5")]),
        Frame(.data, 1, 1, body),
      ], malformed),
  ]

  static let compression: [HTTP2Probe] = [
    HTTP2Probe(
      "7541 2.3.3", "an index beyond both tables",
      [Frame(.headers, 5, 1, [0x82, 0x86, 0x84, 0xFF, 0x20])], .connectionError([.compression])),
    HTTP2Probe(
      "7541 2.3.3", "a name's index beyond both tables",
      [Frame(.headers, 5, 1, [0x82, 0x86, 0x84, 0x7F, 0x20, 1, 0x61])],
      .connectionError([.compression])),
    HTTP2Probe(
      "7541 4.2", "a change of the table's size behind fields",
      [Frame(.headers, 5, 1, [0x82, 0x86, 0x84, 0x20])], .connectionError([.compression])),
    HTTP2Probe(
      "7541 5.2", "Huffman padding of more than seven bits",
      [
        Frame(
          .headers, 5, 1,
          [
            0x82, 0x86, 0x84, 0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x84, 0x49, 0x50, 0x9F,
            0xFF,
          ])
      ], .connectionError([.compression])),
    HTTP2Probe(
      "7541 5.2", "Huffman padding of zeros",
      [
        Frame(
          .headers, 5, 1,
          [0x82, 0x86, 0x84, 0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x83, 0x49, 0x50, 0x90])
      ], .connectionError([.compression])),
    HTTP2Probe(
      "7541 5.2", "the end symbol inside a string",
      [
        Frame(
          .headers, 5, 1,
          [
            0x82, 0x86, 0x84, 0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x87, 0x49, 0x51, 0xFF,
            0xFF, 0xFF, 0xFA, 0x7F,
          ])
      ], .connectionError([.compression])),
    HTTP2Probe(
      "7541 6.1", "index 0", [Frame(.headers, 5, 1, [0x80])], .connectionError([.compression])),
    HTTP2Probe(
      "7541 6.3", "a table larger than allowed",
      [Frame(.headers, 5, 1, [0x3F, 0xE2, 0xFF, 0x03, 0x82, 0x86, 0x84])],
      .connectionError([.compression])),
    HTTP2Probe(
      "7541 5.1", "a number without end",
      [Frame(.headers, 5, 1, [0x00, 0x7F] + [UInt8](repeating: 0xFF, count: 20))],
      .connectionError([.compression])),
    HTTP2Probe(
      "7541 6.1", "a GET of indexed fields",
      [Frame(.headers, 5, 1, [0x82, 0x86, 0x84, 0x01, 0x01, 0x68])], .answers([1: 200])),
  ]
}
