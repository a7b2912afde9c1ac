/// Answers about several models as one document of their format.
///
/// Each answer stays what it is alone, byte for byte, save for what a document has once: the line of
/// titles of a table, the element around test suites.
public struct JoinedReports: Sendable {
  private var answers: [(path: String, bytes: [UInt8])] = []

  public init() {}

  public mutating func add(_ answer: [UInt8], of path: String) { answers.append((path, answer)) }

  /// Whether names in a document of this format have to tell the models apart: nothing else does.
  public static func namesModels(in format: ReportFormat) -> Bool {
    switch format {
    case .csv, .junit, .benchmark: true
    case .json, .text, .markdown: false
    }
  }

  /// Nil where an answer is not of the format.
  public func write(as format: ReportFormat) -> [UInt8]? {
    if answers.count == 1 { return answers[0].bytes }
    var text = ByteText(reserving: answers.reduce(1_024) { $0 + $1.bytes.count + 128 })
    switch format {
    case .text:
      for (index, answer) in answers.enumerated() {
        if index > 0 { text.add("\n") }
        text.add(verbatim: "==> \(VisibleText.of(answer.path)) <==\n")
        text.add(contentsOf: answer.bytes)
      }
    case .markdown:
      for (index, answer) in answers.enumerated() {
        if index > 0 { text.add("\n") }
        text.add(verbatim: "## \(MarkdownText.code(answer.path))\n\n")
        text.add(contentsOf: answer.bytes)
      }
    case .json: addReports(to: &text)
    case .csv:
      for (index, answer) in answers.enumerated() {
        guard let titles = answer.bytes.firstIndex(of: Self.lineFeed) else { return nil }
        text.add(contentsOf: index == 0 ? answer.bytes[...] : answer.bytes[(titles + 1)...])
      }
    case .junit:
      guard addSuites(to: &text) else { return nil }
    case .benchmark:
      guard addNumbers(to: &text) else { return nil }
    }
    return text.bytes
  }

  private static let lineFeed = UInt8(ascii: "\n")

  /// A baseline: what `opmeter check` keeps, and `opmeter estimate --baseline` looks back at.
  private func addReports(to text: inout ByteText) {
    text.add(#"{"schema":"opmeter-reports/1","reports":"#)
    text.add(jsonLines: answers) { text, answer in
      text.add(#"{"path":"#)
      text.add(json: answer.path)
      text.add(",\n\"report\":")
      let isEnded = answer.bytes.last == Self.lineFeed
      text.add(contentsOf: isEnded ? answer.bytes.dropLast() : answer.bytes[...])
      text.add("}")
    }
    text.add("}\n")
  }

  /// The suites of all inside one element, with the sums of its two counts.
  private func addSuites(to text: inout ByteText) -> Bool {
    var suites = ByteText(reserving: 4_096)
    var tests = 0
    var failures = 0
    for answer in answers {
      let lines = answer.bytes.split(
        separator: Self.lineFeed, maxSplits: 2, omittingEmptySubsequences: false)
      let end = Array("</testsuites>\n".utf8)
      guard lines.count == 3, lines[1].starts(with: "<testsuites ".utf8),
        lines[2].suffix(end.count).elementsEqual(end),
        let ran = Self.number("tests", in: lines[1]),
        let failed = Self.number("failures", in: lines[1])
      else { return false }
      let (allRan, isTooMany) = tests.addingReportingOverflow(ran)
      let (allFailed, isTooManyFailed) = failures.addingReportingOverflow(failed)
      guard !isTooMany, !isTooManyFailed else { return false }
      tests = allRan
      failures = allFailed
      suites.add(contentsOf: lines[2].dropLast(end.count))
    }
    text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
    text.add("name", xml: "opmeter")
    text.add("tests", xml: tests)
    text.add("failures", xml: failures)
    text.add(" errors=\"0\" time=\"0\">\n")
    text.add(contentsOf: suites.bytes)
    text.add("</testsuites>\n")
    return true
  }

  /// The whole number of an attribute in a line of our own.
  private static func number(_ attribute: String, in line: ArraySlice<UInt8>) -> Int? {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard let word = words.first(where: { $0.hasPrefix("\(attribute)=\"") }) else { return nil }
    return Int(word.dropFirst(attribute.count + 2).prefix { $0 != "\"" })
  }

  /// The elements of all lists in one.
  private func addNumbers(to text: inout ByteText) -> Bool {
    text.add("[")
    for (index, answer) in answers.enumerated() {
      guard answer.bytes.starts(with: "[\n".utf8),
        answer.bytes.suffix(2).elementsEqual("]\n".utf8)
      else { return false }
      if index > 0 { text.add(",") }
      text.add(contentsOf: answer.bytes.dropFirst().dropLast(2))
    }
    text.add("]\n")
    return true
  }
}
