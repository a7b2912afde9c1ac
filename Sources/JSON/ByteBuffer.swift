/// Bytes that grow at their end, for text that is made of many small pieces.
///
/// An array's own `append` asks for every piece whether the array is held elsewhere and notes its size;
/// this one is never held elsewhere, and a piece is checked for room once.
package struct ByteBuffer: ~Copyable {
  /// Room for `capacity` bytes, of which the first `count` are text.
  @usableFromInline var storage: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// Bytes of text.
  @usableFromInline package var count = 0

  package init(capacity: Int) {
    self.capacity = max(capacity, 64)
    storage = .allocate(capacity: self.capacity)
  }

  deinit { storage.deallocate() }

  /// The text as an array.
  package consuming func finish() -> [UInt8] {
    Array(UnsafeBufferPointer(start: storage, count: count))
  }

  /// Gives `fill` room for `needed` bytes; it answers how many it used.
  ///
  /// Access to the room is not checked, so what fills it stands in this file.
  @inlinable @inline(__always)
  mutating func append(atMost needed: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
    // The text is never longer than its room.
    if capacity &- count < needed { grow(by: needed) }
    let used = fill(storage + count)
    precondition(used <= needed, "more was written than there was room for")
    // At most the capacity, by the check above.
    count &+= used
  }

  @usableFromInline @inline(never)
  mutating func grow(by needed: Int) {
    let larger = capacity + max(capacity, needed)
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    room.update(from: storage, count: count)
    storage.deallocate()
    storage = room
    capacity = larger
  }
}

extension ByteBuffer {
  @inlinable @inline(__always)
  package mutating func append(_ byte: UInt8) {
    append(atMost: 1) { room in
      room[0] = byte
      return 1
    }
  }

  @inlinable
  package mutating func append(repeating byte: UInt8, count: Int) {
    append(atMost: count) { room in
      room.update(repeating: byte, count: count)
      return count
    }
  }

  @inlinable
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let first = text.baseAddress else { return }
    append(atMost: text.count) { room in
      room.update(from: first, count: text.count)
      return text.count
    }
  }

  /// The length is known where the call stands, so that the copy is a few moves.
  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) {
    let count = text.utf8CodeUnitCount
    append(atMost: count) { room in
      room.update(from: text.utf8Start, count: count)
      return count
    }
  }

  /// Appends `text` in quotes, with a comma before it or a colon after it as asked.
  @inline(__always)
  mutating func append(
    quoting text: UnsafeBufferPointer<UInt8>, comma: Bool, colon: Bool = false
  ) {
    append(atMost: text.count + 4) { room in
      var index = 0
      room[0] = UInt8(ascii: ",")
      if comma { index = 1 }
      room[index] = UInt8(ascii: "\"")
      index += 1
      if let first = text.baseAddress {
        (room + index).update(from: first, count: text.count)
        index += text.count
      }
      room[index] = UInt8(ascii: "\"")
      room[index + 1] = UInt8(ascii: ":")
      return index + (colon ? 2 : 1)
    }
  }

  /// Appends the decimal digits of `value`, at least `width` of them, zeros in front; at most 20.
  package mutating func append(digitsOf value: UInt64, atLeast width: Int = 1) {
    append(atMost: 20) { room in
      let count = max(Self.digitCount(value), min(width, 20))
      Self.put(value, digits: count, in: room, at: 0)
      return count
    }
  }

  /// Appends `digits` with the last `places` of them, 1 to 19, behind a point.
  package mutating func append(_ digits: UInt64, places: Int) {
    append(atMost: 40) { room in
      var divisor: UInt64 = 1
      // Ten to the power of 19 fits.
      for _ in 0..<min(places, 19) { divisor &*= 10 }
      let (whole, fraction) = digits.quotientAndRemainder(dividingBy: divisor)
      let count = Self.digitCount(whole)
      Self.put(whole, digits: count, in: room, at: 0)
      room[count] = UInt8(ascii: ".")
      Self.put(fraction, digits: min(places, 19), in: room, at: count + 1)
      return count + 1 + min(places, 19)
    }
  }

  /// Appends `text` in quotes and answers true where nothing in it has to be escaped: ASCII without
  /// control characters, quotes and backslashes.
  package mutating func appendQuotedIfPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard StringScan.isPlain(text) else { return false }
    append(quoting: text, comma: false)
    return true
  }

  /// Appends a number with at least one digit on each side of its point.
  mutating func append(_ number: ShortDecimal) {
    append(atMost: 32) { room in
      let (whole, fraction) = number.digits.quotientAndRemainder(dividingBy: number.divisor)
      let count = Self.digitCount(whole)
      let places = max(number.places, 1)
      Self.put(whole, digits: count, in: room, at: 0)
      room[count] = UInt8(ascii: ".")
      Self.put(fraction, digits: places, in: room, at: count + 1)
      return count + 1 + places
    }
  }

  /// Writes the last `digits` digits of `value` from `start` on.
  static func put(
    _ value: UInt64, digits: Int, in room: UnsafeMutablePointer<UInt8>, at start: Int
  ) {
    var rest = value
    var index = start + digits
    // Two at a time: half the divisions.
    while index - start >= 2 {
      let quotient = rest / 100
      // Below 100.
      let pair = Int(truncatingIfNeeded: rest &- quotient &* 100) &* 2
      index -= 2
      room[index] = pairs.utf8Start[pair]
      room[index + 1] = pairs.utf8Start[pair + 1]
      rest = quotient
    }
    // A digit on the code of zero stays below 256.
    if index > start { room[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10) }
  }

  /// The numbers below 100 in two digits each.
  private static var pairs: StaticString {
    """
    0001020304050607080910111213141516171819\
    2021222324252627282930313233343536373839\
    4041424344454647484950515253545556575859\
    6061626364656667686970717273747576777879\
    8081828384858687888990919293949596979899
    """
  }

  /// Decimal digits of `value`: 1 for zero, at most 20.
  static func digitCount(_ value: UInt64) -> Int {
    var count = 1
    var limit: UInt64 = 10
    while count < 20, value >= limit {
      // Ten to the power of 19 is the last that fits; behind it the count ends the loop.
      limit &*= 10
      // At most 20.
      count &+= 1
    }
    return count
  }
}
