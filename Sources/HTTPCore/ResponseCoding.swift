/// Decides whether an answer is sent compressed, and compresses it (RFC 9110 section 8.4).
struct ResponseCoding: Sendable {
  enum Plan: Sendable, Equatable {
    case plain
    /// The gzip form was made ahead of time.
    case prepared
    case compress
  }

  let compression: HTTPCompression

  /// Says in `Vary` that the answer depends on the request's Accept-Encoding, and chooses its form.
  func plan(_ response: inout HTTPResponse, for headers: HTTPHeaders) -> Plan {
    guard compression.isEnabled, response.body.count >= compression.smallestBody,
      !response.status.forbidsBody, response.gzipBody != nil || isCompressible(response.headers),
      !response.headers.contains("content-encoding")
    else { return .plain }
    if !response.headers.values("vary").contains(where: Self.coversEncoding) {
      response.headers.append("vary", "accept-encoding")
    }
    guard AcceptEncoding.prefersGzip(headers) else { return .plain }
    return response.gzipBody == nil ? .compress : .prepared
  }

  /// The answer in its gzip form.
  ///
  /// The entity tag becomes weak: the bytes are others, the meaning is the same (RFC 9110 section 8.8.1).
  func compressed(_ response: HTTPResponse) -> HTTPResponse {
    let body = response.gzipBody ?? Gzip.compress(response.body, level: compression.level)
    guard body.count < response.body.count else { return response }
    var response = response
    response.body = body
    response.gzipBody = nil
    response.headers.append("content-encoding", "gzip")
    if let tag = response.headers["etag"], !tag.hasPrefix("W/") {
      response.headers.replace("etag", "W/" + tag)
    }
    return response
  }

  private func isCompressible(_ headers: HTTPHeaders) -> Bool {
    guard let type = headers["content-type"] else { return false }
    return isText(type) && headers["cache-control"]?.contains("no-transform") != true
  }

  private func isText(_ type: String) -> Bool {
    // What nearly every answer is; taking other types apart costs a few microseconds.
    if type == "application/json" { return true }
    let name = type.prefix { $0 != ";" && $0 != " " }.lowercased()
    return name.hasPrefix("text/") || name.hasSuffix("+json") || name.hasSuffix("+xml")
      || name.hasSuffix("+yaml") || Self.compressibleTypes.contains(name)
  }

  private static func coversEncoding(_ vary: String) -> Bool {
    if vary.utf8.count < "accept-encoding".utf8.count {
      return vary.utf8.contains(UInt8(ascii: "*"))
    }
    return vary.lowercased().split(separator: ",").contains {
      let name = $0.filter { $0 != " " }
      return name == "accept-encoding" || name == "*"
    }
  }

  private static let compressibleTypes: Set<String> = [
    "application/json", "application/xml", "application/yaml", "application/javascript",
    "application/x-ndjson", "application/openmetrics-text",
  ]
}
