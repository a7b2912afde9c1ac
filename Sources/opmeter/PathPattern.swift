#if canImport(Glibc)
  import Glibc
#endif

/// A shell's pattern of paths, `models/**/*.tflite`: `*`, `?` and `[...]` within a name, `**` for any
/// depth of directories, none included.
///
/// As in a shell, names with a dot in front match only where the pattern says the dot; `**` does not
/// follow links, so that it ends.
struct PathPattern {
  /// Files and directories that are looked at; past it there is no answer.
  static let entryLimit = 100_000

  private let parts: [String]
  private let isAbsolute: Bool

  init(_ text: String) {
    isAbsolute = text.hasPrefix("/")
    var parts: [String] = []
    for part in text.split(separator: "/").map(String.init)
    where part != "." && !(part == "**" && parts.last == "**") {
      parts.append(part)
    }
    self.parts = parts
  }

  /// The files that match, as paths relative to `directory` (which ends with a slash or is empty),
  /// sorted by their bytes; nil past the limit.
  func files(below directory: String) -> [String]? {
    var walk = Walk(root: isAbsolute ? "" : directory, parts: parts)
    guard walk.visit(isAbsolute ? "/" : "", 0) else { return nil }
    return walk.found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private struct Walk {
    let root: String
    let parts: [String]
    var found: Set<String> = []
    var seen = 0

    /// Looks for the parts from `index` on in `place`; false past the limit.
    mutating func visit(_ place: String, _ index: Int) -> Bool {
      guard index < parts.count else { return true }
      let part = parts[index]
      if part == "**" {
        guard visit(place, index + 1) else { return false }
        for (name, kind) in entries(place) where kind == .directory && !name.hasPrefix(".") {
          guard count(), visit(place + name + "/", index) else { return false }
        }
        return true
      }
      guard part.contains(where: { "*?[".contains($0) }) else { return take(place, part, index) }
      for (name, _) in entries(place) {
        guard count() else { return false }
        guard fnmatch(part, name, FNM_PERIOD) == 0 else { continue }
        guard take(place, name, index) else { return false }
      }
      return true
    }

    private mutating func take(_ place: String, _ name: String, _ index: Int) -> Bool {
      let isLast = index == parts.count - 1
      switch kind(root + place + name) {
      case .file where isLast: found.insert(place + name)
      case .directory where !isLast: return visit(place + name + "/", index + 1)
      default: break
      }
      return true
    }

    private mutating func count() -> Bool {
      seen += 1
      return seen <= PathPattern.entryLimit
    }

    private enum Kind {
      case file, directory, other
    }

    /// Of what a link leads to.
    private func kind(_ path: String) -> Kind {
      var status = stat()
      guard stat(path, &status) == 0 else { return .other }
      return Self.kind(status)
    }

    private static func kind(_ status: stat) -> Kind {
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
    }

    /// The names in a directory; a link is neither file nor directory here.
    private func entries(_ place: String) -> [(name: String, kind: Kind)] {
      let path = root + place
      guard let stream = opendir(path.isEmpty ? "." : path) else { return [] }
      defer { closedir(stream) }
      var entries: [(name: String, kind: Kind)] = []
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        guard name != ".", name != "..", entries.count <= PathPattern.entryLimit else { continue }
        var status = stat()
        guard lstat(path + name, &status) == 0 else { continue }
        entries.append((name, Self.kind(status)))
      }
      return entries
    }
  }
}
