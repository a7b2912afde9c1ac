extension Graph {
  /// The network on an image of half the height and width, as if it had been made and trained for it,
  /// and that image's shape; `nil` where its input is no image or some operation does not follow.
  ///
  /// Windows that cover the whole image shrink with it, and so do the weights behind a flattening.
  func onHalfImage() -> (graph: Graph, shape: [Int])? {
    guard inputs.count == 1, subgraphs.isEmpty, !hasMemoryPlan,
      var shape = tensors[inputs[0]].shape, shape.count == 4, min(shape[1], shape[2]) >= 32
    else { return nil }
    shape[1] /= 2
    shape[2] /= 2
    var halving = Halving(self)
    halving.give(shape, to: inputs[0])
    var changed: [Operation] = []
    changed.reserveCapacity(operations.count)
    for operation in operations {
      guard let operation = halving.follow(operation) else { return nil }
      changed.append(operation)
    }
    guard
      let graph = rebuilt(
        tensors: halving.tensors, operations: changed, inputs: inputs, outputs: outputs)
    else { return nil }
    return (graph, shape)
  }
}

/// Passes changed shapes on from operation to operation.
private struct Halving {
  private let given: [Tensor]
  private(set) var tensors: [Tensor]
  /// How many operations read each tensor.
  private var readers: [Int]

  init(_ graph: Graph) {
    given = graph.tensors
    tensors = graph.tensors
    readers = Array(repeating: 0, count: tensors.count)
    for operation in graph.operations {
      for case let input? in operation.inputs { readers[input] += 1 }
    }
  }

  mutating func give(_ shape: [Int], to tensor: Int) {
    tensors[tensor].shape = shape
    tensors[tensor].statedBytes = nil
  }

  /// The operation on its changed inputs; `nil` when nothing sensible can be made of it.
  mutating func follow(_ operation: Operation) -> Operation? {
    let isTouched = operation.inputs.contains { input in
      input.map { tensors[$0].shape != given[$0].shape } ?? false
    }
    guard isTouched else { return operation }
    guard let first = operation.inputs.first ?? nil, operation.outputs.count == 1,
      let before = given[first].shape, let after = tensors[first].shape,
      let result = given[operation.outputs[0]].shape
    else { return nil }
    var operation = operation
    var shape: [Int]?
    switch operation.op {
    case .pool(var pool) where before.count == 4:
      let whole = Extent2D(before[1], before[2])
      let half = Extent2D(after[1], after[2])
      if pool.stride == whole { pool.stride = half }
      if pool.kernel == whole { pool.kernel = half }
      operation.op = .pool(pool)
      shape = inferred(operation)
    case .convolution, .depthwiseConvolution, .unary, .rowwise, .conversion, .binary,
      .concatenation:
      shape = inferred(operation)
    case .pad(let pad):
      shape =
        pad.amounts != nil
        ? inferred(operation) : zip(after, zip(before, result)).map { $0 + $1.1 - $1.0 }
    case .reduction:
      // Over the whole image, or not at all.
      shape = product(result) == before[0] * (before.last ?? 0) ? result : nil
    case .reshape:
      guard result.count == 2, product(result) == product(before), result[0] == before[0] else {
        return nil
      }
      let flat = [result[0], product(after) / result[0]]
      operation.op = .reshape(shape: flat)
      shape = flat
    case .fullyConnected(let connected):
      guard !connected.keepsAxes, resizeWeights(of: operation, rows: result[0], after) else {
        return nil
      }
      shape = result
    default: return nil
    }
    guard let shape, shape.count == result.count, shape.allSatisfy({ $0 > 0 }) else { return nil }
    give(shape, to: operation.outputs[0])
    return operation
  }

  private func inferred(_ operation: Operation) -> [Int]? {
    (try? ShapeInference(operation: operation, tensors: tensors).outputShape()) ?? nil
  }

  private mutating func resizeWeights(
    of operation: Operation, rows: Int, _ input: [Int]
  ) -> Bool {
    guard operation.inputs.count > 1, let weights = operation.inputs[1], readers[weights] == 1,
      let shape = tensors[weights].shape, shape.count == 2, rows > 0
    else { return false }
    give([shape[0], product(input) / rows], to: weights)
    return true
  }

  /// Of the extents of checked tensors, or of halves of them: no overflow.
  private func product(_ extents: [Int]) -> Int { extents.reduce(1, *) }
}
