/// A comma-separated file with a header: fields by column name, every complaint with its line.
///
/// The count files quote nothing, so a field never holds a comma; a line with another number of
/// fields than the header is refused.
struct CountsTable {
  struct Row {
    /// From 1, the header's line.
    var line: Int
    fileprivate var fields: [Substring]
  }

  let header: String
  let rows: [Row]
  private let columns: [Substring: Int]

  init(_ text: String) throws(CountsError) {
    // Bytes, not characters: Swift takes CR LF for one character, which no LF splits.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[
      ...]
    guard let first = lines.popFirst(), !first.isEmpty else { throw .empty }
    let names = Self.fields(first)
    header = names.joined(separator: ",")
    var columns: [Substring: Int] = [:]
    for (index, name) in names.enumerated() { columns[name] = index }
    var rows: [Row] = []
    var number = 1
    for line in lines {
      number += 1
      if line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")]) { continue }
      let fields = Self.fields(line)
      guard fields.count == names.count else {
        throw .fieldCount(line: number, expected: names.count, found: fields.count)
      }
      rows.append(Row(line: number, fields: fields))
    }
    self.rows = rows
    self.columns = columns
  }

  private static func fields(_ line: Substring.UTF8View) -> [Substring] {
    let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    return end.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { Substring($0) }
  }
}

extension CountsTable {
  func has(_ column: String) -> Bool { columns[Substring(column)] != nil }

  func require(_ names: [String]) throws(CountsError) {
    for name in names where !has(name) { throw .missingColumn(name) }
  }

  /// The field, or an empty text when the file has no such column.
  func text(_ column: String, _ row: Row) -> Substring {
    columns[Substring(column)].map { row.fields[$0] } ?? ""
  }

  /// A whole number of at least 0; `empty` where the field or the column is missing.
  func count(_ column: String, _ row: Row, empty: Int) throws(CountsError) -> Int {
    let text = text(column, row)
    if text.isEmpty { return empty }
    guard let value = Int(text) else {
      throw .number(line: row.line, column: column, text: String(text))
    }
    if value < 0 { throw .negative(line: row.line, column: column, text: String(text)) }
    return value
  }

  /// An extent: at least 1, 1 where the field is empty.
  func extent(_ column: String, _ row: Row) throws(CountsError) -> Int {
    max(1, try count(column, row, empty: 1))
  }
}
