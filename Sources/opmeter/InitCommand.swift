import ArgumentParser
import Checks
import Estimator
import JSON
import Reports
import Server

/// `opmeter init`: a first configuration, with budgets that today's models keep.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first opmeter.yaml, with budgets suggested from today's values.",
    discussion: """
      Budgets are today's values plus --headroom, rounded up; a baseline of today's reports is \
      written beside the file, so that growth is seen from the next change on.
      """)

  @Argument(help: "Model files.")
  var models: [String]

  @Option(name: .customLong("profile"), help: "Profile or device; repeatable.")
  var profileNames: [String] = []

  @OptionGroup var profiles: ProfileOptions

  @Option(
    help: ArgumentHelp(
      "Ask the service at this address instead; OPMETER_TOKEN is sent as its bearer token.",
      valueName: "url"))
  var server: String?

  @Option(help: "Per cent above today's values.")
  var headroom = 10.0

  @Option(name: .shortAndLong, help: "File to write.")
  var output = "opmeter.yaml"

  @Option(help: "Baseline to write.")
  var baseline = "opmeter-baseline.json"

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup var printing: OutputOptions

  func validate() throws {
    guard !profileNames.isEmpty else {
      throw ValidationError(
        "--profile is needed: the board that budgets are for. 'opmeter profiles list' shows them.")
    }
    guard !models.contains("-") else {
      throw ValidationError("A model is named by its path: the check reads it again each time.")
    }
    guard (0...1_000).contains(headroom) else {
      throw ValidationError("--headroom must be 0 to 1000, is \(headroom).")
    }
    guard !output.contains("/"), !baseline.contains("/") else {
      throw ValidationError(
        "--output and --baseline are written here: the paths of the models count from them.")
    }
  }

  func run() throws {
    for file in [output, baseline] where !force && fileExists(file) {
      throw CommandFailure.badInput("\(file) is there already; --force replaces it")
    }
    let estimates = try Estimates(server: server, profiles)
    var items: [CheckReport.Item] = []
    let progress = printing.progress(total: paths.count * profileNames.count)
    defer { progress.clear() }
    for path in paths {
      let bytes = try readFile(path)
      for name in profileNames {
        progress.next("\(path) on \(name)")
        let json = try estimates.report(
          bytes, on: CheckFile.ProfileEntry(id: name, settings: CheckFile.Settings()), path: path)
        let item: CheckReport.Item
        do { item = try CheckReport.Item(path: path, json: json) } catch {
          throw CommandFailure.serverUnavailable("\(path): the answer cannot be read: \(error)")
        }
        // A device and its default profile are one.
        if !items.contains(where: { $0.path == path && $0.profile == item.profile }) {
          items.append(item)
        }
      }
    }
    progress.clear()
    let report = CheckReport(version: OpmeterVersion.current, items: items, baseline: .none)
    try writeFile(Array(text(items).utf8), to: output)
    try writeFile(report.baselineDocument(), to: baseline)
    printing.say(
      "\(output): budgets for \(items.count) \(items.count == 1 ? "estimate" : "estimates")")
    for item in items {
      let budgets = suggested(item).map { "\($0.name) \($0.limit)" }.joined(separator: ", ")
      printing.say("\(item.path) on \(item.profile): \(budgets)\(Self.gap(item))")
    }
    printing.say("\(baseline): today's figures; 'opmeter check' compares with them")
  }

  /// Each once.
  private var paths: [String] {
    var seen: Set<String> = []
    return models.filter { seen.insert($0).inserted }
  }

  // MARK: - The file

  private func text(_ items: [CheckReport.Item]) -> String {
    var lines = [
      "# What `opmeter check` checks. Times are computed, not measured: the same model gives the",
      "# same number every time, so growth may be limited to 0%.",
      "models:",
    ]
    for path in paths {
      lines.append("  - path: \(JSONWriter.quoted(path))")
      lines.append("    profiles:")
      for item in items where item.path == path {
        lines.append("      - id: \(item.profile)")
        lines.append("        budgets:")
        for budget in suggested(item) {
          lines.append("          \(budget.name): \(budget.limit)")
        }
      }
    }
    lines += [
      "regression:", "  latency: {warn: 0%, fail: 2%}", "  sram: 0%",
      "baseline: \(JSONWriter.quoted(baseline))", "reports:", "  md: opmeter.md",
      "  junit: opmeter-junit.xml",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What no budget is suggested for because nobody could cost it.
  private static func gap(_ item: CheckReport.Item) -> String {
    guard let result = item.report.results.first, !result.isComplete else { return "" }
    let count = result.notCovered
    let what = result.latency?.value ?? 0 > 0 ? "lower bounds" : "unknown"
    return
      "; time and energy \(what): \(count) \(count == 1 ? "operation" : "operations") not covered"
  }

  /// Today's figure and the headroom, rounded up to two digits or whole KiB, and no more than the
  /// device has.
  private func suggested(_ item: CheckReport.Item) -> [(name: String, limit: String)] {
    guard let result = item.report.results.first else { return [] }
    var budgets: [(String, String)] = []
    let factor = 1 + headroom / 100
    if let latency = result.latency, latency.value > 0 {
      budgets.append(
        ("latency", Self.rounded(latency.value * factor, [("s", 1e3), ("ms", 1), ("us", 1e-3)])))
    }
    if let energy = result.energy, energy.value > 0 {
      budgets.append(
        ("energy", Self.rounded(energy.value * factor, [("J", 1e6), ("mJ", 1e3), ("uJ", 1)])))
    }
    for (name, fit) in [("sram", result.sram), ("flash", result.flash)] where fit.neededBytes > 0 {
      var limit = Double(fit.neededBytes) * factor
      if fit.fits { limit = min(limit, Double(fit.availableBytes)) }
      budgets.append((name, "\(Int((limit / 1024).rounded(.up)))KiB"))
    }
    return budgets
  }

  /// Rounded up to two digits, in the first unit that is not larger.
  private static func rounded(_ value: Double, _ units: [(name: String, size: Double)]) -> String {
    let unit = units.first { value >= $0.size } ?? units[units.count - 1]
    var step = 1.0
    var size = value / unit.size
    while size / step >= 100 { step *= 10 }
    if size < 10 { step = 0.1 }
    // A product of two decimals is often a hair above.
    size = (size / step - 1e-9).rounded(.up) * step
    let tenths = Int((size * 10).rounded())
    return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + unit.name
  }
}
