import Estimator
import Testing

@Suite struct RegressionLimitTests {
  @Test("limits are shares or amounts, for every metric", arguments: BudgetMetric.allCases)
  func shares(_ metric: BudgetMetric) throws {
    var set = RegressionSet()
    try set.set(metric.rawValue, to: "2%")
    try set.set("\(metric.rawValue).warn", to: "0pct")
    #expect(set.limits.map(\.amount) == [.percent(2), .percent(0)])
    #expect(set.limits[0].allowance(from: 200) == 4)
  }

  @Test("amounts have the metric's units")
  func amounts() throws {
    var set = RegressionSet()
    try set.set("sram", to: "4KiB")
    try set.set("latency", to: "500us")
    #expect(set.limits.map(\.amount) == [.absolute(0.5), .absolute(4096)])
  }

  @Test(
    "what is wrong is said, with what was probably meant",
    arguments: [
      ("latncy", "2%", "Regression limit 'latncy' is not known; did you mean 'latency'?"),
      ("sram", "2ms", "The unit 'ms' does not fit the regression limit sram. Units: pct, %, B"),
      ("latency", "-1%", "The regression limit latency is '-1%'; a limit is zero or more."),
      ("latency", "2", "The regression limit latency is '2', without a unit. Units: pct, %, ns"),
      ("latency.fial", "2%", "Regression limit 'latency.fial' is not known"),
      ("latency", "", "The regression limit latency is empty; expected a limit such as 2%."),
    ])
  func errors(_ name: String, _ value: String, _ message: String) {
    var set = RegressionSet()
    do {
      try set.set(name, to: value)
      Issue.record("'\(name): \(value)' was taken")
    } catch {
      #expect(error.description.hasPrefix(message), "\(error.description)")
    }
  }

  @Test("one limit a metric and level")
  func repeated() throws {
    var set = RegressionSet()
    try set.set("latency", to: "2%")
    #expect(throws: RegressionError(.repeated(.latency, .fail))) {
      try set.set("latency.fail", to: "3%")
    }
  }
}
