import Reports
import Testing

@Suite struct AcceptTests {
  @Test(
    "the header's qualities and the most specific range decide",
    arguments: [
      ("*/*", .json), ("", .json), ("application/json", .json), ("text/plain", .text),
      ("text/markdown", .markdown), ("text/csv", .csv), ("application/xml", .junit),
      ("text/xml", .junit), ("application/junit+xml", .junit),
      ("text/*", .text), ("application/*", .json),
      ("TEXT/CSV", .csv), (" text/csv ; q=1 ", .csv), ("text/csv;header=present", .csv),
      ("text/csv;q=0.5, application/json;q=0.4", .csv),
      ("text/csv;q=0.5, application/json", .json),
      ("application/json, text/csv", .json), ("text/csv, application/json", .json),
      ("text/*;q=0.9, text/plain;q=0, */*;q=0.1", .markdown),
      ("*/*, application/json;q=0", .text),
      ("image/png, */*;q=0.001", .json),
      ("image/png", nil), ("application/json;q=0", nil), ("*/*;q=0", nil),
      ("garbage", .json), ("garbage, text/csv", .csv), ("*/json, text/csv", .csv),
      ("text/csv;q=2, text/markdown;q=0.1", .markdown), ("text/csv;q=1.001", .json),
      ("text/csv;q=0.12345, text/markdown", .markdown), (",,,", .json), ("/", .json),
    ] as [(String, ReportFormat?)])
  func negotiates(_ header: String, _ format: ReportFormat?) {
    #expect(ReportFormat.negotiated(accept: header) == format)
  }

  @Test("only what is offered is chosen")
  func offered() {
    #expect(ReportFormat.negotiated(accept: "*/*", among: [.csv, .json]) == .csv)
    #expect(ReportFormat.negotiated(accept: "application/json", among: [.csv]) == nil)
    #expect(ReportFormat.negotiated(accept: "*/*", among: []) == nil)
  }

  @Test("a long header costs no more than its first ranges", .timeLimit(.minutes(20)))
  func long() {
    let header = String(repeating: "image/png,", count: 100_000) + "text/csv"
    #expect(ReportFormat.negotiated(accept: header) == nil)
  }

  @Test("format= takes the names of the interface")
  func names() {
    #expect(
      ReportFormat.allCases.map(\.rawValue).sorted() == [
        "csv", "github-action-benchmark", "json", "junit", "md", "text",
      ])
    #expect(ReportFormat(rawValue: "JSON") == nil)
  }

  @Test(
    "an answer's own type asks for its format again",
    arguments: ReportFormat.allCases.filter { $0 != .benchmark })
  func mediaType(_ format: ReportFormat) {
    #expect(ReportFormat.negotiated(accept: format.mediaType) == format)
  }
}
