import Estimator

extension CheckReport.Item {
  /// One case of a test report.
  struct Case {
    var name: String
    var type: String
    var metric: BudgetMetric?
    var verdict: Verdict
    var sentence: String

    /// Whether a failure of the same kind and metric is told, which a warning adds nothing to.
    func isTold(
      beside failing: (budgets: Set<BudgetMetric>, limits: Set<BudgetMetric>)
    ) -> Bool {
      metric.map { (type == "budget" ? failing.budgets : failing.limits).contains($0) } ?? false
    }
  }

  /// Names have no numbers in them: readers follow a case by its name, and limits move.
  var cases: [Case] {
    var cases = budgets.map { budget in
      Case(
        name: "\(budget.metric.rawValue) budget" + (budget.level == .warn ? " (warn)" : ""),
        type: "budget", metric: budget.metric, verdict: budget.verdict, sentence: budget.sentence)
    }
    cases += limits.map { limit in
      Case(
        name: "\(limit.limit.metric.rawValue) regression"
          + (limit.limit.level == .warn ? " (warn)" : ""),
        type: "regression", metric: limit.limit.metric, verdict: limit.verdict,
        sentence: limit.reason
          ?? "\(limit.limit.metric.title) "
          + (limit.change == 0 ? "is unchanged, " : "changes by \(limit.changeWords), ")
          + "\(Words.allowance(limit.limit)) is allowed.")
    }
    if cases.isEmpty {
      cases = [
        Case(name: "estimate", type: "estimate", verdict: .pass, sentence: "It was estimated.")
      ]
    }
    return cases
  }

  /// Nil where nothing was asked.
  var verdict: Verdict? {
    if budgets.isEmpty && limits.isEmpty { return nil }
    if !pass { return .fail }
    return budgets.allSatisfy(\.pass) && limits.allSatisfy(\.pass) ? .pass : .warn
  }

  /// A lower bound where not all is covered; of nothing at all, nothing is known.
  private func words(of figure: Interval?, _ words: (Double) -> String) -> String {
    guard let figure else { return "unknown" }
    guard result?.isComplete == false else { return words(figure.value) }
    return figure.value == 0 ? "unknown" : "at least \(words(figure.value))"
  }

  var latencyWords: String {
    words(of: result?.latency, Words.milliseconds)
  }

  var energyWords: String {
    words(of: result?.energy, Words.microjoules)
  }

  /// In per cent of the base; empty without one.
  func change(_ name: ReportDiff.Metric.Name) -> String {
    guard let result = diff?.results.first else { return "" }
    return result.metric(name)?.fractionWords ?? ""
  }
}

extension RecordedReport.Budget {
  var verdict: Verdict { pass ? .pass : level == .warn ? .warn : .fail }
}
