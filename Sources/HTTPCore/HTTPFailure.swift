/// Every failure that the server itself answers, as data; words for it are the caller's business.
public enum HTTPFailure: Error, Equatable, Sendable {
  /// No route has this path.
  case notFound(path: String)
  /// The path exists and does not take this method.
  case methodNotAllowed(HTTPMethod, allowed: [HTTPMethod])
  /// The method is none that this server knows.
  case methodNotImplemented(HTTPMethod)
  /// The bytes are not a request; the offset counts from the request's first byte.
  case malformed(reason: String, byteOffset: Int)
  /// The request line is longer than the limit, in bytes.
  case targetTooLong(limit: Int)
  /// The header section is longer than the limit, in bytes.
  case headersTooLarge(limit: Int)
  /// There are more header fields than the limit.
  case tooManyHeaders(limit: Int)
  /// The body is longer than the limit, in bytes, as sent or after decompression.
  case bodyTooLarge(limit: Int)
  /// The body grows by more than this factor when it is decompressed.
  case bodyExpandsTooMuch(ratioLimit: Int)
  /// The body's compressed bytes are broken.
  case malformedContentCoding(name: String)
  /// A content coding that this server cannot undo.
  case unsupportedContentCoding(name: String)
  /// A transfer coding other than chunked.
  case unsupportedTransferCoding(name: String)
  /// An expectation other than `100-continue`.
  case expectationFailed(String)
  case unsupportedVersion(String)
  /// The client was too slow in this phase.
  case timeout(Phase)
  /// The compute pool is full.
  case overloaded(retryAfterSeconds: Int)
  /// The request waited so long that its deadline passed before work on it began.
  case deadlineExceeded(retryAfterSeconds: Int)
  /// The server is about to stop.
  case draining(retryAfterSeconds: Int)

  /// What the server was waiting for.
  public enum Phase: String, Sendable {
    case header, body
  }
}

extension HTTPFailure {
  public var status: HTTPStatus {
    switch self {
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .methodNotImplemented, .unsupportedTransferCoding: .notImplemented
    case .malformed, .malformedContentCoding: .badRequest
    case .targetTooLong: .uriTooLong
    case .headersTooLarge, .tooManyHeaders: .requestHeaderFieldsTooLarge
    case .bodyTooLarge, .bodyExpandsTooMuch: .contentTooLarge
    case .unsupportedContentCoding: .unsupportedMediaType
    case .expectationFailed: .expectationFailed
    case .unsupportedVersion: .httpVersionNotSupported
    case .timeout: .requestTimeout
    case .overloaded, .deadlineExceeded, .draining: .serviceUnavailable
    }
  }

  /// The header fields that belong to this failure whatever its body says; the server adds them.
  public var headers: HTTPHeaders {
    switch self {
    case .methodNotAllowed(_, let allowed):
      ["allow": allowed.map(\.rawValue).joined(separator: ", ")]
    case .overloaded(let seconds), .deadlineExceeded(let seconds), .draining(let seconds):
      ["retry-after": String(seconds)]
    case .unsupportedContentCoding:
      ["accept-encoding": "gzip, deflate"]
    default: [:]
    }
  }

  /// One sentence: what arrived, what was expected.
  public var message: String {
    switch self {
    case .notFound(let path): "There is nothing at '\(path)'."
    case .methodNotAllowed(let method, let allowed):
      "\(method) is not allowed here. Allowed: \(allowed.map(\.rawValue).joined(separator: ", "))."
    case .methodNotImplemented(let method): "The method '\(method)' is not known to this server."
    case .malformed(let reason, let offset): "Malformed request at byte \(offset): \(reason)."
    case .targetTooLong(let limit): "The request line is longer than \(limit) bytes."
    case .headersTooLarge(let limit): "The header section is longer than \(limit) bytes."
    case .tooManyHeaders(let limit): "There are more than \(limit) header fields."
    case .bodyTooLarge(let limit): "The body is longer than \(limit) bytes."
    case .bodyExpandsTooMuch(let limit):
      "The compressed body grows by more than \(limit) times its size."
    case .malformedContentCoding(let name): "The body is not valid \(name) data."
    case .unsupportedContentCoding(let name):
      "The content coding '\(name)' is not supported. Supported: gzip, deflate."
    case .unsupportedTransferCoding(let name):
      "The transfer coding '\(name)' is not supported. Supported: chunked."
    case .expectationFailed(let expectation):
      "The expectation '\(expectation)' cannot be met. Supported: 100-continue."
    case .unsupportedVersion(let version):
      "The protocol version '\(version)' is not supported. Supported: HTTP/1.0, HTTP/1.1, HTTP/2."
    case .timeout(let phase): "The request's \(phase.rawValue) did not arrive in time."
    case .overloaded: "The server is at its limit. Try again later."
    case .deadlineExceeded: "The request waited too long for its turn. Try again later."
    case .draining: "The server is about to stop. Try again."
    }
  }
}
