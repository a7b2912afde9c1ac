/// Why a graph is refused. Names are those of the file; an operation without a name is `op#index`.
public enum GraphError: Error, Hashable, Sendable {
  case limit(what: String, count: Int, limit: Int)
  case noOperations
  case tensorIndex(Int, op: String?)
  case inputCount(op: String, expected: String, found: Int)
  case outputCount(op: String, expected: Int, found: Int)
  case producedTwice(tensor: String, op: String)
  case readBeforeProduced(tensor: String, op: String, producer: String)
  case neverProduced(tensor: String, op: String?)
  case cycle(ops: [String])
  case shapeNeeded(tensor: String, op: String?)
  case rank(tensor: String, rank: Int, limit: Int)
  case dimension(tensor: String, value: Int, limit: Int)
  case tooLarge(tensor: String?, op: String?, what: String)
  case negativeBytes(tensor: String, bytes: Int)
  case bytesMismatch(tensor: String, stated: Int, computed: Int)
  case shapeMismatch(tensor: String, op: String, stated: [Int], computed: [Int])
  case operandShapes(op: String, detail: String)
  case attribute(op: String, name: String, detail: String)
  case subgraph(op: String, index: Int)
}

extension GraphError {
  /// The operation at fault, if there is one.
  public var op: String? {
    switch self {
    case .limit, .noOperations, .rank, .dimension, .negativeBytes, .bytesMismatch: nil
    case .tensorIndex(_, let op), .neverProduced(_, let op), .shapeNeeded(_, let op),
      .tooLarge(_, let op, _):
      op
    case .inputCount(let op, _, _), .outputCount(let op, _, _), .producedTwice(_, let op),
      .readBeforeProduced(_, let op, _), .shapeMismatch(_, let op, _, _),
      .operandShapes(let op, _), .attribute(let op, _, _), .subgraph(let op, _):
      op
    case .cycle(let ops): ops.first
    }
  }

  /// The tensor at fault, if there is one.
  public var tensor: String? {
    switch self {
    case .producedTwice(let tensor, _), .readBeforeProduced(let tensor, _, _),
      .neverProduced(let tensor, _), .shapeNeeded(let tensor, _), .rank(let tensor, _, _),
      .dimension(let tensor, _, _), .negativeBytes(let tensor, _),
      .bytesMismatch(let tensor, _, _), .shapeMismatch(let tensor, _, _, _):
      tensor
    case .tooLarge(let tensor, _, _): tensor
    case .limit, .noOperations, .tensorIndex, .inputCount, .outputCount, .cycle, .operandShapes,
      .attribute, .subgraph:
      nil
    }
  }
}

extension GraphError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .limit(let what, let count, let limit):
      "The graph has \(count) \(what); at most \(limit) are accepted."
    case .noOperations:
      "The graph has no operations."
    case .tensorIndex(let index, let op):
      "\(Self.place(op)) names tensor \(index), which does not exist."
    case .inputCount(let op, let expected, let found):
      "Operation '\(op)' has \(found) inputs; expected \(expected)."
    case .outputCount(let op, let expected, let found):
      "Operation '\(op)' has \(found) outputs; expected \(expected)."
    case .producedTwice(let tensor, let op):
      "Operation '\(op)' writes tensor '\(tensor)', which is an input or was written before."
    case .readBeforeProduced(let tensor, let op, let producer):
      "Operation '\(op)' reads tensor '\(tensor)' before '\(producer)' produces it; operations run "
        + "in the order given."
    case .neverProduced(let tensor, let op):
      "\(Self.place(op)) reads tensor '\(tensor)', which nothing produces and which is no input."
    case .cycle(let ops):
      "The operations " + ops.map { "'\($0)'" }.joined(separator: " -> ")
        + " form a cycle."
    case .shapeNeeded(let tensor, let op):
      "\(Self.place(op)) needs the shape of tensor '\(tensor)', which is not stated and cannot be "
        + "inferred."
    case .rank(let tensor, let rank, let limit):
      "Tensor '\(tensor)' has \(rank) axes; at most \(limit) are accepted."
    case .dimension(let tensor, let value, let limit):
      "Tensor '\(tensor)' has an axis of extent \(value); expected 1 to \(limit)."
    case .tooLarge(let tensor, let op, let what):
      (tensor.map { "Tensor '\($0)'" } ?? Self.place(op)) + ": \(what) is too large."
    case .negativeBytes(let tensor, let bytes):
      "Tensor '\(tensor)' is stated to have \(bytes) bytes; expected zero or more."
    case .bytesMismatch(let tensor, let stated, let computed):
      "Tensor '\(tensor)' is stated to have \(stated) bytes, but its shape makes \(computed)."
    case .shapeMismatch(let tensor, let op, let stated, let computed):
      "Operation '\(op)' makes tensor '\(tensor)' of shape \(computed), but \(stated) is stated."
    case .operandShapes(let op, let detail):
      "Operation '\(op)': \(detail)"
    case .attribute(let op, let name, let detail):
      "Operation '\(op)', attribute '\(name)': \(detail)"
    case .subgraph(let op, let index):
      "Operation '\(op)' calls subgraph \(index), which does not exist."
    }
  }

  private static func place(_ op: String?) -> String {
    op.map { "Operation '\($0)'" } ?? "The graph"
  }
}
