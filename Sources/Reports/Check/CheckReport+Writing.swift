import Estimator

extension CheckReport {
  // MARK: - Sentences

  /// Every failed budget and limit, in sentences with their model and profile.
  public var failures: [String] {
    items.flatMap { item -> [String] in
      let place = "\(Report.shown(item.path)) on \(Report.shown(item.profile)): "
      let budgets = item.budgets.filter { !$0.pass && $0.level == .fail }
      let limits = item.limits.filter { !$0.pass && $0.limit.level == .fail }
      return budgets.map { place + $0.sentence } + limits.map { place + ($0.reason ?? "") }
    }
  }

  /// The outcome in a sentence or two, then what the failures are.
  public var sentence: String {
    let checks = items.reduce(0) { $0 + $1.budgets.count + $1.limits.count }
    let places = "\(items.count) \(items.count == 1 ? "estimate" : "estimates")"
    let failures = failures
    var text: String
    if checks == 0 {
      text = "\(places), no budgets and no limits."
    } else if failures.isEmpty {
      let warned = items.reduce(0) { sum, item in
        sum + item.budgets.count { !$0.pass } + item.limits.count { !$0.pass }
      }
      text =
        "All \(checks) checks on \(places) pass"
        + (warned > 0 ? ", \(warned) with a warning." : ".")
    } else {
      text =
        "\(failures.count) of \(checks) checks on \(places) "
        + (failures.count == 1 ? "fails." : "fail.")
    }
    switch baseline {
    case .none: break
    case .missing(let path):
      text +=
        " No baseline lies at \(VisibleText.of(path, limit: 120)), so growth was not checked: "
        + "opmeter check --update-baseline writes it."
    case .compared:
      let new = items.count { $0.diff == nil }
      if new > 0 { text += " \(new) \(new == 1 ? "has" : "have") no base yet." }
    }
    return text
  }

  // MARK: - Text

  func text() -> [UInt8] {
    var text = ByteText(reserving: 4_096)
    text.add(verbatim: sentence + "\n")
    for failure in failures { text.add(verbatim: "fail: \(VisibleText.of(failure))\n") }
    for warning in warnings { text.add(verbatim: "warn: \(VisibleText.of(warning))\n") }
    text.add("\n")
    var table = TextTable([
      ("", .left), ("model", .left), ("profile", .left), ("latency", .right), ("change", .right),
      ("energy", .right), ("RAM", .right), ("change", .right), ("flash", .right),
    ])
    for item in items {
      table.add([
        item.verdict?.rawValue ?? "-", Report.shown(item.path), Report.shown(item.profile),
        item.latencyWords, item.change(.latency), item.energyWords,
        Words.bytes(item.result?.sram.neededBytes ?? 0), item.change(.sram),
        Words.bytes(item.result?.flash.neededBytes ?? 0),
      ])
    }
    table.write(to: &text)
    for item in items {
      guard let diff = item.diff, let result = diff.results.first else { continue }
      if !result.isUnchanged || !result.notes.isEmpty {
        text.add(verbatim: "\n\(Report.shown(item.path)): \(diff.sentence)\n")
        for note in result.notes { text.add(verbatim: note + "\n") }
        result.addOperations(to: &text)
      }
    }
    for path in gone { text.add(verbatim: "gone since the base: \(VisibleText.of(path))\n") }
    return text.bytes
  }

  private var warnings: [String] {
    items.flatMap { item -> [String] in
      let place = "\(Report.shown(item.path)) on \(Report.shown(item.profile)): "
      let failing = item.failingMetrics
      let budgets = item.budgets.filter {
        !$0.pass && $0.level == .warn && !failing.budgets.contains($0.metric)
      }
      let limits = item.limits.filter {
        $0.pass
          ? $0.reason != nil
          : $0.limit.level == .warn && !failing.limits.contains($0.limit.metric)
      }
      return budgets.map { place + $0.sentence } + limits.map { place + ($0.reason ?? "") }
    }
  }

