/// What is wrong with a graph that is sound JSON, and where.
public struct GraphJSONError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case unknownOp(String)
    case unknownTensor(String)
  }

  public var reason: Reason
  public var place: SourcePlace
  public var op: String?
  public var tensor: String?
  public var suggestion: String?

  public var category: ImportError.Category { .invalidModel }
}

extension GraphJSONError: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .unknownOp(let name): "Unknown operation '\(name)'."
    case .unknownTensor(let name): "Unknown tensor '\(name)'."
    }
  }
}
