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
public struct JSONWriter: ~Copyable {
  /// How the text is laid out.
  public enum Style: Hashable, Sendable {
    /// No space that is not needed.
    case compact
    /// One member or element a line, indented by two spaces.
    case pretty
  }

  var buffer: ByteBuffer
  private let isPretty: Bool

  private var open = OpenScopes()
  /// True inside an object where a name has to come next.
  private var expectsName = false
  /// True where a value or name would be the first of its container.
  private var isFirst = true
  /// True when the document has its one value.
  private var isComplete = false

  /// A writer with room for `capacity` bytes; more is made when needed.
  public init(_ style: Style = .compact, reserving capacity: Int = 512) {
    isPretty = style == .pretty
    buffer = ByteBuffer(capacity: capacity)
  }

  /// The document.
  public consuming func finish() -> [UInt8] {
    precondition(open.isEmpty && isComplete, "finish() was called before the document's end")
    return buffer.finish()
  }

  /// Ends the document with a line feed, so that the next one can follow on its own line (NDJSON).
  public mutating func endLine() {
    precondition(open.isEmpty && isComplete, "endLine() was called before the document's end")
    buffer.append(UInt8(ascii: "\n"))
    isComplete = false
  }

  // MARK: Scopes

  /// Begins an object; members follow, then `endObject()`.
  public mutating func beginObject() {
    begin(UInt8(ascii: "{"), isObject: true)
  }

  /// Ends the object that was begun last.
  public mutating func endObject() {
    precondition(open.innermostIsObject && expectsName, "endObject() without its beginObject()")
    end(UInt8(ascii: "}"))
  }

  /// Begins an array; values follow, then `endArray()`.
  public mutating func beginArray() {
    begin(UInt8(ascii: "["), isObject: false)
  }

  /// Ends the array that was begun last.
  public mutating func endArray() {
    precondition(open.innermostIsArray, "endArray() without its beginArray()")
    end(UInt8(ascii: "]"))
  }

  private mutating func begin(_ bracket: UInt8, isObject: Bool) {
    beginValue()
    buffer.append(bracket)
    open.push(isObject: isObject)
    expectsName = isObject
    isFirst = true
  }

  private mutating func end(_ bracket: UInt8) {
    open.pop()
    if isPretty, !isFirst { lineBreak() }
    buffer.append(bracket)
    endValue()
  }

  // MARK: Places

  /// Writes what has to stand before a value: a comma, a line break.
  @inline(__always)
  mutating func beginValue() {
    if takeComma() { buffer.append(UInt8(ascii: ",")) }
    if isPretty, open.innermostIsArray { lineBreak() }
  }

  /// Whether a comma has to stand before the value that comes next.
  @inline(__always)
  private func takeComma() -> Bool {
    precondition(!expectsName && !isComplete, "a value was written where none can stand")
    return open.innermostIsArray && !isFirst
  }

  /// Notes that a value is complete.
  @inline(__always)
  mutating func endValue() {
    isFirst = false
    expectsName = open.innermostIsObject
    isComplete = open.isEmpty
  }

  /// Writes a string's characters, which need no escapes, as a whole value.
  @inline(__always)
  mutating func writePlain(_ text: UnsafeBufferPointer<UInt8>) {
    if isPretty {
      beginValue()
      buffer.append(quoting: text, comma: false)
    } else {
      buffer.append(quoting: text, comma: takeComma())
    }
    endValue()
  }

  /// Writes a member's name, whose characters need no escapes, and its colon.
  @inline(__always)
  mutating func namePlain(_ text: UnsafeBufferPointer<UInt8>) {
    precondition(expectsName, "a member's name was written where none can stand")
    if isPretty {
      beginName()
      buffer.append(quoting: text, comma: false)
      endName()
    } else {
      buffer.append(quoting: text, comma: !isFirst, colon: true)
      isFirst = false
      expectsName = false
    }
  }

  /// Writes what has to stand before a member's name.
  mutating func beginName() {
    precondition(expectsName, "a member's name was written where none can stand")
    if !isFirst { buffer.append(UInt8(ascii: ",")) }
    if isPretty { lineBreak() }
    isFirst = false
  }

  /// Writes what has to stand between a member's name and value.
  mutating func endName() {
    buffer.append(UInt8(ascii: ":"))
    if isPretty { buffer.append(UInt8(ascii: " ")) }
    expectsName = false
  }

  private mutating func lineBreak() {
    buffer.append(UInt8(ascii: "\n"))
    buffer.append(repeating: UInt8(ascii: " "), count: 2 * open.depth)
  }
}
