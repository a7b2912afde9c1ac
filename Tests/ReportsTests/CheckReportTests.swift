import Reports
import Testing

@testable import Estimator

@Suite struct CheckReportTests {
  /// One model that fails a budget and a limit, one that is new, one whose names are hostile.
  private func check() throws -> CheckReport {
    func item(_ path: String, _ report: Report) throws -> CheckReport.Item {
      try CheckReport.Item(path: path, json: report.json())
    }
    var base = try Fixture.report([Fixture.estimate(on: Fixture.profile())])
    base.model.sha256 = String(repeating: "ab", count: 32)
    var limits = RegressionSet()
    try limits.set("latency", to: "2%")
    try limits.set("latency.warn", to: "0%")
    try limits.set("sram", to: "0%")
    var slower = try item(
      "models/slower.tflite",
      Fixture.report(
        budgets: [("latency", "13ms"), ("sram.warn", "1KiB")],
        [
          Fixture.estimate(on: Fixture.profile()) {
            $0.operations[1].latency = Fixture.interval(5)
            $0.totals.latency = Fixture.interval(13.5)
          }
        ]))
    slower.diff = ReportDiff(
      from: RecordedReport(base), to: slower.report, limits: limits, version: "0.1.0")
    let new = try item("models/new.tflite", Fixture.single(.ops))
    let hostile = try item("models/a|b`<i>.tflite", Fixture.hostile())
    var check = CheckReport(
      version: "0.1.0", items: [slower, new, hostile], baseline: .compared(path: "base.json"))
    check.gone = ["models/gone.tflite"]
    return check
  }

  @Test(
    "each form of a check is the recorded text",
    arguments: CheckReport.Format.allCases)
  func goldens(_ format: CheckReport.Format) throws {
    try Golden.expect(check().write(as: format), is: "check.\(format.rawValue)")
  }

  @Test("a check's JSON and its baseline document are read back as baselines")
  func baselines() throws {
    let check = try check()
    for document in [check.write(as: .json), check.baselineDocument()] {
      let read = try BaselineReports(document: document)
      #expect(read.entries.map(\.path) == check.items.map(\.path))
      for item in check.items {
        #expect(read.report(of: item.path, on: item.profile) == item.report)
      }
    }
  }

  @Test("without checks and without a baseline it says so")
  func nothingAsked() throws {
    let report = try Fixture.report([Fixture.estimate(on: Fixture.profile())])
    let item = try CheckReport.Item(path: "a", json: report.json())
    let plain = CheckReport(version: "0.1.0", items: [item], baseline: .none)
    #expect(plain.pass)
    let missing = CheckReport(
      version: "0.1.0", items: [item], baseline: .missing(path: "base.json"))
    #expect(missing.sentence.contains("No baseline lies at base.json, so growth was not checked"))
  }
}
