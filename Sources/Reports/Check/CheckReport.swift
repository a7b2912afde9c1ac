import Estimator
public import JSON

/// What `opmeter check` found: every model on every profile, held against budgets and baseline.
public struct CheckReport: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    /// The model's path, as the configuration's directory sees it.
    public var path: String
    /// Of one profile.
    public var report: RecordedReport
    /// The report as it came: what a baseline keeps.
    public var json: [UInt8]
    /// Nil without a base.
    public var diff: ReportDiff?

    public init(path: String, json: [UInt8]) throws(JSONError) {
      self.path = path
      self.json = json
      report = try RecordedReport(document: json)
    }

    public var profile: String { report.results.first?.profile ?? "" }
    var result: RecordedReport.Result? { report.results.first }
    var budgets: [RecordedReport.Budget] { result?.budgets ?? [] }
    var limits: [ReportDiff.Limit] { diff?.results.first?.limits ?? [] }
    public var pass: Bool { report.pass && diff?.limitsPass ?? true }
  }

  /// What growth was measured from.
  public enum Baseline: Hashable, Sendable {
    case none
    /// Named, and not there: limits on growth were not checked.
    case missing(path: String)
    case compared(path: String)
  }

  public enum Format: String, CaseIterable, Hashable, Sendable {
    case json, text
    case markdown = "md"
    case csv, junit
    case benchmark = "github-action-benchmark"
  }

  public var version: String
  public var items: [Item]
  public var baseline: Baseline
  /// Models and profiles of the baseline that are not checked any more.
  public var gone: [String] = []

  public init(version: String, items: [Item], baseline: Baseline) {
    self.version = version
    self.items = items
    self.baseline = baseline
  }

  public var pass: Bool { items.allSatisfy(\.pass) }

  public func write(as format: Format) -> [UInt8] {
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

/// The reports that growth is measured from, kept in a file.
public struct BaselineReports: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    /// Nil for a plain report, which is of whatever model there is.
    public var path: String?
    public var report: RecordedReport
  }

  public static let schema = "opmeter-reports/1"

  public var entries: [Entry]

  /// Reads a baseline, the JSON of a check, or one plain report.
  public init(document bytes: [UInt8]) throws(JSONError) {
    var reader = try JSONReader(document: bytes)
    let start = reader
    var schema: String?
    var entries: [Entry]?
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "schema":
        let text = try reader.string()
        guard [Self.schema, "opmeter-check/1", RecordedReport.schema].contains(text) else {
          throw reader.failure(
            .invalid(
              "the schema is '\(VisibleText.of(text, limit: 60))'; this program reads "
                + "\(Self.schema), opmeter-check/1 and \(RecordedReport.schema): write the baseline "
                + "again with 'opmeter check --update-baseline'"))
        }
        schema = text
      case "reports":
        entries = try reader.array { reader throws(JSONError) in try Entry(&reader) }
      default: try reader.skip()
      }
    }
    try reader.finish()
    guard let schema else {
      throw reader.failure(
        .invalid(
          "this is no baseline: its member \"schema\" is missing; 'opmeter check "
            + "--update-baseline' writes one"), at: 0)
    }
    if schema == RecordedReport.schema {
      reader = start
      self.entries = [Entry(path: nil, report: try RecordedReport(&reader))]
      return
    }
    guard let entries else { throw reader.missingMember("reports", of: members) }
    self.entries = entries
  }

  /// The base of a model on a profile.
  public func report(of path: String, on profile: String) -> RecordedReport? {
    entries.first {
      ($0.path ?? path) == path && $0.report.result(on: profile) != nil
    }?.report
  }
}

extension BaselineReports.Entry {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var path: String?
    var report: RecordedReport?
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "path": path = try reader.string()
      case "report": report = try RecordedReport(&reader)
      default: throw reader.unknownMember(name, known: ["path", "report"])
      }
    }
    guard let path else { throw reader.missingMember("path", of: members) }
    guard let report else { throw reader.missingMember("report", of: members) }
    self.init(path: path, report: report)
  }
}

extension CheckReport {
  /// The reports of this check as a file to measure later growth from.
  public func baselineDocument() -> [UInt8] {
    var text = ByteText(reserving: 4_096)
    text.add(#"{"schema":"opmeter-reports/1","#)
    text.add(reports: self)
    text.add("}\n")
    return text.bytes
  }
}

extension ByteText {
  mutating func add(reports check: CheckReport) {
    add(#""reports":"#)
    add(jsonLines: check.items) { text, item in
      text.add(#"{"path":"#)
      text.add(json: item.path)
      text.add(",\n\"report\":")
      // A report ends with a line feed.
      text.add(contentsOf: item.json.last == 0x0A ? item.json.dropLast() : item.json[...])
      text.add("}")
    }
  }
}
