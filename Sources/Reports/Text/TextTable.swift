/// Columns of text for a terminal of fixed-width letters.
struct TextTable {
  enum Alignment {
    case left, right
  }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  init(_ columns: [(title: String, alignment: Alignment)]) {
    self.columns = columns
  }

  /// Cells must be single lines: strangers' text goes through `VisibleText` first.
  mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    rows.append(cells)
  }

  func write(to text: inout ByteText) {
    let titles = columns.map(\.title)
    let widths = columns.indices.map { column in
      rows.reduce(Self.width(titles[column])) { max($0, Self.width($1[column])) }
    }
    if titles.contains(where: { !$0.isEmpty }) { write(titles, widths, to: &text) }
    for row in rows { write(row, widths, to: &text) }
  }

  /// Columns that a cell takes; most are ASCII, whose bytes are counted already.
  private static func width(_ cell: String) -> Int {
    cell.hasOnlyBytes { $0 < 0x80 } ? cell.utf8.count : cell.unicodeScalars.count
  }

  private func write(_ cells: [String], _ widths: [Int], to text: inout ByteText) {
    var pending = 0
    for (column, cell) in cells.enumerated() {
      let padding = widths[column] - Self.width(cell)
      let isRight = columns[column].alignment == .right
      pending += (column > 0 ? 2 : 0) + (isRight ? padding : 0)
      if !cell.isEmpty {
        text.add(UInt8(ascii: " "), times: pending)
        text.add(verbatim: cell)
        pending = 0
      }
      pending += isRight ? 0 : padding
    }
    text.add("\n")
  }
}
