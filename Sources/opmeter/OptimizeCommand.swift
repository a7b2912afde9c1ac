import ArgumentParser
import Estimator
import ModelFormats
import ProfileFiles
import Server

/// `opmeter optimize`: hands back a `.tflite` file that needs a smaller arena.
struct OptimizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Write a .tflite file anew so that it needs a smaller arena.",
    discussion: """
      The operators run in a better order and a memory plan is added, which stock TensorFlow Lite \
      Micro honours; everything else stays as it is. Where nothing is gained, OUTPUT is MODEL, \
      byte for byte, and the report says why. - is the standard input or output; with the file on \
      the standard output the report goes to the standard error.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "A .tflite file.")
  var model: String

  @Option(name: [.short, .long], help: "File to write.")
  var output: String

  @Option(
    name: .customLong("profile"),
    help: "Profile or device whose kernels' scratch counts; repeatable. Default: every one.")
  var profileNames: [String] = []

  @OptionGroup var profiles: ProfileOptions

  @Option(help: "Of the report: text or json.")
  var format: Format = .text

  @OptionGroup var printing: OutputOptions

  func run() throws {
    let set = try profiles.load()
    let named = try profileNames == ["*"] ? [] : profileNames.map { try profile($0, in: set) }
    let progress = printing.progress(total: 1)
    defer { progress.clear() }
    progress.next(
      "\(model): orders and plans for \(named.isEmpty ? set.profiles.count : named.count) profiles")
    let report = try report(named, set)
    progress.clear()
    try writeFile(report.optimized.bytes, to: output)
    if printing.quiet { return }
    let text = format == .json ? report.json : report.text
    if output == "-" {
      printToStandardError(String(decoding: text.dropLast(), as: UTF8.self))
    } else {
      try writeFile(text, to: "-")
    }
  }

  private func report(
    _ named: [Profile], _ set: ProfileSet
  ) throws(CommandFailure) -> OptimizationReport {
    let bytes = try readFile(model)
    do {
      return try OptimizationReport(
        optimizing: bytes, named: named, all: set.profiles, profilesDigest: set.digest)
    } catch {
      throw .badInput("\(model): \(error)")
    }
  }

  private func profile(_ name: String, in set: ProfileSet) throws(CommandFailure) -> Profile {
    if let profile = set.profile(named: name) { return profile }
    let nearest = set.nearestName(to: name).map { "; did you mean '\($0)'?" } ?? ""
    throw .badInput("unknown profile '\(name)'\(nearest)")
  }
}
