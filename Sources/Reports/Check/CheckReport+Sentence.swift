import Estimator

extension CheckReport {
  /// Every failed budget and limit, in sentences with their model and profile.
  public var failures: [String] {
    items.flatMap { item -> [String] in
      let place = "\(Report.shown(item.path)) on \(Report.shown(item.profile)): "
      let budgets = item.budgets.filter { !$0.pass && $0.level == .fail }
      let limits = item.limits.filter { !$0.pass && $0.limit.level == .fail }
      return budgets.map { place + $0.sentence } + limits.map { place + ($0.reason ?? "") }
    }
  }

  /// The outcome in a sentence or two, then what the failures are.
  public var sentence: String {
    let checks = items.reduce(0) { $0 + $1.budgets.count + $1.limits.count }
    let places = "\(items.count) \(items.count == 1 ? "estimate" : "estimates")"
    let failures = failures
    var text: String
    if checks == 0 {
      text = "\(places), no budgets and no limits."
    } else if failures.isEmpty {
      let warned = items.reduce(0) { sum, item in
        sum + item.budgets.count { !$0.pass } + item.limits.count { !$0.pass }
      }
      text =
        (checks == 1 ? "1 check on \(places) passes" : "All \(checks) checks on \(places) pass")
        + (warned > 0 ? ", \(warned) with a warning." : ".")
    } else {
      text =
        "\(failures.count) of \(checks) checks on \(places) "
        + (failures.count == 1 ? "fails." : "fail.")
    }
    switch baseline {
    case .none: break
    case .missing(let path):
      text +=
        " No baseline lies at \(VisibleText.of(path, limit: 120)), so growth was not checked: "
        + "opmeter check --update-baseline writes it."
    case .compared:
      let new = items.count { $0.diff == nil }
      if new > 0 {
        text += " \(new) \(new == 1 ? "has" : "have") no base yet, so growth was not checked there."
      }
    }
    return text
  }

  /// What is to be said beside the failures, in sentences with their model and profile.
  var warnings: [String] {
    var seen: Set<String> = []
    return allWarnings.filter { seen.insert($0).inserted }
  }

  /// Two levels of a limit may say the same.
  private var allWarnings: [String] {
    items.flatMap { item -> [String] in
      let place = "\(Report.shown(item.path)) on \(Report.shown(item.profile)): "
      let failing = item.failingMetrics
      let budgets = item.budgets.filter {
        !$0.pass && $0.level == .warn && !failing.budgets.contains($0.metric)
      }
      let limits = item.limits.filter {
        $0.pass
          ? $0.reason != nil
          : $0.limit.level == .warn && !failing.limits.contains($0.limit.metric)
      }
      return budgets.map { place + $0.sentence } + limits.map { place + ($0.reason ?? "") }
    }
  }
}

extension CheckReport.Item {
  /// Of which no warning is told beside the failure.
  var failingMetrics: (budgets: Set<BudgetMetric>, limits: Set<BudgetMetric>) {
    (
      Set(budgets.filter { !$0.pass && $0.level == .fail }.map(\.metric)),
      Set(limits.filter { !$0.pass && $0.limit.level == .fail }.map(\.limit.metric))
    )
  }
}
