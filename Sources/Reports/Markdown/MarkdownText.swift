/// Text of strangers inside Markdown.
enum MarkdownText {
  /// A name as code: nothing in it is read as Markdown, HTML, a mention or a link.
  ///
  /// In a code span everything is literal save the backtick, and inside a table the pipe and the
  /// backslash (GitHub Flavored Markdown 4.10). A name with one of those, or with what HTML reads,
  /// becomes an HTML element with every sign as its number.
  static func code(_ text: String, limit: Int = Report.nameLimit) -> String {
    let visible = VisibleText.of(text, limit: limit)
    if visible.isEmpty { return "(no name)" }
    let isSpan = visible.utf8.allSatisfy { !#"`|\<>&"#.utf8.contains($0) }
    // A span drops one space at each end and must not be blank.
    if isSpan, visible.first != " ", visible.last != " " { return "`\(visible)`" }
    return "<code>\(entities(visible, where: isSign))</code>"
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
struct MarkdownPage {
  /// GitHub takes comments of at most 65,536 characters; bytes are never fewer than characters.
  static let limit = 65_536
  /// Kept free for the notes on what was left out.
  private static let reserve = 512

  private(set) var text = ByteText(reserving: 4096)

  /// Adds a block if it fits whole.
  mutating func add(_ block: String) -> Bool {
    guard text.count + block.utf8.count <= Self.limit - Self.reserve else { return false }
    text.add(verbatim: block)
    return true
  }

  /// Adds a table; rows at its end that do not fit are replaced by their number.
  mutating func addTable(_ titles: [String], rightAligned: Set<Int>, rows: [[String]]) {
    let rules = titles.indices.map { rightAligned.contains($0) ? "---:" : "---" }
    guard add(Self.line(titles) + Self.line(rules)) else { return }
    for (index, row) in rows.enumerated() {
      if !add(Self.line(row)) {
        note("\(rows.count - index) more rows do not fit on a page of \(Self.limit) characters.")
        return
      }
    }
    text.add("\n")
  }

  static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// A short remark in our own words; there is always room for a few.
  mutating func note(_ sentence: String) {
    text.add(verbatim: "\n_\(sentence)_\n\n")
  }
}
