import JSON

/// Text under construction, as UTF-8: the one buffer that every format appends to.
///
/// Growing one array costs no allocation per piece, which `String` interpolation does; the JSON of a
/// small network is some 500 pieces.
struct ByteText: ~Copyable {
  private var buffer: ByteBuffer

  init(reserving capacity: Int = 1024) {
    buffer = ByteBuffer(capacity: capacity)
  }

  /// The text as an array.
  var bytes: [UInt8] { consuming get { buffer.finish() } }

  var count: Int { buffer.count }

  /// Text known at compile time, copied as it is.
  @inline(__always)
  mutating func add(_ literal: StaticString) { buffer.append(literal) }

  @inline(__always)
  mutating func add(byte: UInt8) { buffer.append(byte) }

  /// Text that is known to be safe, or was made so.
  mutating func add(verbatim text: String) {
    var text = text
    text.withUTF8 { buffer.append($0) }
  }

  mutating func add(_ other: UnsafeBufferPointer<UInt8>) { buffer.append(other) }

  mutating func add(contentsOf other: some Collection<UInt8>) {
    let isDone: Void? = other.withContiguousStorageIfAvailable { buffer.append($0) }
    if isDone == nil { for byte in other { buffer.append(byte) } }
  }

  mutating func add(_ byte: UInt8, times count: Int) {
    buffer.append(repeating: byte, count: max(0, count))
  }

  /// An integer in decimal digits.
  mutating func add(_ value: Int) {
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    add(digits: UInt64(value.magnitude))
  }

  /// At least `width` digits, zeros in front; a width of at most 20.
  mutating func add(digits value: UInt64, width: Int = 1) {
    buffer.append(digitsOf: value, atLeast: width)
  }

  /// `digits` with the last `places` of them, 1 to 19, behind a point.
  mutating func add(_ digits: UInt64, places: Int) { buffer.append(digits, places: places) }

  /// `text` in quotes, and true, where nothing in it has to be escaped.
  mutating func addQuotedIfPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    buffer.appendQuotedIfPlain(text)
  }
}
