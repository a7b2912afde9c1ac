import Testing

@testable import Estimator

@Suite struct BudgetSetTests {
  @Test("settings are read by metric, level and end")
  func settings() throws {
    var budgets = BudgetSet()
    #expect(budgets.isEmpty)
    try budgets.set("flash", to: "80pct")
    try budgets.set("latency.warn", to: "80ms")
    try budgets.set("latency", to: "100ms")
    try budgets.set("on", to: "high")
    #expect(
      budgets.budgets == [
        Budget(.latency, .absolute(100)), Budget(.latency, .absolute(80), level: .warn),
        Budget(.flash, .shareOfDevice(percent: 80)),
      ])
    #expect(budgets.end == .high)
  }

  @Test("the order in which budgets are given does not matter")
  func order() throws {
    let settings = [("macs", "1M"), ("sram.warn", "1KiB"), ("latency", "1ms"), ("sram", "2KiB")]
    var one = BudgetSet()
    var other = BudgetSet()
    for (name, value) in settings { try one.set(name, to: value) }
    for (name, value) in settings.reversed() { try other.set(name, to: value) }
    #expect(one == other)
    #expect(one.budgets.map(\.metric) == [.latency, .sram, .sram, .macs])
  }

  @Test(
    "names that are not known are refused with the nearest",
    arguments: [
      ("latancy", "1ms", BudgetError.unknownMetric("latancy", nearest: "latency")),
      ("Latency", "1ms", .unknownMetric("Latency", nearest: "latency")),
      ("sramm", "1KiB", .unknownMetric("sramm", nearest: "sram")),
      ("throughput", "1", .unknownMetric("throughput", nearest: nil)),
      ("", "1ms", .unknownMetric("", nearest: nil)),
      ("latency.error", "1ms", .unknownLevel(metric: .latency, level: "error")),
      ("latency.", "1ms", .unknownLevel(metric: .latency, level: "")),
      ("latency.warn.fail", "1ms", .unknownLevel(metric: .latency, level: "warn.fail")),
      ("on", "low", .unknownEnd("low")),
    ])
  func unknown(_ name: String, _ value: String, _ error: BudgetError) {
    var budgets = BudgetSet()
    #expect(throws: error) { try budgets.set(name, to: value) }
    #expect(budgets.isEmpty)
  }

  @Test("one metric has one limit a level")
  func repeated() throws {
    var budgets = BudgetSet()
    try budgets.set("latency", to: "1ms")
    #expect(throws: BudgetError.repeated(.latency, .fail)) {
      try budgets.set("latency.fail", to: "2ms")
    }
    try budgets.set("latency.warn", to: "1ms")
    #expect(throws: BudgetError.repeated(.latency, .warn)) {
      try budgets.set("latency.warn", to: "2ms")
    }
    #expect(budgets.budgets.count == 2)
  }
}
