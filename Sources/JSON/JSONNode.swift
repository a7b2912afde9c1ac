/// One value of a document's tree that knows its place, so that what it throws has a path and a
/// byte offset: for files that are read once and whose mistakes people have to find.
///
///     let document = try JSONNode(document: bytes)
///     try document.allowOnly(["name", "clock_mhz"])
///     let clock = try document.member("clock_mhz").double()
public struct JSONNode: Sendable {
  /// The value itself, without its place.
  public let value: JSONValue
  /// `nil` is the root.
  private let place: Place?
  private let bytes: [UInt8]
  private let limits: JSONLimits

  /// The last step to a value and the place where it was taken: a path is written out when somebody
  /// asks for it, which is when there is a mistake to show.
  private final class Place: Sendable {
    let outer: Place?
    let step: JSONPath.Component

    init(_ step: JSONPath.Component, from outer: Place?) {
      self.outer = outer
      self.step = step
    }
  }

  /// The root of the document in `bytes`.
  public init(document bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    self.init(
      value: try JSONValue(document: bytes, limits: limits), place: nil, bytes: bytes,
      limits: limits)
  }

  private init(value: JSONValue, place: Place?, bytes: [UInt8], limits: JSONLimits) {
    self.value = value
    self.place = place
    self.bytes = bytes
    self.limits = limits
  }

  private func inner(_ value: JSONValue, _ step: JSONPath.Component) -> JSONNode {
    JSONNode(value: value, place: Place(step, from: place), bytes: bytes, limits: limits)
  }

  /// Where in the document it stands.
  public var path: JSONPath {
    var steps: [JSONPath.Component] = []
    var next = place
    while let place = next {
      steps.append(place.step)
      next = place.outer
    }
    return JSONPath(steps.reversed())
  }

  /// The offset of the value's first byte in the document.
  ///
  /// - Complexity: O(*n*) in the document's length: it is found again when it is asked for.
  public var byteOffset: Int { path.offset(in: bytes, limits: limits) ?? 0 }

  /// An error about this value.
  public func failure(_ reason: JSONError.Reason) -> JSONError {
    JSONError(reason, byteOffset: byteOffset, path: path)
  }

  private func mismatch(_ expected: JSONError.ExpectedType) -> JSONError {
    failure(.wrongType(expected: expected, found: value.kind))
  }
}

extension JSONNode {
  /// Whether the value is `null`.
  public var isNull: Bool { value == .null }

  /// The value as `true` or `false`.
  public func bool() throws(JSONError) -> Bool {
    guard case .bool(let value) = value else { throw mismatch(.boolean) }
    return value
  }

  /// The integer. A number such as `1e3` counts up to 2^53, beyond which a `Double` no longer keeps
  /// integers apart.
  public func int() throws(JSONError) -> Int {
    switch value {
    case .integer(let value): return value
    case .double(let value):
      guard abs(value) <= 0x1p53 else { throw failure(.numberOutOfRange("\(value)")) }
      let integer = Int(value)
      guard Double(integer) == value else { throw failure(.notAnInteger("\(value)")) }
      return integer
    default: throw mismatch(.integer)
    }
  }

  /// The value as a number.
  public func double() throws(JSONError) -> Double {
    switch value {
    case .integer(let value): return Double(value)
    case .double(let value): return value
    default: throw mismatch(.number)
    }
  }

  /// The value as text.
  public func string() throws(JSONError) -> String {
    guard case .string(let value) = value else { throw mismatch(.string) }
    return value
  }

  /// The elements of the array.
  public func elements() throws(JSONError) -> [JSONNode] {
    guard case .array(let elements) = value else { throw mismatch(.array) }
    return elements.enumerated().map { inner($0.element, .element($0.offset)) }
  }

  /// The members of the object, in the order of the document.
  public func members() throws(JSONError) -> [(name: String, node: JSONNode)] {
    guard case .object(let members) = value else { throw mismatch(.object) }
    return members.map { ($0.name, inner($0.value, .member($0.name))) }
  }

  /// The member `name`, which has to be there.
  public func member(_ name: String) throws(JSONError) -> JSONNode {
    guard let node = try optionalMember(name) else { throw failure(.missingMember(name)) }
    return node
  }

  /// The member `name`, or nil where the object has none; a `null` there is a node.
  public func optionalMember(_ name: String) throws(JSONError) -> JSONNode? {
    guard case .object = value else { throw mismatch(.object) }
    return value[name].map { inner($0, .member(name)) }
  }

  /// Refuses members that are not in `known`.
  public func allowOnly(_ known: [String]) throws(JSONError) {
    guard case .object(let members) = value else { throw mismatch(.object) }
    for member in members where !known.contains(member.name) {
      throw inner(member.value, .member(member.name))
        .failure(.unknownMember(member.name, known: known))
    }
  }
}
