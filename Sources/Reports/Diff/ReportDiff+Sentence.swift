import Estimator

extension ReportDiff {
  /// What changed, in a sentence: "latency on nucleo-f746zg rises 12.4 ms (+11.8 %), all of it in two
  /// depthwise_conv2d operations; peak RAM unchanged".
  ///
  /// Of several profiles the one that matters most is told: a failed limit before all else, then the
  /// greatest growth.
  public var sentence: String { sentence { Report.shown($0) } }

  func sentence(_ name: (String) -> String) -> String {
    guard let told = results.max(by: { Self.weight($0) < Self.weight($1) }) else {
      return "Nothing to compare: no profile is on both sides."
    }
    var text = told.sentence(name)
    let others = results.count - 1
    if others > 0 {
      let failing = results.count { !$0.limitsPass && $0.profile != told.profile }
      text += " \(others) more \(others == 1 ? "profile" : "profiles")"
      text += failing > 0 ? ", \(failing) with failed limits." : "."
    }
    return text
  }

  private static func weight(_ result: Result) -> (Int, Double) {
    (result.limitsPass ? 0 : 1, result.metric(.latency)?.fraction ?? 0)
  }
}

extension ReportDiff.Result {
  /// - Parameter tellsLimits: whether failed limits follow; not where they are listed beside it.
  func sentence(_ name: (String) -> String, tellsLimits: Bool = true) -> String {
    var parts = [latencyWords(name)]
    parts.append(words(.sram, "peak RAM", always: true) ?? "")
    for (metric, title) in [(ReportDiff.Metric.Name.flash, "flash"), (.macs, "MACs")] {
      if let words = words(metric, title, always: false) { parts.append(words) }
    }
    var text = parts.joined(separator: "; ") + "."
    text = text.prefix(1).uppercased() + text.dropFirst()
    if !tellsLimits { return text }
    let failed = limits.filter { !$0.pass && $0.limit.level == .fail }
    for limit in failed.prefix(2) { text += limit.reason.map { " Limit: \($0)" } ?? "" }
    return text
  }

  private func latencyWords(_ name: (String) -> String) -> String {
    let place = "latency on \(name(profile))"
    guard let metric = metric(.latency), let change = metric.change, let base = metric.base else {
      return "\(place) is not known"
    }
    if change.value == 0 { return "\(place) unchanged" }
    return
      "\(place) \(change.value > 0 ? "rises" : "falls") "
      + "\(Words.change(change.value, of: .latency, from: base))\(blame(change.value))"
  }

  /// Where the change comes from, where it can be told.
  private func blame(_ change: Double) -> String {
    guard let operations, origin != .notComparable else { return "" }
    var sums: [String: (sum: Double, count: Int)] = [:]
    for operation in operations {
      guard let part = operation.latencyChange, part != 0, let type = operation.row?.type else {
        continue
      }
      let known = sums[type] ?? (0, 0)
      sums[type] = (known.sum + part, known.count + 1)
    }
    let direction = change > 0 ? 1.0 : -1.0
    let first = sums.max { left, right in
      let (a, b) = (left.value.sum * direction, right.value.sum * direction)
      return a != b ? a < b : left.key > right.key
    }
    guard let first, first.value.sum * direction > 0 else { return "" }
    let count = first.value.count
    let place =
      "\(Words.small(count)) \(VisibleText.of(first.key, limit: 48)) "
      + (count == 1 ? "operation" : "operations")
    let share = first.value.sum / change
    switch share {
    case 0.995...1.005: return ", all of it in \(place)"
    case 1.005...:
      return ", \(Words.milliseconds(abs(first.value.sum))) in \(place) and less elsewhere"
    case 0.5...: return ", \(Words.percent(ofOne: share)) of it in \(place)"
    default: return ", over \(operations.count { ($0.latencyChange ?? 0) != 0 }) operations"
    }
  }

  private func words(
    _ name: ReportDiff.Metric.Name, _ title: String, always: Bool
  ) -> String? {
    guard let metric = metric(name), let base = metric.base, let change = metric.change,
      let budget = name.budget
    else { return nil }
    if change.value == 0 { return always ? "\(title) unchanged" : nil }
    let verb = change.value > 0 ? "rises" : "falls"
    let plural = name == .macs ? String(verb.dropLast()) : verb
    return "\(title) \(plural) \(Words.change(change.value, of: budget, from: base))"
  }
}

