import Estimator
import HTTPCore
import ModelFormats
import ProfileFiles

extension API {
  /// `POST /optimize`.
  func optimize(_ call: Call) throws(Problem) -> HTTPReply {
    let query = try OptimizeQuery(call.request)
    let job = OptimizeJob(
      body: call.request.body, format: query.format,
      named: try query.profiles(in: call.snapshot.profiles),
      all: call.snapshot.profiles.profiles, digest: call.snapshot.digest)
    return .compute(cost: job.cost) { job.response() }
  }
}

/// One file to be optimised: everything that the answer depends on, and nothing else.
struct OptimizeJob: Sendable {
  var body: [UInt8]
  var format: OptimizeQuery.Format
  var named: [Profile]
  var all: [Profile]
  var digest: String

  /// What the compute pool charges for it: the file is read twice and written once, and orders and
  /// placements are searched.
  var cost: Int { 3 * body.count + (1 << 20) }

  func response() -> HTTPResponse {
    do {
      return answer(
        try OptimizationReport(
          optimizing: body, named: named, all: all, profilesDigest: digest))
    } catch {
      return Problem(error, in: body).response
    }
  }

  private func answer(_ report: OptimizationReport) -> HTTPResponse {
    var response = HTTPResponse(headers: Self.headers(of: report))
    response.headers.append("vary", "accept")
    switch format {
    case .model:
      response.headers.append("content-type", "application/octet-stream")
      response.headers.append(
        "content-disposition", "attachment; filename=\"optimized.tflite\"")
      response.body = report.optimized.bytes
    case .json:
      response.headers.append("content-type", "application/json")
      response.body = report.json
    case .text:
      response.headers.append("content-type", "text/plain; charset=utf-8")
      response.body = report.text
    }
    return response
  }

  /// The main figures, in whatever form the body is.
  private static func headers(of report: OptimizationReport) -> HTTPHeaders {
    var headers: HTTPHeaders = [
      "opmeter-outcome": report.outcome, "opmeter-file-sha256": report.fileDigest,
    ]
    if let reason = report.optimized.reason { headers.append("opmeter-reason", reason.code) }
    if let arena = report.headline {
      headers.append("opmeter-arena-before-bytes", String(arena.beforeBytes))
      headers.append("opmeter-arena-after-bytes", String(arena.afterBytes))
      headers.append("opmeter-arena-saved-bytes", String(arena.savedBytes))
    }
    return headers
  }
}

extension Problem {
  /// A body that cannot be handed back as a better one.
  fileprivate init(_ error: OptimizationError, in body: [UInt8]) {
    switch error {
    case .notTFLite: self.init(.unsupportedModel, error.description)
    case .file(let error): self.init(error, in: body)
    }
  }
}
