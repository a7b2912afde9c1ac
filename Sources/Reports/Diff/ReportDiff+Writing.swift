import Estimator

extension ReportDiff {
  /// The form of an answer; the raw value is what `format=` takes.
  public enum Format: String, CaseIterable, Hashable, Sendable {
    case json, text
    case markdown = "md"
    case csv

    /// What `Content-Type` says.
    public var mediaType: String {
      switch self {
      case .json: ReportFormat.json.mediaType
      case .text: ReportFormat.text.mediaType
      case .markdown: ReportFormat.markdown.mediaType
      case .csv: ReportFormat.csv.mediaType
      }
    }
  }

  public func write(as format: Format) -> [UInt8] {
    switch format {
    case .json: json()
    case .text: text()
    case .markdown: markdown()
    case .csv: csv()
    }
  }

  // MARK: - Text

  func text() -> [UInt8] {
    var text = ByteText(reserving: 4_096)
    text.add(verbatim: sentence + "\n")
    for result in results {
      text.add(
        verbatim: "\n\(models) on \(Report.shown(result.profile))\n")
      for note in result.notes { text.add(verbatim: note + "\n") }
      text.add("\n")
      result.addMetrics(to: &text)
      result.addLimits(to: &text)
      result.addOperations(to: &text)
    }
    for profile in onlyInBase {
      text.add(verbatim: "only in the base: \(Report.shown(profile))\n")
    }
    for profile in onlyInHead {
      text.add(verbatim: "only in the head: \(Report.shown(profile))\n")
    }
    return text.bytes
  }

  /// `before to after`, or the one name that both have, as the `main` of many files.
  private var models: String {
    let names = [base.model.name, head.model.name].map { Report.shown($0) }
    return base.model.name == head.model.name ? names[0] : "\(names[0]) to \(names[1])"
  }

  // MARK: - Markdown

  func markdown() -> [UInt8] {
    var page = MarkdownPage()
    _ = page.add(sentence { MarkdownText.code($0) } + "\n\n")
    addTables(to: &page)
    let dropped = foldedOperations().count { !page.add($0) }
    if dropped > 0 {
      page.note(
        "Operations left out to stay within \(MarkdownPage.limit) characters; "
          + "the JSON form has all.")
    }
    return page.finish()
  }

  private func addTables(to page: inout MarkdownPage) {
    page.addTable(
      ["Profile", "", "Base", "Head", "Change", "", "90 % interval"],
      rightAligned: [2, 3, 4, 5, 6], rows: results.flatMap { $0.markdownRows() })
    let limits = results.flatMap { $0.markdownLimits() }
    if !limits.isEmpty {
      page.addTable(
        ["Profile", "Limit", "Allowed", "Change", "", "Why"], rightAligned: [2, 3], rows: limits)
    }
    for result in results {
      for note in result.notes {
        _ = page.add(
          "\(MarkdownText.code(result.profile)): \(MarkdownText.code(note, limit: 600))\n\n")
      }
    }
    for (profiles, side) in [(onlyInBase, "base"), (onlyInHead, "head")] where !profiles.isEmpty {
      let names = profiles.map { MarkdownText.code($0) }.joined(separator: ", ")
      _ = page.add("Only in the \(side): \(names).\n\n")
    }
  }

  /// The operations of each profile, to be unfolded.
  func foldedOperations() -> [MarkdownFold] {
    results.compactMap { result in
      guard let operations = result.operations, !operations.isEmpty else { return nil }
      let suffix = results.count > 1 ? " on \(MarkdownText.htmlCode(result.profile))" : ""
      return MarkdownFold(
        title:
          "\(operations.count) \(operations.count == 1 ? "operation" : "operations")\(suffix)",
        heading: MarkdownPage.line(["Operation", "", "Type", "Base", "Head", "Latency", "What"])
          + MarkdownPage.line(["---", "---", "---", "---:", "---:", "---:", "---"]),
        rows: operations.map { operation in
          let words = operation.words
          return MarkdownPage.line([
            MarkdownText.code(operation.row?.name ?? ""), operation.kind.rawValue,
            MarkdownText.code(operation.row?.type ?? ""),
            operation.base?.latency.map { Words.milliseconds($0.value) } ?? "",
            operation.head?.latency.map { Words.milliseconds($0.value) } ?? "",
            operation.latencyWords, words.isEmpty ? "" : MarkdownText.code(words, limit: 240),
          ])
        })
    }
  }

