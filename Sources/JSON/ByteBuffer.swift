/// Bytes that grow at their end, for text that is made of many small pieces.
///
/// An array's own `append` checks and notes its size for every piece, which is slower by half than
/// this: the array is kept longer than its text, and a piece is checked for room once.
package struct ByteBuffer: Sendable {
  /// The text, then room.
  @usableFromInline var storage: [UInt8]
  /// Bytes of text.
  @usableFromInline package var count = 0

  @inlinable
  package init(capacity: Int) {
    storage = [UInt8](repeating: 0, count: max(capacity, 64))
  }

  /// The text as an array.
  @inlinable
  package consuming func finish() -> [UInt8] {
    storage.removeLast(storage.count - count)
    return storage
  }

  /// Gives `fill` room for `needed` bytes; it answers how many it used.
  ///
  /// Access to the room is not checked, so what fills it stands in this file.
  @inlinable @inline(__always)
  mutating func append(atMost needed: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
    // The text is never longer than its storage.
    if storage.count &- count < needed { grow(by: needed) }
    let start = count
    let used = storage.withUnsafeMutableBufferPointer { storage -> Int in
      guard let base = storage.baseAddress else { return 0 }
      return fill(base + start)
    }
    precondition(used <= needed, "more was written than there was room for")
    // At most the storage's length, by the check above.
    count = start &+ used
  }

  @usableFromInline @inline(never)
  mutating func grow(by needed: Int) {
    storage.append(contentsOf: repeatElement(0, count: max(storage.count, needed)))
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

  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
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
  @inlinable
  package mutating func append(digitsOf value: UInt64, atLeast width: Int = 1) {
    append(atMost: 20) { room in
      let count = max(Self.digitCount(value), min(width, 20))
      Self.put(value, digits: count, in: room, at: 0)
      return count
    }
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
  @inlinable @inline(__always)
  static func put(
    _ value: UInt64, digits: Int, in room: UnsafeMutablePointer<UInt8>, at start: Int
  ) {
    var rest = value
    var index = start + digits
    while index > start {
      let quotient = rest / 10
      index -= 1
      room[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
      rest = quotient
    }
  }

  /// Decimal digits of `value`: 1 for zero, at most 20.
  @inlinable @inline(__always)
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
