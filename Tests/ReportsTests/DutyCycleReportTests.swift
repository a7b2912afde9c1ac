import Estimator
import JSON
import Reports
import Testing

@Suite struct DutyCycleReportTests {
  /// One inference takes 12 ms and 2,400 uJ; 36,000 an hour are ten a second.
  private func report(
    _ cycle: DutyCycle?, detail: EstimateOptions.Detail = .ops, count: Int = 1
  ) throws -> Report {
    var report = try Fixture.report(
      detail: detail, (0..<count).map { _ in Fixture.estimate(on: try Fixture.profile()) })
    report.results = report.results.map {
      Report.Result($0.estimate, budgets: $0.budgets, dutyCycle: cycle)
    }
    return report
  }

  private let asked = DutyCycle(
    inferencesPerHour: 36_000, battery: Joules(3_600), sleepPower: Watts(milliwatts: 1))

  private func text(_ report: Report, _ format: ReportFormat) -> String {
    String(decoding: report.write(as: format), as: UTF8.self)
  }

  @Test("JSON has the cycle at its key, and nothing of it where nobody asked")
  func json() throws {
    let result = try JSONNode(document: report(asked).write(as: .json)).member("results")
      .elements()[0]
    let duty = try result.member("duty_cycle")
    #expect(
      try duty.members().map(\.name) == [
        "inferences_per_hour", "battery_mwh", "sleep_power_uw", "sleep_power_source",
        "active_fraction", "average_power_mw", "battery_life_h", "complete", "reason", "left_out",
      ])
    #expect(abs(try duty.member("battery_mwh").double() - 1_000) < 1e-3)
    #expect(try duty.member("sleep_power_uw").double() == 1_000)
    #expect(abs(try duty.member("active_fraction").double() - 0.12) < 1e-9)
    // 10 x 2.4 mJ/s awake and 88 % of 1 mW asleep.
    #expect(abs(try duty.member("average_power_mw").member("value").double() - 24.88) < 1e-3)
    #expect(
      abs(try duty.member("battery_life_h").member("value").double() - 1_000 / 24.88) < 1e-3)
    #expect(try duty.member("complete").bool())
    #expect(try duty.member("left_out").elements().count >= 3)
    let plain = try JSONNode(document: report(nil).write(as: .json)).member("results").elements()[0]
    #expect(try plain.optionalMember("duty_cycle") == nil)
  }

  @Test("text and Markdown say it, and an unknown sleep power makes the average a lower bound")
  func words() throws {
    let whole = try report(asked)
    for format in [ReportFormat.text, .markdown] {
      #expect(text(whole, format).contains("24.88 mW"))
      #expect(text(whole, format).contains("40.19 h"))
    }
    let bound = try report(DutyCycle(inferencesPerHour: 36_000, battery: Joules(3_600)))
    for format in [ReportFormat.text, .markdown] {
      #expect(text(bound, format).contains("at least 24 mW"))
      #expect(text(bound, format).contains("at most 41.67 h"))
    }
    let often = try report(DutyCycle(inferencesPerHour: 400_000))
    #expect(text(often, .text).contains("at most 300000 an hour"))
  }

  @Test("a comparison has a column for the average and one for the battery")
  func several() throws {
    let report = try report(asked, detail: .summary, count: 2)
    #expect(text(report, .text).contains("average"))
    #expect(text(report, .markdown).contains("Battery life"))
    let plain = try self.report(nil, detail: .summary, count: 2)
    #expect(!text(plain, .text).contains("battery"))
  }
}
