import HTTPCore

extension Problem {
  /// What the HTTP layer refused, before or instead of a handler.
  init(_ failure: HTTPFailure) {
    self.init(Self.type(of: failure), failure.message, headers: failure.headers)
    if case .malformed(_, let offset) = failure { byteOffset = offset }
  }

  private static func type(of failure: HTTPFailure) -> ProblemType {
    switch failure {
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .methodNotImplemented: .methodNotImplemented
    case .malformed: .malformedRequest
    case .targetTooLong: .targetTooLong
    case .headersTooLarge, .tooManyHeaders: .headersTooLarge
    case .bodyTooLarge, .bodyExpandsTooMuch: .bodyTooLarge
    case .malformedContentCoding: .malformedContentCoding
    case .unsupportedContentCoding: .unsupportedContentCoding
    case .unsupportedTransferCoding: .unsupportedTransferCoding
    case .expectationFailed: .expectationFailed
    case .unsupportedVersion: .unsupportedVersion
    case .timeout: .timeout
    case .overloaded: .overloaded
    case .deadlineExceeded: .deadlineExceeded
    case .draining: .draining
    }
  }
}
