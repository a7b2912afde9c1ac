import Foundation

/// A profile directory of its own for one test; gone with it.
final class TemporaryProfiles: Sendable {
  /// The directory above the profiles, for links and renames.
  let root: String
  var directory: String { root + "/Profiles" }

  /// A directory with two boards and a library.
  init() throws {
    root = NSTemporaryDirectory() + "opmeter-" + UUID().uuidString
    try makeFolder("Profiles/devices")
    try makeFolder("Profiles/kernels")
    try write("devices/board-a.json", ProfileFixture.device("board-a", aliases: ["alpha"]))
    try write("devices/board-b.json", ProfileFixture.device("board-b"))
    try write("kernels/lib-1.dsp.json", ProfileFixture.library)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Writes a file below the profile directory in place, as an editor without care does. `../` leads
  /// to `root`, whatever the directory is at the time.
  func write(_ path: String, _ text: String) throws {
    let place = path.hasPrefix("../") ? root + path.dropFirst(2) : directory + "/" + path
    try Data(text.utf8).write(to: URL(filePath: String(place)))
  }

  /// Writes a file beside its place and renames it there.
  func replace(_ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: directory + "/" + path), options: .atomic)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: directory + "/" + path)
  }

  /// Makes a folder below `root`.
  func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: root + "/" + path, withIntermediateDirectories: true)
  }

  /// Renames what is below `root`, replacing what is there.
  func rename(_ from: String, to path: String) throws {
    guard Foundation.rename(root + "/" + from, root + "/" + path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }

  /// Makes a link below `root`.
  func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: root + "/" + path, withDestinationPath: target)
  }
}
