extension Graph {
  /// The graph that takes and gives integers where it now converts from and to floating point at its
  /// ends; `nil` when it does not.
  func withoutFloatInterface() -> Graph? {
    var inputs = self.inputs
    var outputs = self.outputs
    var dropped: Set<Int> = []
    for (index, operation) in operations.enumerated() {
      guard let from = operation.inputs.first ?? nil, let to = operation.outputs.first else {
        continue
      }
      let readers = operations.count { $0.inputs.contains(from) }
      if operation.work.kind == .quantize, tensors[from].dataType == .float32, readers == 1,
        let place = inputs.firstIndex(of: from), !outputs.contains(from), !outputs.contains(to)
      {
        inputs[place] = to
        dropped.insert(index)
      } else if operation.work.kind == .dequantize, tensors[to].dataType == .float32,
        let place = outputs.firstIndex(of: to), !inputs.contains(from), !outputs.contains(from),
        !operations.contains(where: { $0.inputs.contains(to) })
      {
        outputs[place] = from
        dropped.insert(index)
      }
    }
    guard !dropped.isEmpty, dropped.count < operations.count else { return nil }
    let kept = operations.indices.filter { !dropped.contains($0) }.map { operations[$0] }
    return rebuilt(tensors: tensors, operations: kept, inputs: inputs, outputs: outputs)
  }

  /// The graph with float32 tensors as int8, biases as int32, as a converter quantises it; `nil` when
  /// it computes nothing in float32.
  func quantised() -> Graph? {
    guard operations.contains(where: { $0.work.dataType == .float32 && $0.macs > 0 }) else {
      return nil
    }
    var biases: Set<Int> = []
    for operation in operations where operation.inputs.count > 2 {
      switch operation.op {
      case .convolution, .depthwiseConvolution, .fullyConnected, .transposeConvolution:
        if let bias = operation.inputs[operation.inputs.count - 1],
          tensors[bias].storage == .constant, tensors[bias].shape?.count == 1
        {
          biases.insert(bias)
        }
      default: break
      }
    }
    let changed = tensors.enumerated().map { index, tensor in
      guard tensor.dataType == .float32 else { return tensor }
      var tensor = tensor
      tensor.dataType = biases.contains(index) ? .int32 : .int8
      tensor.statedBytes = tensor.shape == nil ? tensor.byteCount / 4 : nil
      tensor.scaleCount = max(1, tensor.scaleCount)
      return tensor
    }
    return rebuilt(tensors: changed, operations: operations, inputs: inputs, outputs: outputs)
  }

  /// A graph of the same weights without tensors that nothing names any more; `nil` when the check
  /// refuses it.
  func rebuilt(
    tensors: [Tensor], operations: [Operation], inputs: [Int], outputs: [Int]
  ) -> Graph? {
    var named: Set<Int> = Set(inputs + outputs)
    for operation in operations {
      named.formUnion(operation.inputs.compactMap { $0 })
      named.formUnion(operation.outputs)
    }
    let kept = tensors.indices.filter(named.contains)
    var places = [Int](repeating: 0, count: tensors.count)
    for (place, index) in kept.enumerated() { places[index] = place }
    let moved = operations.map { operation in
      var copy = Operation(
        name: operation.name, op: operation.op,
        inputs: operation.inputs.map { $0.map { places[$0] } },
        outputs: operation.outputs.map { places[$0] }, weights: operation.weights)
      copy.liveChannels = operation.liveChannels
      copy.statedMACs = operation.statedMACs
      return copy
    }
    var graph = try? Graph(
      name: name, tensors: kept.map { tensors[$0] }, operations: moved,
      inputs: inputs.map { places[$0] }, outputs: outputs.map { places[$0] }, subgraphs: subgraphs,
      whileTrips: whileTrips)
    graph?.fileTableBytes = fileTableBytes
    return graph
  }
}