  // MARK: - Markdown

  /// With more estimates than this, a page lists those first that fail.
  private static let rowsInOrder = 50

  /// Sentence, table, failures, and details that unfold; at most 65,536 characters, details being
  /// left out first.
  func markdown() -> [UInt8] {
    var page = MarkdownPage()
    _ = page.add("### opmeter: \(pass ? "pass" : "**fail**")\n\n\(sentence)\n\n")
    let told = items.flatMap(\.markdownChecks)
    // What fails is told before what passes where not all has room.
    let ordered =
      items.count <= Self.rowsInOrder ? items : items.sorted { $0.urgency < $1.urgency }
    page.addTable(
      ["", "Model", "Profile", "Latency", "Change", "Energy", "RAM", "Change", "Flash"],
      rightAligned: [3, 4, 5, 6, 7, 8],
      rows: ordered.map { item in
        [
          Report.marked(item.verdict), MarkdownText.code(item.path),
          MarkdownText.code(item.profile), item.latencyWords, item.change(.latency),
          item.energyWords, Words.bytes(item.result?.sram.neededBytes ?? 0), item.change(.sram),
          Words.bytes(item.result?.flash.neededBytes ?? 0),
        ]
      }, leaving: told.isEmpty ? 0 : MarkdownPage.limit / 3)
    if !told.isEmpty {
      page.addTable(
        ["", "Model", "Profile", "Check", "Why"], rightAligned: [],
        rows: told.sorted { $0.urgency < $1.urgency }.map(\.cells))
    }
    var dropped = 0
    for item in items {
      guard let diff = item.diff, let result = diff.results.first else { continue }
      if result.isUnchanged && result.notes.isEmpty { continue }
      var block =
        "\(MarkdownText.code(item.path)): \(diff.sentence { MarkdownText.code($0) })\n\n"
      for note in result.notes { block += MarkdownText.code(note, limit: 600) + "\n\n" }
      if !page.add(block) { dropped += 1 }
      for fold in diff.foldedOperations() where !page.add(fold) { dropped += 1 }
    }
    if dropped > 0 {
      page.note(
        "\(dropped) \(dropped == 1 ? "section" : "sections") of details left out to stay within "
          + "\(MarkdownPage.limit) characters; the JSON report has all.")
    }
    return page.text.bytes
  }

  // MARK: - CSV

  /// One row a model, profile and check.
  func csv() -> [UInt8] {
    var text = ByteText(reserving: 2_048)
    text.addLine([
      "model", "profile", "check", "metric", "level", "unit", "limit", "value", "pass", "reason",
    ])
    for item in items {
      func add(
        _ kind: String, _ metric: BudgetMetric, _ level: BudgetLevel, _ limit: Double?,
        _ value: Double?, _ pass: Bool, _ reason: String?
      ) {
        var cells = CSVRow()
        cells.add(item.path)
        cells.add(item.profile)
        cells.add(kind)
        cells.add(metric.rawValue)
        cells.add(level.rawValue)
        cells.add(metric.unit)
        cells.add(limit)
        if metric.isCount { cells.add(rounded: value) } else { cells.add(value) }
        cells.add(pass)
        cells.add(reason)
        text.add(cells)
      }
      for budget in item.budgets {
        add(
          "budget", budget.metric, budget.level, budget.limit, budget.value, budget.pass,
          budget.reason)
      }
      for limit in item.limits {
        add(
          "regression", limit.limit.metric, limit.limit.level, limit.allowed, limit.change,
          limit.pass, limit.reason)
      }
    }
    return text.bytes
  }

  // MARK: - JUnit

