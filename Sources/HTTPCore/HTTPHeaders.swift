/// Header fields in the order they came, found by name without regard to case.
///
/// All names and values lie back to back in one buffer, and a field is two ranges over it: a request
/// costs two allocations however many fields it carries, and a field that nobody reads never becomes a
/// `String`.
public struct HTTPHeaders: Sendable {
  /// Where one field lies in `text`.
  struct Field: Sendable {
    var name: Range<Int32>
    var value: Range<Int32>

    var nameBytes: Range<Int> { Int(name.lowerBound)..<Int(name.upperBound) }
    var valueBytes: Range<Int> { Int(value.lowerBound)..<Int(value.upperBound) }
  }

  /// The bytes that the ranges of `fields` point into.
  private(set) var text: [UInt8]
  private(set) var fields: ContiguousArray<Field>

  public init() {
    text = []
    fields = []
  }

  /// Takes over a parsed head: `fields` must point into `text`.
  init(text: [UInt8], fields: ContiguousArray<Field>) {
    self.text = text
    self.fields = fields
  }

  public init(_ pairs: [(name: String, value: String)]) {
    self.init()
    for pair in pairs { append(pair.name, pair.value) }
  }

  public var count: Int { fields.count }
  public var isEmpty: Bool { fields.isEmpty }

  /// The value of the first field called `name`.
  ///
  /// - Complexity: O(*n*) in the number of fields; there are never more than `HTTPLimits.headerCount`.
  public subscript(name: String) -> String? {
    first(name).map { string(fields[$0].value) }
  }

  /// The values of every field called `name`, in order.
  public func values(_ name: String) -> [String] {
    fields.filter { matches($0, name) }.map { string($0.value) }
  }

  public func contains(_ name: String) -> Bool { first(name) != nil }

  /// The index of the first field called `name`.
  private func first(_ name: String) -> Int? {
    let count = name.utf8.count
    for index in fields.indices where fields[index].name.count == count {
      if matches(fields[index], name) { return index }
    }
    return nil
  }

  /// Adds a field after the others.
  ///
  /// CR, LF and NUL in `value` become spaces (RFC 9110 section 5.5), so that a value taken from a
  /// request can never start a header of its own in the answer. `name` is ours and must be a token.
  public mutating func append(_ name: String, _ value: String) {
    var name = name
    var value = value
    name.withUTF8 { name in
      precondition(
        !name.isEmpty && name.allSatisfy(ByteClass.isToken), "a header name is a token")
      value.withUTF8 { append(rawName: name, rawValue: $0) }
    }
    let start = Int(fields[fields.count - 1].value.lowerBound)
    text.withUnsafeMutableBufferPointer { bytes in
      for index in start..<bytes.count where !ByteClass.isFieldContent(bytes[index]) {
        bytes[index] = 0x20
      }
    }
  }

  /// Adds the fields of `others` behind these.
  public mutating func append(_ others: HTTPHeaders) {
    makeRoom(for: others.text.count)
    let shift = Int32(text.count)
    text.append(contentsOf: others.text)
    fields.reserveCapacity(fields.count + others.fields.count)
    for field in others.fields {
      fields.append(
        Field(
          name: (field.name.lowerBound + shift)..<(field.name.upperBound + shift),
          value: (field.value.lowerBound + shift)..<(field.value.upperBound + shift)))
    }
  }

  /// One allocation for a field, not one for its name and one for its value.
  private mutating func makeRoom(for count: Int) {
    if text.capacity < text.count + count {
      text.reserveCapacity(Swift.max(text.count + count, 2 * text.count, Self.firstRoom))
    }
  }

  /// Bytes that a list of fields has room for at first.
  private static let firstRoom = 128

  /// Adds a field whose bytes were checked before.
  mutating func append(rawName: UnsafeBufferPointer<UInt8>, rawValue: UnsafeBufferPointer<UInt8>) {
    makeRoom(for: rawName.count + rawValue.count)
    let nameStart = Int32(text.count)
    text.append(contentsOf: rawName)
    let valueStart = Int32(text.count)
    text.append(contentsOf: rawValue)
    fields.append(Field(name: nameStart..<valueStart, value: valueStart..<Int32(text.count)))
  }

  /// Sets `name` to one value, whatever it had before.
  public mutating func replace(_ name: String, _ value: String) {
    remove(name)
    append(name, value)
  }

  public mutating func remove(_ name: String) {
    fields = fields.filter { !matches($0, name) }
  }

  private func string(_ range: Range<Int32>) -> String {
    String(decoding: text[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }

  private func matches(_ field: Field, _ name: String) -> Bool {
    guard field.name.count == name.utf8.count else { return false }
    var name = name
    return text.withUnsafeBufferPointer { text in
      name.withUTF8 { name in
        var index = Int(field.name.lowerBound)
        for byte in name {
          let isSame = text[index] == byte
          guard isSame || ByteClass.lowercased(text[index]) == ByteClass.lowercased(byte) else {
            return false
          }
          index += 1
        }
        return true
      }
    }
  }
}

extension HTTPHeaders: Sequence {
  public func makeIterator() -> AnyIterator<(name: String, value: String)> {
    var index = 0
    return AnyIterator {
      guard index < fields.count else { return nil }
      defer { index += 1 }
      return (string(fields[index].name), string(fields[index].value))
    }
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init()
    for (name, value) in elements { append(name, value) }
  }
}

extension HTTPHeaders: Equatable {
  /// Same fields in the same order; names without regard to case.
  public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy {
        $0.name.lowercased() == $1.name.lowercased() && $0.value == $1.value
      }
  }
}
