/// Weights of operations that are given by attributes alone.
extension GraphCheck {
  /// Adds the constants that a converter would write for an operation given by attributes alone.
  mutating func add(_ implied: ShapeInference.Implied, to index: Int) throws(GraphError) {
    let type =
      operations[index].inputs.first.flatMap { $0 }.map { tensors[$0].dataType } ?? .int8
    try add(implied.suffix, implied.shape, implied.role, beside: type, to: index)
    if let channels = implied.biasCount {
      try add("/bias", [channels], .bias, beside: type, to: index)
    }
    operations[index].weights = .inputs
  }

  private mutating func add(
    _ suffix: StaticString, _ shape: [Int], _ role: ShapeInference.Role, beside type: DataType,
    to index: Int
  ) throws(GraphError) {
    operations[index].inputs.append(tensors.count)
    tensors.append(
      Tensor(
        name: String(operations[index].name, followedBy: suffix), shape: shape,
        dataType: role.type(beside: type), storage: .constant,
        scaleCount: role.scaleCount(shape, beside: type)))
    origins.append(.given)
    countedConstants.append(false)
    try size(tensors.count - 1, op: index)
  }
}

extension String {
  /// Both texts in one piece of memory; `+` moves the first one twice.
  fileprivate init(_ first: String, followedBy second: StaticString) {
    var first = first
    self = first.withUTF8 { first in
      let count = first.count + second.utf8CodeUnitCount
      return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { room in
        let end = unsafe room.update(fromContentsOf: first)
        for index in 0..<second.utf8CodeUnitCount {
          unsafe room[end + index] = second.utf8Start[index]
        }
        return unsafe String(decoding: room, as: UTF8.self)
      }
    }
  }
}

extension ShapeInference.Role {
  /// The type that converters write beside data of `type`.
  fileprivate func type(beside type: DataType) -> DataType {
    switch self {
    case .weights: type.weightType
    case .bias: type.biasType
    case .table: .int32
    }
  }

  /// Weights and biases of quantised layers have a scale a channel, the first axis of all weights
  /// but depthwise ones, whose channels are last.
  fileprivate func scaleCount(_ shape: [Int], beside type: DataType) -> Int {
    if self == .table || type.isFloatingPoint { return 0 }
    return (shape.first == 1 ? shape.last : shape.first) ?? 1
  }
}

extension DataType {
  /// Bias type of the quantisation schemes in use: int64 beside int16 activations, else int32.
  package var biasType: DataType {
    switch self {
    case .int16: .int64
    case .float16, .bfloat16, .float32, .float64: self
    default: .int32
    }
  }

  /// Weights of int16 networks are int8 (TensorFlow Lite's 16x8 scheme).
  var weightType: DataType { self == .int16 ? .int8 : self }
}
