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
