/// An answer: status, header fields and a whole body.
///
/// The server adds `Content-Length`, `Date`, `Connection` and the request id; a handler need not.
public struct HTTPResponse: Sendable {
  public var status: HTTPStatus
  public var headers: HTTPHeaders
  public var body: [UInt8]

  /// The body compressed with gzip ahead of time, for content that is answered again and again.
  public var gzipBody: [UInt8]?

  public init(
    status: HTTPStatus = .ok, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
    gzipBody: [UInt8]? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.gzipBody = gzipBody
  }

  /// A plain-text answer.
  public static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["content-type": "text/plain; charset=utf-8"], body: Array(text.utf8)
    )
  }
}