  /// A suite for each model and profile, a case for each budget and limit, as `Report.junit()`.
  func junit() -> [UInt8] {
    var text = ByteText(reserving: 8_192)
    text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
    text.add("name", xml: "opmeter")
    text.add("tests", xml: items.reduce(0) { $0 + $1.cases.count })
    text.add("failures", xml: items.reduce(0) { $0 + $1.cases.count { $0.verdict == .fail } })
    text.add(" errors=\"0\" time=\"0\">\n")
    for item in items {
      let cases = item.cases
      text.add("  <testsuite")
      text.add("name", xml: "\(item.path) on \(item.profile)")
      text.add("tests", xml: cases.count)
      text.add("failures", xml: cases.count { $0.verdict == .fail })
      text.add(" errors=\"0\" skipped=\"0\" time=\"0\">\n")
      for one in cases {
        text.add("    <testcase")
        text.add("classname", xml: "\(item.path).\(item.profile)")
        text.add("name", xml: one.name)
        text.add(" time=\"0\">\n")
        if one.verdict == .fail {
          text.add("      <failure")
          text.add("message", xml: one.sentence)
          text.add(" type=\"")
          text.add(xml: one.type)
          text.add("\">")
          text.add(xml: one.sentence)
          text.add("</failure>\n")
        } else {
          text.add("      <system-out>")
          text.add(xml: one.sentence)
          text.add("</system-out>\n")
        }
        text.add("    </testcase>\n")
      }
      text.add("  </testsuite>\n")
    }
    text.add("</testsuites>\n")
    return text.bytes
  }

  // MARK: - github-action-benchmark

  /// The `customSmallerIsBetter` input of github-action-benchmark: a list of named numbers.
  func benchmark() -> [UInt8] {
    var text = ByteText(reserving: 2_048)
    text.add(
      benchmarks: items.flatMap { item in
        item.result.map { [($0, "\(item.path) on \(item.profile)")] } ?? []
      })
    return text.bytes
  }

  // MARK: - JSON

