import Estimator

extension Report {
  /// The budgets as test results: a suite for each profile, a case for each budget.
  ///
  /// Written for the schema of Jenkins' xUnit plugin (junit-10.xsd), which GitLab, GitHub actions and
  /// Azure read too. Without a budget a profile has one case, that it could be estimated, because
  /// readers take a file without cases for a broken one. A warning passes, and is told in
  /// `system-out`. Times are zero: nothing ran, and a clock would make every file another.
  func junit() -> [UInt8] {
    var text = ByteText(reserving: 4096)
    text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    text.add("<testsuites")
    text.add("name", xml: "opmeter")
    text.add("tests", xml: results.reduce(0) { $0 + max(1, $1.budgets.count) })
    text.add("failures", xml: results.reduce(0) { $0 + Self.failures(of: $1) })
    text.add(" errors=\"0\" time=\"0\">\n")
    for result in results { addSuite(result, to: &text) }
    text.add("</testsuites>\n")
    return text.bytes
  }

  private static func failures(of result: Result) -> Int {
    result.budgets.count { Verdict($0) == .fail }
  }

  private func addSuite(_ result: Result, to text: inout ByteText) {
    let profile = result.estimate.profile
    text.add("  <testsuite")
    text.add("name", xml: "\(model.name) on \(profile.id)")
    text.add("tests", xml: max(1, result.budgets.count))
    text.add("failures", xml: Self.failures(of: result))
    text.add(" errors=\"0\" skipped=\"0\" time=\"0\">\n    <properties>\n")
    addProperties(result.estimate, to: &text)
    text.add("    </properties>\n")
    let group = "\(model.name).\(profile.id)"
    if result.budgets.isEmpty {
      text.add("    <testcase")
      text.add("classname", xml: group)
      text.add(" name=\"estimate\" time=\"0\"/>\n")
    }
    for budget in result.budgets { add(budget, group, to: &text) }
    text.add("  </testsuite>\n")
  }

  private func add(_ budget: BudgetResult, _ group: String, to text: inout ByteText) {
    text.add("    <testcase")
    text.add("classname", xml: group)
    // Without the limit: readers follow a case by its name, and limits move.
    let level = budget.level == .warn ? " (warn)" : ""
    text.add("name", xml: "\(budget.metric.rawValue) budget\(level)")
    text.add(" time=\"0\">\n")
    if Verdict(budget) == .fail {
      text.add("      <failure")
      text.add("message", xml: budget.sentence)
      text.add(" type=\"budget\">")
      text.add(xml: budget.sentence)
      text.add("</failure>\n")
    } else {
      text.add("      <system-out>")
      text.add(xml: budget.sentence)
      text.add("</system-out>\n")
    }
    text.add("    </testcase>\n")
  }

  /// Raw figures, with the keys of the JSON report.
  private func addProperties(_ estimate: Estimate, to text: inout ByteText) {
    func add(_ name: StaticString, _ write: (inout ByteText) -> Void) {
      text.add("      <property name=\"")
      text.add(name)
      text.add("\" value=\"")
      write(&text)
      text.add("\"/>\n")
    }
    add("version") { $0.add(xml: version) }
    add("profiles_digest") { $0.add(xml: profilesDigest) }
    if let latency = estimate.totals.latency { add("latency_ms") { $0.add(json: latency.value) } }
    if let energy = estimate.totals.energy { add("energy_uj") { $0.add(json: energy.value) } }
    add("allocate_bytes") { $0.add(estimate.memory.allocateBytes) }
    add("flash_bytes") { $0.add(estimate.flash.totalBytes) }
    add("macs") { $0.add(model.macs) }
  }
}
