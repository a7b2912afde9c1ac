import Foundation
import JSON
import Reports
import Testing

@testable import Estimator

@Suite struct ReportDiffTests {
  private func recorded(_ report: Report) throws -> RecordedReport {
    try RecordedReport(document: report.json())
  }

  private func limits(_ settings: [(String, String)]) throws -> RegressionSet {
    var set = RegressionSet()
    for (name, value) in settings { try set.set(name, to: value) }
    return set
  }

  /// The fixture with another second operation.
  private func changed(
    names: [String] = ["conv0", "depthwise1", "scores"],
    _ change: (inout Estimate) -> Void = { _ in }
  ) throws -> Report {
    try Fixture.report([
      Fixture.estimate(on: Fixture.profile(), names: names) {
        $0.operations[1].latency = Fixture.interval(5)
        $0.totals.latency = Fixture.interval(13.5)
        change(&$0)
      }
    ])
  }

  @Test("a report equals itself after it was written and read")
  func survivesItsJSON() throws {
    for detail in [EstimateOptions.Detail.summary, .ops, .full] {
      let report = try RealEstimate.report(detail, budgets: Fixture.budgets([("latency", "1ms")]))
      var made = RecordedReport(report)
      for index in made.results.indices { made.results[index].estimate = nil }
      #expect(try recorded(report) == made)
    }
  }

  @Test("a model does not differ from itself, and keeps limits of 0 %")
  func sameIsSame() throws {
    let report = try RealEstimate.report(.ops)
    let diff = try ReportDiff(
      from: recorded(report), to: RecordedReport(report),
      limits: limits([("latency", "0%"), ("energy", "0%"), ("sram", "0%"), ("macs", "0%")]),
      version: "0.1.0")
    #expect(diff.pass)
    #expect(diff.results[0].operations == [])
    for metric in diff.results[0].metrics { #expect(metric.change == Fixture.zero) }
    #expect(diff.sentence.contains("unchanged"))
  }

  @Test("the sentence names what rises, by how much, and which operations do it")
  func sentence() throws {
    let diff = try ReportDiff(
      from: RecordedReport(Fixture.report([Fixture.estimate(on: Fixture.profile())])),
      to: RecordedReport(changed()), limits: limits([("latency", "2%"), ("sram", "0%")]),
      version: "0.1.0")
    #expect(
      diff.sentence
        == "Latency on nucleo-test.lib-1.0 rises 1.5 ms (+12.5 %), all of it in one "
        + "depthwise_conv2d operation; peak RAM unchanged. Limit: Latency rises 1.5 ms (+12.5 %), "
        + "2 % is allowed.")
    #expect(!diff.pass)
    #expect(diff.results[0].limits.map(\.pass) == [false, true])
  }

  @Test("the interval of a difference has nothing of what did not change")
  func narrowInterval() throws {
    let diff = try ReportDiff(
      from: recorded(Fixture.report([Fixture.estimate(on: Fixture.profile())])),
      to: recorded(changed()), version: "0.1.0")
    let change = try #require(diff.results[0].metric(.latency)?.change)
    // Rows of 3.5 and 5 ms with 25 % each, and 25 % of the difference that the device shares.
    let reach = (0.875 * 0.875 + 1.25 * 1.25 + 0.375 * 0.375).squareRoot()
    #expect(abs(change.high - (1.5 + reach)) < 1e-5)
    #expect(abs(change.low - (1.5 - reach)) < 1e-5)
  }

  @Test("a new profile with the same file is no regression")
  func reloadIsNoRegression() throws {
    let old = try RecordedReport(Fixture.report([Fixture.estimate(on: Fixture.profile())]))
    var new = try RecordedReport(changed())
    new.results[0].digest = "sha256:ffffffffffffffff"
    let strict = try limits([("latency", "0%")])
    let same = ReportDiff(from: old, to: new, limits: strict, version: "0.1.0")
    #expect(same.results[0].origin == .sameModel)
    #expect(same.pass)
    #expect(same.results[0].metric(.latency)?.change == Fixture.zero)

    new.model.sha256 = String(repeating: "cd", count: 32)
    let unknown = ReportDiff(from: old, to: new, limits: strict, version: "0.1.0")
    #expect(unknown.results[0].origin == .notComparable)
    #expect(unknown.pass)
    #expect(unknown.results[0].limits[0].reason != nil)

    var again = old
    again.results[0].digest = new.results[0].digest
    let counted = ReportDiff(
      from: again, to: new, recorded: old, limits: strict, version: "0.1.0")
    #expect(counted.results[0].origin == .estimatedAgain)
    #expect(!counted.pass, "the model's own growth still counts")
  }

