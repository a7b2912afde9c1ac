/// Tells by a connection's first bytes whether it speaks HTTP/2 with prior knowledge (RFC 9113 section
/// 3.4).
struct HTTP2Preface {
  enum Verdict {
    case undecided
    case http1
    case http2
  }

  /// What was seen before and not yet passed on.
  private(set) var held: [UInt8] = []

  private static let bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  /// Looks at what came; what is undecided is held.
  mutating func look(at input: Span<UInt8>) -> Verdict {
    // No method in use but POST, PUT and PATCH begins like the preface.
    if held.isEmpty, !input.isEmpty, input[0] != UInt8(ascii: "P") { return .http1 }
    var index = 0
    while index < input.count, held.count + index < Self.bytes.count {
      if input[index] != Self.bytes[held.count + index] { return .http1 }
      index += 1
    }
    if held.count + index == Self.bytes.count { return .http2 }
    input.withUnsafeBufferPointer { held.append(contentsOf: $0) }
    return .undecided
  }
}
