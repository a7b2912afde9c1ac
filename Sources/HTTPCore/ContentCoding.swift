/// The coding of a request's body (RFC 9110 section 8.4), undone before a handler sees it.
struct ContentCoding: Sendable, Equatable {
  let name: String
  let format: Inflation.Format

  /// The coding that the fields name; nil for none.
  ///
  /// One coding only: several on top of each other have no use but to multiply what a small body can
  /// grow to.
  init?(of headers: HTTPHeaders) throws(HTTPFailure) {
    guard headers.contains("content-encoding") else { return nil }
    let names = headers.values("content-encoding")
      .flatMap { $0.split(separator: ",") }
      .map { String(decoding: ByteClass.trimmed(Array($0.utf8)[...]), as: UTF8.self) }
      .filter { !$0.isEmpty && $0.lowercased() != "identity" }
    guard let first = names.first else { return nil }
    switch first.lowercased() {
    case "gzip" where names.count == 1, "x-gzip" where names.count == 1: format = .gzip
    case "deflate" where names.count == 1: format = .deflate
    default: throw .unsupportedContentCoding(name: names.joined(separator: ", "))
    }
    name = first.lowercased()
  }

  /// The request with its body as it was before the coding.
  func undone(_ request: HTTPRequest, _ limits: HTTPLimits) throws(HTTPFailure) -> HTTPRequest {
    let (product, overflow) = request.body.count.multipliedReportingOverflow(
      by: limits.decompressionRatio)
    let allowedGrowth = overflow ? Int.max : max(product, Self.freeGrowth)
    var request = request
    do throws(Inflation.Failure) {
      request.body = try Inflation.inflate(
        request.body, format, limit: min(limits.bodyBytes, allowedGrowth))
    } catch {
      switch error {
      case .malformed: throw .malformedContentCoding(name: name)
      case .tooLarge where allowedGrowth < limits.bodyBytes:
        throw .bodyExpandsTooMuch(ratioLimit: limits.decompressionRatio)
      case .tooLarge: throw .bodyTooLarge(limit: limits.bodyBytes)
      }
    }
    request.headers.remove("content-encoding")
    return request
  }

  /// Bytes that any body may grow to: a few zeros are no attack.
  private static let freeGrowth = 64 << 10
}
