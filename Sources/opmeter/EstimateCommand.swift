public import ArgumentParser
public import Estimator
public import ModelFormats
import ProfileFiles
public import Reports
import Server

/// `opmeter estimate`: the service's main answer without a service.
struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate what one inference of a model costs.",
    discussion: """
      MODEL is a .tflite file or a graph in JSON; - reads the standard input. With one profile \
      the answer has a row for each operation; with several, with '*' (all) or with none (each \
      device's default), it is a summary.
      """)

  @Argument(
    help: """
      Model files. Several are one answer: JSON is then a baseline, as 'opmeter check' keeps it, and \
      tables, test suites and charts name each by its path.
      """)
  var models: [String]

  @Option(name: .customLong("profile"), help: "Profile or device; repeatable; '*' is every one.")
  var profileNames: [String] = []

  @OptionGroup var profiles: ProfileOptions

  @Option(help: "json, text, md, csv, junit or github-action-benchmark.")
  var format: ReportFormat = .text

  @Option(help: "summary, ops or full.")
  var detail: EstimateOptions.Detail?

  @Option(help: "Clock of the core, where it is not the device's default.")
  var clockMhz: Double?

  @Option(
    name: .customLong("budget"),
    help: "NAME=LIMIT, as in latency=100ms, energy=2mJ, sram=256KiB, flash=80pct; repeatable.")
  var budgets: [String] = []

  @Option(help: "What budgets look at: value, or high for the interval's high end.")
  var budgetOn: BudgetEnd = .value

  @Option(name: .customLong("reserve"), help: "sram=SIZE or flash=SIZE that the firmware takes.")
  var reserves: [String] = []

  @Option(
    name: .customLong("input-shape"),
    help: "NAME:1x3x96x96, for an input whose ONNX file leaves extents open; repeatable.")
  var inputShapes: [String] = []

  @Option(help: "How often each loop of the model turns, which no file says; default: 1.")
  var whileTrips: Int?

  @Option(help: "int8 or int16: estimate a float network as if it were quantised.")
  var assumeDtype: AssumedType?

  @Option(help: "How often it infers: adds average power, and battery life with --battery-mwh.")
  var inferencesPerHour: Double?

  @Option(help: "What the battery gives, in milliwatt-hours.")
  var batteryMwh: Double?

  @Option(help: "Power between inferences in microwatts, where it is not the device's own.")
  var sleepUw: Double?

  @Flag(help: "Say why it costs what it costs: operations beyond their share, the peak's tensors.")
  var why = false

  @Option(
    help: ArgumentHelp(
      "Say what changed since this report, or baseline of 'opmeter check'; adds --why.",
      valueName: "file"))
  var baseline: String?

  @Flag(
    help: """
      Compute what changes would save: channels, separable and full convolutions, stride, input, \
      int8, other builds and boards, order, plan. Needs one --profile.
      """)
  var whatIf = false

  @Option(
    help: ArgumentHelp(
      "Ask the service at this address instead; OPMETER_TOKEN is sent as its bearer token.",
      valueName: "url"))
  var server: String?

  @OptionGroup var output: OutputOptions

  /// What is asked for, or rows where one profile is named.
  var effectiveDetail: EstimateOptions.Detail {
    detail ?? (profileNames.count == 1 && profileNames != ["*"] ? .ops : .summary)
  }

  func run() throws {
    guard models.count(where: { $0 == "-" }) < 2 else {
      throw CommandFailure.badInput("only one model can come from the standard input")
    }
    guard baseline != "-" || !models.contains("-") else {
      throw CommandFailure.badInput("only one file can come from the standard input")
    }
    guard !whatIf || profileNames.count == 1 && profileNames != ["*"] else {
      throw CommandFailure.badInput(
        "--what-if tries changes on one profile: name it with --profile")
    }
    let passed = try server.map { url in try askServer(url) } ?? estimateHere()
    if !passed { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
  }

  private func estimateHere() throws -> Bool {
    let set = try profiles.load()
    let chosen = try chooseProfiles(from: set)
    let budgetSet = try parseBudgets()
    let reserves = try Reserves(self.reserves)
    var options = EstimateOptions()
    options.reservedRAM = reserves.ram ?? 0
    options.reservedFlash = reserves.flash ?? 0
    options.clock = clockMhz.map { Hertz(megahertz: $0) }
    options.detail = effectiveDetail
    let dutyCycle = try parseDutyCycle()
    let baseline = try baseline.map { try readBaseline($0) }
    var passed = true
    var answers = JoinedReports()
    let progress = output.progress(total: models.count * chosen.count)
    defer { progress.clear() }
    for path in models {
      var report = try report(
        on: path, set: set, profiles: chosen, options, budgetSet, dutyCycle, progress)
      if let baseline {
        do throws(BaselineMismatch) {
          try report.look(backAt: baseline, path: path == "-" ? nil : path)
        } catch {
          throw CommandFailure.badInput("\(path): \(error)")
        }
      }
      if let name = answeredName(path) { report.model.name = name }
      answers.add(report.write(as: format), of: path)
      passed = passed && report.pass
    }
    progress.clear()
    try show(answers)
    return passed
  }

  /// Writes the answers about all models as one document.
  func show(_ answers: JoinedReports) throws(CommandFailure) {
    guard let document = answers.write(as: format) else {
      throw .serverUnavailable("the service answered what is not \(format.rawValue)")
    }
    try output.write(document, isText: format == .text)
  }

  /// What the answer calls a model: the names in files do not tell several apart (most say "main").
  func answeredName(_ path: String) -> String? {
    guard models.count > 1, JoinedReports.namesModels(in: format) else { return nil }
    return String(decoding: path.utf8.suffix(255), as: UTF8.self)
  }

  private func report(
    on path: String, set: ProfileSet, profiles: [Profile], _ options: EstimateOptions,
    _ budgets: BudgetSet, _ dutyCycle: DutyCycle?, _ progress: Progress
  ) throws(CommandFailure) -> Report {
    let bytes = try readFile(path)
    do {
      var model = try importModel(
        bytes, inputShapes: parseInputShapes(), whileTrips: parseWhileTrips())
      if let assumeDtype { model = try model.assuming(assumeDtype.dataType) }
      let results = try profiles.map { profile in
        progress.next("\(path) on \(profile.id)")
        let estimate = try estimate(model.graph, on: profile, options: options)
        var result = Report.Result(
          estimate, budgets: budgets.evaluate(estimate, macs: model.graph.macs),
          dutyCycle: dutyCycle)
        result.explain(model.graph, options, why: why || baseline != nil, whatIf: whatIf, in: set)
        return result
      }
      return Report(
        version: OpmeterVersion.current, profilesDigest: set.digest,
        model: Report.Model(
          model.graph, format: model.format.rawValue, sha256: sha256Hexadecimal(bytes),
          notes: model.facts.notes.map { Report.Note($0) }),
        detail: options.detail, results: results)
    } catch {
      throw .badInput("\(path): \(error)")
    }
  }

  private func readBaseline(_ path: String) throws(CommandFailure) -> BaselineReports {
    let bytes = try readFile(path)
    do { return try BaselineReports(document: bytes) } catch {
      throw .badInput("\(path): \(error)")
    }
  }

  private func chooseProfiles(from set: ProfileSet) throws(CommandFailure) -> [Profile] {
    if profileNames.isEmpty { return set.defaultProfiles }
    if profileNames == ["*"] { return set.profiles }
    var chosen: [Profile] = []
    for name in profileNames {
      guard let profile = set.profile(named: name) else {
        let nearest = set.nearestName(to: name).map { "; did you mean '\($0)'?" } ?? ""
        throw .badInput("unknown profile '\(name)'\(nearest)")
      }
      chosen.append(profile)
    }
    return chosen
  }

  private func parseWhileTrips() throws(CommandFailure) -> Int {
    let trips = whileTrips ?? 1
    guard Graph.whileTripsRange.contains(trips) else {
      throw .badInput(
        "--while-trips needs a number from 1 to \(Graph.whileTripsRange.upperBound); got \(trips)")
    }
    return trips
  }

  private func parseDutyCycle() throws(CommandFailure) -> DutyCycle? {
    for (name, value) in [("battery-mwh", batteryMwh), ("sleep-uw", sleepUw)] {
      guard let value else { continue }
      guard value.isFinite, name == "sleep-uw" ? value >= 0 : value > 0 else {
        throw .badInput("--\(name) needs a number that is not negative; got \(value)")
      }
      guard inferencesPerHour != nil else {
        throw .badInput("--\(name) says little without --inferences-per-hour")
      }
    }
    guard let inferencesPerHour else { return nil }
    guard inferencesPerHour.isFinite, inferencesPerHour > 0 else {
      throw .badInput("--inferences-per-hour needs a number above zero; got \(inferencesPerHour)")
    }
    return DutyCycle(
      inferencesPerHour: inferencesPerHour, battery: batteryMwh.map { Joules($0 * 3.6) },
      sleepPower: sleepUw.map { Watts(milliwatts: $0 / 1e3) })
  }

  private func parseInputShapes() throws(CommandFailure) -> [String: [Int]] {
    var shapes: [String: [Int]] = [:]
    for text in inputShapes {
      guard let shape = InputShape(parsing: text) else {
        throw .badInput(
          "--input-shape needs NAME:EXTENTS, as in \(InputShape.example); got '\(text)'")
      }
      shapes[shape.name] = shape.extents
    }
    return shapes
  }

  private func parseBudgets() throws(CommandFailure) -> BudgetSet {
    var set = BudgetSet()
    set.end = budgetOn
    for text in budgets {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw .badInput("--budget needs NAME=LIMIT, as in latency=100ms; got '\(text)'")
      }
      do {
        try set.set(String(parts[0]), to: String(parts[1]))
      } catch {
        throw .badInput("--budget \(text): \(error)")
      }
    }
    return set
  }
}

extension ReportFormat: ExpressibleByArgument {}
extension EstimateOptions.Detail: ExpressibleByArgument {}
extension AssumedType: ExpressibleByArgument {}
extension BudgetEnd: ExpressibleByArgument {}
