import Calibration
import Estimator
import Foundation
import ProfileFiles
import Testing

/// The project's own measurements and device files.
enum SurveyFixture {
  static let profiles = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Profiles")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: profiles.appending(path: path)))
  }

  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: profiles.appending(path: folder).path)
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
  }

  static func survey() throws -> DeviceSurvey {
    let libraries = try files("kernels").map {
      try KernelLibraryFile.decode(try bytes("kernels/\($0)"))
    }
    return try DeviceSurvey(
      DeviceSurveyFiles(
        boards: try bytes("measurements/boards.csv"),
        runtimes: try bytes("measurements/runtimes.csv"),
        operations: try bytes("measurements/operations.csv"),
        measurements: [
          try bytes("measurements/layers.csv"), try bytes("measurements/networks.csv"),
        ]), libraries: libraries)
  }

  /// The fit takes seconds when it is optimised and minutes when it is not.
  static var isAsked: Bool {
    ProcessInfo.processInfo.environment["OPMETER_FIT_DEVICES"] != nil
  }
}

@Suite struct DeviceSurveyTests {
  @Test("every measured row names a board, a runtime and a library that are listed")
  func tablesAgree() throws {
    let survey = try SurveyFixture.survey()
    #expect(survey.entries.count > 1_000)
    // Libraries that were counted bare have no reshapes and conversions.
    let multiplying: Set<OperatorKind> = [.conv2d, .depthwiseConv2d, .fullyConnected]
    #expect(survey.notServed.allSatisfy { !multiplying.contains($0.work[0].kind) })
    #expect(survey.entries.allSatisfy { !$0.measurement.source.isEmpty })
  }

  @Test("every listed runtime of a device file takes the library that the survey lists")
  func devicesAgree() throws {
    let survey = try SurveyFixture.survey()
    for name in try SurveyFixture.files("devices") {
      let device = try DeviceFile.decode(try SurveyFixture.bytes("devices/\(name)"), name: name)
      guard let board = survey.boards[device.id] else { continue }
      #expect(board.instructionSet == device.instructionSet)
      for runtime in device.runtimes {
        guard let build = survey.builds[runtime.id] else {
          // Nobody measured a board with it: it says so, and the fit leaves it as it is.
          #expect(
            runtime.timing?.cyclesPerInstruction.kind == .assumed, "\(device.id) \(runtime.id)")
          continue
        }
        guard let library = build.libraryIDs[device.instructionSet] else {
          // A library that answers memory alone: it says why there is no time.
          #expect(runtime.timing == nil && runtime.timingUnknown != nil)
          continue
        }
        #expect(library == runtime.libraryID)
        #expect(runtime.timing != nil)
      }
    }
  }

  @Test(
    "device files hold what the fit makes of the measurements",
    .enabled(if: SurveyFixture.isAsked, "OPMETER_FIT_DEVICES=1 asks for it"))
  func filesAreFitted() throws {
    let survey = try SurveyFixture.survey()
    let fleet = survey.fleet()
    for name in try SurveyFixture.files("devices") {
      let bytes = try SurveyFixture.bytes("devices/\(name)")
      let device = try DeviceFile.decode(bytes, name: name)
      #expect(DeviceFile.encode(survey.update(device, with: fleet)) == bytes, "\(name)")
    }
  }
}
