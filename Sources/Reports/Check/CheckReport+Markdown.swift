import Estimator

extension CheckReport {
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
      if item.hasChanged, let diff = item.diff, let result = diff.results.first {
        let sentence = result.sentence({ MarkdownText.code($0) }, tellsLimits: false)
        var block = "\(MarkdownText.code(item.path)): \(sentence)\n\n"
        for note in result.notes { block += MarkdownText.code(note, limit: 600) + "\n\n" }
        if !page.add(block) { dropped += 1 }
        for fold in diff.foldedOperations() where !page.add(fold) { dropped += 1 }
      }
      let reasons = item.reasons
      if reasons.isEmpty { continue }
      let list = reasons.map { "- \(MarkdownText.code($0, limit: 600))\n" }.joined()
      let place =
        "\(MarkdownText.htmlCode(item.path)) on \(MarkdownText.htmlCode(item.profile))"
      if !page.add(Report.folded("Why \(place) costs that", list)) { dropped += 1 }
    }
    if dropped > 0 {
      page.note(
        "\(dropped) \(dropped == 1 ? "section" : "sections") of details left out to stay within "
          + "\(MarkdownPage.limit) characters; the JSON report has all.")
    }
    return page.finish()
  }
}

extension CheckReport.Item {
  /// What is to be told first has the smallest.
  fileprivate var urgency: Int { verdict?.urgency ?? 3 }

  /// Checks that are not simply kept.
  fileprivate var markdownChecks: [(urgency: Int, cells: [String])] {
    let failing = failingMetrics
    return cases.filter { one in
      one.verdict == .fail || one.verdict == .warn && !one.isTold(beside: failing)
    }.map { one in
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
