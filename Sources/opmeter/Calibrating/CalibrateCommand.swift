import ArgumentParser
import Calibration
import Estimator
import Foundation
import ModelFormats
import ProfileFiles

/// `opmeter calibrate`: a board's own measurements in, a device file out.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Make a device file from your own measurements.",
    discussion: """
      MEASUREMENTS is a CSV: a row names a model (file beside the CSV, or a network of \
      Profiles/measurements/operations.csv) or an op with its shapes, clock_mhz, latency_ms and \
      perhaps energy_uj. What the rows do not tell stays at the profile's numbers with their \
      spread. Exits with 1 when the rows cannot be true together. See docs/calibrate.md.
      """)

  @Argument(help: "Measurements as CSV; - is the standard input.")
  var measurements: String

  @Option(help: "Profile to begin at: the nearest board, or any-cortex-m4 and its kin.")
  var profile: String

  @Option(help: "Device file to write; its name without .json is the device's id.")
  var device: String

  @OptionGroup var profiles: ProfileOptions

  func run() throws {
    let set = try profiles.load()
    guard let base = set.profile(named: profile) else {
      let nearest = set.nearestName(to: profile).map { "; did you mean '\($0)'?" } ?? ""
      throw CommandFailure.badInput("unknown profile '\(profile)'\(nearest)")
    }
    let file = URL(fileURLWithPath: device).lastPathComponent
    let id = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
    let rows = try read(for: base)
    do {
      guard let calibration = try calibrateDevice(rows, from: base),
        let result = calibration.device(id: id, name: id, from: base, clock: rows[0].clock)
      else { throw CommandFailure.badInput("\(base.id) knows nothing of time to begin at") }
      let bytes = DeviceFile.encode(result)
      _ = try DeviceFile.decode(bytes, name: device)
      try writeFile(bytes, to: device)
      print(CalibrationText(calibration).text)
      if calibration.isContradicted { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
    } catch let error as ProfileFileError {
      throw CommandFailure.badInput("no device file can be made: \(error)")
    } catch DeviceCalibrationError.noRows {
      throw CommandFailure.badInput("\(measurements): no rows below the header")
    } catch DeviceCalibrationError.notServed(let line) {
      throw CommandFailure.badInput(
        "\(measurements): line \(line): \(base.library.id) has no kernel for what was measured")
    }
  }

  private func read(for base: Profile) throws -> [DeviceMeasurement] {
    let folder = URL(fileURLWithPath: measurements).deletingLastPathComponent()
    let bytes = try readFile(measurements, limit: 1 << 20)
    var rows: [DeviceMeasurement]
    do {
      rows = try DeviceMeasurement.read(bytes) { name in
        let path = folder.appendingPathComponent(name).path
        guard fileExists(path), let file = try? readFile(path),
          let model = try? importModel(file)
        else { return nil }
        return model.graph.operations.map(\.work)
      }
    } catch {
      throw CommandFailure.badInput("\(measurements): \(error)")
    }
    guard rows.count <= DeviceCalibration.maximumRows else {
      throw CommandFailure.badInput(
        "\(measurements): \(rows.count) rows; at most \(DeviceCalibration.maximumRows)")
    }
    for row in rows {
      if !row.runtime.isEmpty, row.runtime != base.runtime.id {
        throw CommandFailure.badInput(
          "\(measurements): line \(row.line), runtime: '\(row.runtime)' is not "
            + "'\(base.runtime.id)', the profile's; one runtime is calibrated at a time")
      }
      if row.clock > base.device.maximumClock {
        throw CommandFailure.badInput(
          "\(measurements): line \(row.line), clock_mhz: \(row.clock.megahertz) is above the "
            + "\(base.device.maximumClock.megahertz) MHz that \(base.device.id) runs at")
      }
    }
    return rows
  }
}
