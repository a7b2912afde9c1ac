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
      // A word of ours, not a name that begins like one.
      guard
        let colour = colours.first(where: { colour in
          let end = line.startIndex + colour.word.utf8.count
          return line.starts(with: colour.word.utf8)
            && (end == line.endIndex || line[end] == UInt8(ascii: " ")
              || line[end] == UInt8(ascii: ":"))
        })
      else {
        result += line
        continue
      }
      result += Array("\u{1B}[\(colour.code)m\(colour.word)\u{1B}[0m".utf8)
      result += line.dropFirst(colour.word.utf8.count)
    }
    return result
  }
}
