import HTTPCore
import JSON

/// The query of one request, read strictly: nothing unknown, nothing twice, nothing half understood.
///
/// A parameter that is ignored because of a typing mistake answers another question than the one that
/// was asked; in a pipeline nobody would notice.
struct QueryReader {
  private let items: [(name: String, value: String)]

  /// Takes the query apart and refuses names outside `known`, and repetitions of names outside
  /// `repeatable`.
  init(
    _ request: HTTPRequest, known: [String], repeatable: [String] = []
  ) throws(Problem) {
    do {
      items = try request.queryItems()
    } catch {
      var problem = Problem(error)
      problem.type = .malformedQuery
      throw problem
    }
    for (place, item) in items.enumerated() {
      let name = item.name
      guard known.contains(name) else { throw Self.unknown(name, known: known) }
      // Only so many names are known, so what stands before is short.
      guard repeatable.contains(name) || !items[..<place].contains(where: { $0.name == name })
      else {
        throw Problem(
          .repeatedParameter, "The query parameter '\(name)' is given more than once.",
          parameter: name)
      }
    }
  }

  private static func unknown(_ name: String, known: [String]) -> Problem {
    let shown = name.shortened
    guard !known.isEmpty else {
      return Problem(
        .unknownParameter, "There is no query parameter '\(shown)': this resource takes none.",
        parameter: shown)
    }
    let nearest = nearestName(to: name, among: known)
    let hint =
      nearest.map { "Did you mean '\($0)'?" } ?? "Known: \(known.joined(separator: ", "))."
    return Problem(
      .unknownParameter, "There is no query parameter '\(shown)'. \(hint)", suggestion: nearest,
      parameter: shown)
  }
}

extension QueryReader {
  /// Every value of a repeatable parameter, in order.
  func values(_ name: String) -> [String] { items.lazy.filter { $0.name == name }.map(\.value) }

  /// Whether a parameter whose name begins so is given.
  func hasNames(from prefix: String) -> Bool { items.contains { $0.name.hasPrefix(prefix) } }

  func value(_ name: String) -> String? { items.first { $0.name == name }?.value }

  /// One of the cases of `Choice`, by its raw value.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String, of type: Choice.Type = Choice.self
  ) throws(Problem) -> Choice? {
    guard let value = value(name) else { return nil }
    if let choice = Choice(rawValue: value) { return choice }
    throw Self.notAmong(Choice.allCases.map(\.rawValue), name, value)
  }

  /// `true` or `false`; a bare name means true.
  func flag(_ name: String) throws(Problem) -> Bool? {
    switch value(name) {
    case nil: nil
    case "true", "": true
    case "false": false
    case let value?: throw Self.notAmong(["true", "false"], name, value)
    }
  }

  /// A finite decimal number above zero.
  func positiveNumber(_ name: String, unit: String) throws(Problem) -> Double? {
    guard let number = try number(name, unit: unit) else { return nil }
    guard number > 0 else {
      throw Self.invalid(name, value(name) ?? "", "Expected a number of \(unit) above zero.")
    }
    return number
  }

  /// A finite decimal number that is not negative.
  func number(_ name: String, unit: String) throws(Problem) -> Double? {
    guard let value = value(name) else { return nil }
    let isDecimal = value.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
        || byte | 0x20 == UInt8(ascii: "e") || byte == UInt8(ascii: "-")
    }
    guard isDecimal, let number = Double(value), number.isFinite, number >= 0 else {
      throw Self.invalid(name, value, "Expected a number of \(unit), not negative.")
    }
    return number
  }

  static func notAmong(_ choices: [String], _ name: String, _ value: String) -> Problem {
    let nearest = nearestName(to: value, among: choices)
    let all = choices.joined(separator: ", ")
    let hint = nearest.map { "Did you mean '\($0)'? " } ?? ""
    var problem = invalid(name, value, "\(hint)Expected one of: \(all).")
    problem.suggestion = nearest
    return problem
  }

  static func invalid(_ name: String, _ value: String, _ expected: String) -> Problem {
    Problem(
      .invalidParameter, "\(name)=\(value.shortened) cannot be read. \(expected)",
      parameter: name)
  }
}

extension String {
  /// The text, cut where it is too long to repeat in an answer.
  var shortened: String { shortened(to: 80) }

  func shortened(to length: Int) -> String {
    utf8.count <= length ? self : prefix(length - 3) + "..."
  }
}
