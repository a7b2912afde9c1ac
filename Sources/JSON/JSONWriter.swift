/// Writes JSON text, value by value, into bytes.
///
///     var writer = JSONWriter()
///     writer.object { writer in
///       writer.member("name", "kws")
///       writer.array("shape") { writer in
///         for size in shape { writer.write(size) }
///       }
///     }
///     let bytes = writer.finish()
///
/// The same calls give the same bytes, on every machine. Commas, colons and indentation are the
/// writer's work; a call out of place (a value without a name in an object, an end without a
/// beginning) is a mistake of the program and stops it.
///
/// Numbers: an integer is written as its digits. A `Double` is written as the shortest digits that
/// read back as the same value: a whole one keeps `.0` (`3.0`), from 2^54 on and below 1e-4 with an
/// exponent (`1e20`, `2.5e-7`). NaN and infinity have no form in JSON: to write one is a mistake of
/// the program, save through `writeOrNull`.
public struct JSONWriter: Sendable {
  public enum Style: Hashable, Sendable {
    /// No space that is not needed.
    case compact
    /// One member or element a line, indented by two spaces.
    case pretty
  }

  var bytes: [UInt8] = []
  private let isPretty: Bool

  /// What is open: true for an object, false for an array.
  private var open: [Bool] = []
  /// True inside an object where a name has to come next.
  private var expectsName = false
  /// True where a value or name would be the first of its container.
  private var isFirst = true
  /// True when the document has its one value.
  private var isComplete = false

  /// A writer with room for `capacity` bytes; more is made when needed.
  public init(_ style: Style = .compact, reserving capacity: Int = 512) {
    isPretty = style == .pretty
    bytes.reserveCapacity(capacity)
  }

  /// The document.
  public consuming func finish() -> [UInt8] {
    precondition(open.isEmpty && isComplete, "finish() was called before the document's end")
    return bytes
  }

  /// Ends the document with a line feed, so that the next one can follow on its own line (NDJSON).
  public mutating func endLine() {
    precondition(open.isEmpty && isComplete, "endLine() was called before the document's end")
    bytes.append(UInt8(ascii: "\n"))
    isComplete = false
  }

  // MARK: Scopes

  public mutating func beginObject() {
    beginValue()
    bytes.append(UInt8(ascii: "{"))
    open.append(true)
    expectsName = true
    isFirst = true
  }

  public mutating func endObject() {
    precondition(open.last == true && expectsName, "endObject() without its beginObject()")
    end(UInt8(ascii: "}"))
  }

  public mutating func beginArray() {
    beginValue()
    bytes.append(UInt8(ascii: "["))
    open.append(false)
    expectsName = false
    isFirst = true
  }

  public mutating func endArray() {
    precondition(open.last == false, "endArray() without its beginArray()")
    end(UInt8(ascii: "]"))
  }

  private mutating func end(_ bracket: UInt8) {
    open.removeLast()
    if isPretty, !isFirst { lineBreak() }
    bytes.append(bracket)
    endValue()
  }

  // MARK: Places

  /// Writes what has to stand before a value: a comma, a line break.
  @inline(__always)
  mutating func beginValue() {
    precondition(!expectsName && !isComplete, "a value was written where none can stand")
    if open.last == false { separate() }
  }

  /// Notes that a value is complete.
  @inline(__always)
  mutating func endValue() {
    isFirst = false
    guard let isObject = open.last else {
      isComplete = true
      return
    }
    expectsName = isObject
  }

  /// Writes what has to stand before a member's name.
  @inline(__always)
  mutating func beginName() {
    precondition(expectsName, "a member's name was written where none can stand")
    separate()
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes what has to stand between a member's name and value.
  @inline(__always)
  mutating func endName() {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    if isPretty { bytes.append(UInt8(ascii: " ")) }
    expectsName = false
  }

  @inline(__always)
  private mutating func separate() {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    if isPretty { lineBreak() }
    isFirst = false
  }

  private mutating func lineBreak() {
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * open.count { bytes.append(UInt8(ascii: " ")) }
  }
}
