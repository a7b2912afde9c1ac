/// How an estimate stands to one budget.
public struct BudgetResult: Hashable, Sendable {
  /// Why a budget is not kept.
  public enum Failure: Hashable, Sendable {
    case exceeded
    /// Nothing is known about the metric on this profile; the text says why, where that is known.
    case valueUnknown(reason: String?)
    /// Operations are not covered: what is known stays within the limit, the whole may not.
    case lowerBound(notCovered: Int)
    /// A share of a region was asked for, and the device states none of that kind.
    case limitUnknown
  }

  /// What the compared figure leaves out although it counts as known, as in the estimate's `fits`.
  public enum Caveat: Hashable, Sendable {
    /// Flash without code: nobody measured it.
    case codeUnknown
    /// RAM without what the interpreter keeps beside the arena.
    case persistentUnknown
  }

  public var metric: BudgetMetric
  public var level: BudgetLevel
  /// The end that was compared: `value` where the figure has no interval.
  public var end: BudgetEnd
  /// In the metric's own unit, as all three.
  public var limit: Double?
  public var value: Double?
  public var failure: Failure?
  public var caveat: Caveat?

  public init(
    metric: BudgetMetric, level: BudgetLevel = .fail, end: BudgetEnd = .value, limit: Double?,
    value: Double?, failure: Failure?, caveat: Caveat? = nil
  ) {
    self.metric = metric
    self.level = level
    self.end = end
    self.limit = limit
    self.value = value
    self.failure = failure
    self.caveat = caveat
  }

  /// Limit minus value: negative when it is exceeded.
  public var slack: Double? {
    guard let limit, let value else { return nil }
    return limit - value
  }

  /// Whether this one budget is kept, whatever its level.
  public var pass: Bool { failure == nil }
}

extension [BudgetResult] {
  /// Whether the whole passes: every budget of level `fail` is kept. True without budgets.
  public var pass: Bool { allSatisfy { $0.pass || $0.level == .warn } }
}
