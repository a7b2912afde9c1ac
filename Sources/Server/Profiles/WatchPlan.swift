import Glibc

/// Which directories to watch so that no change of the profiles goes unseen.
///
/// inotify tells what happens to the entries of a directory, not what a path means. So every
/// directory is listed in which looking up a profile file passes through a name that may change: the
/// folders themselves, the place of the profile directory, and every symbolic link on the way.
/// Kubernetes, for one, updates a mounted ConfigMap by renaming a link called `..data`; no event ever
/// names a profile file.
struct WatchPlan: Equatable {
  /// What of a directory's entries matters.
  struct Interest: Equatable {
    var names: Set<String> = []
    /// Any visible `.json` file. Editors' own files (`.x.swp`, `x~`, `4913`) are not.
    var profileFiles = false

    func contains(_ name: String) -> Bool {
      names.contains(name) || profileFiles && name.hasSuffix(".json") && !name.hasPrefix(".")
    }
  }

  /// By absolute path without links.
  private(set) var directories: [String: Interest] = [:]

  /// Looks at the file system as it is now.
  init(profileDirectory: String, folders: [String] = ["devices", "kernels", "schema"]) {
    let root = Self.absolute(profileDirectory)
    _ = follow(root)
    for folder in folders {
      guard let real = follow("\(root)/\(folder)") else { continue }
      directories[real, default: Interest()].profileFiles = true
      for name in Self.links(in: real) { _ = follow("\(real)/\(name)") }
    }
  }

  /// Resolves `path`, noting every directory where one of its names is a link or absent, and the
  /// directory of the last name. Nil where the path leads nowhere.
  private mutating func follow(_ path: String) -> String? {
    var pending = Self.components(path)
    var place: [String] = []
    var last: (directory: String, name: String)?
    var links = 0
    while let name = pending.first {
      pending.removeFirst()
      if name == ".." {
        _ = place.popLast()
        continue
      }
      let directory = "/" + place.joined(separator: "/")
      last = (directory, name)
      let candidate = "/" + (place + [name]).joined(separator: "/")
      switch Self.kind(of: candidate) {
      case .absent:
        note(name, in: directory)
        return nil
      case .link(let target):
        note(name, in: directory)
        links += 1
        // As many as Linux itself follows before it gives up (ELOOP).
        guard links <= 40 else { return nil }
        if target.hasPrefix("/") { place = [] }
        pending = Self.components(target) + pending
      case .other:
        place.append(name)
      }
    }
    if let last { note(last.name, in: last.directory) }
    return "/" + place.joined(separator: "/")
  }

  private mutating func note(_ name: String, in directory: String) {
    directories[directory, default: Interest()].names.insert(name)
  }
}

extension WatchPlan {
  private enum Kind {
    case absent
    case link(target: String)
    case other
  }

  private static func kind(of path: String) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else { return .absent }
    guard status.st_mode & S_IFMT == S_IFLNK else { return .other }
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return .absent }
    let bytes = target[..<count].map(UInt8.init(bitPattern:))
    return .link(target: String(decoding: bytes, as: UTF8.self))
  }

  /// Visible `.json` entries of a folder that are symbolic links.
  private static func links(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      guard let name = entry.fileName, !name.hasPrefix("."), name.hasSuffix(".json") else {
        continue
      }
      if case .link = kind(of: "\(folder)/\(name)") { names.append(name) }
    }
    return names
  }

  private static func components(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }.map(String.init)
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let current = getcwd(nil, 0) else { return "/" + path }
    defer { free(current) }
    return String(cString: current) + "/" + path
  }
}

extension UnsafeMutablePointer<dirent> {
  /// The entry's name; nil where it is not UTF-8, which no profile file's name is.
  var fileName: String? {
    withUnsafePointer(to: &pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
        String(validatingCString: $0)
      }
    }
  }
}
