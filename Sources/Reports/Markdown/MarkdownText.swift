/// Text of strangers inside Markdown.
enum MarkdownText {
  /// A name as code: nothing in it is read as Markdown, HTML, a mention or a link.
  ///
  /// In a code span everything is literal save the backtick, and inside a table the pipe and the
  /// backslash (GitHub Flavored Markdown 4.10). A name with one of those, or with what HTML reads,
  /// becomes an HTML element with every sign as its number.
  static func code(_ text: String, limit: Int = Report.nameLimit) -> String {
    // Most names, in one pass; what remains is looked at again, sign by sign.
    if text.utf8.count <= limit, !text.isEmpty, text.utf8.first != UInt8(ascii: " "),
      text.utf8.last != UInt8(ascii: " "), text.hasOnlyBytes(where: isPlain)
    {
      return "`\(text)`"
    }
    let visible = VisibleText.of(text, limit: limit)
    if visible.isEmpty { return "(no name)" }
    let isSpan = visible.hasOnlyBytes { $0 >= 0x80 || isPlain($0) }
    // A span drops one space at each end and must not be blank.
    if isSpan, visible.first != " ", visible.last != " " { return "`\(visible)`" }
    return "<code>\(entities(visible, where: isSign))</code>"
  }

  /// Printable ASCII that neither Markdown nor HTML reads inside a code span.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "&"):
      false
    default: (0x20..<0x7F).contains(byte)
    }
  }

  /// A name as code where HTML is read and Markdown is not: in the title of a fold.
  static func htmlCode(_ text: String) -> String {
    "<code>\(entities(VisibleText.of(text, limit: Report.nameLimit)) { "&<>\"'".contains($0) })</code>"
  }

  /// Signs that Markdown or HTML may act on: all of ASCII but letters, digits and spaces.
  private static func isSign(_ character: Character) -> Bool {
    character.isASCII && !character.isLetter && !character.isNumber && character != " "
  }

  private static func entities(_ text: String, where acts: (Character) -> Bool) -> String {
    var safe = ""
    // By scalar: as a cluster with a combining mark, a sign would not look like one.
    for scalar in text.unicodeScalars {
      if acts(Character(scalar)) {
        safe += "&#\(scalar.value);"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}

/// A page that keeps within a size: what does not fit any more is left out and counted.
struct MarkdownPage: ~Copyable {
  /// GitHub takes comments of at most 65,536 characters; bytes are never fewer than characters.
  static let limit = 65_536
  /// Kept free for the notes on what was left out.
  private static let reserve = 512

  private var text = ByteText(reserving: 4096)

  consuming func finish() -> [UInt8] { text.bytes }

  /// Adds a block if it fits whole.
  mutating func add(_ block: String) -> Bool {
    guard text.count + block.utf8.count <= Self.limit - Self.reserve else { return false }
    text.add(verbatim: block)
    return true
  }

  /// Adds a table; rows at its end that do not fit are replaced by their number.
  ///
  /// - Parameter spare: bytes to leave free for what must follow.
  mutating func addTable(
    _ titles: [String], rightAligned: Set<Int>, rows: [[String]], leaving spare: Int = 0
  ) {
    let rules = titles.indices.map { rightAligned.contains($0) ? "---:" : "---" }
    guard add(Self.line(titles) + Self.line(rules)) else {
      return note("A table of \(rows.count) rows does not fit.")
    }
    for (index, row) in rows.enumerated() {
      let line = Self.line(row)
      guard text.count + line.utf8.count + spare <= Self.limit - Self.reserve, add(line) else {
        note("\(rows.count - index) more rows do not fit on a page of \(Self.limit) characters.")
        return
      }
    }
    text.add("\n")
  }

  /// Adds what folds: a table of as many rows as fit, with the number of those that do not.
  ///
  /// - Returns: false where not even a few rows fit, and nothing was added.
  mutating func add(_ fold: MarkdownFold) -> Bool {
    let opening = "<details>\n<summary>\(fold.title)</summary>\n\n"
    let closing = "\n</details>\n\n"
    let missing = "\n_And \(fold.rows.count) more._\n"
    var room = Self.limit - Self.reserve - text.count
    room -= opening.utf8.count + fold.heading.utf8.count + closing.utf8.count
    var count = 0
    for row in fold.rows {
      let isLast = count == fold.rows.count - 1
      guard room - row.utf8.count >= (isLast ? 0 : missing.utf8.count) else { break }
      room -= row.utf8.count
      count += 1
    }
    guard count == fold.rows.count || count >= min(10, fold.rows.count) else { return false }
    text.add(verbatim: opening + fold.heading)
    for row in fold.rows.prefix(count) { text.add(verbatim: row) }
    if count < fold.rows.count {
      text.add(verbatim: "\n_And \(fold.rows.count - count) more._\n")
    }
    text.add(verbatim: closing)
    return true
  }

  static func line(_ cells: [String]) -> String {
    var text = ByteText(reserving: 320)
    for cell in cells {
      text.add("| ")
      text.add(verbatim: cell)
      text.add(" ")
    }
    text.add("|\n")
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// A short remark in our own words; there is always room for a few.
  mutating func note(_ sentence: String) {
    text.add(verbatim: "\n_\(sentence)_\n\n")
  }
}

/// A table that unfolds.
struct MarkdownFold {
  /// As HTML.
  var title: String
  /// The lines above the rows.
  var heading: String
  /// Lines with their ends, most telling first.
  var rows: [String]
}
