import Estimator
import JSON
import ModelFormats
import Reports

#if canImport(Glibc)
  import Glibc
#endif

extension EstimateCommand {
  /// Asks a service and hands on what it answers, byte for byte.
  ///
  /// Whether the budgets are kept stands in a JSON report. Of the other formats the status tells: with
  /// `gate=true` a failed budget is 422 with the report, which JSON would put problem members before.
  func askServer(_ url: String) throws(CommandFailure) -> Bool {
    let client = try HTTPClient(url)
    let query = try serverQuery()
    let token = getenv("OPMETER_TOKEN").map { String(cString: $0) }
    if let token, !token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      throw .badInput("OPMETER_TOKEN holds characters that no token has")
    }
    var passed = true
    let progress = output.progress(total: models.count)
    defer { progress.clear() }
    for path in models {
      progress.next("\(path) at \(url)")
      let answer = try client.post("/estimate", query: query, try readFile(path), token: token)
      let isProblem = answer.contentType.hasPrefix("application/problem+json")
      switch answer.status {
      case 200: if try !reportPasses(answer.body) { passed = false }
      case 422 where !isProblem: passed = false
      case 408, 429, 500...599:
        throw .serverUnavailable("\(path): the service answered \(answer.status)")
      default:
        throw .badInput("\(path): \(String(decoding: answer.body, as: UTF8.self))")
      }
      progress.clear()
      try output.write(answer.body, isText: format == .text)
    }
    return passed
  }

  private func reportPasses(_ body: [UInt8]) throws(CommandFailure) -> Bool {
    guard format == .json else { return true }
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
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
          throw .badInput("--\(option) needs NAME=LIMIT; got '\(text)'")
        }
        query.append(("\(option).\(parts[0])", parts[1]))
      }
    }
    return query
  }
}
