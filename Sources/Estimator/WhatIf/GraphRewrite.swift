/// A network rebuilt with some operations changed: shapes behind them follow, weights are implied
/// anew.
///
/// What cannot follow ends the rewrite: an operation whose output the file states (a transposed
/// convolution, a gather), or a constant of the old shape.
struct GraphRewrite {
  struct Outcome {
    var graph: Graph
    /// Operations with another cost by intent; those that only follow are not counted.
    var changed: Int
  }

  private let graph: Graph
  private(set) var tensors: [Tensor]
  private(set) var operations: [Operation] = []
  private var moved: [Bool]

  init(_ graph: Graph) {
    // Places in the arena belong to the old sizes.
    self.graph = graph.withoutMemoryPlan
    tensors = self.graph.tensors
    moved = Array(repeating: false, count: tensors.count)
    operations.reserveCapacity(graph.operations.count)
  }

  /// Gives an input of the graph another shape.
  mutating func reshapeInput(_ index: Int, to shape: [Int]) {
    tensors[index].shape = shape
    tensors[index].statedBytes = nil
    moved[index] = true
  }

  /// A tensor between two operations that are new.
  mutating func addTensor(named name: String, like index: Int) -> Int {
    var tensor = tensors[index]
    tensor.name = name
    tensor.shape = nil
    tensor.statedBytes = nil
    tensor.storage = .activation
    tensors.append(tensor)
    moved.append(true)
    return tensors.count - 1
  }

  /// Appends an operation of the graph, as it is or with another operator; false where it cannot
  /// follow.
  mutating func append(_ operation: Operation, as op: Operator? = nil) -> Bool {
    let follows = operation.inputs.contains { $0.map { moved[$0] } ?? false }
    guard follows || op != nil else {
      operations.append(operation)
      return true
    }
    guard let changed = adapted(operation, to: op ?? operation.op), changed.outputs.count == 1
    else { return false }
    return append(new: changed)
  }

  /// Appends an operation whose output's shape follows from its inputs.
  mutating func append(new operation: Operation) -> Bool {
    let inference = ShapeInference(operation: operation, tensors: tensors)
    guard let shape = try? inference.outputShape() else { return false }
    let output = operation.outputs[0]
    let isSame = tensors[output].shape == shape
    let isRespelled = tensors[output].shape.map { inference.accepts(stated: $0, inferred: shape) }
    if !isSame, !(isRespelled ?? false) {
      tensors[output].shape = shape
      tensors[output].statedBytes = nil
      moved[output] = true
    }
    operations.append(operation)
    return true
  }

  func outcome(changed: Int) -> Outcome? {
    guard changed > 0 else { return nil }
    return graph.rebuilt(
      tensors: tensors, operations: operations, inputs: graph.inputs, outputs: graph.outputs
    ).map { Outcome(graph: $0, changed: changed) }
  }

  // MARK: - One operation

  /// The operation on inputs of other shapes; `nil` where it cannot follow.
  private func adapted(_ operation: Operation, to op: Operator) -> Operation? {
    var operation = operation
    operation.op = op
    operation.liveChannels = nil
    switch op {
    case .convolution, .depthwiseConvolution, .fullyConnected:
      return operation.withImpliedWeights(tensors)
    case .pool(var pool):
      guard let old = image(operation, graph.tensors), let new = image(operation, tensors) else {
        return nil
      }
      // A window over the whole image stays one.
      if pool.kernel.height >= old.height { pool.kernel.height = new.height }
      if pool.kernel.width >= old.width { pool.kernel.width = new.width }
      operation.op = .pool(pool)
      return operation
    case .reshape(let target?):
      guard let shape = reshaped(operation, target) else { return nil }
      operation.op = .reshape(shape: shape)
      return operation
    case .unary, .rowwise, .conversion, .concatenation, .binary, .pad, .reduction:
      return operation
    case .transposeConvolution, .matmul, .recurrent, .movement, .control, .opaque, .custom,
      .reshape:
      return nil
    }
  }

  private func image(_ operation: Operation, _ tensors: [Tensor]) -> Extent2D? {
    guard let input = operation.inputs.first ?? nil, tensors.indices.contains(input),
      let shape = tensors[input].shape, shape.count == 4
    else { return nil }
    return Extent2D(shape[1], shape[2])
  }

  /// The target with its last extent grown or shrunk as the elements did.
  private func reshaped(_ operation: Operation, _ target: [Int]) -> [Int]? {
    if target.contains(-1) { return target }
    guard let input = operation.inputs.first ?? nil, let last = target.last,
      let shape = tensors[input].shape, let old = graph.tensors[input].shape
    else { return nil }
    let (before, after) = (old.reduce(1, *), shape.reduce(1, *))
    let (product, overflow) = last.multipliedReportingOverflow(by: after)
    guard !overflow, before > 0, product % before == 0, product >= before else { return nil }
    return target.dropLast() + [product / before]
  }
}

extension Operation {
  /// The operation with weights as a converter would write them; `nil` where its weights are computed.
  func withImpliedWeights(_ tensors: [Tensor]) -> Operation? {
    guard case .inputs = weights else { return self }
    guard let input = inputs.first ?? nil, inputs.count > 1,
      inputs.dropFirst().allSatisfy({ $0.map { tensors[$0].storage == .constant } ?? true })
    else { return nil }
    var operation = Operation(
      name: name, op: op, inputs: [input], outputs: outputs,
      weights: .implied(bias: inputs.count > 2 && inputs[2] != nil))
    operation.statedMACs = statedMACs
    return operation
  }
}
