import Estimator

/// One record under construction.
struct CSVRow: ~Copyable {
  private var line = ByteText(reserving: 256)
  private var count = 0

  /// The record without its line's end.
  consuming func finish() -> [UInt8] { line.bytes }

  private mutating func separate() {
    if count > 0 { line.add(",") }
    count += 1
  }

  /// Text; an empty cell where it is unknown.
  ///
  /// Quoted where RFC 4180 section 2 asks for it. A cell that begins like a formula gets an
  /// apostrophe in front: spreadsheets would run it (OWASP, "CSV Injection"), and names come from
  /// strangers' files. Line feeds and other controls are shown as numbers, so a record is one line.
  mutating func add(_ text: String?) {
    separate()
    guard let text else { return }
    var visible = VisibleText.of(text)
    if let first = visible.utf8.first, "=+-@".utf8.contains(first) { visible = "'" + visible }
    guard visible.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") })
    else { return line.add(verbatim: visible) }
    line.add("\"")
    for byte in visible.utf8 {
      if byte == UInt8(ascii: "\"") { line.add("\"") }
      line.add(byte: byte)
    }
    line.add("\"")
  }

  mutating func add(_ value: Int?) {
    separate()
    if let value { line.add(value) }
  }

  mutating func add(_ value: Double?) {
    separate()
    if let value, value.isFinite { line.add(value) }
  }

  mutating func add(rounded value: Double?) {
    separate()
    if let value, value.isFinite { line.add(rounded: value) }
  }

  mutating func add(_ value: Bool) {
    separate()
    line.add(value ? "true" : "false")
  }

  /// Three cells: value, low, high.
  mutating func add(_ interval: Interval?) {
    add(interval?.value)
    add(interval?.low)
    add(interval?.high)
  }

  /// Three cells: available, needed, fits.
  mutating func add(_ fit: Fit) {
    add(fit.availableBytes)
    add(fit.neededBytes)
    add(fit.fits)
  }
}

extension ByteText {
  mutating func add(_ row: consuming CSVRow) {
    add(contentsOf: row.finish())
    add("\r\n")
  }

  mutating func addLine(_ cells: [String]) {
    var row = CSVRow()
    for cell in cells { row.add(cell) }
    add(row)
  }
}
