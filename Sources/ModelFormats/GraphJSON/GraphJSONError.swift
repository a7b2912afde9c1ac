public import Estimator

/// What is wrong with a graph that is sound JSON, and where.
public struct GraphJSONError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case unknownOperation(String)
    /// Known, but only model files can say what it needs.
    case notExpressible(OperatorKind)
    case unknownAttribute(String, of: OperatorKind)
    case missingAttribute(String, of: OperatorKind)
    /// An attribute's value has the right JSON type and no meaning; `expected` says what has.
    case attributeValue(String, expected: String)
    case inputCount(expected: ClosedRange<Int>, found: Int)
    /// Named as an input or output, but neither declared nor written by an operation.
    case unknownTensor(String)
    case declaredTwice(String)
    /// A graph input with neither shape nor bytes.
    case inputWithoutSize(String)
    case unknownDataType(String)
    case unknownStorage(String)
  }

  public var reason: Reason
  public var place: SourcePlace
  public var op: String?
  public var tensor: String?
  /// The known name that was probably meant.
  public var suggestion: String?
}

extension GraphJSONError {
  public var category: ImportError.Category { .invalidModel }
}

extension GraphJSONError: CustomStringConvertible {
  public var description: String {
    var text = op.map { "Operation '\($0)': " } ?? ""
    text += reason.words
    if let suggestion { text += " Did you mean '\(suggestion)'?" }
    return text
  }
}

extension GraphJSONError.Reason {
  fileprivate var words: String {
    switch self {
    case .unknownOperation(let name):
      "'\(name)' is no operation; /operators lists them."
    case .notExpressible(let kind):
      "'\(kind.rawValue)' cannot be written in graph JSON, since it needs what only a model file says."
    case .unknownAttribute(let name, let kind):
      "'\(kind.rawValue)' has no attribute '\(name)'."
    case .missingAttribute(let name, let kind):
      "'\(kind.rawValue)' needs the attribute '\(name)'."
    case .attributeValue(let name, let expected):
      "attribute '\(name)' must be \(expected)."
    case .inputCount(let expected, let found):
      "has \(found) inputs; expected \(Self.words(expected))."
    case .unknownTensor(let name):
      "tensor '\(name)' is no input of the graph, is not declared, and no operation writes it."
    case .declaredTwice(let name):
      "tensor '\(name)' is declared twice."
    case .inputWithoutSize(let name):
      "the graph input '\(name)' needs a \"shape\" or \"bytes\"."
    case .unknownDataType(let name):
      "'\(name)' is no data type."
    case .unknownStorage(let name):
      "'\(name)' is no storage; expected activation, constant or variable."
    }
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
    if range.upperBound == .max { return "at least \(range.lowerBound)" }
    return "\(range.lowerBound) to \(range.upperBound)"
  }
}
