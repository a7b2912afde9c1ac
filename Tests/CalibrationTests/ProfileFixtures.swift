import Calibration
import Estimator
import Foundation
import ProfileFiles

/// The project's own kernel files and the counts they were fitted from.
enum ProfileFixtures {
  static let directory = URL(filePath: #filePath)
    .resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Profiles")

  static func kernelFile(_ id: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: directory.appending(path: "kernels/\(id).json")))
  }

  /// The library with its fallbacks attached.
  static func library(_ id: String) throws -> KernelLibrary {
    let library = try KernelLibraryFile.decode(try kernelFile(id))
    guard let fallback = library.fallbackID else { return library }
    return library.attaching(fallback: try self.library(fallback))
  }

  /// All kinds of counts of a library, bare kernels first.
  static func counts(_ id: String) throws -> [KernelCount] {
    var counts: [KernelCount] = []
    for name in ["\(id).csv.gz", "\(id).networks.csv.gz", "\(id).operators.csv.gz"] {
      let file = directory.appending(path: "counts/\(name)")
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      counts += try KernelCount.read(try unzipped(file))
    }
    return counts
  }

  /// `gzip` is on every machine that builds this.
  private static func unzipped(_ file: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
