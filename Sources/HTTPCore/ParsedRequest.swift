/// A request as the parser read it: what an `HTTPRequest` is made of, and how its body is framed.
struct ParsedRequest: Sendable {
  enum Framing: Sendable, Equatable {
    case none
    case length(Int)
    case chunked

    /// Bytes of the body as far as the head tells them.
    var toldLength: Int { if case .length(let length) = self { length } else { 0 } }
  }

  var method: HTTPMethod
  var target: String
  var path: String
  var query: String?
  var minorVersion: Int
  var headers: HTTPHeaders
  var framing = Framing.none
  var body: [UInt8] = []
  /// Whether the connection stays open after the answer (RFC 9112 section 9.3).
  var keepsAlive = true
  /// Whether the client waits for `100 Continue`.
  var expectsContinue = false
  /// The client's own name for the request, if it sent an acceptable one.
  var contentCoding: String?
}
