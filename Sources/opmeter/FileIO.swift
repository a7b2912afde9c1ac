#if canImport(Glibc)
  import Glibc
#endif

/// The bytes of a file; `-` is the standard input.
///
/// Throws with the reason that the system gives, and refuses more than `limit` bytes before it
/// holds them.
func readFile(_ path: String, limit: Int = 1 << 30) throws(CommandFailure) -> [UInt8] {
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .badInput("\(path): \(systemReason())") }
  defer { if descriptor != STDIN_FILENO { close(descriptor) } }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw .badInput("\(path): \(systemReason())") }
    if count == 0 { return bytes }
    guard bytes.count + count <= limit else {
      throw .badInput("\(path): larger than \(limit) bytes")
    }
    bytes.append(contentsOf: chunk[..<count])
  }
}

/// Writes a whole file; `-` is the standard output.
func writeFile(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
  let descriptor =
    path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw .badInput("\(path): \(systemReason())") }
  defer { if descriptor != STDOUT_FILENO { close(descriptor) } }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw .badInput("\(path): \(systemReason())") }
    rest = rest.dropFirst(count)
  }
}

func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

private func systemReason() -> String { String(cString: strerror(errno)) }
