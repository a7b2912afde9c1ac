/// Comma-separated values as RFC 4180 writes them: a header line, then one row a line.
///
/// Strict, because a column that slides by one makes a wrong device file that looks right: every row
/// has as many fields as the header, and names of columns are unique.
struct DeviceTable {
  struct Row {
    /// Counted from 1, the header's.
    var line: Int
    private let fields: [String: String]

    init(line: Int, fields: [String: String]) {
      self.line = line
      self.fields = fields
    }

    /// The field without spaces around it; empty where the table has no such column.
    subscript(column: String) -> String { fields[column] ?? "" }
  }

  let columns: [String]
  let rows: [Row]

  /// More rows than anybody measures by hand; a bound on what a stranger's table costs.
  static let maximumRows = 20_000

  init(
    _ bytes: [UInt8], needing needed: [String], known: [String],
    atMost maximumRows: Int = Self.maximumRows
  ) throws(DeviceTableError) {
    // Spreadsheets put a byte order mark in front.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = String(
      decoding: bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...], as: UTF8.self)
    // A carriage return and a line feed are one character in Swift.
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
    guard let header = lines.first else { throw .empty }
    columns = try Self.fields(of: header, line: 1)
    for column in columns where !known.contains(column) {
      throw .unknownColumn(column, known: known)
    }
    for column in needed where !columns.contains(column) { throw .missingColumn(column) }
    guard Set(columns).count == columns.count else { throw .repeatedColumn }
    guard lines.count - 1 <= maximumRows else { throw .tooManyRows(allowed: maximumRows) }
    var rows: [Row] = []
    for (index, text) in lines.enumerated().dropFirst() {
      let fields = try Self.fields(of: text, line: index + 1)
      guard fields.count == columns.count else {
        throw .fieldCount(line: index + 1, found: fields.count, expected: columns.count)
      }
      rows.append(
        Row(line: index + 1, fields: Dictionary(uniqueKeysWithValues: zip(columns, fields))))
    }
    self.rows = rows
  }

  private static func fields(
    of line: Substring, line number: Int
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
      case "," where !isQuoted:
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
    String(
      text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}

/// Why a table cannot be read.
public enum DeviceTableError: Error, Hashable, Sendable {
  case empty
  case missingColumn(String)
  case unknownColumn(String, known: [String])
  case repeatedColumn
  case tooManyRows(allowed: Int)
  case fieldCount(line: Int, found: Int, expected: Int)
  case openQuote(line: Int)
}

extension DeviceTableError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "The table is empty: a header line with the names of the columns is needed."
    case .missingColumn(let name): "The column '\(name)' is missing."
    case .unknownColumn(let name, let known):
      "The column '\(name)' is not known. Units are part of the names. Known: "
        + known.joined(separator: ", ") + "."
        + (name.contains { ";\t|".contains($0) } ? " Columns are parted by commas." : "")
    case .repeatedColumn: "Two columns have the same name."
    case .tooManyRows(let allowed): "The table has more than \(allowed) rows."
    case .fieldCount(let line, let found, let expected):
      "Line \(line) has \(found) fields where the header has \(expected)."
    case .openQuote(let line): "Line \(line) ends inside quotes."
    }
  }
}
