/// Text of strangers, made fit to be shown in one line.
///
/// Names come from model files that anyone may send. Shown raw, a control character could move the
/// cursor of a terminal, a direction mark could turn a line around, a line feed could forge a row.
/// Such characters are written as their number: `\u001b`. JSON does not pass through here: it keeps
/// every name exactly.
enum VisibleText {
  /// `text` without characters that act instead of being seen. Longer than `limit` characters, it
  /// loses its middle: names of one network often differ at their ends.
  static func of(_ text: String, limit: Int = .max) -> String {
    if text.utf8.count <= limit, text.hasOnlyBytes(where: { (0x20..<0x7F).contains($0) }) {
      return text
    }
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return spelled(scalars) }
    let tail = limit / 3
    return spelled(scalars.prefix(limit - tail)) + "..." + spelled(scalars.suffix(tail))
  }

  private static func spelled(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var visible = String.UnicodeScalarView()
    for scalar in scalars {
      if acts(scalar) {
        visible.append(contentsOf: number(of: scalar).unicodeScalars)
      } else {
        visible.append(scalar)
      }
    }
    return String(visible)
  }

  /// Controls, direction and zero-width marks, line and paragraph separators, and noncharacters,
  /// which XML does not allow either.
  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }

  private static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension String {
  /// Whether every byte of the text is as `accepts` wants it: over its storage where that is at hand,
  /// which it is for all but bridged strings.
  func hasOnlyBytes(where accepts: (UInt8) -> Bool) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.allSatisfy(accepts) } ?? utf8.allSatisfy(accepts)
  }
}
