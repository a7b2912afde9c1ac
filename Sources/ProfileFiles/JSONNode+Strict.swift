import Estimator
import JSON

/// What the readers of device and kernel files share. Each throws with path and byte offset.
extension JSONNode {
  /// The member `name` read with `read`, or nil where it is absent or `null`.
  func optional<Value>(
    _ name: String, _ read: (JSONNode) throws(JSONError) -> Value
  ) throws(JSONError) -> Value? {
    guard let node = try optionalMember(name), !node.isNull else { return nil }
    return try read(node)
  }

  /// The array's elements, each read with `read`; refused when there are more than `most`.
  func list<Value>(
    atLeast least: Int = 0, atMost most: Int, _ read: (JSONNode) throws(JSONError) -> Value
  ) throws(JSONError) -> [Value] {
    let nodes = try elements()
    guard nodes.count >= least else {
      throw failure(.invalid("at least \(least) elements are needed, found \(nodes.count)"))
    }
    guard nodes.count <= most else {
      throw failure(.limitExceeded(.elementsPerArray, allowed: most))
    }
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for node in nodes { values.append(try read(node)) }
    return values
  }

  /// A text that is not empty.
  func text(atMost most: Int = FileRules.textBytes) throws(JSONError) -> String {
    let text = try string()
    guard !text.isEmpty else { throw failure(.invalid("the text is empty")) }
    guard text.utf8.count <= most else {
      throw failure(.limitExceeded(.stringBytes, allowed: most))
    }
    return text
  }

  /// A name that ids are made of: `[a-z0-9._-]`, beginning with a letter or digit.
  func identifier() throws(JSONError) -> String {
    let text = try text(atMost: FileRules.identifierBytes)
    guard FileRules.isIdentifier(text) else {
      throw failure(
        .invalid(
          "'\(text)' is not an id: use a-z, 0-9, '.', '_' and '-', beginning with a letter or digit"
        ))
    }
    return text
  }

  /// One of the cases of a closed set, by its raw value.
  func choice<Value: CaseIterable & RawRepresentable<String>>(
    of type: Value.Type
  ) throws(JSONError) -> Value {
    let text = try string()
    guard let value = Value(rawValue: text) else {
      throw failure(.invalid(Self.notOneOf(text, Value.allCases.map(\.rawValue))))
    }
    return value
  }

  private static func notOneOf(_ found: String, _ known: [String]) -> String {
    let list = "expected one of \(known.joined(separator: ", ")), found '\(found)'"
    guard let nearest = nearestName(to: found, among: known) else { return list }
    return "\(list); did you mean '\(nearest)'?"
  }

  /// A number within `range`.
  func number(in range: ClosedRange<Double>) throws(JSONError) -> Double {
    let number = try double()
    guard range.contains(number) else {
      throw failure(
        .invalid("\(number) is outside \(range.lowerBound) to \(range.upperBound)"))
    }
    return number
  }

  /// An integer within `range`.
  func integer(in range: ClosedRange<Int>) throws(JSONError) -> Int {
    let integer = try int()
    guard range.contains(integer) else {
      throw failure(.invalid("\(integer) is outside \(range.lowerBound) to \(range.upperBound)"))
    }
    return integer
  }

  /// A number from outside with its spread, source and kind; `read` makes the value.
  func sourced<Value: Hashable & Sendable>(
    _ read: (JSONNode) throws(JSONError) -> Value
  ) throws(JSONError) -> Sourced<Value> {
    try allowOnly(FileRules.sourcedKeys)
    let spread = try optional("spread") { node throws(JSONError) in
      try node.number(in: FileRules.spread)
    }
    return Sourced(
      try read(try member("value")), spread: spread ?? 0,
      source: try member("source").text(),
      kind: try member("kind").choice(of: Sourced<Value>.Kind.self))
  }

  /// `sourced` for a plain number within `range`.
  func sourcedNumber(in range: ClosedRange<Double>) throws(JSONError) -> Sourced<Double> {
    try sourced { node throws(JSONError) in try node.number(in: range) }
  }
}

/// Bounds of what files may say, in one place.
enum FileRules {
  /// UTF-8 bytes of an id or alias.
  static let identifierBytes = 100
  /// UTF-8 bytes of any other text.
  static let textBytes = 4_000
  /// Relative standard deviations; an error of a factor of ten is no knowledge.
  static let spread = 0.0...10.0
  /// From a slow sensor to what no microcontroller reaches.
  static let megahertz = 0.001...100_000.0
  static let cyclesPerInstruction = 0.01...1_000.0
  /// Numbers relative to an overall one.
  static let factor = 0.001...1_000.0
  static let splitCycles = 0.0...100.0
  static let weightByteCycles = 0.0...10_000.0
  static let lineCycles = 0.0...10_000.0
  static let cacheBytes = 1...(1 << 30)
  static let milliwatts = 0.000_001...1_000_000.0
  static let volts = 0.1...1_000.0
  /// 1 TiB: sums of the regions that a file may list stay far from overflow.
  static let bytes = 1...(1 << 40)
  /// 32 bits, as all cores here have.
  static let addresses = 0...0xFFFF_FFFF

  static let rows = 0...1_000_000
  /// Relative errors; a million is as good as any nonsense.
  static let error = 0.0...1_000_000.0
  /// Names of networks and sources.
  static let evidenceTexts = 256

  static let aliases = 32
  static let regions = 64
  static let runtimes = 64

  static let sourcedKeys = ["value", "spread", "source", "kind"]

  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first) else { return false }
    return text.utf8.allSatisfy {
      isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-")
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
