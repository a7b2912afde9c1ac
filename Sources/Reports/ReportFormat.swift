/// The form of an answer. The raw value is what `format=` takes.
///
/// In order of preference, where a client has none.
public enum ReportFormat: String, CaseIterable, Hashable, Sendable {
  case json, text
  case markdown = "md"
  case csv, junit
  /// The `customSmallerIsBetter` input of github-action-benchmark.
  case benchmark = "github-action-benchmark"
}

extension ReportFormat {
  /// What `Content-Type` says.
  public var mediaType: String {
    switch self {
    case .json: "application/json"
    case .text: "text/plain; charset=utf-8"
    case .markdown: "text/markdown; charset=utf-8"
    case .csv: "text/csv; charset=utf-8; header=present"
    case .junit: "application/xml"
    case .benchmark: "application/json"
    }
  }

  /// Types, in lower case, that a client may ask for to get this format.
  var acceptedTypes: [String] {
    switch self {
    case .json: ["application/json"]
    case .text: ["text/plain"]
    case .markdown: ["text/markdown", "text/x-markdown"]
    case .csv: ["text/csv"]
    // There is no registered type for JUnit's XML.
    case .junit: ["application/xml", "text/xml", "application/junit+xml"]
    // Asked for by name alone.
    case .benchmark: []
    }
  }
}

extension Report {
  /// The report in a format.
  public func write(as format: ReportFormat) -> [UInt8] {
    switch format {
    case .json: json()
    case .text: text()
    case .markdown: markdown()
    case .csv: csv()
    case .junit: junit()
    case .benchmark: benchmark()
    }
  }
}

extension Report {
  /// Figures by name, smaller being better, for charts over time.
  func benchmark() -> [UInt8] {
    var text = ByteText(reserving: 1_024)
    text.add(
      benchmarks: RecordedReport(self).results.map { ($0, "\(model.name) on \($0.profile)") })
    return text.bytes
  }
}
