#if canImport(Glibc)
  import Glibc
#endif

/// What is written for people alone: progress while they wait, and colours.
enum Terminal {
  /// Colours where the output is a terminal that has them and nobody asked for none (no-color.org).
  static var hasColours: Bool {
    isatty(STDOUT_FILENO) == 1 && isEmpty("NO_COLOR") && value("TERM") != "dumb"
  }

  private static func value(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func isEmpty(_ name: String) -> Bool { value(name)?.isEmpty ?? true }

  /// The text with the verdicts that begin its lines in colours.
  static func coloured(_ text: [UInt8]) -> [UInt8] {
    let colours: [(word: String, code: String)] = [("pass", "32"), ("warn", "33"), ("fail", "31")]
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 256)
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if !result.isEmpty || line.startIndex > 0 { result.append(UInt8(ascii: "\n")) }
      guard let colour = colours.first(where: { line.starts(with: $0.word.utf8) }) else {
        result += line
        continue
      }
      result += Array("\u{1B}[\(colour.code)m\(colour.word)\u{1B}[0m".utf8)
      result += line.dropFirst(colour.word.utf8.count)
    }
    return result
  }
}

/// One line on the standard error that says how far long work is; nothing where that is no terminal.
struct Progress {
  private let isShown: Bool
  private let total: Int
  private var done = 0

  init(total: Int, quiet: Bool) {
    isShown = !quiet && total > 1 && isatty(STDERR_FILENO) == 1
    self.total = total
  }

  mutating func next(_ name: String) {
    done += 1
    let visible = String(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F })
    show("\r\u{1B}[K\(done)/\(total) \(visible.prefix(60))")
  }

  func end() { show("\r\u{1B}[K") }

  private func show(_ text: String) {
    guard isShown else { return }
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
