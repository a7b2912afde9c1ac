public import Estimator

extension BudgetResult {
  /// Why the budget is not kept, or what its figure leaves out; `nil` where there is nothing to add.
  public var reason: String? {
    switch failure {
    case .exceeded?:
      let over = words(slack.map { -$0 })
      return "\(name) is \(words(value))\(atEnd), \(over) over the budget of \(words(limit))."
    case .valueUnknown(let reason)?:
      return "\(name) is not known on this profile" + (reason.map { ": \($0)." } ?? ".")
    case .lowerBound(let count)?:
      let operations = count == 1 ? "1 operation is" : "\(count) operations are"
      return
        "\(operations) not covered: \(words(value)) is a lower bound and cannot keep the budget "
        + "of \(words(limit))."
    case .limitUnknown?:
      return "The device states no memory of this kind, so a share of it is no limit."
    case nil:
      switch caveat {
      case .codeUnknown?: return "The code's size is not known and not counted."
      case .persistentUnknown?:
        return "What the interpreter keeps beside the arena is not known and not counted."
      case nil: return nil
      }
    }
  }

  /// What holds, in one sentence: for kept budgets too.
  public var sentence: String {
    if failure != nil, let reason { return reason }
    let kept =
      "\(name) is \(words(value))\(atEnd), \(words(slack)) below the budget of "
      + "\(words(limit))."
    return reason.map { "\(kept) \($0)" } ?? kept
  }

  private var name: String { metric.title }

  private var atEnd: String { end == .high ? " at the interval's high end" : "" }

  /// A figure of this metric with its unit.
  func words(_ value: Double?) -> String { metric.words(value) }
}

extension BudgetMetric {
  /// How a reader calls the metric.
  var title: String {
    switch self {
    case .latency: "Latency"
    case .energy: "Energy"
    case .sram: "RAM"
    case .flash: "Flash"
    case .macs: "MACs"
    }
  }

  /// A figure of this metric with its unit.
  func words(_ value: Double?) -> String {
    guard let value else { return "unknown" }
    switch self {
    case .latency: return Words.milliseconds(value)
    case .energy: return Words.microjoules(value)
    case .sram, .flash: return Words.bytes(value)
    case .macs: return Words.count(value)
    }
  }
}
