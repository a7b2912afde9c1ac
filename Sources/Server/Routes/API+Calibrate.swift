import Calibration
import Estimator
import HTTPCore
import ProfileFiles

extension API {
  /// `POST /calibrate`.
  func calibrate(_ call: Call) throws(Problem) -> HTTPReply {
    let query = try CalibrateQuery(call.request)
    let set = call.snapshot.profiles
    let job = CalibrationJob(
      body: call.request.body, query: query, base: try query.profile(in: set), set: set)
    return .compute(cost: job.cost) { job.response() }
  }
}

/// One calibration to be made: everything that the answer depends on, and nothing else.
struct CalibrationJob: Sendable {
  var body: [UInt8]
  var query: CalibrateQuery
  var base: Profile
  var set: ProfileSet

  /// What the compute pool charges for it: reading, and a fit without each row.
  var cost: Int {
    var rows = 0
    for byte in body where byte == UInt8(ascii: "\n") && rows < CalibrationLimits.rows { rows += 1 }
    return body.count + rows * rows * Self.costOfRow
  }

  /// Leaving one row out and looking at another, in bytes of work: 256 rows take a good half second.
  private static let costOfRow = 128

  func response() -> HTTPResponse {
    do {
      let body = try CalibrationBody(body)
      return answer(try report(body))
    } catch {
      return error.response
    }
  }

  private func report(_ body: CalibrationBody) throws(Problem) -> CalibrationReport {
    do throws(CalibrationFailure) {
      return try CalibrationReport(
        of: body.measurements, from: base, as: query.device, in: set
      ) { name in body.models[name].map { Array($0) } }
    } catch {
      throw Problem(error, models: body.models.keys.sorted())
    }
  }

  /// Rows that cannot be true are an error that still shows everything, as a failed gate is.
  private func answer(_ report: CalibrationReport) -> HTTPResponse {
    let problem = report.calibration.isContradicted ? Problem(contradictionsOf: report) : nil
    var response = HTTPResponse(status: problem?.status ?? .ok)
    switch query.format {
    case .text:
      response.headers.append("content-type", "text/plain; charset=utf-8")
      response.body = Array(report.text.utf8)
    case .device where problem == nil:
      response.headers.append("content-type", "application/json")
      response.headers.append(
        "content-disposition", "attachment; filename=\"\(report.device.id).json\"")
      response.body = report.deviceFile
    case .json, .device:
      response.headers.append(
        "content-type", problem == nil ? "application/json" : Problem.mediaType)
      response.body = report.json(below: problem)
    }
    response.headers.append("opmeter-trusted", "\(report.calibration.isTrustworthy)")
    return response
  }
}

extension Problem {
  /// Measurements of which no device file is made.
  init(_ error: CalibrationFailure, models: [String]) {
    let type: ProblemType =
      switch error {
      case .table(.tooManyRows), .tooManyOperations: .overLimit
      case .table, .noRows: .malformedMeasurements
      case .row: .invalidMeasurements
      case .impossibleDevice: .contradictoryMeasurements
      case .noTiming: .impossibleEstimate
      case .deviceName: .invalidParameter
      }
    self.init(type, error.description, line: error.line, column: error.column)
    if case .deviceName = error { parameter = "device" }
    if case .noTiming = error { parameter = "profile" }
    if case .row(let row) = error, row.column == "network", row.unknownName != nil {
      detail +=
        models.isEmpty
        ? " Send the model beside the table: curl -F measurements=@m.csv -F model=@kws.tflite."
        : " The form holds: \(models.map { $0.shortened }.joined(separator: ", "))."
    }
    if let suggestion = error.suggestion(networks: models) {
      self.suggestion = suggestion
      detail += " Did you mean '\(suggestion)'?"
    }
  }

  /// Rows that cannot be true together, or of no device that there is.
  fileprivate init(contradictionsOf report: CalibrationReport) {
    let doubts = report.calibration.doubts
    let lines = doubts.flatMap { report.lines(of: $0) }
    self.init(
      .contradictoryMeasurements,
      "The rows cannot be believed (\(doubts.map(\.words).joined(separator: "; "))), so the device "
        + "file marks its numbers as assumed.",
      line: doubts.compactMap { doubt -> Int? in
        if case .contradictory(let lines) = doubt { lines.first } else { nil }
      }.first ?? lines.first)
  }
}
