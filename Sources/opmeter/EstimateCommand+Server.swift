import Estimator
import Reports

#if canImport(Glibc)
  import Glibc
#endif

extension EstimateCommand {
  /// Asks a service and hands on what it answers, byte for byte. Whether the budgets are kept comes
  /// from the status: with `gate=true` a failed one is 422 with the whole report.
  func askServer(_ url: String) throws(CommandFailure) -> Bool {
    let client = try HTTPClient(url)
    let query = try serverQuery()
    let token = getenv("OPMETER_TOKEN").map { String(cString: $0) }
    if let token, !token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      throw .badInput("OPMETER_TOKEN holds characters that no token has")
    }
    var passed = true
    for path in models {
      let answer = try client.post("/estimate", query: query, try readFile(path), token: token)
      let isProblem = answer.contentType.hasPrefix("application/problem+json")
      switch answer.status {
      case 200: break
      case 422 where !isProblem: passed = false
      case 408, 429, 500...599:
        throw .serverUnavailable("\(path): the service answered \(answer.status)")
      default:
        throw .badInput("\(path): \(String(decoding: answer.body, as: UTF8.self))")
      }
      try writeFile(answer.body, to: "-")
    }
    return passed
  }

  private func serverQuery() throws(CommandFailure) -> [(String, String)] {
    var query = profileNames.map { ("profile", $0) }
    query += [
      ("format", format.rawValue), ("detail", effectiveDetail.rawValue), ("gate", "true"),
      ("budget.on", budgetOn.rawValue),
    ]
    if let clockMhz { query.append(("clock_mhz", "\(clockMhz)")) }
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
