import ArgumentParser
import Calibration
import Estimator
import Foundation
import ProfileFiles
import Server

/// `opmeter calibrate`: a board's own measurements in, a device file out.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Make a device file from your own measurements.",
    discussion: """
      MEASUREMENTS is a CSV: a row names a model (a file beside the CSV) or an op with its shapes, \
      clock_mhz, latency_ms and perhaps energy_uj. What the rows do not tell stays at the \
      profile's numbers with their spread. Exits with 1 when the rows cannot be true together. See \
      docs/calibrate.md.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "Measurements as CSV; - is the standard input.")
  var measurements: String

  @Option(help: "Profile to begin at: the nearest board, or any-cortex-m4 and its kin.")
  var profile: String

  @Option(help: "Device file to write; its name without .json is the device's id.")
  var device: String

  @OptionGroup var profiles: ProfileOptions

  @Option(help: "Of the report: text or json.")
  var format: Format = .text

  @OptionGroup var output: OutputOptions

  func run() throws {
    let set = try profiles.load()
    guard let base = set.profile(named: profile) else {
      let nearest = set.nearestName(to: profile).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure.badInput("unknown profile '\(profile)'\(nearest)")
    }
    let progress = output.progress(total: 1)
    defer { progress.clear() }
    progress.next("\(measurements): a fit without each row in turn")
    let report = try report(from: base, in: set)
    progress.clear()
    try writeFile(report.deviceFile, to: device)
    try output.write(format == .json ? report.json : Array(report.text.utf8))
    if report.calibration.isContradicted {
      throw ExitCode(ExitStatus.budgetFailed.rawValue)
    }
  }

  /// What rows may name: the model files beside the table.
  private static func models(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
      [".tflite", ".onnx", ".json"].contains { name.hasSuffix($0) }
    }.sorted()
  }

  private func report(
    from base: Profile, in set: ProfileSet
  ) throws(CommandFailure) -> CalibrationReport {
    let file = URL(fileURLWithPath: device).lastPathComponent
    let folder = URL(fileURLWithPath: measurements).deletingLastPathComponent()
    let bytes = try readFile(measurements, limit: CalibrationLimits.tableBytes)
    do throws(CalibrationFailure) {
      return try CalibrationReport(
        of: bytes, from: base, as: file.hasSuffix(".json") ? String(file.dropLast(5)) : file,
        in: set
      ) { name in
        let path = folder.appendingPathComponent(name).path
        return fileExists(path) ? try? readFile(path) : nil
      }
    } catch {
      let nearest =
        error.suggestion(networks: Self.models(in: folder.path)).map { " Did you mean '\($0)'?" }
        ?? ""
      throw .badInput("\(measurements): \(error)\(nearest)")
    }
  }
}
