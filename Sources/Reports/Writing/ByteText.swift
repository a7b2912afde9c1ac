/// Text under construction, as UTF-8: the one buffer that every format appends to.
///
/// Growing one array costs no allocation per piece, which `String` interpolation does; the JSON of a
/// small network is some 500 pieces.
struct ByteText {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int = 1024) {
    bytes.reserveCapacity(capacity)
  }

  var count: Int { bytes.count }

  /// Text known at compile time, copied as it is.
  @inline(__always)
  mutating func add(_ literal: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func add(byte: UInt8) { bytes.append(byte) }

  /// Text that is known to be safe, or was made so.
  mutating func add(verbatim text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ other: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: other) }

  mutating func add(contentsOf other: some Collection<UInt8>) {
    bytes.append(contentsOf: other)
  }

  mutating func add(_ byte: UInt8, times count: Int) {
    for _ in 0..<max(0, count) { bytes.append(byte) }
  }

  /// An integer in decimal digits.
  mutating func add(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    add(digits: UInt64(value.magnitude))
  }

  /// At least `width` digits, zeros in front.
  mutating func add(digits value: UInt64, width: Int = 1) {
    // 20 digits hold any UInt64; filled from the end.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
      var start = 20
      var rest = value
      repeat {
        start -= 1
        let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
        buffer[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        rest = quotient
      } while rest > 0
      while 20 - start < min(width, 20) {
        start -= 1
        buffer[start] = UInt8(ascii: "0")
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
    }
  }
}
