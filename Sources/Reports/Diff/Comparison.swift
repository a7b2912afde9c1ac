import Estimator

/// One profile's two results while they are compared.
struct Comparison {
  var old: RecordedReport.Result
  var new: RecordedReport.Result
  /// What the base was when it was kept.
  var known: RecordedReport.Result
  var programs: (base: String, head: String)
  var models: (base: Report.Model, head: Report.Model)
  var origin = ReportDiff.Origin.comparable
  var notes: [String] = []

  /// Decides what the base's figures are, so that a new profile or program is never the model's
  /// regression.
  mutating func decide(isAgain: Bool, isSameFile: Bool) {
    var causes: [String] = []
    if known.digest != new.digest {
      causes.append("the profile (\(Self.short(known.digest)) to \(Self.short(new.digest)))")
    }
    if programs.base != programs.head {
      causes.append(
        "the program (\(VisibleText.of(programs.base, limit: 40)) to "
          + "\(VisibleText.of(programs.head, limit: 40)))")
    }
    if known.clockMegahertz != new.clockMegahertz {
      notes.append(
        "The clock is \(Words.megahertz(new.clockMegahertz)) and was "
          + "\(Words.megahertz(known.clockMegahertz)).")
    }
    guard !causes.isEmpty else { return }
    let changed = "Since the base was kept, \(causes.joined(separator: " and ")) changed"
    if isAgain {
      origin = .estimatedAgain
      notes.append("\(changed); the base was estimated again from its model\(moved).")
    } else if isSameFile, known.clockMegahertz == new.clockMegahertz {
      old = new
      origin = .sameModel
      notes.append(
        "\(changed); the model is the same file, so its base is today's figure\(moved).")
    } else {
      origin = .notComparable
      notes.append(
        "\(changed), and the base's model is not here: the differences are of both, and limits on "
          + "latency, energy, RAM and flash are not applied. Give the base's model, or keep a new "
          + "base.")
    }
  }

  /// What the change of profile or program alone did.
  private var moved: String {
    guard let before = known.latency?.value, let after = old.latency?.value, before != after
    else { return "" }
    return " (its latency was \(Words.milliseconds(before)) and is \(Words.milliseconds(after)))"
  }

  private static func short(_ digest: String) -> String {
    let hex = digest.hasPrefix("sha256:") ? digest.dropFirst(7) : digest[...]
    return VisibleText.of(String(hex.prefix(12)))
  }

  func result(_ limits: RegressionSet) -> ReportDiff.Result {
    let operations = operations()
    let metrics = metrics(operations)
    return ReportDiff.Result(
      profile: new.profile, baseDigest: known.digest, headDigest: new.digest,
      baseClockMegahertz: known.clockMegahertz, headClockMegahertz: new.clockMegahertz,
      origin: origin, notes: notes, metrics: metrics, operations: operations,
      limits: limits.limits.map { check($0, metrics) }, budgets: new.budgets)
  }

  // MARK: - Operations

  private func operations() -> [ReportDiff.Operation]? {
    guard let before = old.rows, let after = new.rows else { return nil }
    let match = OperationMatch(before, after)
    var operations: [ReportDiff.Operation] = []
    operations.reserveCapacity(after.count)
    for (index, row) in after.enumerated() {
      guard let place = match.base[index] else {
        operations.append(ReportDiff.Operation(kind: .added, head: row))
        continue
      }
      let earlier = before[place]
      guard let kind = Self.change(from: earlier, to: row) else { continue }
      operations.append(ReportDiff.Operation(kind: kind, base: earlier, head: row))
    }
    for (index, row) in before.enumerated() where match.head[index] == nil {
      operations.append(ReportDiff.Operation(kind: .removed, base: row))
    }
    // Each size once: rounding it to a report's digits is most of what a comparison costs.
    let sizes = operations.map { abs($0.latencyChange ?? 0) }
    return operations.indices.sorted { left, right in
      sizes[left] != sizes[right] ? sizes[left] > sizes[right] : left < right
    }.map { operations[$0] }
  }

  private static func change(
    from old: RecordedReport.Row, to new: RecordedReport.Row
  ) -> ReportDiff.Operation.Kind? {
    if old.latency != new.latency || old.energy != new.energy || old.structure != new.structure
      || old.kernel != new.kernel || old.scratchBytes != new.scratchBytes
    {
      return .changed
    }
    return old.name != new.name ? .renamed : nil
  }

  // MARK: - Metrics

  private func metrics(_ operations: [ReportDiff.Operation]?) -> [ReportDiff.Metric] {
    func exact(_ name: ReportDiff.Metric.Name, _ base: Int, _ head: Int) -> ReportDiff.Metric {
      let change = Double(head) - Double(base)
      return ReportDiff.Metric(
        name: name, base: Double(base), head: Double(head),
        change: Interval(value: change, low: change, high: change))
    }
    let parts = old.estimate.flatMap { new.estimate?.difference(from: $0) }
    return [
      ReportDiff.Metric(
        name: .latency, base: old.latency?.value, head: new.latency?.value,
        change: change(
          \.latency, parts, orFrom: change(old.latency, new.latency, operations, \.latency))),
      ReportDiff.Metric(
        name: .energy, base: old.energy?.value, head: new.energy?.value,
        change: change(
          \.energy, parts, orFrom: change(old.energy, new.energy, operations, \.energy))),
      exact(.sram, old.sram.neededBytes, new.sram.neededBytes),
      exact(.flash, old.flash.neededBytes, new.flash.neededBytes),
      exact(.activationPeak, old.activationPeakBytes, new.activationPeakBytes),
      exact(.macs, models.base.macs, models.head.macs),
      exact(.weights, models.base.weightBytes, models.head.weightBytes),
    ]
  }

