extension BudgetSet {
  /// Holds an estimate against every budget, in the order of `budgets`.
  ///
  /// A budget is kept only where that is known:
  /// - A figure that the profile knows nothing about (`null` in a report) keeps no budget.
  /// - With operations that are not covered, latency and energy are lower bounds: they can exceed a
  ///   limit, never keep it.
  /// - RAM and flash compare `neededBytes`, as the estimate's `fits` does, so that the two agree.
  ///   Where a part of it is not known (code, persistent memory) the result carries a caveat.
  ///
  /// - Parameter macs: of the model.
  public func evaluate(_ estimate: Estimate, macs: Int) -> [BudgetResult] {
    budgets.map { evaluate($0, estimate, macs: macs) }
  }

  private func evaluate(_ budget: Budget, _ estimate: Estimate, macs: Int) -> BudgetResult {
    let figure = Figure(budget.metric, of: estimate, macs: macs, at: end)
    var result = BudgetResult(
      metric: budget.metric, level: budget.level, end: figure.end,
      limit: limit(budget, on: estimate), value: figure.value, failure: nil,
      caveat: figure.caveat)
    if result.value == nil {
      result.failure = .valueUnknown(reason: figure.unknown)
    } else if let slack = result.slack {
      if slack < 0 {
        result.failure = .exceeded
      } else if figure.notCovered > 0 {
        result.failure = .lowerBound(notCovered: figure.notCovered)
      }
    } else {
      result.failure = .limitUnknown
    }
    return result
  }

  private func limit(_ budget: Budget, on estimate: Estimate) -> Double? {
    switch budget.limit {
    case .absolute(let limit): return limit
    case .shareOfDevice(let percent):
      let available: Int
      switch budget.metric {
      case .sram: available = estimate.ramFit.availableBytes
      case .flash: available = estimate.flashFit.availableBytes
      case .latency, .energy, .macs: return nil
      }
      // Whole bytes; a tolerance of one part in 2^40 keeps 80 % of a multiple of 5 exact.
      let bytes = Double(available) * percent / 100
      return available > 0 ? (bytes * (1 + 0x1p-40)).rounded(.down) : nil
    }
  }
}

/// The figure that a metric compares, with what must be known about it.
private struct Figure {
  var value: Double?
  var end: BudgetEnd = .value
  /// Why there is no value.
  var unknown: String?
  /// Operations that the value leaves out.
  var notCovered = 0
  var caveat: BudgetResult.Caveat?

  init(_ metric: BudgetMetric, of estimate: Estimate, macs: Int, at end: BudgetEnd) {
    let runtime = estimate.profile.runtime
    switch metric {
    case .latency:
      take(estimate.totals.latency, estimate, end)
      unknown = runtime.timingUnknown
    case .energy:
      take(estimate.totals.energy, estimate, end)
      unknown = runtime.powerUnknown ?? runtime.timingUnknown
    case .sram:
      value = Double(estimate.ramFit.neededBytes)
      if estimate.memory.persistentBytes == nil { caveat = .persistentUnknown }
    case .flash:
      value = Double(estimate.flashFit.neededBytes)
      if estimate.flash.codeBytes == nil { caveat = .codeUnknown }
    case .macs:
      value = Double(macs)
    }
  }

  private mutating func take(_ interval: Interval?, _ estimate: Estimate, _ end: BudgetEnd) {
    self.end = end
    value = end == .high ? interval?.high : interval?.value
    // NaN would compare as kept; the estimator makes none, and a report could not print it.
    if let value, !value.isFinite { self.value = nil }
    if !estimate.totals.isComplete { notCovered = max(1, estimate.coverage.notCovered.count) }
  }
}
