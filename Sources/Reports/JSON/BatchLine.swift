import Estimator

/// One answer line of a batch: flat, for programs that score many graphs.
public struct BatchLine: Sendable {
  /// The caller's `id`, as it was written: any JSON value in one line.
  public var id: [UInt8]
  public var results: [Report.Result]

  public init(id: [UInt8], results: [Report.Result]) {
    self.id = id
    self.results = results
  }

  /// Appends the line with its line feed.
  ///
  /// One result stands flat beside the id; several are a `results` list, each with its `profile`.
  public func append(to bytes: inout [UInt8]) {
    var text = ByteText(reserving: 64 + id.count + 320 * results.count)
    text.add(#"{"id":"#)
    text.add(contentsOf: id)
    if results.count == 1, let result = results.first {
      text.add(",")
      text.add(flat: result)
    } else {
      text.add(#","results":["#)
      for (index, result) in results.enumerated() {
        text.add(index > 0 ? #",{"profile":"# : #"{"profile":"#)
        text.add(json: result.estimate.profile.id)
        text.add(",")
        text.add(flat: result)
        text.add("}")
      }
      text.add("]")
    }
    text.add("}\n")
    bytes.append(contentsOf: text.bytes)
  }
}

extension ByteText {
  /// The members of one result, without braces. `complete` is written where it is false: a lower
  /// bound must not win a search.
  fileprivate mutating func add(flat result: Report.Result) {
    let estimate = result.estimate
    add(#""latency_ms":"#)
    add(json: estimate.totals.latency?.value)
    add(#","energy_uj":"#)
    add(json: estimate.totals.energy?.value)
    add(#","activation_peak_bytes":"#)
    add(estimate.memory.activationPeakBytes)
    add(#","allocate_bytes":"#)
    add(estimate.memory.allocateBytes)
    add(#","flash_bytes":"#)
    add(estimate.flash.totalBytes)
    add(#","slack":{"#)
    add(slackOf: result.budgets)
    add(#"},"pass":"#)
    add(json: result.pass)
    if !estimate.totals.isComplete { add(#","complete":false"#) }
  }

  /// By metric; where one has two levels, the slack to the failing one.
  private mutating func add(slackOf budgets: [BudgetResult]) {
    var isFirst = true
    for budget in budgets {
      let hasFailLevel = budgets.contains { $0.metric == budget.metric && $0.level == .fail }
      if budget.level == .warn && hasFailLevel { continue }
      if !isFirst { add(",") }
      isFirst = false
      add(json: budget.metric.rawValue)
      add(":")
      add(json: budget.slack, of: budget.metric)
    }
  }
}
