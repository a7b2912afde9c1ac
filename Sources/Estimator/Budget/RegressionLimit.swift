/// By how much a figure may grow between two versions of a model.
public struct RegressionLimit: Hashable, Sendable {
  public enum Amount: Hashable, Sendable {
    /// In the metric's own unit.
    case absolute(Double)
    /// Of what the figure was.
    case percent(Double)
  }

  public var metric: BudgetMetric
  public var level: BudgetLevel
  public var amount: Amount

  public init(_ metric: BudgetMetric, _ amount: Amount, level: BudgetLevel = .fail) {
    self.metric = metric
    self.level = level
    self.amount = amount
  }

  /// What a figure that was `base` may grow by, in its own unit.
  public func allowance(from base: Double) -> Double {
    switch amount {
    case .absolute(let value): value
    case .percent(let percent): base * percent / 100
    }
  }
}

/// Why a regression limit is refused: the reasons are those of budgets, the words its own.
public struct RegressionError: Error, Hashable, Sendable {
  public var reason: BudgetError

  public init(_ reason: BudgetError) { self.reason = reason }

  public var suggestion: String? { reason.suggestion }
}

extension RegressionError: CustomStringConvertible {
  public var description: String {
    reason.words(
      BudgetError.Wording(
        noun: "regression limit",
        units: { ["pct", "%"] + BudgetUnit.names(for: $0).filter { $0 != "pct" && $0 != "%" } },
        example: { _ in "2%" }))
  }
}

/// The regression limits that two estimates are held against.
///
/// Estimates are computed, not timed: the same model on the same profile gives the same number every
/// time, so a limit of 0 % is kept by every change that costs nothing, and by no other.
public struct RegressionSet: Hashable, Sendable {
  /// By metric, and `fail` before `warn`.
  public private(set) var limits: [RegressionLimit] = []

  public init() {}

  public var isEmpty: Bool { limits.isEmpty }

  /// Adds a limit; one metric has at most one a level.
  public mutating func add(_ limit: RegressionLimit) throws(RegressionError) {
    let key = { (limit: RegressionLimit) in (limit.metric, limit.level == .fail ? 0 : 1) }
    for known in limits where key(known) == key(limit) {
      throw RegressionError(.repeated(limit.metric, limit.level))
    }
    let place = limits.firstIndex { key(limit) < key($0) } ?? limits.endIndex
    limits.insert(limit, at: place)
  }

  /// Takes one setting: `latency` or `latency.warn`, and `2%`, `5ms` or `4KiB`.
  public mutating func set(_ name: String, to value: String) throws(RegressionError) {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let metric = BudgetMetric(rawValue: String(parts[0])) else {
      throw RegressionError(
        .unknownMetric(
          BudgetError.cut(name),
          nearest: nearestBudgetName(
            to: String(parts[0]), among: BudgetMetric.allCases.map(\.rawValue))))
    }
    var level = BudgetLevel.fail
    if parts.count > 1 {
      guard let stated = BudgetLevel(rawValue: String(parts[1])) else {
        throw RegressionError(
          .unknownLevel(metric: metric, level: BudgetError.cut(String(parts[1]))))
      }
      level = stated
    }
    try add(RegressionLimit(metric, Self.amount(value, metric), level: level))
  }

  private static func amount(
    _ text: String, _ metric: BudgetMetric
  ) throws(RegressionError) -> RegressionLimit.Amount {
    do {
      let amount = try LimitAmount(
        parsing: text, for: metric, quantities: metric.quantities + [.share],
        unitNames: ["pct"] + BudgetUnit.names(for: metric))
      return amount.quantity == .share ? .percent(amount.value) : .absolute(amount.value)
    } catch {
      throw RegressionError(error)
    }
  }
}
