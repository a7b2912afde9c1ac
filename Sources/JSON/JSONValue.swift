/// A document, or a part of one, as a tree: for places where a shape is not known before, or speed
/// does not matter. The hot path reads with `JSONReader` and builds no tree.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number written without fraction and exponent that fits 64 bits.
  case integer(Int)
  /// Any other number, rounded to the nearest `Double`.
  case double(Double)
  case string(String)
  case array([JSONValue])
  /// The members in the order of the document.
  case object([JSONMember])

  /// Which of the six kinds this is.
  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .integer, .double: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// The value of the member `name`, if this is an object that has it; the last, if it was allowed
  /// to have several.
  ///
  /// - Complexity: O(*n*) in the number of members.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last(where: { $0.name == name })?.value
  }

  /// The element `index`, if this is an array that has it.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

/// One name and value of an object.
public struct JSONMember: Hashable, Sendable {
  /// The name, its escapes decoded.
  public var name: String
  /// The value under that name.
  public var value: JSONValue

  /// The member `name` with `value`.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map(JSONMember.init))
  }
}
