import HTTPCore

/// Pages of other origins whose scripts may read answers (fetch.spec.whatwg.org, "CORS protocol");
/// nobody is on the list unless the operator puts them there.
struct CrossOrigin: Hashable, Sendable {
  private let origins: Set<String>

  /// - Parameter origins: as browsers send them, `https://example.org:8443`; `*` is every one.
  init(_ origins: [String]) { self.origins = Set(origins) }

  /// Whether `text` is what a browser may send in `Origin`, or `*`.
  static func isOrigin(_ text: String) -> Bool {
    if text == "*" { return true }
    guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else {
      return false
    }
    let host = text.dropFirst(scheme.count)
    return !host.isEmpty
      && host.utf8.allSatisfy { byte in
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?")
          && byte != UInt8(ascii: "#") && byte != UInt8(ascii: "@") && byte != UInt8(ascii: ",")
      }
  }

  /// What lets the page that asked read the answer; caches keep answers for other origins apart.
  func grant(_ request: HTTPRequest?, _ response: inout HTTPResponse) {
    response.headers.append("vary", "origin")
    guard let origin = allowed(request) else { return }
    response.headers.append("access-control-allow-origin", origin)
    response.headers.append(
      "access-control-expose-headers", "etag, profiles-digest, retry-after, opmeter-outcome")
  }

  /// The answer to a preflight: whether the request that follows may be sent.
  func preflight(_ request: HTTPRequest, methods: [HTTPMethod]) -> HTTPResponse {
    let names = methods.map(\.rawValue).joined(separator: ", ")
    var response = HTTPResponse(status: .noContent, headers: ["allow": "\(names), OPTIONS"])
    if allowed(request) != nil {
      response.headers.append("access-control-allow-methods", names)
      response.headers.append(
        "access-control-allow-headers", "authorization, content-encoding, content-type, traceparent"
      )
      response.headers.append("access-control-max-age", "600")
    }
    return response
  }

  private func allowed(_ request: HTTPRequest?) -> String? {
    guard let origin = request?.headers["origin"] else { return nil }
    if origins.contains("*") { return "*" }
    return origins.contains(origin) ? origin : nil
  }
}

/// Whether `text` is an origin as browsers send it, or `*`.
public func isOrigin(_ text: String) -> Bool { CrossOrigin.isOrigin(text) }
