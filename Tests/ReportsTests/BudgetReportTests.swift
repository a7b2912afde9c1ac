import Estimator
import JSON
import Reports
import Testing

@Suite struct BudgetReportTests {
  @Test("budgets are listed with limit, value and slack in the metric's own unit")
  func listed() throws {
    let document = try JSONNode(document: Fixture.single(.summary).write(as: .json))
    let result = try document.member("results").elements()[0]
    #expect(try result.member("pass").bool() == false)
    let budgets = try result.member("budgets").elements()
    #expect(
      try budgets.map { try $0.member("metric").string() } == [
        "latency", "latency", "sram", "flash",
      ])
    #expect(try budgets.map { try $0.member("limit").double() } == [10, 8, 262_144, 838_860])
    #expect(try budgets.map { try $0.member("value").double() } == [12, 12, 22_528, 57_680])
    #expect(try budgets.map { try $0.member("slack").double() } == [-2, -4, 239_616, 781_180])
    #expect(try budgets.map { try $0.member("pass").bool() } == [false, false, true, true])
    #expect(
      try budgets.map { try $0.member("level").string() } == ["fail", "warn", "fail", "fail"])
    #expect(
      try budgets.map { try $0.member("unit").string() } == ["ms", "ms", "bytes", "bytes"])
  }

  @Test("every way to miss a budget has its sentence")
  func sentences() {
    func result(
      _ value: Double?, limit: Double? = 100, end: BudgetEnd = .value,
      _ failure: BudgetResult.Failure?, caveat: BudgetResult.Caveat? = nil
    ) -> BudgetResult {
      BudgetResult(
        metric: .latency, end: end, limit: limit, value: value, failure: failure, caveat: caveat)
    }
    #expect(
      result(112.4, .exceeded).sentence
        == "Latency is 112.4 ms, 12.4 ms over the budget of 100 ms.")
    #expect(
      result(112.4, end: .high, .exceeded).sentence
        == "Latency is 112.4 ms at the interval's high end, 12.4 ms over the budget of 100 ms.")
    #expect(result(90, nil).sentence == "Latency is 90 ms, 10 ms below the budget of 100 ms.")
    #expect(
      result(nil, .valueUnknown(reason: "nobody measured it")).sentence
        == "Latency is not known on this profile: nobody measured it.")
    #expect(result(nil, .valueUnknown(reason: nil)).reason?.hasSuffix("profile.") == true)
    #expect(
      result(90, .lowerBound(notCovered: 2)).sentence
        == "2 operations are not covered: 90 ms is a lower bound and cannot keep the budget of "
        + "100 ms.")
    #expect(result(90, limit: nil, .limitUnknown).reason?.contains("no memory") == true)
    #expect(result(90, nil, caveat: .codeUnknown).sentence.hasSuffix("not counted."))
    #expect(result(90, nil).reason == nil)
  }

  @Test("a report that fails says how many budgets did, and the first of them")
  func failureSentence() throws {
    #expect(
      try Fixture.single(.ops).failureSentence
        == "1 of 3 budgets failed. Latency is 12 ms, 2 ms over the budget of 10 ms.")
    #expect(try Fixture.report([Fixture.estimate(on: Fixture.profile())]).failureSentence == nil)
    let many = try #require(try Fixture.several().failureSentence)
    #expect(many.hasPrefix("2 of 3 budgets failed. too-small.lib-1.0: Latency is 48 ms"))
    #expect(try !Fixture.several().pass)
  }
}
