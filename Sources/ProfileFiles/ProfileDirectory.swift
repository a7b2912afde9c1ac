import Foundation
import JSON

/// The files of a profile directory, read whole before anything is made of them.
///
///     Profiles/devices/*.json
///     Profiles/kernels/*.json
///
/// Symbolic links are followed: Kubernetes shows a ConfigMap as links through a hidden `..data`.
struct ProfileDirectory {
  struct File {
    /// Relative to the directory: `devices/nucleo-f746zg.json`.
    var name: String
    var bytes: [UInt8]
  }

  /// Both in the order of their names, so that the same files make the same set everywhere.
  let devices: [File]
  let libraries: [File]

  init(_ directory: String, limits: ProfileLimits) throws(ProfileSetError) {
    var budget = limits.totalBytes
    devices = try Self.files(
      "devices", in: directory, limit: limits.deviceFileBytes, limits: limits, budget: &budget)
    libraries = try Self.files(
      "kernels", in: directory, limit: limits.kernelFileBytes, limits: limits, budget: &budget)
  }

  private static func files(
    _ folder: String, in directory: String, limit: Int, limits: ProfileLimits, budget: inout Int
  ) throws(ProfileSetError) -> [File] {
    let names = try names(in: "\(directory)/\(folder)", shownAs: folder)
    guard names.count <= limits.filesPerFolder else {
      throw .tooManyFiles(folder: folder, found: names.count, allowed: limits.filesPerFolder)
    }
    var files: [File] = []
    for name in names {
      let shown = "\(folder)/\(name)"
      let bytes = try read("\(directory)/\(shown)", shownAs: shown, limit: min(limit, budget))
      budget -= bytes.count
      files.append(File(name: shown, bytes: bytes))
    }
    return files
  }

  /// Visible `.json` files, sorted by their bytes. Editors keep their own files hidden (`.x.swp`) or
  /// under another ending (`x~`).
  private static func names(
    in folder: String, shownAs shown: String
  ) throws(ProfileSetError) -> [String] {
    guard let stream = opendir(folder) else { throw .unreadable(path: shown, reason: lastError()) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
          String(cString: $0)
        }
      }
      if !name.hasPrefix("."), name.hasSuffix(".json") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The file's bytes; never more than `limit` are held, however much the file grows meanwhile.
  private static func read(
    _ path: String, shownAs shown: String, limit: Int
  ) throws(ProfileSetError) -> [UInt8] {
    // Not blocking: a pipe of that name must not stop the server.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: shown, reason: lastError()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: shown, reason: lastError())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: shown, reason: "it is not a regular file")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(path: shown, reason: lastError())
      }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw .tooLarge(path: shown, allowed: limit) }
    }
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}

/// What a profile directory may hold; past each limit the set is refused with `ProfileSetError`.
public struct ProfileLimits: Hashable, Sendable {
  /// Bytes of one device file. Default 1 MiB.
  public var deviceFileBytes = 1 << 20
  /// Bytes of one kernel library file. Default 8 MiB.
  public var kernelFileBytes = 8 << 20
  /// Files in `devices` and in `kernels`. Default 2,000 each.
  public var filesPerFolder = 2_000
  /// Bytes of all files together. Default 128 MiB.
  public var totalBytes = 128 << 20

  public init() {}

  public static let standard = ProfileLimits()
}
