/// Which objects and arrays a writer has begun and not ended: one bit each.
struct OpenScopes: Sendable {
  private(set) var depth = 0
  /// The innermost 64 at most, the innermost in the lowest bit; 1 is an object.
  private var bits: UInt64 = 0
  /// What is further out, 64 to a word.
  private var outer: [UInt64] = []

  var isEmpty: Bool { depth == 0 }

  @inline(__always)
  var innermostIsObject: Bool { depth > 0 && bits & 1 == 1 }

  @inline(__always)
  var innermostIsArray: Bool { depth > 0 && bits & 1 == 0 }

  @inline(__always)
  mutating func push(isObject: Bool) {
    if depth & 63 == 0, depth > 0 { outer.append(bits) }
    bits = bits << 1 | (isObject ? 1 : 0)
    depth += 1
  }

  @inline(__always)
  mutating func pop() {
    depth -= 1
    bits >>= 1
    if depth & 63 == 0, depth > 0 { bits = outer.removeLast() }
  }
}
