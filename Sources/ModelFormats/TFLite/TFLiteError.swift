/// What is wrong with a TFLite file whose bytes can be read.
public enum TFLiteError: Error, Hashable, Sendable {
  case noSubgraphs
  /// Operator `operatorIndex` of a subgraph uses a code that the file does not list.
  case operatorCode(subgraph: Int, operatorIndex: Int, code: Int)
  /// A tensor's data lies in a buffer that the file does not have.
  case buffer(tensor: String, index: Int)
  /// A tensor's data is said to lie outside the file.
  case externalData(tensor: String)
  /// The operator lacks an input or an output that its kind cannot do without.
  case operands(op: String, detail: String)
}

extension TFLiteError {
  public var op: String? {
    if case .operands(let op, _) = self { op } else { nil }
  }

  public var tensor: String? {
    switch self {
    case .buffer(let tensor, _), .externalData(let tensor): tensor
    case .noSubgraphs, .operatorCode, .operands: nil
    }
  }
}

extension TFLiteError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSubgraphs: "The TFLite file has no subgraph, so there is no network in it."
    case .operatorCode(let subgraph, let index, let code):
      "Operator \(index) of subgraph \(subgraph) names operator code \(code), which the file does "
        + "not list."
    case .buffer(let tensor, let index):
      "Tensor '\(tensor)' names buffer \(index), which the file does not have."
    case .externalData(let tensor):
      "The data of tensor '\(tensor)' is said to lie outside the file; is the file cut off?"
    case .operands(let op, let detail): "Operation '\(op)': \(detail)"
    }
  }
}
