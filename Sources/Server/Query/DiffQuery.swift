import Estimator
import HTTPCore
import Reports

/// What `POST /diff` is asked beside the two sides.
struct DiffQuery: Hashable, Sendable {
  var selection = EstimateQuery.Selection.defaults
  var clock: Hertz?
  var reservedRAM: Int?
  var reservedFlash: Int?
  var budgets = BudgetSet()
  var limits = RegressionSet()
  var format = ReportDiff.Format.json
  var gate = false

  /// Every parameter, as the contract lists them.
  static let parameters: [String] =
    [
      "profile", "clock_mhz", "format", "gate", "reserve.sram", "reserve.flash", "budget.on",
    ] + perMetric("budget") + perMetric("regression")

  private static func perMetric(_ prefix: String) -> [String] {
    BudgetMetric.allCases.flatMap { metric in
      ["\(prefix).\(metric.rawValue)"]
        + BudgetLevel.allCases.map { "\(prefix).\(metric.rawValue).\($0.rawValue)" }
    }
  }

  init(_ request: HTTPRequest) throws(Problem) {
    let query = try QueryReader(request, known: Self.parameters, repeatable: ["profile"])
    selection = try EstimateQuery.selection(query.values("profile"))
    clock = try query.positiveNumber("clock_mhz", unit: "megahertz").map { Hertz(megahertz: $0) }
    format = try query.choice("format") ?? Self.format(accepting: request.headers)
    gate = try query.flag("gate") ?? false
    if query.value("reserve.sram") != nil {
      reservedRAM = try EstimateQuery.reserve("reserve.sram", .sram, query)
    }
    if query.value("reserve.flash") != nil {
      reservedFlash = try EstimateQuery.reserve("reserve.flash", .flash, query)
    }
    budgets = try EstimateQuery.budgets(query)
    for name in Self.parameters where name.hasPrefix("regression.") {
      guard let value = query.value(name) else { continue }
      do {
        try limits.set(String(name.dropFirst("regression.".count)), to: value)
      } catch {
        throw Problem(
          .invalidParameter, error.description, suggestion: error.suggestion, parameter: name)
      }
    }
  }

  private static func format(accepting headers: HTTPHeaders) -> ReportDiff.Format {
    let accept = headers.values("accept").joined(separator: ",")
    let offered: [ReportFormat] = [.json, .text, .markdown, .csv]
    let liked = accept.isEmpty ? nil : ReportFormat.negotiated(accept: accept, among: offered)
    return liked.flatMap { ReportDiff.Format(rawValue: $0.rawValue) } ?? .json
  }
}
