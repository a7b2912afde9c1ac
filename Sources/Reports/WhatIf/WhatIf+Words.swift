import Estimator

extension WhatIf {
  /// What is done, with `name` around strangers' words.
  func sentence(_ name: (String) -> String = { Report.shown($0) }) -> String {
    let layers = operationCount == 1 ? "one layer" : "\(operationCount) layers"
    switch kind {
    case .channelsOfFour: return "channels of \(layers) to multiples of 4"
    case .channelsOfSixteen: return "channels of \(layers) to multiples of 16"
    case .separable:
      guard let operation else {
        return "\(operationCount) convolutions as depthwise and pointwise ones"
      }
      return "\(name(operation)) as depthwise and pointwise"
    case .full:
      guard let operation else {
        return "\(operationCount) depthwise and pointwise pairs as full convolutions"
      }
      return "\(name(operation)) and the pointwise behind it as one full convolution"
    case .strideDoubled: return "the first convolution with twice the stride"
    case .inputHalved: return "inputs of half the height and width"
    case .int8: return "int8 in place of float32"
    case .kernels: return "build \(name(profile ?? ""))"
    case .board: return "board \(name(profile ?? ""))"
    case .bestOrder: return "operations in the best order"
    case .offlinePlan: return "a memory plan in the file"
    }
  }

  /// Cells of a table, beside the sentence.
  fileprivate var cells: [String] {
    [
      latency.map { Words.milliseconds($0.value) } ?? "unknown",
      Self.words(latencyChange, Words.milliseconds),
      Self.interval(latencyChange, Words.milliseconds),
      Self.words(energyChange, Words.microjoules),
      Self.words(ramChange), Self.words(flashChange), Self.words(macsChange, unit: ""),
      fits ? "yes" : "no",
    ]
  }

  fileprivate static let titles: [(title: String, alignment: TextTable.Alignment)] = [
    ("latency", .right), ("change", .right), ("90 % interval", .left), ("energy", .right),
    ("RAM", .right), ("flash", .right), ("MACs", .right), ("fits", .left),
  ]

  private static func signed(_ value: Double, _ words: (Double) -> String) -> String {
    value == 0 ? "0" : (value > 0 ? "+" : "-") + words(abs(value))
  }

  private static func words(_ change: Interval?, _ words: (Double) -> String) -> String {
    change.map { signed($0.value, words) } ?? "unknown"
  }

  private static func words(_ change: Int?, unit: String = " B") -> String {
    guard let change else { return "unknown" }
    return change == 0 ? "0" : (change > 0 ? "+" : "-") + Words.count(abs(change)) + unit
  }

  private static func interval(_ change: Interval?, _ words: (Double) -> String) -> String {
    guard let change, change.low < change.high else { return "" }
    return "\(signed(change.low, words)) to \(signed(change.high, words))"
  }
}

extension Report.Result {
  func addWhatIf(to text: inout ByteText) {
    guard let whatIf else { return }
    text.add("\nWhat if\n")
    if whatIf.isEmpty { return text.add("nothing that was tried moves a figure\n") }
    var table = TextTable([("", .left)] + WhatIf.titles)
    for answer in whatIf { table.add([answer.sentence()] + answer.cells) }
    table.write(to: &text)
  }
}

extension Report {
  /// With the tables, before what unfolds: it was asked for.
  func addWhatIf(to page: inout MarkdownPage) {
    for result in results {
      guard let whatIf = result.whatIf else { continue }
      guard !whatIf.isEmpty else {
        _ = page.add("Nothing that was tried moves a figure.\n\n")
        continue
      }
      page.addTable(
        ["What if"] + WhatIf.titles.map { $0.title.prefix(1).uppercased() + $0.title.dropFirst() },
        rightAligned: [1, 2, 3, 4, 5, 6, 7],
        rows: whatIf.map { answer in [answer.sentence { MarkdownText.code($0) }] + answer.cells })
    }
  }
}
