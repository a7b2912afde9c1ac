import Glibc

/// The JSON Schemas of profile files, as they lie in the profile directory: `schema/*.schema.json`.
///
/// They are for people and editors; the loader checks without them, so a directory without schemas
/// is a good one.
struct ProfileSchemas: Hashable, Sendable {
  private static let ending = ".schema.json"
  /// Bytes of one schema; a larger file is left out.
  private static let limit = 1 << 20

  /// By file name without its ending: `device`.
  private let byName: [String: [UInt8]]

  init(_ byName: [String: [UInt8]] = [:]) { self.byName = byName }

  /// Reads what there is.
  init(profileDirectory: String) {
    let folder = "\(profileDirectory)/schema"
    var found: [String: [UInt8]] = [:]
    if let stream = opendir(folder) {
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        guard let name = entry.fileName, !name.hasPrefix("."), name.hasSuffix(Self.ending),
          let bytes = Self.read("\(folder)/\(name)")
        else { continue }
        found[String(name.dropLast(Self.ending.count))] = bytes
      }
    }
    byName = found
  }

  var names: [String] { byName.keys.sorted() }

  /// The schema of that name; the file's whole name will do too.
  subscript(name: String) -> [UInt8]? {
    byName[name.hasSuffix(Self.ending) ? String(name.dropLast(Self.ending.count)) : name]
  }

  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes.append(contentsOf: chunk[..<count])
    }
    return nil
  }
}
