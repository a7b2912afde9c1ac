import Estimator

extension Report {
  /// The report for job summaries and comments: a sentence, a table, and details that unfold.
  ///
  /// At most 65,536 characters: details that do not fit are left out, with a note that says so, then
  /// rows at the end of tables.
  func markdown() -> [UInt8] {
    var page = MarkdownPage()
    _ = page.add(summarySentence { MarkdownText.code($0) } + "\n\n")
    addProfiles(to: &page)
    addBudgets(to: &page)
    addWhatIf(to: &page)
    var dropped = 0
    for result in results {
      if let why = result.markdownWhy(naming: results.count > 1), !page.add(why) { dropped += 1 }
    }
    if !model.notes.isEmpty, !page.add(notes()) { dropped += 1 }
    for result in results {
      for block in details(result) where !page.add(block) { dropped += 1 }
      if detail != .summary, !page.add(operations(result)) { dropped += 1 }
    }
    if dropped > 0 {
      page.note(
        "\(dropped) \(dropped == 1 ? "section" : "sections") of details left out to stay within "
          + "\(MarkdownPage.limit) characters; the JSON report has all.")
    }
    return page.finish()
  }

  private func addProfiles(to page: inout MarkdownPage) {
    let hasDuty = results.contains { $0.dutyCycle != nil }
    let hasBattery = results.contains { $0.dutyCycle?.cycle.battery != nil }
    page.addTable(
      ["Profile", "Latency", "90 % interval", "Energy"] + (hasDuty ? ["Average power"] : [])
        + (hasBattery ? ["Battery life"] : []) + ["RAM", "Flash", "Fits", "Budgets"],
      rightAligned: [1, 2, 3, 4, 5],
      rows: results.map { result in
        let estimate = result.estimate
        let totals = estimate.totals
        let bound = totals.isComplete ? "" : "at least "
        let duty = [
          hasDuty ? result.dutyCycle?.averagePowerWords ?? "unknown" : nil,
          hasBattery ? result.dutyCycle?.batteryWords ?? "unknown" : nil,
        ]
        return [
          MarkdownText.code(estimate.profile.id),
          totals.latency.map { bound + Words.milliseconds($0.value) } ?? "unknown",
          totals.latency.map {
            "\(Words.milliseconds($0.low)) to \(Words.milliseconds($0.high))"
          } ?? "",
          totals.energy.map { bound + Words.microjoules($0.value) } ?? "unknown",
        ] + duty.compactMap(\.self) + [
          Self.share(estimate.ramFit), Self.share(estimate.flashFit),
          estimate.ramFit.fits && estimate.flashFit.fits ? "yes" : "**no**",
          Self.marked(Verdict(result)),
        ]
      })
  }

  private static func share(_ fit: Fit) -> String {
    guard fit.availableBytes > 0 else { return Words.bytes(fit.neededBytes) }
    let fraction = Double(fit.neededBytes) / Double(fit.availableBytes)
    return "\(Words.bytes(fit.neededBytes)) (\(Words.percent(ofOne: fraction)))"
  }

  static func marked(_ verdict: Verdict?) -> String {
    switch verdict {
    case .pass?: "pass"
    case .warn?: "_warn_"
    case .fail?: "**fail**"
    case nil: ""
    }
  }

  private func addBudgets(to page: inout MarkdownPage) {
    let rows = results.flatMap { result in
      result.budgets.map { budget in
        [
          MarkdownText.code(result.estimate.profile.id), budget.metric.rawValue,
          budget.words(budget.limit), budget.words(budget.value), budget.words(budget.slack),
          Self.marked(Verdict(budget)),
          budget.reason.map { MarkdownText.code($0, limit: 240) } ?? "",
        ]
      }
    }
    guard !rows.isEmpty else { return }
    page.addTable(
      ["Profile", "Budget", "Limit", "Value", "Slack", "", "Why"], rightAligned: [2, 3, 4],
      rows: rows)
  }

  // MARK: - Details

  /// What was done to the network before it was estimated.
  private func notes() -> String {
    Self.folded(
      "Notes",
      noteGroups.map { "- \(MarkdownText.code($0.words, limit: 400))\n" }.joined())
  }

  /// Blocks that fold, most telling first.
  private func details(_ result: Result) -> [String] {
    let profile = result.estimate.profile.id
    let suffix = results.count > 1 ? " on \(MarkdownText.htmlCode(profile))" : ""
    var blocks: [String] = []
    if !result.estimate.actions.isEmpty {
      blocks.append(
        Self.folded(
          "To make it fit\(suffix)",
          result.estimate.actions.map {
            "- \(MarkdownText.code(Words.action($0), limit: 400))\n"
          }.joined()))
    }
    if let duty = result.dutyCycle {
      blocks.append(
        Self.folded(
          "Duty cycle\(suffix)",
          (duty.facts.map { "\($0.0): \($0.1)" } + duty.leftOut.map { "Left out: \($0)" }).map {
            "- \(MarkdownText.code($0, limit: 400))\n"
          }.joined()))
    }
    if !result.estimate.warnings.isEmpty {
      blocks.append(
        Self.folded(
          "Warnings\(suffix)",
          result.estimate.warnings.map {
            "- \(MarkdownText.code($0.message, limit: 400))\n"
          }.joined()))
    }
    if results.count == 1 || detail != .summary {
      blocks.append(Self.folded("By operation type\(suffix)", types(result.estimate)))
    }
    return blocks
  }

  /// GitHub and GitLab read Markdown inside `details` after a blank line, and HTML before it.
  static func folded(_ title: String, _ content: String) -> String {
    "<details>\n<summary>\(title)</summary>\n\n\(content)\n</details>\n\n"
  }

  private func types(_ estimate: Estimate) -> String {
    var text =
      MarkdownPage.line(["Type", "Count", "MACs", "of MACs", "Latency", "of time", "of energy"])
      + MarkdownPage.line(["---", "---:", "---:", "---:", "---:", "---:", "---:"])
    for share in estimate.byType {
      text += MarkdownPage.line([
        MarkdownText.code(share.type), Words.count(share.count), Words.count(share.macs),
        Words.percent(ofOne: share.macsFraction),
        share.latency.map(Words.milliseconds) ?? "unknown",
        share.latencyFraction.map(Words.percent) ?? "",
        share.energyFraction.map(Words.percent) ?? "",
      ])
    }
    return text
  }

  private func operations(_ result: Result) -> MarkdownFold {
    let estimate = result.estimate
    let suffix = results.count > 1 ? " on \(MarkdownText.htmlCode(estimate.profile.id))" : ""
    return MarkdownFold(
      title: "Operations\(suffix)",
      heading: MarkdownPage.line([
        "#", "Name", "Type", "Output", "MACs", "Latency", "Energy", "Live",
      ]) + MarkdownPage.line(["---:", "---", "---", "---", "---:", "---:", "---:", "---:"]),
      rows: estimate.operations.map { row in
        MarkdownPage.line([
          "\(row.index)", MarkdownText.code(row.name), MarkdownText.code(row.type),
          Words.shape(row.outputShape), Words.count(row.macs),
          row.latency.map { Words.milliseconds($0.value) } ?? "unknown",
          row.energy.map { Words.microjoules($0.value) } ?? "unknown", Words.bytes(row.liveBytes),
        ])
      })
  }
}
