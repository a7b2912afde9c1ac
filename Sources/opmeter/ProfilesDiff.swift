import ArgumentParser
import Estimator
import ModelFormats
import ProfileFiles

/// `opmeter profiles diff`: what a new set of profiles would change for the models one cares about.
struct ProfilesDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show which estimates a new set of profiles would move, and by how much.",
    discussion: """
      One line for each figure that moves: model, profile, metric, old, new, change. Exits with 0, \
      or with 1 where a figure moves by more than --tolerance or a profile is gone, 2 for bad input.
      """)

  @Argument(help: "Directory with the profiles in use.")
  var old: String

  @Argument(help: "Directory with the profiles that would replace them.")
  var new: String

  @Option(parsing: .upToNextOption, help: "Model files.")
  var models: [String]

  @Option(help: "Percent that a figure may move before the exit code is 1.")
  var tolerance = 0.0

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard tolerance >= 0, !models.isEmpty else {
      throw ValidationError("--models needs a file, and --tolerance must not be negative.")
    }
  }

  func run() throws {
    let (before, after) = (try loadProfiles(old), try loadProfiles(new))
    let added = after.profiles.filter { before.profile(named: $0.id) == nil }
    let removed = before.profiles.filter { after.profile(named: $0.id) == nil }
    for profile in added { output.say("+ \(profile.id)") }
    for profile in removed { output.say("- \(profile.id)") }
    var moved = 0
    var beyond = 0
    let progress = output.progress(total: models.count * before.profiles.count)
    defer { progress.clear() }
    for path in models {
      let graph = try graph(path)
      for profile in before.profiles {
        progress.next("\(path) on \(profile.id)")
        guard let replacement = after.profiles.first(where: { $0.id == profile.id }) else {
          continue
        }
        let pairs = zip(try figures(graph, profile, path), try figures(graph, replacement, path))
        for (from, to) in pairs where from.value != to.value {
          moved += 1
          let change = percent(from.value, to.value)
          if change.map({ abs($0) > tolerance }) ?? true { beyond += 1 }
          progress.clear()
          output.say(
            "\(path)  \(profile.id)  \(from.name)  \(text(from.value)) -> \(text(to.value))"
              + (change.map { "  \($0 < 0 ? "" : "+")\(text($0)) %" } ?? ""))
        }
      }
    }
    progress.clear()
    output.say("\(moved) figures move, \(beyond) of them by more than \(text(tolerance)) %")
    if beyond > 0 || !removed.isEmpty { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
  }

  private func graph(_ path: String) throws(CommandFailure) -> Graph {
    let bytes = try readFile(path)
    do { return try importModel(bytes).graph } catch { throw .badInput("\(path): \(error)") }
  }

  private func figures(
    _ graph: Graph, _ profile: Profile, _ path: String
  ) throws(CommandFailure) -> [(name: String, value: Double?)] {
    do {
      var options = EstimateOptions()
      options.detail = .summary
      let estimate = try estimate(graph, on: profile, options: options)
      return [
        ("latency_ms", estimate.totals.latency?.value),
        ("latency_low_ms", estimate.totals.latency?.low),
        ("latency_high_ms", estimate.totals.latency?.high),
        ("energy_uj", estimate.totals.energy?.value),
        ("sram_bytes", Double(estimate.ramFit.neededBytes)),
        ("sram_available_bytes", Double(estimate.ramFit.availableBytes)),
        ("flash_bytes", Double(estimate.flashFit.neededBytes)),
        ("flash_available_bytes", Double(estimate.flashFit.availableBytes)),
      ]
    } catch {
      throw .badInput("\(path) on \(profile.id): \(error)")
    }
  }

  /// Nil where one side is unknown or there is nothing to compare with.
  private func percent(_ old: Double?, _ new: Double?) -> Double? {
    guard let old, let new, old != 0 else { return nil }
    return (new - old) / old * 100
  }

  /// Four decimals, without the zeros at the end.
  private func text(_ value: Double?) -> String {
    guard let value else { return "unknown" }
    let rounded = (value * 1e4).rounded() / 1e4
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