extension ReportDiff.Metric.Name {
  /// The metric that has the same unit and words.
  var budget: BudgetMetric? { BudgetMetric(rawValue: rawValue) }

  var title: String {
    switch self {
    case .latency: "latency"
    case .energy: "energy"
    case .sram: "RAM"
    case .flash: "flash"
    case .activationPeak: "activation peak"
    case .macs: "MACs"
    case .weights: "weights"
    }
  }

  /// As in the keys of a report.
  var unit: String {
    switch self {
    case .latency: "ms"
    case .energy: "uj"
    case .macs: "macs"
    case .sram, .flash, .activationPeak, .weights: "bytes"
    }
  }

  var isCount: Bool { budget?.isCount ?? true }

  func words(_ value: Double?) -> String {
    guard let value else { return "unknown" }
    return budget?.words(value) ?? Words.bytes(value)
  }
}

extension ReportDiff.Metric {
  /// `+12.4 ms`, `-`, or `0` where nothing changed.
  var changeWords: String {
    guard let change else { return "unknown" }
    if change.value == 0 { return "0" }
    return Self.signed(change.value, name)
  }

  var fractionWords: String { fraction.map { $0 == 0 ? "0 %" : Words.signedPercent($0) } ?? "" }

  /// The interval of the change where it has one.
  var intervalWords: String {
    guard let change, change.low < change.high else { return "" }
    return "\(Self.signed(change.low, name)) to \(Self.signed(change.high, name))"
  }

  private static func signed(_ value: Double, _ name: Name) -> String {
    (value > 0 ? "+" : value < 0 ? "-" : "") + name.words(abs(value))
  }
}

extension ReportDiff.Operation {
  /// What is not as it was, as `output 1x25x5x64 to 1x25x5x32`.
  var words: String {
    var text = ByteText(reserving: 192)
    addWords(to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private func addWords(to text: inout ByteText) {
    guard let base, let head else {
      if kind == .added { text.add("new") } else { text.add("gone") }
      return
    }
    var isFirst = true
    func begin(_ title: StaticString) {
      if !isFirst { text.add(", ") }
      isFirst = false
      text.add(title)
    }
    func add(_ title: StaticString, _ old: Int, _ new: Int, unit: StaticString = "") {
      guard old != new else { return }
      begin(title)
      text.add(grouped: old)
      text.add(unit)
      text.add(" to ")
      text.add(grouped: new)
      text.add(unit)
    }
    if base.name != head.name {
      begin("was ")
      text.add(verbatim: Report.shown(base.name))
    }
    if base.type != head.type {
      begin("type ")
      text.add(verbatim: VisibleText.of(base.type))
      text.add(" to ")
      text.add(verbatim: VisibleText.of(head.type))
    }
    if base.outputShape ?? [] != head.outputShape ?? [] {
      begin("output ")
      text.add(shape: base.outputShape)
      text.add(" to ")
      text.add(shape: head.outputShape)
    }
    add("MACs ", base.macs, head.macs)
    add("weights ", base.weightBytes, head.weightBytes, unit: " B")
    if base.kernel != head.kernel {
      begin("kernel ")
      text.add(verbatim: base.kernel.map { Report.shown($0) } ?? "none")
      text.add(" to ")
      text.add(verbatim: head.kernel.map { Report.shown($0) } ?? "none")
    }
    add("scratch ", base.scratchBytes, head.scratchBytes, unit: " B")
    // Elements of another size move the time of an operation that is the same in all else.
    if isFirst { add("live ", base.liveBytes, head.liveBytes, unit: " B") }
  }

  var latencyWords: String {
    guard let change = latencyChange else { return "unknown" }
    if change == 0 { return "0" }
    var text = ByteText(reserving: 24)
    if change > 0 { text.add("+") } else { text.add("-") }
    text.add(milliseconds: abs(change))
    return String(decoding: text.bytes, as: UTF8.self)
  }
}

extension Words {
  /// Small numbers as words, as a sentence has them.
  static func small(_ count: Int) -> String {
    let names = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ]
    return names.indices.contains(count) ? names[count] : "\(count)"
  }
}
