import Estimator

extension CheckReport {
  /// One row a model, profile and check.
  func csv() -> [UInt8] {
    var text = ByteText(reserving: 2_048)
    text.addLine([
      "model", "profile", "check", "metric", "level", "unit", "limit", "value", "pass", "reason",
    ])
    for item in items {
      func cells(
        _ kind: String, _ metric: BudgetMetric, _ level: BudgetLevel, _ limit: Double?,
        _ value: Double?, _ pass: Bool, _ reason: String?
      ) -> CSVRow {
        var cells = CSVRow()
        cells.add(item.path)
        cells.add(item.profile)
        cells.add(kind)
        cells.add(metric.rawValue)
        cells.add(level.rawValue)
        cells.add(metric.unit)
        cells.add(limit)
        if metric.isCount { cells.add(rounded: value) } else { cells.add(value) }
        cells.add(pass)
        cells.add(reason)
        return cells
      }
      for budget in item.budgets {
        text.add(
          cells(
            "budget", budget.metric, budget.level, budget.limit, budget.value, budget.pass,
            budget.reason))
      }
      for limit in item.limits {
        text.add(
          cells(
            "regression", limit.limit.metric, limit.limit.level, limit.allowed, limit.change,
            limit.pass, limit.reason))
      }
    }
    return text.bytes
  }
}
