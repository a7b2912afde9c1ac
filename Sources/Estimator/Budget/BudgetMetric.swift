/// What a budget limits: one figure of an estimate.
public enum BudgetMetric: String, CaseIterable, Hashable, Comparable, Sendable {
  /// Time of one inference, in milliseconds.
  case latency
  /// Energy of one inference, in microjoules.
  case energy
  /// RAM to reserve, with what the caller reserves for the rest of the firmware. Bytes.
  case sram
  /// Flash that is taken, with what the caller reserves. Bytes.
  case flash
  /// Multiply-accumulates of the model; the same on every device.
  case macs

  /// In the order of `allCases`, so that reports do not depend on the order of a query.
  public static func < (a: BudgetMetric, b: BudgetMetric) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .latency: 0
    case .energy: 1
    case .sram: 2
    case .flash: 3
    case .macs: 4
    }
  }

  /// The unit of `limit`, `value` and `slack`, written as in the keys of a report.
  public var unit: String {
    switch self {
    case .latency: "ms"
    case .energy: "uj"
    case .sram, .flash: "bytes"
    case .macs: "macs"
    }
  }

  /// Whether the figure is a whole number.
  public var isCount: Bool {
    switch self {
    case .latency, .energy: false
    case .sram, .flash, .macs: true
    }
  }

  /// Quantities that a limit may be given in.
  var quantities: [BudgetUnit.Quantity] {
    switch self {
    case .latency: [.time]
    case .energy: [.energy]
    case .sram, .flash: [.size, .share]
    case .macs: [.count]
    }
  }

  /// A limit as somebody would write it, for error messages.
  public var example: String {
    switch self {
    case .latency: "100ms"
    case .energy: "2mJ"
    case .sram: "256KiB"
    case .flash: "80pct"
    case .macs: "1.5M"
    }
  }
}

/// What happens when a limit is passed.
public enum BudgetLevel: String, CaseIterable, Hashable, Sendable {
  /// The result as a whole fails.
  case fail
  /// It is reported, and the result passes all the same.
  case warn
}

/// Which end of a figure's interval is compared.
public enum BudgetEnd: String, CaseIterable, Hashable, Sendable {
  case value
  /// The interval's high end: of a 90 % interval, so 19 in 20 stay below it.
  case high
}
