import Estimator

extension CheckReport {
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
      if item.hasChanged, let result = item.diff?.results.first {
        let sentence = result.sentence({ Report.shown($0) }, tellsLimits: false)
        text.add(verbatim: "\n\(Report.shown(item.path)): \(sentence)\n")
        for note in result.notes { text.add(verbatim: note + "\n") }
        result.addOperations(to: &text)
      }
      let reasons = item.reasons
      if reasons.isEmpty { continue }
      text.add(
        verbatim: "\nWhy \(Report.shown(item.path)) on \(Report.shown(item.profile)) costs that\n")
      for reason in reasons { text.add(verbatim: VisibleText.of(reason) + "\n") }
    }
    for path in gone { text.add(verbatim: "gone since the base: \(VisibleText.of(path))\n") }
    return text.bytes
  }
}

extension CheckReport.Item {
  /// Whether its difference has something to tell.
  var hasChanged: Bool {
    guard let result = diff?.results.first else { return false }
    return !result.isUnchanged || !result.notes.isEmpty
  }

  /// Where it was asked why: of what does not simply pass, or is not as it was.
  var reasons: [String] {
    let isPlain = verdict == nil || verdict == .pass
    return isPlain && !hasChanged ? [] : result?.reasons ?? []
  }
}

extension ReportDiff.Result {
  var isUnchanged: Bool {
    metrics.allSatisfy { $0.change?.value == 0 || $0.base == nil && $0.head == nil }
      && operations?.isEmpty != false
  }
}
