/// Steps through the members of one object; made by `JSONReader.object()`.
public struct JSONMembers: Sendable {
  /// The offset of the object's opening brace.
  public let offset: Int
  /// Members met so far.
  public private(set) var count = 0

  private let depth: Int
  private let firstName: Int
  private var valueStart: Int
  /// The names' fingerprints: a name whose bit is missing is new without a comparison.
  private var fingerprints: UInt64 = 0
  /// The names of a large object, where comparing with each would take quadratic time.
  private var manyNames: Set<JSONName>?

  /// Up to this many names are compared one by one, which is faster than hashing.
  private static let comparedOneByOne = 24

  fileprivate init(_ reader: borrowing JSONReader, offset: Int) {
    self.offset = offset
    depth = reader.depth
    firstName = reader.nameCount
    valueStart = reader.position
  }

  /// Moves to the next member and answers its name, the reader standing before its value; nil after
  /// the last. Refuses a name that the object already had.
  public mutating func next(_ reader: inout JSONReader) throws(JSONError) -> JSONName? {
    if count > 0 {
      if reader.position == valueStart { try reader.skip() }
      precondition(reader.depth == depth, "an inner object or array was left before its end")
    }
    reader.skipWhitespace()
    guard try advance(&reader) else { return nil }
    reader.nameOffset = reader.position
    let name = try reader.name()
    if !reader.allowsDuplicateNames { try note(name, &reader) }
    reader.skipWhitespace()
    guard reader.byte == UInt8(ascii: ":") else { throw reader.unexpected(.colon) }
    reader.position += 1
    reader.skipWhitespace()
    valueStart = reader.position
    reader.valueOffset = valueStart
    return name
  }

  /// Moves past the comma to the next name, or past the closing brace.
  @inline(__always)
  private mutating func advance(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    switch reader.byte {
    case UInt8(ascii: "}"):
      reader.position += 1
      reader.depth -= 1
      reader.nameCount = firstName
      reader.valueOffset = offset
      return false
    case UInt8(ascii: ",") where count > 0:
      reader.position += 1
      reader.skipWhitespace()
      guard reader.byte == UInt8(ascii: "\"") else { throw reader.unexpected(.memberName) }
    case UInt8(ascii: "\"") where count == 0: break
    default: throw reader.unexpected(count == 0 ? .memberNameOrEnd : .commaOrObjectEnd)
    }
    guard count < reader.limits.membersPerObject else {
      throw reader.failure(
        .limitExceeded(.membersPerObject, allowed: reader.limits.membersPerObject),
        at: reader.position)
    }
    count += 1
    return true
  }

  /// Remembers `name`, and refuses it where the object had it before.
  @inline(__always)
  private mutating func note(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    let isNew: Bool
    if count <= Self.comparedOneByOne {
      let bit = name.fingerprint
      isNew = fingerprints & bit == 0 || !reader.remembers(name, after: firstName)
      fingerprints |= bit
      reader.remember(name)
    } else {
      isNew = noteHashed(name, reader)
    }
    guard isNew else {
      throw reader.failure(.duplicateName(name.string), at: reader.nameOffset)
    }
  }

  /// Remembers the name of a large object, and answers whether it is new.
  @inline(never)
  private mutating func noteHashed(_ name: JSONName, _ reader: borrowing JSONReader) -> Bool {
    var names = manyNames ?? Set(reader.names[firstName..<reader.nameCount])
    manyNames = nil
    let isNew = names.insert(name).inserted
    manyNames = names
    return isNew
  }
}

extension JSONReader {
  @inline(__always)
  fileprivate mutating func remember(_ name: JSONName) {
    if nameCount < names.count { names[nameCount] = name } else { names.append(name) }
    nameCount += 1
  }

  /// Whether `name` is among the names remembered since there were `firstName`.
  @inline(never)
  fileprivate func remembers(_ name: JSONName, after firstName: Int) -> Bool {
    names[firstName..<nameCount].contains(name)
  }
}

/// Steps through the elements of one array; made by `JSONReader.array()`.
public struct JSONElements: Sendable {
  /// The offset of the array's opening bracket.
  public let offset: Int
  /// Elements met so far; after the last, the array's length.
  public private(set) var count = 0

  private let depth: Int
  private var valueStart: Int

  fileprivate init(_ reader: borrowing JSONReader, offset: Int) {
    self.offset = offset
    depth = reader.depth
    valueStart = reader.position
  }

  /// The index of the element at hand.
  public var index: Int { count - 1 }

  /// Moves to the next element, the reader standing before it; false after the last.
  public mutating func next(_ reader: inout JSONReader) throws(JSONError) -> Bool {
    if count > 0 {
      if reader.position == valueStart { try reader.skip() }
      precondition(reader.depth == depth, "an inner object or array was left before its end")
    }
    reader.skipWhitespace()
    switch reader.byte {
    case UInt8(ascii: "]"):
      reader.position += 1
      reader.depth -= 1
      reader.valueOffset = offset
      return false
    case UInt8(ascii: ",") where count > 0:
      reader.position += 1
      reader.skipWhitespace()
    default: if count > 0 { throw reader.unexpected(.commaOrArrayEnd) }
    }
    guard count < reader.limits.elementsPerArray else {
      throw reader.failure(
        .limitExceeded(.elementsPerArray, allowed: reader.limits.elementsPerArray),
        at: reader.position)
    }
    count += 1
    valueStart = reader.position
    reader.valueOffset = valueStart
    return true
  }
}

extension JSONReader {
  /// Enters the object at hand.
  public mutating func object() throws(JSONError) -> JSONMembers {
    guard byte == UInt8(ascii: "{") else { throw mismatch(.object) }
    let offset = try enter()
    return JSONMembers(self, offset: offset)
  }

  /// Enters the array at hand.
  public mutating func array() throws(JSONError) -> JSONElements {
    guard byte == UInt8(ascii: "[") else { throw mismatch(.array) }
    let offset = try enter()
    return JSONElements(self, offset: offset)
  }

  /// Moves past an opening bracket and answers its offset.
  private mutating func enter() throws(JSONError) -> Int {
    guard depth < limits.nestingDepth else {
      throw failure(.limitExceeded(.nestingDepth, allowed: limits.nestingDepth), at: position)
    }
    let offset = position
    valueOffset = offset
    depth += 1
    position += 1
    return offset
  }

  /// Reads the array at hand, each element with `read`: `try reader.array(of: readOperation)`.
  @inlinable
  public mutating func array<Element>(
    of read: (inout JSONReader) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var result: [Element] = []
    var elements = try array()
    while try elements.next(&self) { result.append(try read(&self)) }
    return result
  }

  /// Checks the value at hand, to its last byte, and moves past it.
  public mutating func skip() throws(JSONError) {
    switch try kind {
    case .object:
      var members = try object()
      while try members.next(&self) != nil { try skip() }
    case .array:
      var elements = try array()
      while try elements.next(&self) { try skip() }
    case .string: try skipString()
    case .number: _ = try number(.number)
    case .boolean: _ = try bool()
    case .null: _ = try null()
    }
  }

  /// Checks the value at hand, moves past it, and answers where its bytes stand in `bytes`: to hand
  /// a value on as it was written.
  public mutating func rawValue() throws(JSONError) -> Range<Int> {
    let start = position
    try skip()
    return start..<position
  }
}
