import Crypto
import Glibc

/// A digest of everything in the profile directory that a loader would read, readable or not.
///
/// Two looks with the same fingerprint saw the same contents: times and inode numbers, which network
/// and overlay file systems handle loosely, play no part.
struct DirectoryFingerprint: Hashable, Sendable {
  private let digest: [UInt8]

  /// Bytes of one file that are looked at; what is longer is refused by the loader anyway.
  private static let fileLimit = 32 << 20

  /// Looks at `directory` as it is now.
  ///
  /// - Complexity: O(*n*) in the bytes of all files; a millisecond per MiB or so.
  init(of directory: String, folders: [String] = ["devices", "kernels", "schema"]) {
    var hash = SHA256()
    for folder in folders {
      Self.add(folder, to: &hash)
      for name in Self.names(in: "\(directory)/\(folder)") {
        Self.add(name, to: &hash)
        Self.addFile("\(directory)/\(folder)/\(name)", to: &hash)
      }
    }
    digest = Array(hash.finalize())
  }

  /// A short digest of one file's bytes.
  static func short(of bytes: [UInt8]) -> String { String(SHA256.hexadecimal(bytes).prefix(16)) }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return ["\u{0}unreadable: \(errno)"] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      guard let name = entry.fileName, !name.hasPrefix("."), name.hasSuffix(".json") else {
        continue
      }
      names.append(name)
    }
    return names.sorted()
  }

  private static func addFile(_ path: String, to hash: inout SHA256) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return add("unreadable: \(errno)", to: &hash) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return add("not a file", to: &hash)
    }
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    var length = 0
    while length < fileLimit {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      length += count
      chunk.withUnsafeBytes { hash.update(bufferPointer: .init(rebasing: $0[..<count])) }
    }
    add("\(length)", to: &hash)
  }

  /// Text with its length, so that no two lists of texts look alike.
  private static func add(_ text: String, to hash: inout SHA256) {
    hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
  }
}
