import Estimator
import Reports
import Testing

@Suite struct ExplainedReportTests {
  @Test(
    "reasons and counterfactuals are the recorded text in each format",
    arguments: [ReportFormat.json, .text, .markdown])
  func goldens(_ format: ReportFormat) throws {
    try Golden.expect(
      RealEstimate.explained().write(as: format), is: "explained.\(format.rawValue)")
  }

  @Test(
    "what changed since a baseline is told with the reasons",
    arguments: [ReportFormat.json, .text, .markdown])
  func sinceBaseline(_ format: ReportFormat) throws {
    var report = try RealEstimate.explained()
    report.results[0].whatIf = nil
    try report.look(backAt: BaselineReports(document: RealEstimate.baseline()), path: "kws.json")
    try Golden.expect(report.write(as: format), is: "since.\(format.rawValue)")
    let again = try RecordedReport(document: report.json())
    #expect(again.results[0].reasons.contains { $0.hasPrefix("Since the baseline: Latency on ") })
  }

  @Test("a model's base is found by its path, by its file's name, or as the only one")
  func nearestBase() throws {
    let report = try RealEstimate.baseline()
    func baseline(_ paths: [String]) throws -> BaselineReports {
      let parts = paths.map {
        #"{"path":"\#($0)","report":"# + String(decoding: report, as: UTF8.self)
      }
      return try BaselineReports(
        document: Array(
          (#"{"schema":"opmeter-reports/1","reports":["#
            + parts.map { $0 + "}" }.joined(separator: ",") + "]}").utf8))
    }
    let profile = try RealEstimate.report().results[0].estimate.profile.id
    let several = try baseline(["a/kws.json", "b/kws.json", "b/vww.json"])
    #expect(several.report(nearest: "a/kws.json", on: profile) != nil)
    #expect(several.report(nearest: "vww.json", on: profile) != nil)
    #expect(several.report(nearest: "kws.json", on: profile) == nil, "there are two of that name")
    #expect(several.report(nearest: nil, on: profile) == nil)
    let one = try baseline(["a/kws.json"])
    #expect(one.report(nearest: "other.json", on: profile) != nil)
    #expect(one.report(nearest: nil, on: profile) != nil)
    #expect(one.report(nearest: nil, on: "another") == nil)
    var estimated = try RealEstimate.explained()
    #expect(
      throws: BaselineMismatch.nothingInCommon(
        model: "kws.json", profiles: [profile],
        baseline: ["a/kws.json", "b/kws.json", "b/vww.json"].map { "\($0) on \(profile)" })
    ) { try estimated.look(backAt: several, path: "kws.json") }
  }

  @Test("formats of rows and cases stay as they are", arguments: [ReportFormat.csv, .junit])
  func others(_ format: ReportFormat) throws {
    let report = try RealEstimate.explained()
    var plain = report
    plain.results[0].why = nil
    plain.results[0].whatIf = nil
    #expect(report.write(as: format) == plain.write(as: format))
  }

  @Test("names of strangers cannot break a table or a line")
  func hostile() throws {
    var report = try RealEstimate.explained()
    let name = "a|b`\n<script>\u{202E}"
    report.results[0].whatIf?[0].operation = name
    report.results[0].whatIf?[0].kind = .separable
    report.results[0].why?.operations[0].name = name
    for format in [ReportFormat.markdown, .text] {
      let text = String(decoding: report.write(as: format), as: UTF8.self)
      #expect(!text.contains("<script>") || format == .text)
      #expect(!text.contains("\u{202E}"))
      #expect(!text.contains("b`\n"))
    }
  }
}