  func json() -> [UInt8] {
    var text = ByteText(reserving: 8_192)
    text.add(#"{"schema":"opmeter-check/1","version":"#)
    text.add(json: version)
    text.add(#","pass":"#)
    text.add(json: pass)
    text.add(",\n\"sentence\":")
    text.add(json: sentence)
    text.add(",\n\"failures\":")
    text.add(json: failures)
    text.add(",\n\"baseline\":")
    switch baseline {
    case .none: text.add("null")
    case .missing(let path):
      text.add(#"{"path":"#)
      text.add(json: path)
      text.add(#","found":false}"#)
    case .compared(let path):
      text.add(#"{"path":"#)
      text.add(json: path)
      text.add(#","found":true}"#)
    }
    text.add(#","gone":"#)
    text.add(json: gone)
    text.add(",\n\"checks\":")
    text.add(jsonLines: items) { text, item in
      text.add(#"{"path":"#)
      text.add(json: item.path)
      text.add(#","profile":"#)
      text.add(json: item.profile)
      text.add(#","pass":"#)
      text.add(json: item.pass)
      text.add(#","budgets":"#)
      text.add(jsonLines: item.budgets) { $0.add(json: $1) }
      text.add(#","diff":"#)
      if let diff = item.diff {
        text.add("{")
        text.add(members: diff)
        text.add("}")
      } else {
        text.add("null")
      }
      text.add("}")
    }
    text.add(",\n")
    text.add(reports: self)
    text.add("}\n")
    return text.bytes
  }
}

extension ReportDiff.Result {
  fileprivate var isUnchanged: Bool {
    metrics.allSatisfy { $0.change?.value == 0 || $0.base == nil && $0.head == nil }
      && operations?.isEmpty != false
  }
}

extension CheckReport.Item {
  /// One case of a test report.
  struct Case {
    var name: String
    var type: String
    var verdict: Verdict
    var sentence: String
  }

  /// Names have no numbers in them: readers follow a case by its name, and limits move.
  var cases: [Case] {
    var cases = budgets.map { budget in
      Case(
        name: "\(budget.metric.rawValue) budget" + (budget.level == .warn ? " (warn)" : ""),
        type: "budget", verdict: budget.verdict, sentence: budget.sentence)
    }
    cases += limits.map { limit in
      Case(
        name: "\(limit.limit.metric.rawValue) regression"
          + (limit.limit.level == .warn ? " (warn)" : ""),
        type: "regression", verdict: limit.verdict,
        sentence: limit.reason
          ?? "\(limit.limit.metric.title) changes by \(limit.changeWords), "
          + "\(Words.allowance(limit.limit)) is allowed.")
    }
    if cases.isEmpty {
      cases = [
        Case(name: "estimate", type: "estimate", verdict: .pass, sentence: "It was estimated.")
      ]
    }
    return cases
  }

  /// Nil where nothing was asked.
  var verdict: Verdict? {
    if budgets.isEmpty && limits.isEmpty { return nil }
    if !pass { return .fail }
    return budgets.allSatisfy(\.pass) && limits.allSatisfy(\.pass) ? .pass : .warn
  }

  private var bound: String { result?.isComplete == false ? "at least " : "" }

  var latencyWords: String {
    result?.latency.map { bound + Words.milliseconds($0.value) } ?? "unknown"
  }

  var energyWords: String {
    result?.energy.map { bound + Words.microjoules($0.value) } ?? "unknown"
  }

  /// In per cent of the base; empty without one.
  func change(_ name: ReportDiff.Metric.Name) -> String {
    guard let result = diff?.results.first else { return "" }
    return result.metric(name)?.fractionWords ?? ""
  }

  /// Of which no warning is told beside the failure.
  fileprivate var failingMetrics: (budgets: Set<BudgetMetric>, limits: Set<BudgetMetric>) {
    (
      Set(budgets.filter { !$0.pass && $0.level == .fail }.map(\.metric)),
      Set(limits.filter { !$0.pass && $0.limit.level == .fail }.map(\.limit.metric))
    )
  }

  /// What is to be told first has the smallest.
  fileprivate var urgency: Int { verdict?.urgency ?? 3 }

  /// Checks that are not simply kept.
  fileprivate var markdownChecks: [(urgency: Int, cells: [String])] {
    cases.filter { $0.verdict != .pass }.map { one in
      (
        one.verdict.urgency,
        [
          Report.marked(one.verdict), MarkdownText.code(path), MarkdownText.code(profile), one.name,
          MarkdownText.code(one.sentence, limit: 300),
        ]
      )
    }
  }
}

extension Verdict {
  fileprivate var urgency: Int {
    switch self {
    case .fail: 0
    case .warn: 1
    case .pass: 2
    }
  }
}

extension RecordedReport.Budget {
  var verdict: Verdict { pass ? .pass : level == .warn ? .warn : .fail }
}

extension ByteText {
  /// github-action-benchmark's `customSmallerIsBetter`: name, unit, value, and where there is an
  /// interval its reach as `range`.
  mutating func add(benchmarks results: [(RecordedReport.Result, String)]) {
    var rows: [(name: String, unit: String, value: Double, reach: Double?, isCount: Bool)] = []
    for (result, place) in results {
      func add(_ metric: String, _ unit: String, _ interval: Interval?) {
        guard let interval else { return }
        rows.append(
          (
            "\(place): \(metric)", unit, interval.value,
            max(interval.high - interval.value, interval.value - interval.low), false
          ))
      }
      add("latency", "ms", result.latency)
      add("energy", "uJ", result.energy)
      rows.append(("\(place): RAM", "bytes", Double(result.sram.neededBytes), nil, true))
      rows.append(("\(place): flash", "bytes", Double(result.flash.neededBytes), nil, true))
    }
    add(jsonLines: rows) { text, row in
      text.add(#"{"name":"#)
      text.add(json: row.name)
      text.add(#","unit":"#)
      text.add(json: row.unit)
      text.add(#","value":"#)
      if row.isCount { text.add(rounded: row.value) } else { text.add(json: row.value) }
      if let reach = row.reach {
        text.add(#","range":"± "#)
        text.add(reach)
        text.add("\"")
      }
      text.add("}")
    }
    add("\n")
  }
}
