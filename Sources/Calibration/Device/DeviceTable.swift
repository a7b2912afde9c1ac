/// Separated values as spreadsheets write them: a header line, then one row a line (RFC 4180), parted by
/// commas, semicolons or tabs, whichever the header has most of.
///
/// Strict where a slip would make a wrong device file that looks right: every row has as many fields
/// as the header, names of columns are unique and known. Lenient where nothing else can be meant: a
/// byte order mark, any ends of lines, blank lines, capitals in the header, a separator too many.
struct DeviceTable {
  struct Row {
    /// Counted from 1, the header's.
    var line: Int
    private let fields: [String: String]
    private let written: [String: DeviceColumn]

    init(line: Int, fields: [String: String], written: [String: DeviceColumn] = [:]) {
      self.line = line
      self.fields = fields
      self.written = written
    }

    /// The field without spaces around it; empty where the table has no such column.
    subscript(column: String) -> String { fields[column] ?? "" }

    /// How the table's author names a column.
    func column(_ name: String) -> DeviceColumn { written[name] ?? DeviceColumn(name) }
  }

  let columns: [String]
  let rows: [Row]

  /// More rows than anybody measures by hand; a bound on what a stranger's table costs.
  static let maximumRows = 20_000

  init(
    _ bytes: [UInt8], needing needed: [String], known: [String],
    atMost maximumRows: Int = Self.maximumRows
  ) throws(DeviceTableError) {
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
      throw .encoding
    }
    // Spreadsheets put a byte order mark in front.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = String(
      decoding: bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...], as: UTF8.self)
    // A carriage return and a line feed are one character in Swift.
    var lines = text.split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n" || $0 == "\r"
    }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    var separator = lines.first.flatMap(Self.statedSeparator)
    let titles = separator == nil ? 0 : 1
    guard titles < lines.count else { throw .empty }
    separator = separator ?? Self.separator(of: lines[titles])
    guard let separator else { throw .empty }
    let names = try Self.fields(of: lines[titles], line: titles + 1, by: separator)
    let header = names.map(DeviceColumn.init)
    for column in header where !column.name.isEmpty && !known.contains(column.name) {
      throw .unknownColumn(column.written, known: known)
    }
    columns = header.map(\.name).filter { !$0.isEmpty }
    for column in needed where !columns.contains(column) { throw .missingColumn(column) }
    for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
      throw .repeatedColumn(name)
    }
    guard lines.count - titles - 1 <= maximumRows else { throw .tooManyRows(allowed: maximumRows) }
    let written = Dictionary(header.map { ($0.name, $0) }) { first, _ in first }
    var rows: [Row] = []
    for (index, text) in lines.enumerated().dropFirst(titles + 1) {
      let fields = try Self.fields(of: text, line: index + 1, by: separator)
      if fields.allSatisfy(\.isEmpty) { continue }
      guard fields.count == header.count else {
        throw .fieldCount(line: index + 1, found: fields.count, expected: header.count)
      }
      for (position, (column, field)) in zip(header, fields).enumerated()
      where column.name.isEmpty && !field.isEmpty {
        throw .unnamedColumn(position: position + 1, line: index + 1)
      }
      rows.append(
        Row(
          line: index + 1,
          fields: Dictionary(zip(header.map(\.name), fields)) { first, _ in first },
          written: written))
    }
    self.rows = rows
  }

  /// `sep=;` in the first line tells spreadsheets how to read the rest.
  private static func statedSeparator(_ line: Substring) -> Character? {
    let line = line.drop { $0 == "\"" }
    guard line.lowercased().hasPrefix("sep="), let separator = line.dropFirst(4).first,
      Self.separators.contains(separator)
    else { return nil }
    return separator
  }

  private static let separators: [Character] = [",", ";", "\t"]

  private static func separator(of header: Substring) -> Character {
    var best: (separator: Character, count: Int) = (",", 0)
    for separator in separators {
      let count = header.count { $0 == separator }
      if count > best.count { best = (separator, count) }
    }
    return best.separator
  }

  private static func fields(
    of line: Substring, line number: Int, by separator: Character
  ) throws(DeviceTableError) -> [String] {
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var wasQuoted = false
    var characters = line.makeIterator()
    var held: Character?
    while let character = held ?? characters.next() {
      held = nil
      switch character {
      case "\"" where isQuoted:
        held = characters.next()
        if held == "\"" {
          field.append("\"")
          held = nil
        } else {
          isQuoted = false
        }
      case "\"" where field.allSatisfy({ $0 == " " }) && !wasQuoted:
        isQuoted = true
        wasQuoted = true
        field = ""
      case separator where !isQuoted:
        fields.append(trimmed(field))
        field = ""
        wasQuoted = false
      default: field.append(character)
      }
    }
    guard !isQuoted else { throw .openQuote(line: number) }
    return fields + [trimmed(field)]
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
