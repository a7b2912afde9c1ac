import Calibration
import Estimator
import Foundation
import ProfileFiles
import Server

/// A directory of profiles with the measurements that its device files were fitted to.
struct SurveyDirectory {
  /// A device file with what is in it.
  struct DeviceEntry {
    var path: String
    var bytes: [UInt8]
    var device: Device
  }

  let survey: DeviceSurvey
  let libraries: [KernelLibrary]
  let devices: [DeviceEntry]
  /// Of every file that was read, in the order of their names.
  let digest: String

  init(_ directory: String) throws(CommandFailure) {
    var read: [UInt8] = []
    func file(_ name: String) throws(CommandFailure) -> [UInt8] {
      let bytes = try readFile("\(directory)/\(name)")
      read += bytes
      return bytes
    }
    var devices: [DeviceEntry] = []
    for name in try Self.names(directory, "devices") {
      let bytes = try file(name)
      do throws(ProfileFileError) {
        devices.append(
          DeviceEntry(
            path: "\(directory)/\(name)", bytes: bytes,
            device: try DeviceFile.decode(bytes, name: name)))
      } catch {
        throw .badInput("\(error)")
      }
    }
    var libraries: [KernelLibrary] = []
    for name in try Self.names(directory, "kernels") {
      let bytes = try file(name)
      do {
        libraries.append(try KernelLibraryFile.decode(bytes))
      } catch {
        throw .badInput("\(name): \(error)")
      }
    }
    let files = DeviceSurveyFiles(
      boards: try file("measurements/boards.csv"),
      runtimes: try file("measurements/runtimes.csv"),
      operations: try file("measurements/operations.csv"),
      measurements: [
        try file("measurements/layers.csv"), try file("measurements/networks.csv"),
      ])
    do throws(DeviceSurveyError) {
      survey = try DeviceSurvey(files, libraries: libraries)
    } catch {
      throw .badInput("\(directory)/measurements: \(error)")
    }
    self.devices = devices
    self.libraries = libraries
    digest = sha256Hexadecimal(read)
  }

  private static func names(
    _ directory: String, _ folder: String
  ) throws(CommandFailure) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")
        .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    } catch {
      throw .badInput("\(directory)/\(folder): cannot be listed")
    }
  }
}
