import Estimator

/// What a reader is told of a budget or a result.
enum Verdict: String {
  case pass, warn, fail

  init(_ budget: BudgetResult) {
    self = budget.pass ? .pass : budget.level == .warn ? .warn : .fail
  }

  /// `nil` without budgets: nothing was asked.
  init?(_ result: Report.Result) {
    if result.budgets.isEmpty { return nil }
    if !result.pass {
      self = .fail
    } else {
      self = result.budgets.allSatisfy(\.pass) ? .pass : .warn
    }
  }
}

extension Profile {
  /// The default regions of a kind, as a linker script would name them together: `DTCM+SRAM1`.
  func regionName(_ kind: MemoryRegion.Kind) -> String {
    let names = device.memory.filter { $0.kind == kind && $0.isDefault }.map(\.name)
    if names.isEmpty { return kind == .ram ? "RAM" : "FLASH" }
    return names.joined(separator: "+")
  }
}
