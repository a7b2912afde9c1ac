import Testing

@testable import Estimator

@Suite struct BudgetEvaluationTests {
  @Test(
    "slack is limit minus value, and a budget is kept down to a slack of zero",
    arguments: [
      ("latency", "101ms", 1.0, true), ("latency", "100ms", 0, true),
      ("latency", "99ms", -1, false),
      ("energy", "50mJ", 0, true), ("energy", "49.999mJ", -1, false),
      ("sram", "100kB", 0, true), ("sram", "99999B", -1, false),
      ("flash", "400kB", 0, true), ("flash", "399999B", -1, false),
      ("macs", "1M", 0, true), ("macs", "999999", -1, false),
      ("sram", "50pct", 0, true), ("sram", "49%", -2000, false),
      ("flash", "80pct", 0, true), ("flash", "0pct", -400_000, false),
    ])
  func slack(_ name: String, _ limit: String, _ slack: Double, _ pass: Bool) throws {
    let result = try BudgetFixture.result(name, limit)
    #expect(abs((result.slack ?? .nan) - slack) < 1e-9)
    #expect(result.pass == pass)
    #expect(result.failure == (pass ? nil : .exceeded))
  }

  @Test("on the high end, latency and energy compare what nine in ten runs stay within")
  func highEnd() throws {
    let latency = try BudgetFixture.result("latency", "110ms", end: "high")
    #expect(latency.value == 120)
    #expect(latency.slack == -10)
    #expect(latency.failure == .exceeded)
    #expect(latency.end == .high)
    #expect(try BudgetFixture.result("latency", "110ms").pass)
    #expect(try BudgetFixture.result("energy", "60mJ", end: "high").slack == 0)
  }

  @Test("bytes and MACs have no interval: the high end is the value", arguments: ["sram", "flash"])
  func highEndOfBytes(_ name: String) throws {
    let result = try BudgetFixture.result(name, "400kB", end: "high")
    #expect(result.end == .value)
    #expect(result.pass)
  }

  @Test("a figure that is not known keeps no budget, and the profile says why")
  func unknown() throws {
    let latency = try BudgetFixture.result("latency", "1s") { $0.totals.latency = nil }
    #expect(latency.failure == .valueUnknown(reason: "nobody measured it"))
    #expect(latency.slack == nil)
    #expect(latency.limit == 1000)
    let energy = try BudgetFixture.result("energy", "1J") { $0.totals.energy = nil }
    #expect(energy.failure == .valueUnknown(reason: "no meter was at hand"))
    let broken = try BudgetFixture.result("latency", "1s") { $0.totals.latency?.value = .nan }
    #expect(broken.pass == false)
    #expect(broken.value == nil)
  }

  @Test("a lower bound cannot keep a budget of time or energy, whatever the slack")
  func lowerBound() throws {
    for name in ["latency", "energy"] {
      let limit = name == "latency" ? "1000s" : "1000J"
      let result = try BudgetFixture.result(name, limit, BudgetFixture.loseCoverage)
      #expect(result.failure == .lowerBound(notCovered: 1))
      #expect((result.slack ?? 0) > 0)
    }
  }

  @Test("a lower bound above the limit is exceeded")
  func lowerBoundExceeded() throws {
    let result = try BudgetFixture.result("latency", "1ms", BudgetFixture.loseCoverage)
    #expect(result.failure == .exceeded)
  }

  @Test("memory and MACs do not depend on which kernels are known")
  func memoryOfIncomplete() throws {
    for (name, limit) in [("sram", "100kB"), ("flash", "400kB"), ("macs", "1M")] {
      #expect(try BudgetFixture.result(name, limit, BudgetFixture.loseCoverage).pass)
    }
  }

  @Test("parts of the memory that are not known are told, not passed over")
  func caveats() throws {
    let flash = try BudgetFixture.result("flash", "400kB") { $0.flash.codeBytes = nil }
    #expect(flash.pass)
    #expect(flash.caveat == .codeUnknown)
    let ram = try BudgetFixture.result("sram", "100kB") { $0.memory.persistentBytes = nil }
    #expect(ram.pass)
    #expect(ram.caveat == .persistentUnknown)
    #expect(try BudgetFixture.result("sram", "100kB").caveat == nil)
  }

  @Test("a share of memory that the device does not state is no limit")
  func noRegion() throws {
    let result = try BudgetFixture.result("sram", "80pct") { $0.ramFit.availableBytes = 0 }
    #expect(result.failure == .limitUnknown)
    #expect(result.limit == nil)
  }

  @Test("a share is a whole number of bytes, never more than the share")
  func shareIsWhole() throws {
    let result = try BudgetFixture.result("flash", "80pct") {
      $0.flashFit.availableBytes = 1_048_576
    }
    #expect(result.limit == 838_860)
  }

  @Test("what the caller reserves for the firmware counts")
  func reserve() throws {
    let result = try BudgetFixture.result("sram", "100kB") { $0.ramFit.neededBytes += 1 }
    #expect(result.failure == .exceeded)
  }

  @Test("the whole fails by a budget of level fail alone")
  func levels() throws {
    var budgets = BudgetSet()
    try budgets.set("latency.warn", to: "90ms")
    try budgets.set("latency", to: "110ms")
    let estimate = try BudgetFixture.estimate()
    let results = budgets.evaluate(estimate, macs: 1)
    #expect(results.map(\.pass) == [true, false])
    #expect(results.map(\.level) == [.fail, .warn])
    #expect(results.pass)

    try budgets.set("macs", to: "0")
    #expect(!budgets.evaluate(estimate, macs: 1).pass)
    #expect([BudgetResult]().pass)
  }
}
