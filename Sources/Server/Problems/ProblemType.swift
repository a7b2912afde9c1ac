import HTTPCore

/// Every kind of problem that the service answers with: the closed set behind the `type` member.
///
/// The raw value is the last part of the type's URI and never changes its meaning; programs match on
/// it. `openapi.yaml` lists the same names, and a test holds the two together.
enum ProblemType: String, CaseIterable, Hashable, Sendable {
  // 400: the bytes or the query are not what they should be.
  case malformedRequest = "malformed-request"
  case malformedQuery = "malformed-query"
  case unknownParameter = "unknown-parameter"
  case repeatedParameter = "repeated-parameter"
  case invalidParameter = "invalid-parameter"
  case malformedContentCoding = "malformed-content-coding"
  case emptyBody = "empty-body"
  case unrecognisedModel = "unrecognised-model"
  case malformedModel = "malformed-model"
  case malformedProfile = "malformed-profile"
  case malformedMeasurements = "malformed-measurements"
  case malformedReport = "malformed-report"

  // 401
  case unauthorized

  // 404, 405
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"

  // 408
  case timeout

  // 413: a limit.
  case bodyTooLarge = "body-too-large"
  case overLimit = "over-limit"

  // 414, 417, 431
  case targetTooLong = "target-too-long"
  case expectationFailed = "expectation-failed"
  case headersTooLarge = "headers-too-large"

  // 415: recognised, and not supported.
  case unsupportedModel = "unsupported-model"
  case unsupportedContentCoding = "unsupported-content-coding"

  // 422: well-formed, and impossible.
  case unknownProfile = "unknown-profile"
  case invalidModel = "invalid-model"
  case invalidProfile = "invalid-profile"
  case invalidReport = "invalid-report"
  case impossibleEstimate = "impossible-estimate"
  case budgetFailed = "budget-failed"
  case invalidMeasurements = "invalid-measurements"
  case contradictoryMeasurements = "contradictory-measurements"
  case regressionFailed = "regression-failed"

  // 501, 505
  case methodNotImplemented = "method-not-implemented"
  case unsupportedTransferCoding = "unsupported-transfer-coding"
  case unsupportedVersion = "unsupported-version"

  // 503
  case overloaded
  case deadlineExceeded = "deadline-exceeded"
  case draining
}

extension ProblemType {
  /// The URI of the `type` member.
  ///
  /// A name, not an address: the same wherever the service runs and behind whatever proxy, and never
  /// fetched.
  var uri: String { "urn:opmeter:problem:" + rawValue }

  var status: HTTPStatus {
    switch self {
    case .malformedRequest, .malformedQuery, .unknownParameter, .repeatedParameter,
      .invalidParameter, .malformedContentCoding, .emptyBody, .unrecognisedModel, .malformedModel,
      .malformedProfile, .malformedMeasurements, .malformedReport:
      .badRequest
    case .unauthorized: .unauthorized
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .timeout: .requestTimeout
    case .bodyTooLarge, .overLimit: .contentTooLarge
    case .targetTooLong: .uriTooLong
    case .expectationFailed: .expectationFailed
    case .headersTooLarge: .requestHeaderFieldsTooLarge
    case .unsupportedModel, .unsupportedContentCoding: .unsupportedMediaType
    case .unknownProfile, .invalidModel, .invalidProfile, .impossibleEstimate, .budgetFailed,
      .invalidMeasurements, .contradictoryMeasurements, .regressionFailed, .invalidReport:
      .unprocessableContent
    case .methodNotImplemented, .unsupportedTransferCoding: .notImplemented
    case .unsupportedVersion: .httpVersionNotSupported
    case .overloaded, .deadlineExceeded, .draining: .serviceUnavailable
    }
  }

  /// One short phrase, the same for every occurrence (RFC 9457 section 3.1.3).
  var title: String {
    switch self {
    case .malformedRequest: "Malformed request"
    case .malformedQuery: "Malformed query"
    case .unknownParameter: "Unknown query parameter"
    case .repeatedParameter: "Query parameter given twice"
    case .invalidParameter: "Invalid query parameter"
    case .malformedContentCoding: "Malformed content coding"
    case .emptyBody: "Empty body"
    case .unrecognisedModel: "Unrecognised model"
    case .malformedModel: "Malformed model"
    case .malformedProfile: "Malformed profile file"
    case .malformedMeasurements: "Malformed measurements"
    case .malformedReport: "Malformed report"
    case .unauthorized: "Unauthorized"
    case .notFound: "Not found"
    case .methodNotAllowed: "Method not allowed"
    case .timeout: "Request too slow"
    case .bodyTooLarge: "Body too large"
    case .overLimit: "Limit exceeded"
    case .targetTooLong: "Request target too long"
    case .expectationFailed: "Expectation failed"
    case .headersTooLarge: "Header fields too large"
    case .unsupportedModel: "Unsupported kind of model"
    case .unsupportedContentCoding: "Unsupported content coding"
    case .unknownProfile: "Unknown profile"
    case .invalidModel: "Invalid model"
    case .invalidProfile: "Invalid profile file"
    case .invalidReport: "Invalid report"
    case .impossibleEstimate: "Impossible estimate"
    case .budgetFailed: "Budget failed"
    case .invalidMeasurements: "Invalid measurements"
    case .contradictoryMeasurements: "Contradictory measurements"
    case .regressionFailed: "Regression limit failed"
    case .methodNotImplemented: "Method not implemented"
    case .unsupportedTransferCoding: "Unsupported transfer coding"
    case .unsupportedVersion: "Unsupported protocol version"
    case .overloaded: "Overloaded"
    case .deadlineExceeded: "Deadline exceeded"
    case .draining: "Shutting down"
    }
  }
}
