/// The header field that ties requests of many services together (W3C Trace Context, level 1).
///
/// `00-<32 hex: trace>-<16 hex: parent>-<2 hex: flags>`.
struct TraceParent: Hashable, Sendable {
  static let headerName = "traceparent"

  /// The field as it was sent.
  let value: String
  /// What all requests of one trace share.
  let traceID: String

  /// Nil for a field that is not valid, which the recommendation wants ignored.
  init?(_ value: String) {
    let parts = value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count >= 4, value.utf8.count <= 256,
      parts.allSatisfy({ $0.allSatisfy(Self.isHex) }),
      parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2
    else { return nil }
    // Version ff is forbidden; version 00 has exactly four parts; an identifier of zeros names nothing.
    let version = Substring(parts[0])
    let zero = UInt8(ascii: "0")
    guard version != "ff", version != "00" || parts.count == 4,
      parts[1].contains(where: { $0 != zero }), parts[2].contains(where: { $0 != zero })
    else { return nil }
    self.value = value
    self.traceID = String(Substring(parts[1]))
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }
}
