import Estimator

/// The constants and state of operations whose weights graph JSON leaves out, in the layouts of
/// TensorFlow Lite, and where it has none in that of Keras.
struct CompletionWeights {
  let operation: Operation
  let tensors: [Tensor]
  let attributes: GraphAttributes

  private var type: DataType {
    operation.inputs.first.flatMap { $0 }.map { tensors[$0].dataType } ?? .int8
  }

  func all() throws(GraphError) -> [Tensor] {
    switch operation.op {
    case .transposeConvolution(let c):
      let channels = try channels()
      return [weights([c.filters, c.kernel.height, c.kernel.width, channels])]
        + bias(c.filters)
    case .recurrent(let recurrent): return try weights(of: recurrent)
    case .movement(.embedding):
      return [weights([attributes.vocabulary, attributes.units], type: .int8)]
    case .binary(.prelu, _) where operation.inputs.count == 1:
      return [weights([try channels()])]
    case .rowwise(.layerNorm), .rowwise(.batchNorm), .rowwise(.instanceNorm):
      guard attributes.bias else { return [] }
      let channels = try channels()
      return [constant("scale", [channels], type), constant("offset", [channels], type.biasType)]
    default: return []
    }
  }

  private func weights(of recurrent: Recurrent) throws(GraphError) -> [Tensor] {
    let units = recurrent.units
    guard (1...Int(Int32.max) / 4).contains(units) else {
      throw .attribute(op: operation.name, name: "units", detail: "must be positive and below 2^29")
    }
    let channels = try channels()
    let shape = try shape()
    let batches = shape.count == 3 && recurrent.timeMajor ? shape[1] : shape[0]
    switch recurrent.kind {
    case .svdf:
      let state = Tensor(
        name: "\(operation.name)/state", shape: [batches, units, recurrent.memorySize],
        dataType: type, storage: .variable, scaleCount: type.isQuantised ? 1 : 0)
      return [
        constant("feature_weights", [units, channels], type),
        constant("time_weights", [units, recurrent.memorySize], type == .int8 ? .int16 : type),
      ] + bias(attributes.units) + [state]
    default:
      return try weights(ofGated: recurrent, channels: channels, batches: batches)
    }
  }

  private func weights(ofGated recurrent: Recurrent, channels: Int, batches: Int)
    throws(GraphError) -> [Tensor]
  {
    let units = recurrent.units
    let projection = recurrent.projection
    guard (0...Int(Int32.max)).contains(projection) else {
      throw .attribute(
        op: operation.name, name: "projection", detail: "must not be negative, and below 2^31")
    }
    let outputs = projection > 0 ? projection : units
    let gates = recurrent.kind == .lstm ? 4 : recurrent.kind == .gru ? 3 : 1
    var result = [
      constant("weights", [gates * units, channels], type),
      constant("recurrent_weights", [gates * units, outputs], type),
    ]
    result += bias(gates * units)
    if projection > 0 {
      result.append(constant("projection_weights", [projection, units], type))
    }
    result.append(variable("hidden_state", [batches, outputs], type))
    if recurrent.kind == .lstm {
      // TensorFlow Lite keeps the cell of an int8 LSTM in int16.
      result.append(variable("cell_state", [batches, units], type == .int8 ? .int16 : type))
    }
    return result
  }

  // MARK: - Parts

  private func shape() throws(GraphError) -> [Int] {
    guard let input = operation.inputs.first.flatMap({ $0 }), let shape = tensors[input].shape,
      !shape.isEmpty
    else {
      let input = operation.inputs.first.flatMap { $0 }
      throw .shapeNeeded(
        tensor: input.map { tensors[$0].name } ?? "of its input", op: operation.name)
    }
    return shape
  }

  private func channels() throws(GraphError) -> Int { try shape().last ?? 1 }

  private func weights(_ shape: [Int], type: DataType? = nil) -> Tensor {
    constant("weights", shape, type ?? (self.type == .int16 ? .int8 : self.type))
  }

  private func bias(_ count: Int) -> [Tensor] {
    attributes.bias ? [constant("bias", [count], type.biasType)] : []
  }

  private func constant(_ suffix: String, _ shape: [Int], _ type: DataType) -> Tensor {
    Tensor(
      name: "\(operation.name)/\(suffix)", shape: shape, dataType: type, storage: .constant,
      scaleCount: type.isQuantised ? 1 : 0)
  }

  private func variable(_ suffix: String, _ shape: [Int], _ type: DataType) -> Tensor {
    Tensor(
      name: "\(operation.name)/\(suffix)", shape: shape, dataType: type, storage: .variable,
      scaleCount: type.isQuantised ? 1 : 0)
  }
}