  @Test("operations are matched by name, then by structure, then by place")
  func matching() throws {
    func kinds(_ old: [String], _ new: Report) throws -> [String] {
      let base = try Fixture.report([Fixture.estimate(on: Fixture.profile(), names: old)])
      let diff = ReportDiff(
        from: RecordedReport(base), to: RecordedReport(new), version: "0.1.0")
      return diff.results[0].operations?.map { "\($0.kind.rawValue) \(($0.head ?? $0.base)!.name)" }
        ?? []
    }
    let plain = ["conv0", "depthwise1", "scores"]
    #expect(try kinds(plain, changed()) == ["changed depthwise1"])
    // Another name, the same structure.
    #expect(
      try kinds(plain, changed(names: ["conv0", "dw", "out"])) == ["changed dw", "renamed out"])
    // Another name and another structure, at the same place.
    let moved = try changed(names: ["conv0", "dw", "scores"]) { $0.operations[1].macs = 50_000 }
    #expect(try kinds(plain, moved) == ["changed dw"])
    // Nothing in common.
    let other = try changed(names: ["conv0", "lut", "scores"]) {
      $0.operations[1].macs = 50_000
      $0.operations[1].kind = .tanh
      $0.operations[1].type = "tanh"
    }
    #expect(try kinds(plain, other) == ["added lut", "removed depthwise1"])
  }

  @Test("names that an importer made from numbers do not match")
  func generatedNames() throws {
    let rows = RecordedReport(try Fixture.large(4) { "conv2d#\($0)" })
    var longer = RecordedReport(try Fixture.large(5) { "conv2d#\($0)" })
    let first = try #require(longer.results[0].rows?[0])
    var structure = first.structure
    structure.macs = 77
    longer.results[0].rows?[0] = RecordedReport.Row(
      index: first.index, name: first.name, op: first.op, structure: structure,
      kernel: first.kernel, latency: first.latency, energy: first.energy,
      liveBytes: first.liveBytes, scratchBytes: first.scratchBytes)
    let diff = ReportDiff(from: rows, to: longer, version: "0.1.0")
    let operations = try #require(diff.results[0].operations)
    #expect(operations.filter { $0.kind == .added }.map(\.head?.macs) == [77])
    let pairs = operations.filter { $0.kind != .added }
    #expect(pairs.count == 4)
    #expect(pairs.allSatisfy { pair in pair.head.map { $0.index - 1 } == pair.base?.index })
  }

  @Test(
    "a report that was changed by hand is refused with its place",
    arguments: [
      (
        #""latency_ms":{"value":12,"#, #""latency_ms":{"value":11,"#,
        "$.results[0].totals.latency_ms"
      ),
      (#""op_count":3"#, #""op_count":4"#, "$.results[0].ops"),
      (#""macs":400000,"arith"#, #""macs":1,"arith"#, "$.model"),
      (
        #""excess_bytes":0,"fits":true"#, #""excess_bytes":0,"fits":false"#,
        "$.results[0].fits.sram"
      ),
      (#""slack":-2"#, #""slack":2"#, "$.results[0].budgets[0].slack"),
      (#","pass":false,"#, #","pass":true,"#, "$.results[0].pass"),
      (#""metric":"latency""#, #""metric":"latncy""#, "$.results[0].budgets[0].metric"),
      ("opmeter-estimate/1", "opmeter-estimate/2", "$.schema"),
      (#""low":9,"#, #""low":19,"#, "$.results[0].totals.latency_ms"),
      (#""needed_bytes":22528"#, #""needed_bytes":-1"#, "$.results[0].fits.sram.needed_bytes"),
    ])
  func editedByHand(_ old: String, _ new: String, _ path: String) throws {
    let report = try Fixture.report(
      budgets: [("latency", "10ms")],
      [
        Fixture.estimate(on: Fixture.profile()) { $0.operations[1].macs = 100_000 }
      ])
    let text = String(decoding: report.json(), as: UTF8.self)
    let place = try #require(text.range(of: old), "\(old) is in the report")
    let edited = text.replacingCharacters(in: place, with: new)
    do {
      _ = try RecordedReport(document: Array(edited.utf8))
      Issue.record("an edited report was taken")
    } catch {
      #expect(error.path.description == path, "\(error)")
    }
  }

  @Test("what is cut off is refused", arguments: [10, 400, 900])
  func cutOff(_ count: Int) throws {
    let bytes = try Fixture.single(.ops).json()
    #expect(throws: JSONError.self) { try RecordedReport(document: Array(bytes.prefix(count))) }
  }

  @Test("each form of a difference is the recorded text", arguments: ReportDiff.Format.allCases)
  func goldens(_ format: ReportDiff.Format) throws {
    let diff = try ReportDiff(
      from: RecordedReport(Fixture.report([Fixture.estimate(on: Fixture.profile())])),
      to: RecordedReport(changed(names: ["conv0", "depthwise1", "out"])),
      limits: limits([("latency", "2%"), ("latency.warn", "0%"), ("sram", "0%")]),
      version: "0.1.0")
    try Golden.expect(diff.write(as: format), is: "diff.\(format.rawValue)")
  }

  @Test(
    "each form of a difference of hostile names is the recorded text",
    arguments: ReportDiff.Format.allCases)
  func hostileGoldens(_ format: ReportDiff.Format) throws {
    let diff = try ReportDiff(
      from: RecordedReport(Fixture.report([Fixture.estimate(on: Fixture.profile())])),
      to: RecordedReport(Fixture.hostile()), version: "0.1.0")
    try Golden.expect(diff.write(as: format), is: "diff-hostile.\(format.rawValue)")
  }

  @Test("the Markdown of a difference of 2,000 operations fits a comment")
  func fitsAComment() throws {
    let diff = try ReportDiff(
      from: RecordedReport(Fixture.large(2_000) { "old\($0)" }),
      to: RecordedReport(Fixture.large(2_000) { "new\($0)" }), version: "0.1.0")
    let page = diff.write(as: .markdown)
    #expect(page.count <= 65_536)
    #expect(String(decoding: page, as: UTF8.self).contains(" more._"))
  }
}

extension Fixture {
  static let zero = Interval(value: 0, low: 0, high: 0)
}
