import ArgumentParser
import Calibration
import ProfileFiles

/// `opmeter fit-devices`: measurements in, the numbers of all device files out.
struct FitDevicesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-devices",
    abstract: "Fit the times and powers of all device files from the measurements.",
    discussion: """
      Reads measurements/*.csv and kernels/*.json beside the device files. One fit serves all \
      devices, because each learns from the others; it takes about half a minute. Everything \
      else in the files stays as it is.
      """)

  @OptionGroup var profiles: ProfileOptions

  @Flag(help: "Change nothing; exit with 1 when a file is not what the fit makes.")
  var check = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let directory = try SurveyDirectory(profiles.path())
    let progress = output.progress(total: 1)
    defer { progress.clear() }
    progress.next("one fit for \(directory.devices.count) devices")
    let fleet = directory.survey.fleet()
    let devices = directory.survey.addingEvidence(
      to: directory.devices.map { directory.survey.update($0.device, with: fleet) })
    var different: [String] = []
    for (entry, device) in zip(directory.devices, devices) {
      let bytes = DeviceFile.encode(device)
      guard bytes != entry.bytes else { continue }
      different.append(entry.path)
      if !check { try writeFile(bytes, to: entry.path) }
    }
    progress.clear()
    for path in different {
      output.say(
        check ? "\(path) is not what the fit makes of the measurements" : "\(path) changed")
    }
    if check, !different.isEmpty { throw ExitCode(ExitStatus.budgetFailed.rawValue) }
  }
}
