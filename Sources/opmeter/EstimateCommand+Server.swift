import Estimator
import JSON
import ModelFormats
import Reports
import Server

extension EstimateCommand {
  /// Asks a service and hands on what it answers, byte for byte.
  ///
  /// Whether the budgets are kept stands in a JSON report. Of the other formats the status tells: with
  /// `gate=true` a failed budget is 422 with the report, which JSON would put problem members before.
  func askServer(_ url: String) throws(CommandFailure) -> Bool {
    let connection = try ServiceConnection(url)
    let query = try serverQuery()
    let base = try baseline.map { path throws(CommandFailure) in try readFile(path) }
    var passed = true
    var answers = JoinedReports()
    let progress = output.progress(total: models.count)
    defer { progress.clear() }
    for path in models {
      progress.next("\(path) at \(url)")
      let model = try readFile(path)
      let body = base.map { Self.form(model, called: path, baseline: $0) } ?? model
      let name = answeredName(path).map { [("model_name", $0)] } ?? []
      let answer = try connection.post("/estimate", query: query + name, body, about: path)
      let isKept = try format == .json ? reportPasses(answer.body) : answer.passed
      passed = passed && isKept
      answers.add(answer.body, of: path)
    }
    progress.clear()
    try show(answers)
    return passed
  }

  /// A model and a baseline as `curl -F` sends them; the delimiter is made of both, so that neither
  /// holds it.
  private static func form(
    _ model: [UInt8], called path: String, baseline: [UInt8]
  ) -> [UInt8] {
    let boundary = "--opmeter-" + sha256Hexadecimal(model + baseline).prefix(40)
    let isPlain = path.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
    let name = path != "-" && isPlain && path.utf8.count <= 255 ? "; filename=\"\(path)\"" : ""
    var body = Array(
      "\(boundary)\r\nContent-Disposition: form-data; name=\"model\"\(name)\r\n\r\n".utf8)
    body += model
    body += Array(
      "\r\n\(boundary)\r\nContent-Disposition: form-data; name=\"baseline\"\r\n\r\n".utf8)
    return body + baseline + Array("\r\n\(boundary)--\r\n".utf8)
  }

  private func reportPasses(_ body: [UInt8]) throws(CommandFailure) -> Bool {
    do {
      let results = try JSONNode(document: body).member("results").elements()
      for result in results where try !result.member("pass").bool() { return false }
      return true
    } catch {
      throw .serverUnavailable("the service answered what is no report: \(error)")
    }
  }

  private func serverQuery() throws(CommandFailure) -> [(String, String)] {
    var query = profileNames.map { ("profile", $0) }
    query += [
      ("format", format.rawValue), ("detail", effectiveDetail.rawValue),
      ("gate", format == .json ? "false" : "true"),
      ("budget.on", budgetOn.rawValue),
    ]
    query += inputShapes.map { ("input_shape", $0) }
    if why { query.append(("why", "true")) }
    if whatIf { query.append(("what_if", "true")) }
    if let whileTrips { query.append(("while_trips", "\(whileTrips)")) }
    if let assumeDtype { query.append(("assume_dtype", assumeDtype.rawValue)) }
    if let clockMhz { query.append(("clock_mhz", "\(clockMhz)")) }
    for (name, value) in [
      ("inferences_per_hour", inferencesPerHour), ("battery_mwh", batteryMwh),
      ("sleep_uw", sleepUw),
    ] {
      if let value { query.append((name, "\(value)")) }
    }
    for (option, texts) in [("budget", budgets), ("reserve", reserves)] {
      for text in texts {
        let (name, value) = try parted(text, option)
        query.append(("\(option).\(name)", value))
      }
    }
    return query
  }
}