  /// From the parts of the errors where both sides were estimated here, which knows what they share;
  /// else from the intervals that reports carry.
  private func change(
    _ figure: KeyPath<CostDifference, Interval?>, _ difference: CostDifference?,
    orFrom recorded: Interval?
  ) -> Interval? {
    guard let recorded, let parts = difference?[keyPath: figure] else { return recorded }
    // The value is that of the figures shown, each rounded on its own.
    return Interval(
      value: recorded.value, low: min(recorded.value, parts.low.asReported),
      high: max(recorded.value, parts.high.asReported))
  }

  /// Head minus base, from what reports carry.
  ///
  /// An operation that is the same on both sides has the same error on both: nothing of it is left
  /// in the difference. Those that are not bring their own intervals, as independent. What the
  /// device does to all alike acts on the difference alone, with the larger relative reach of the two
  /// totals. Without rows nothing is known to cancel, and the totals count as independent.
  private func change(
    _ before: Interval?, _ after: Interval?, _ operations: [ReportDiff.Operation]?,
    _ figure: (RecordedReport.Row) -> Interval?
  ) -> Interval? {
    guard let before, let after else { return nil }
    let difference = (after.value - before.value).asReported
    guard let operations, origin != .notComparable else {
      return Self.interval(
        difference, reaches: before == after ? [] : [before.reach, after.reach])
    }
    var reaches = [max(before.relativeReach, after.relativeReach) * abs(difference)]
    reaches.reserveCapacity(2 * operations.count + 1)
    for index in operations.indices where operations[index].kind != .renamed {
      if let row = operations[index].base.flatMap(figure) { reaches.append(row.reach) }
      if let row = operations[index].head.flatMap(figure) { reaches.append(row.reach) }
    }
    return Self.interval(difference, reaches: reaches)
  }

  private static func interval(_ value: Double, reaches: [Double]) -> Interval {
    let reach = reaches.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return Interval(
      value: value, low: (value - reach).asReported, high: (value + reach).asReported)
  }

  // MARK: - Limits

  private func check(
    _ limit: RegressionLimit, _ metrics: [ReportDiff.Metric]
  ) -> ReportDiff.Limit {
    let name = ReportDiff.Metric.Name(rawValue: limit.metric.rawValue)
    guard let metric = metrics.first(where: { $0.name == name }), let base = metric.base else {
      return ReportDiff.Limit(
        limit: limit, pass: true, reason: "The base has no figure to compare with.")
    }
    let allowed = limit.allowance(from: base)
    var result = ReportDiff.Limit(
      limit: limit, allowed: allowed, change: metric.change?.value, pass: true)
    if origin == .notComparable, limit.metric != .macs {
      result.reason =
        "The limit on \(metric.name.title) is not applied: the profile or the program changed "
        + "since the base was kept."
      return result
    }
    guard let head = metric.head, let change = metric.change?.value else {
      result.pass = false
      result.reason = "\(limit.metric.title) is not known on this profile any more."
      return result
    }
    if limit.metric == .latency || limit.metric == .energy, new.notCovered > old.notCovered {
      result.pass = false
      result.reason =
        "\(new.notCovered) \(new.notCovered == 1 ? "operation is" : "operations are") not covered "
        + "(\(old.notCovered) before): \(limit.metric.words(head)) is a lower bound."
      return result
    }
    // Figures have seven digits; a share of one has what a product of two has.
    if change > allowed + 1e-9 * max(abs(base), abs(head)) {
      result.pass = false
      result.reason =
        "\(limit.metric.title) rises \(Words.change(change, of: limit.metric, from: base)), "
        + "\(Words.allowance(limit)) is allowed."
    }
    return result
  }
}

extension Interval {
  /// From the value to the further end.
  fileprivate var reach: Double { max(high - value, value - low) }

  fileprivate var relativeReach: Double { value > 0 ? reach / value : 0 }
}

extension Words {
  /// `12.4 ms (+11.8 %)`, without a sign in front.
  static func change(_ change: Double, of metric: BudgetMetric, from base: Double) -> String {
    let size = metric.words(abs(change))
    return base != 0 ? "\(size) (\(signedPercent(change / base)))" : size
  }

  static func signedPercent(_ fraction: Double) -> String {
    let percent = fraction * 100
    // Small shares keep their digits: a limit of 0 % is passed by any.
    let digits = abs(percent) < 0.1 ? number(percent) : fixed(percent, places: 1)
    return (percent > 0 ? "+" : "") + digits + " %"
  }

  static func allowance(_ limit: RegressionLimit) -> String {
    switch limit.amount {
    case .absolute(let value): limit.metric.words(value)
    case .percent(let percent): "\(number(percent)) %"
    }
  }
}
