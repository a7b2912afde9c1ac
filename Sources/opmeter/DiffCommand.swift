public import ArgumentParser
import Estimator
import ModelFormats
import ProfileFiles
public import Reports
import Server

/// `opmeter diff`: what changed between two versions of a model.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed between two reports or models, and which limits fail.",
    discussion: """
      BASE and HEAD are reports (the JSON of 'opmeter estimate') or models; - reads the standard \
      input. A model is estimated on the profiles of the other side's report, or on those named. \
      Where a report was kept with another profile or program, --base-model lets the base be \
      estimated again, so that a new profile is never the model's regression. Exits with 1 when a \
      regression limit or a budget fails.
      """)

  @Argument(help: "Report or model before the change.")
  var base: String

  @Argument(help: "Report or model after it.")
  var head: String

  @Option(help: ArgumentHelp("The model that the base's report is of.", valueName: "file"))
  var baseModel: String?

  @Option(name: .customLong("profile"), help: "Profile or device; repeatable; '*' is every one.")
  var profileNames: [String] = []

  @OptionGroup var profiles: ProfileOptions

  @Option(help: "text, json, md or csv.")
  var format: ReportDiff.Format = .text

  @Option(help: "Clock of the core, where it is not the report's or the device's default.")
  var clockMhz: Double?

  @Option(
    name: .customLong("regression"),
    help: """
      NAME=LIMIT that a figure may grow by, as in latency=2%, sram=0%, flash=4KiB; repeatable. \
      Figures are computed, not timed, so 0 % works.
      """)
  var regressions: [String] = []

  @Option(name: .customLong("budget"), help: "NAME=LIMIT for the head, as in latency=100ms.")
  var budgets: [String] = []

  @Option(name: .customLong("reserve"), help: "sram=SIZE or flash=SIZE that the firmware takes.")
  var reserves: [String] = []

  @Option(
    help: ArgumentHelp(
      "Ask the service at this address instead; OPMETER_TOKEN is sent as its bearer token.",
      valueName: "url"))
  var server: String?

  @OptionGroup var output: OutputOptions

  func run() throws {
    guard base != "-" || head != "-" else {
      throw CommandFailure.badInput("only one side can come from the standard input")
    }
    let settings = [("regression", regressions), ("budget", budgets)]
      .flatMap { option, texts in texts.map { (option, $0) } }
    var taken = ComparisonSettings()
    for (option, text) in settings { try taken.take(option, text) }
    let reserves = try Reserves(self.reserves)
    if let server {
      try ask(server, settings + self.reserves.map { ("reserve", $0) })
      return
    }
    let set = try profiles.load()
    var comparison = ReportComparison(set)
    comparison.limits = taken.limits
    comparison.budgets = taken.budgets
    comparison.reservedRAM = reserves.ram
    comparison.reservedFlash = reserves.flash
    comparison.named = try profileNames == ["*"] ? set.profiles : set.named(profileNames)
    comparison.clock = clockMhz.map { Hertz(megahertz: $0) }
    var old = try side(base)
    if let baseModel {
      guard old.report != nil else { throw Self.noReport(base) }
      old.model = try read(baseModel) { bytes throws(ComparedSideError) in
        do throws(ImportError) {
          return try ComparedSide.Model(bytes)
        } catch {
          throw .model(error)
        }
      }
    }
    let new = try side(head)
    let progress = output.progress(total: comparison.estimateCount(from: old, to: new))
    defer { progress.clear() }
    comparison.willEstimate = { progress.next("\($0) on \($1.id)") }
    let diff: ReportDiff
    do { diff = try comparison.diff(from: old, to: new) } catch {
      throw CommandFailure.badInput("\(error)")
    }
    progress.clear()
    try output.write(diff.write(as: format), isText: format == .text)
    if !diff.pass { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
  }

  private func side(_ path: String) throws(CommandFailure) -> ComparedSide {
    try read(path) { bytes throws(ComparedSideError) in try ComparedSide(file: bytes) }
  }

  private func read<Value>(
    _ path: String, _ make: ([UInt8]) throws(ComparedSideError) -> Value
  ) throws(CommandFailure) -> Value {
    let bytes = try readFile(path)
    do { return try make(bytes) } catch { throw .badInput("\(path): \(error)") }
  }

  private static func noReport(_ path: String) -> CommandFailure {
    .badInput("--base-model goes with a base that is a report; \(path) is a model itself")
  }

  // MARK: - A service

  private func ask(_ url: String, _ settings: [(String, String)]) throws {
    var query = profileNames.map { ("profile", $0) }
    query += [("format", format.rawValue), ("gate", format == .json ? "false" : "true")]
    if let clockMhz { query.append(("clock_mhz", "\(clockMhz)")) }
    for (option, text) in settings {
      let (name, value) = try parted(text, option)
      query.append(("\(option).\(name)", value))
    }
    var body = Array(#"{"base":"#.utf8)
    body += try part(base, model: baseModel) + Array(#","head":"#.utf8)
    body += try part(head, model: nil) + Array("}".utf8)
    let progress = output.progress(total: 1)
    defer { progress.clear() }
    progress.next("\(base) and \(head) at \(url)")
    let answer = try ServiceConnection(url).post("/diff", query: query, body, about: head)
    progress.clear()
    try output.write(answer.body, isText: format == .text)
    let passed = try format == .json ? answer.memberPass() : answer.passed
    if !passed { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
  }

  /// One side as `POST /diff` takes it.
  private func part(_ path: String, model: String?) throws(CommandFailure) -> [UInt8] {
    let bytes = try readFile(path)
    guard ComparedSide.isReport(bytes) else {
      guard model == nil else { throw Self.noReport(path) }
      return Self.modelMember(bytes)
    }
    guard let model else { return bytes }
    return Array(#"{"report":"#.utf8) + bytes + Array(",".utf8)
      + Self.modelMember(try readFile(model)).dropFirst()
  }

  private static func modelMember(_ bytes: [UInt8]) -> [UInt8] {
    Array(#"{"model_base64":""#.utf8) + Base64Text.encode(bytes) + Array(#""}"#.utf8)
  }
}

extension ReportDiff.Format: ExpressibleByArgument {}

/// `NAME=LIMIT` in two.
func parted(
  _ text: String, _ option: String, as form: String = "NAME=LIMIT"
) throws(CommandFailure) -> (String, String) {
  let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
  guard parts.count == 2 else { throw .badInput("--\(option) needs \(form); got '\(text)'") }
  return (parts[0], parts[1])
}

/// What is asked of a comparison beside its sides.
private struct ComparisonSettings {
  var limits = RegressionSet()
  var budgets = BudgetSet()

  /// Takes what an option of the command says.
  mutating func take(_ option: String, _ text: String) throws(CommandFailure) {
    let (name, value) = try parted(text, option)
    do {
      if option == "regression" {
        try limits.set(name, to: value)
      } else {
        try budgets.set(name, to: value)
      }
    } catch {
      throw .badInput("--\(option) \(text): \(error)")
    }
  }
}

extension ProfileSet {
  /// The profiles of these names; an unknown one is bad input, with the nearest.
  func named(_ names: [String]) throws(CommandFailure) -> [Profile] {
    var chosen: [Profile] = []
    for name in names {
      guard let profile = profile(named: name) else {
        let nearest = nearestName(to: name).map { "; did you mean '\($0)'?" } ?? ""
        throw .badInput("unknown profile '\(name)'\(nearest)")
      }
      if !chosen.contains(where: { $0.id == profile.id }) { chosen.append(profile) }
    }
    return chosen
  }
}