  // MARK: - CSV

  /// One row a metric and profile.
  func csv() -> [UInt8] {
    var text = ByteText(reserving: 2_048)
    text.addLine([
      "base_model", "head_model", "profile", "metric", "unit", "base", "head", "change",
      "change_low", "change_high", "change_fraction", "origin",
    ])
    for result in results {
      for metric in result.metrics {
        var cells = CSVRow()
        cells.add(base.model.name)
        cells.add(head.model.name)
        cells.add(result.profile)
        cells.add(metric.name.rawValue)
        cells.add(metric.name.unit)
        if metric.name.isCount {
          cells.add(rounded: metric.base)
          cells.add(rounded: metric.head)
          cells.add(rounded: metric.change?.value)
          cells.add(rounded: metric.change?.low)
          cells.add(rounded: metric.change?.high)
        } else {
          cells.add(metric.base)
          cells.add(metric.head)
          cells.add(metric.change)
        }
        cells.add(metric.fraction)
        cells.add(result.origin.rawValue)
        text.add(cells)
      }
    }
    return text.bytes
  }
}

extension ReportDiff.Result {
  func addMetrics(to text: inout ByteText) {
    var table = TextTable([
      ("", .left), ("base", .right), ("head", .right), ("change", .right), ("", .right),
      ("90 % interval", .left),
    ])
    for metric in metrics {
      table.add([
        metric.name.title, metric.name.words(metric.base), metric.name.words(metric.head),
        metric.changeWords, metric.fractionWords, metric.intervalWords,
      ])
    }
    table.write(to: &text)
  }

  func addLimits(to text: inout ByteText) {
    guard !limits.isEmpty else { return }
    text.add("\n")
    var table = TextTable([
      ("", .left), ("limit", .left), ("allowed", .right), ("change", .right),
    ])
    for limit in limits {
      table.add([
        limit.verdict.rawValue, limit.limit.metric.rawValue, Words.allowance(limit.limit),
        limit.changeWords,
      ])
    }
    table.write(to: &text)
    for reason in limits.compactMap(\.reason) { text.add(verbatim: VisibleText.of(reason) + "\n") }
  }

  func addOperations(to text: inout ByteText) {
    guard let operations, !operations.isEmpty else { return }
    text.add("\n")
    var table = TextTable([
      ("operation", .left), ("", .left), ("type", .left), ("base", .right), ("head", .right),
      ("change", .right), ("what", .left),
    ])
    for operation in operations {
      table.add([
        Report.shown(operation.row?.name ?? ""), operation.kind.rawValue,
        VisibleText.of(operation.row?.type ?? ""),
        operation.base?.latency.map { Words.milliseconds($0.value) } ?? "-",
        operation.head?.latency.map { Words.milliseconds($0.value) } ?? "-",
        operation.latencyWords, operation.words,
      ])
    }
    table.write(to: &text)
  }

  func markdownRows() -> [[String]] {
    metrics.map { metric in
      [
        MarkdownText.code(profile), metric.name.title, metric.name.words(metric.base),
        metric.name.words(metric.head), metric.changeWords, metric.fractionWords,
        metric.intervalWords,
      ]
    }
  }

  func markdownLimits() -> [[String]] {
    limits.map { limit in
      [
        MarkdownText.code(profile), limit.limit.metric.rawValue, Words.allowance(limit.limit),
        limit.changeWords, Report.marked(limit.verdict),
        limit.reason.map { MarkdownText.code($0, limit: 240) } ?? "",
      ]
    }
  }
}

extension ReportDiff.Limit {
  var verdict: Verdict { pass ? .pass : limit.level == .warn ? .warn : .fail }

  var changeWords: String {
    guard let change else { return "unknown" }
    if change == 0 { return "0" }
    return (change > 0 ? "+" : "-") + limit.metric.words(abs(change))
  }
}
