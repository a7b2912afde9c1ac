/// Why facts do not make a model that the runtime could allocate. Numbers are indices.
public enum RuntimeModelError: Error, Hashable, Sendable {
  case noSubgraph
  case unknownTensor(tensor: Int, subgraph: Int)
  case unknownSubgraph(called: Int, by: Int)
  /// A subgraph that calls itself, directly or not.
  case recursion(subgraph: Int)
  /// Subgraphs that call each other more levels deep than `RuntimeModel.maximumDepth`.
  case tooDeep(limit: Int)
  /// Calls that multiply past `RuntimeModel.maximumVisits`.
  case tooManyVisits(limit: Int)
  /// A size or count below zero, or a sum past `MemoryGraph.maximumTotalBytes`.
  case sizeOutOfRange(subgraph: Int)
}

extension RuntimeModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSubgraph: "The model has no subgraph; expected one at least."
    case .unknownTensor(let tensor, let subgraph):
      "Subgraph \(subgraph) names tensor \(tensor), which it does not have."
    case .unknownSubgraph(let called, let by):
      "Subgraph \(by) calls subgraph \(called), which the model does not have."
    case .recursion(let subgraph): "Subgraph \(subgraph) calls itself."
    case .tooDeep(let limit): "Subgraphs call each other more than \(limit) levels deep."
    case .tooManyVisits(let limit):
      "Calls of subgraphs multiply to more than \(limit) operators."
    case .sizeOutOfRange(let subgraph):
      "Sizes in subgraph \(subgraph) are below zero or too large."
    }
  }
}
