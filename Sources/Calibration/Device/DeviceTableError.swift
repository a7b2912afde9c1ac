/// Why a table cannot be read.
public enum DeviceTableError: Error, Hashable, Sendable {
  case empty
  /// UTF-16, as spreadsheets save "Unicode text".
  case encoding
  case missingColumn(String)
  case unknownColumn(String, known: [String])
  /// A column without a name that holds something.
  case unnamedColumn(position: Int, line: Int)
  case repeatedColumn(String)
  case tooManyRows(allowed: Int)
  case fieldCount(line: Int, found: Int, expected: Int)
  case openQuote(line: Int)
}

extension DeviceTableError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "The table is empty: a header line with the names of the columns is needed."
    case .encoding: "The table is UTF-16; save it as UTF-8."
    case .missingColumn(let name): "The column '\(name)' is missing."
    case .unknownColumn(let name, let known):
      DeviceColumn(name).otherUnit.map { "The column '\(name)' is not known: \($0)." }
        ?? "The column '\(name)' is not known. Known: " + known.joined(separator: ", ")
        + ". Remove it, or call it comment or note."
    case .unnamedColumn(let position, let line):
      "Column \(position) has no name, and line \(line) has something in it."
    case .repeatedColumn(let name): "Two columns give \(name)."
    case .tooManyRows(let allowed): "The table has more than \(allowed) rows."
    case .fieldCount(let line, let found, let expected):
      "Line \(line) has \(found) fields where the header has \(expected)."
    case .openQuote(let line): "Line \(line) ends inside quotes."
    }
  }
}
