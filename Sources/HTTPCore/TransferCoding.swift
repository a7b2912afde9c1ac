/// What a Transfer-Encoding field asks for (RFC 9112 sections 6.1 and 7).
enum TransferCoding: Sendable, Equatable {
  case chunked
  /// Codings that this server does not know, with `chunked` absent or last: 501.
  case unknown(name: String)
  /// `chunked` twice or not last, or an element that is no coding: the body's end is nowhere: 400.
  case malformed

  init(_ value: ArraySlice<UInt8>) {
    let elements = value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map(ByteClass.trimmed)
    let chunked = elements.indices.filter { HeadFacts.equals(elements[$0], "chunked") }
    if elements.count == 1, chunked.count == 1 {
      self = .chunked
    } else if !elements.allSatisfy({ !$0.isEmpty && $0.allSatisfy(ByteClass.isToken) })
      || chunked.count > 1 || chunked.contains(where: { $0 != elements.count - 1 })
    {
      self = .malformed
    } else {
      self = .unknown(name: String(decoding: value, as: UTF8.self))
    }
  }
}
