import Estimator
import Foundation
import FoundationXML
import Reports
import Testing

@Suite struct JUnitReportTests {
  private func check(_ report: Report) throws -> JUnitStructure {
    let structure = JUnitStructure()
    let parser = XMLParser(data: Data(report.write(as: .junit)))
    parser.delegate = structure
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(structure.problems.isEmpty, "\(structure.problems)")
    return structure
  }

  @Test("one case for each budget, failures with their sentence")
  func cases() throws {
    let structure = try check(Fixture.single(.ops))
    #expect(structure.suites == 1)
    #expect(
      structure.cases == [
        "latency budget", "latency budget (warn)", "sram budget", "flash budget",
      ])
    #expect(structure.failures == ["Latency is 12 ms, 2 ms over the budget of 10 ms."])
  }

  @Test("one suite for each profile")
  func suites() throws {
    let structure = try check(Fixture.several())
    #expect(structure.suites == 3)
    #expect(structure.cases.count == 3)
    #expect(structure.failures.count == 2)
  }

  @Test("without budgets there is still a case, and it passes")
  func noBudgets() throws {
    let structure = try check(Fixture.report([Fixture.estimate(on: Fixture.profile())]))
    #expect(structure.cases == ["estimate"])
    #expect(structure.failures.isEmpty)
  }

  @Test("hostile names make well-formed XML")
  func escaping() throws {
    #expect(try check(Fixture.hostile()).cases == ["latency budget"])
  }

  @Test("a thousand cases are one document")
  func thousand() throws {
    let estimate = try Fixture.estimate(on: Fixture.profile())
    let report = try Fixture.report(
      detail: .summary,
      budgets: [
        ("latency", "1ms"), ("energy", "1J"), ("sram", "1B"), ("flash", "1MiB"), ("macs", "1G"),
      ], Array(repeating: estimate, count: 200))
    let structure = try check(report)
    #expect(structure.cases.count == 1000)
    #expect(structure.failures.count == 400)
  }
}

/// What Jenkins' junit-10.xsd asks of the elements that a report uses: where each may stand, which
/// attributes it may and must have, and counts that are true.
private final class JUnitStructure: NSObject, XMLParserDelegate {
  private struct Rule {
    var parents: Set<String>
    var required: Set<String>
    var optional: Set<String> = []
  }

  private static let rules: [String: Rule] = [
    "testsuites": Rule(
      parents: [""], required: [], optional: ["name", "time", "tests", "failures", "errors"]),
    "testsuite": Rule(
      parents: ["testsuites"], required: ["name", "tests"],
      optional: ["failures", "errors", "skipped", "time"]),
    "properties": Rule(parents: ["testsuite"], required: []),
    "property": Rule(parents: ["properties"], required: ["name", "value"]),
    "testcase": Rule(parents: ["testsuite"], required: ["name", "classname"], optional: ["time"]),
    "failure": Rule(parents: ["testcase"], required: [], optional: ["message", "type"]),
    "system-out": Rule(parents: ["testcase"], required: []),
  ]

  var problems: [String] = []
  var suites = 0
  var cases: [String] = []
  var failures: [String] = []
  private var open: [String] = []
  private var stated: [(tests: Int, failures: Int)] = []
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let parent = open.last ?? ""
    open.append(name)
    text = ""
    guard let rule = Self.rules[name] else { return problems.append("element \(name)") }
    if !rule.parents.contains(parent) { problems.append("\(name) in \(parent)") }
    let given = Set(attributes.keys)
    if !rule.required.isSubset(of: given) { problems.append("\(name) lacks attributes") }
    if !given.isSubset(of: rule.required.union(rule.optional)) {
      problems.append("\(name) has \(given)")
    }
    if name == "testsuite" { suites += 1 }
    if name == "testcase" { cases.append(attributes["name"] ?? "") }
    if name == "testsuite" || name == "testsuites" {
      // Turned into differences: at the end tag the counts of what came since must be equal.
      stated.append(
        (
          (Int(attributes["tests"] ?? "") ?? -1) + cases.count,
          (Int(attributes["failures"] ?? "") ?? -1) + failures.count
        ))
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
    if name == "failure" { failures.append(text) }
    if name == "testsuite" || name == "testsuites", let count = stated.popLast() {
      if count != (cases.count, failures.count) { problems.append("\(name) counts \(count)") }
    }
  }
}
