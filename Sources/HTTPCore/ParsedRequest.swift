/// A request as it was read, with what its head says about the body and the connection.
struct ParsedRequest: Sendable {
  enum Framing: Sendable, Equatable {
    case none
    case length(Int)
    case chunked

    /// Bytes of the body as far as the head tells them.
    var toldLength: Int { if case .length(let length) = self { length } else { 0 } }
  }

  /// The request itself, so that a handler gets what the parser made without another copy.
  var request: HTTPRequest
  var framing = Framing.none
  /// Whether the connection stays open after the answer (RFC 9112 section 9.3).
  var keepsAlive = true
  /// Whether the client waits for `100 Continue`.
  var expectsContinue = false

  /// The request was HTTP/1.0.
  var isOld: Bool { request.version == .http1(minor: 0) }
}
