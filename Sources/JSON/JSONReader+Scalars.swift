extension JSONReader {
  /// Reads `true` or `false`.
  public mutating func bool() throws(JSONError) -> Bool {
    switch byte {
    case UInt8(ascii: "t"):
      try literal("true")
      return true
    case UInt8(ascii: "f"):
      try literal("false")
      return false
    default: throw mismatch(.boolean)
    }
  }

  /// Reads `null`.
  public mutating func null() throws(JSONError) {
    guard byte == UInt8(ascii: "n") else { throw mismatch(.null) }
    try literal("null")
  }

  /// Reads `null` if it stands here and answers whether it did; other values are left unread.
  ///
  /// `let clock = try reader.isNull() ? nil : try reader.double()`
  public mutating func isNull() throws(JSONError) -> Bool {
    guard byte == UInt8(ascii: "n") else { return false }
    try literal("null")
    return true
  }

  private mutating func literal(_ text: StaticString) throws(JSONError) {
    valueOffset = position
    for index in 0..<text.utf8CodeUnitCount {
      guard byte == text.utf8Start[index] else { throw unexpected(.literal) }
      position += 1
    }
  }

  /// Reads an array of integers: shapes, kernels, strides.
  public mutating func ints() throws(JSONError) -> [Int] {
    var result: [Int] = []
    var elements = try array()
    guard try elements.next(&self) else { return result }
    // Shapes have up to four sizes; room for all at once saves two moves.
    result.reserveCapacity(4)
    repeat { result.append(try int()) } while try elements.next(&self)
    return result
  }

  /// Reads an array of exactly two integers, as kernels and strides are.
  public mutating func intPair() throws(JSONError) -> (Int, Int) {
    var pair = (0, 0)
    var elements = try array()
    while try elements.next(&self) {
      switch elements.index {
      case 0: pair.0 = try int()
      case 1: pair.1 = try int()
      default: try skip()
      }
    }
    guard elements.count == 2 else {
      throw failure(.wrongElementCount(expected: 2, found: elements.count), at: elements.offset)
    }
    return pair
  }

  /// Reads an array of numbers.
  public mutating func doubles() throws(JSONError) -> [Double] {
    var result: [Double] = []
    var elements = try array()
    while try elements.next(&self) { result.append(try double()) }
    return result
  }

  /// Reads an array of strings.
  public mutating func strings() throws(JSONError) -> [String] {
    var result: [String] = []
    var elements = try array()
    guard try elements.next(&self) else { return result }
    // Most lists of names have one: a literal is the quickest way to room for it.
    result = [try string()]
    while try elements.next(&self) { result.append(try string()) }
    return result
  }
}
