public import ArgumentParser
import Checks
import Estimator
import JSON
public import Reports
import Server

/// `opmeter check`: what a pipeline needs, in one step.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check the models of a repository against its budgets and its baseline.",
    discussion: """
      Reads opmeter.yaml (or opmeter.json), estimates every model on its profiles, compares with \
      the baseline, writes the reports asked for, prints the outcome. Exits with 0 when all is \
      kept, 1 when a budget or a limit on growth fails, 2 for bad input, 3 when the service is \
      unreachable or busy. Estimates are computed, not timed: the same model gives the same \
      numbers every time, so a limit on growth can be 0%.
      """)

  @Option(help: "Configuration; default: opmeter.yaml, then opmeter.yml, then opmeter.json.")
  var config: String?

  @OptionGroup var profiles: ProfileOptions

  @Option(
    help: ArgumentHelp(
      "Ask the service at this address instead; OPMETER_TOKEN is sent as its bearer token.",
      valueName: "url"))
  var server: String?

  @Option(
    help: ArgumentHelp(
      "Directory with the models as they were, as a checkout of the main branch: growth is "
        + "measured from them.",
      valueName: "dir"))
  var base: String?

  @Flag(help: "Write the baseline anew from today's figures; limits on growth are not applied.")
  var updateBaseline = false

  @Option(help: "Of what is printed: text, md, json, csv, junit or github-action-benchmark.")
  var format: CheckReport.Format = .text

  @Option(
    name: .customLong("report"),
    help: "FORMAT=FILE to write beside those that the configuration names; repeatable.")
  var reports: [String] = []

  @Flag(help: "Say why it costs that, of each estimate that does not pass or is not as it was.")
  var why = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let configuration = try CheckConfiguration(config ?? Self.found())
    let file = configuration.file
    guard !updateBaseline || file.baseline != nil else {
      throw configuration.failure("names no \"baseline\" to write", at: .root)
    }
    let extra = try reports.map(Self.target)
    let report = try CheckRun(
      configuration: configuration, estimates: Estimates(server: server, profiles),
      asksWhy: why && !updateBaseline,
      baseDirectory: base, acceptsGrowth: updateBaseline, output: output
    ).report()
    for (format, path) in extra { try writeFile(report.write(as: format), to: path) }
    for target in file.reports {
      guard let format = CheckReport.Format(rawValue: target.format) else { continue }
      try writeFile(report.write(as: format), to: configuration.located(target.path))
    }
    if updateBaseline, let baseline = file.baseline {
      try writeFile(report.baselineDocument(), to: configuration.located(baseline))
    }
    try output.write(report.write(as: format), isText: format == .text)
    if !report.pass { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
  }

  private static func target(
    _ text: String
  ) throws(CommandFailure) -> (CheckReport.Format, String) {
    let (name, path) = try parted(text, "report", as: "FORMAT=FILE, as in md=opmeter.md")
    guard let format = CheckReport.Format(rawValue: name) else {
      let known = CheckReport.Format.allCases.map(\.rawValue)
      let nearest = nearestName(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw .badInput("--report \(text): there is no format '\(name)'\(nearest)")
    }
    return (format, path)
  }

  private static func found() throws(CommandFailure) -> String {
    let names = ["opmeter.yaml", "opmeter.yml", "opmeter.json"]
    guard let name = names.first(where: fileExists) else {
      throw .badInput(
        "there is no opmeter.yaml here: 'opmeter init MODEL --profile ID' writes one, or give "
          + "--config")
    }
    return name
  }
}

extension CheckReport.Format: ExpressibleByArgument {}
