/// What is wrong with an ONNX file whose bytes can be read.
public enum ONNXError: Error, Hashable, Sendable {
  case noGraph
  /// A node reads a value that nothing before it makes.
  case unknownValue(String, op: String)
  /// A value of this name is made twice.
  case producedTwice(String, op: String)
  /// A graph input has an extent that only its user knows.
  case symbolicDimension(input: String, symbol: String, shape: String)
  /// The caller gave a shape for something that is no graph input of that rank.
  case inputShape(name: String, detail: String, suggestion: String?)
  /// An output's shape follows neither from the node nor from the file.
  case shapeUnknown(op: String, kind: String, output: String)
  case attribute(op: String, name: String, detail: String)
  case operands(op: String, detail: String)
  case dimension(value: Int, tensor: String)
  /// Graphs inside graphs.
  case nesting(limit: Int, op: String)
}

extension ONNXError {
  public var op: String? {
    switch self {
    case .unknownValue(_, let op), .producedTwice(_, let op), .shapeUnknown(let op, _, _),
      .attribute(let op, _, _), .operands(let op, _), .nesting(_, let op):
      op
    case .noGraph, .symbolicDimension, .inputShape, .dimension: nil
    }
  }

  public var tensor: String? {
    switch self {
    case .unknownValue(let name, _), .producedTwice(let name, _): name
    case .symbolicDimension(let input, _, _): input
    case .inputShape(let name, _, _): name
    case .shapeUnknown(_, _, let output): output
    case .dimension(_, let tensor): tensor
    case .noGraph, .attribute, .operands, .nesting: nil
    }
  }

  public var suggestion: String? {
    if case .inputShape(_, _, let suggestion) = self { suggestion } else { nil }
  }
}

extension ONNXError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noGraph: "The ONNX file has no graph, so there is no network in it."
    case .unknownValue(let name, let op):
      "Operation '\(op)' reads '\(name)', which is no input, no initializer and made by no operation "
        + "before it."
    case .producedTwice(let name, let op):
      "Operation '\(op)' makes '\(name)', which exists already."
    case .symbolicDimension(let input, let symbol, let shape):
      "Input '\(input)' has the shape \(shape), whose extent '\(symbol)' the file leaves open. Say "
        + "what it is with input_shape=\(input):..., extents joined by 'x', such as 1x3x96x96."
    case .inputShape(let name, let detail, _): "input_shape for '\(name)': \(detail)"
    case .shapeUnknown(let op, let kind, let output):
      "The shape of '\(output)', which operation '\(op)' (\(kind)) makes, follows neither from the "
        + "operation nor from the file. Run onnx.shape_inference.infer_shapes on the model first."
    case .attribute(let op, let name, let detail):
      "Operation '\(op)', attribute '\(name)': \(detail)"
    case .operands(let op, let detail): "Operation '\(op)': \(detail)"
    case .dimension(let value, let tensor):
      "Tensor '\(tensor)' has an axis of extent \(value); expected 0 to \(Int32.max)."
    case .nesting(let limit, let op):
      "Operation '\(op)' nests graphs more than \(limit) deep."
    }
  }
}
