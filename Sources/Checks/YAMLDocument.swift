import JSON
import Yams

/// A YAML file as JSON, with the place of every value.
///
/// The file is read as YAML 1.1 by Yams and checked as JSON by the one reader there is, so that both
/// forms of a configuration obey the same rules and messages.
struct YAMLDocument {
  /// Values after aliases are followed; a few lines of aliases of aliases could stand for millions.
  static let valueLimit = 20_000

  private(set) var json: [UInt8] = []
  private var places: [JSONPath: Mark] = [:]
  private var values = 0

  init(_ bytes: [UInt8]) throws(CheckFileError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CheckFileError(message: "the file is not UTF-8")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw Self.failure(error)
    } catch {
      throw CheckFileError(message: "\(error)")
    }
    guard let root else { throw CheckFileError(message: "the file is empty") }
    let value = try value(root, .root)
    var writer = JSONWriter()
    writer.write(value)
    json = writer.finish()
  }

  /// Line and column, from 1, of a value, or of the nearest one around it.
  func place(of path: JSONPath) -> (line: Int, column: Int)? {
    var path = path
    while true {
      if let mark = places[path] { return (mark.line, mark.column) }
      if path.components.popLast() == nil { return nil }
    }
  }

  private mutating func value(_ node: Node, _ path: JSONPath) throws(CheckFileError) -> JSONValue {
    values += 1
    places[path] = node.mark
    guard values <= Self.valueLimit, path.components.count <= 32 else {
      throw CheckFileError(
        line: node.mark?.line, column: node.mark?.column, path: path.description,
        message: "more than \(Self.valueLimit) values, or more than 32 levels")
    }
    switch node {
    case .scalar(let scalar): return Self.scalar(node, scalar)
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for (index, element) in sequence.enumerated() {
        elements.append(try value(element, path.element(index)))
      }
      return .array(elements)
    case .mapping(let mapping):
      var members: [JSONMember] = []
      for (key, element) in mapping {
        guard case .scalar(let name) = key else {
          throw CheckFileError(
            line: key.mark?.line, column: key.mark?.column, path: path.description,
            message: "a key is a plain word")
        }
        let inner = path.member(name.string)
        let member = JSONMember(name.string, try value(element, inner))
        // A mistake in a member is looked for at its key.
        if places[inner] == nil { places[inner] = key.mark }
        members.append(member)
      }
      return .object(members)
    case .alias:
      throw CheckFileError(
        line: node.mark?.line, column: node.mark?.column, path: path.description,
        message: "an alias that nothing is known of")
    }
  }

  private static func scalar(_ node: Node, _ scalar: Node.Scalar) -> JSONValue {
    guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
    if let integer = Int(scalar.string) { return .integer(integer) }
    if let number = Double(scalar.string), number.isFinite,
      scalar.string.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) })
    {
      return .double(number)
    }
    if node.null != nil { return .null }
    if let bool = node.bool, ["true", "false"].contains(scalar.string.lowercased()) {
      return .bool(bool)
    }
    return .string(scalar.string)
  }

  private static func failure(_ error: YamlError) -> CheckFileError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      CheckFileError(line: mark.line, column: mark.column, message: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      CheckFileError(
        line: context.mark.line, column: context.mark.column,
        message: "the key '\(duplicates.first ?? "")' is given twice")
    case .reader(let problem, _, _, _): CheckFileError(message: problem)
    default: CheckFileError(message: "the file cannot be read as YAML")
    }
  }
}
