/// One limit on one metric.
public struct Budget: Hashable, Sendable {
  public var metric: BudgetMetric
  public var level: BudgetLevel
  public var limit: BudgetLimit

  public init(_ metric: BudgetMetric, _ limit: BudgetLimit, level: BudgetLevel = .fail) {
    self.metric = metric
    self.limit = limit
    self.level = level
  }
}

/// The budgets that an estimate is held against.
public struct BudgetSet: Hashable, Sendable {
  /// By metric, and `fail` before `warn`: the order in which they were given does not matter.
  public private(set) var budgets: [Budget] = []
  /// Which end of latency and energy is compared. Bytes and MACs have no interval.
  public var end: BudgetEnd = .value

  public init() {}

  public var isEmpty: Bool { budgets.isEmpty }

  /// Adds a budget; one metric has at most one limit a level.
  public mutating func add(_ budget: Budget) throws(BudgetError) {
    let key = { (budget: Budget) in (budget.metric, budget.level == .fail ? 0 : 1) }
    for known in budgets where key(known) == key(budget) {
      throw .repeated(budget.metric, budget.level)
    }
    let place = budgets.firstIndex { key(budget) < key($0) } ?? budgets.endIndex
    budgets.insert(budget, at: place)
  }

  /// Takes one setting as queries and files write it.
  ///
  /// - Parameters:
  ///   - name: what follows `budget.`: a metric (`latency`), a metric with its level
  ///     (`latency.warn`, `latency.fail`), or `on`.
  ///   - value: a limit with its unit, or for `on` the end: `value` or `high`.
  public mutating func set(_ name: String, to value: String) throws(BudgetError) {
    if name == "on" {
      guard let end = BudgetEnd(rawValue: value) else {
        throw .unknownEnd(BudgetError.cut(value))
      }
      self.end = end
      return
    }
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let metric = BudgetMetric(rawValue: String(parts[0])) else {
      let names = BudgetMetric.allCases.map(\.rawValue) + ["on"]
      throw .unknownMetric(
        BudgetError.cut(name), nearest: nearestBudgetName(to: String(parts[0]), among: names))
    }
    var level = BudgetLevel.fail
    if parts.count > 1 {
      guard let stated = BudgetLevel(rawValue: String(parts[1])) else {
        throw .unknownLevel(metric: metric, level: BudgetError.cut(String(parts[1])))
      }
      level = stated
    }
    try add(Budget(metric, BudgetLimit(parsing: value, for: metric), level: level))
  }
}
