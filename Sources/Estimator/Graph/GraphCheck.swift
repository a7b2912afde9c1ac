/// The one pass that turns unchecked parts into a `Graph`.
struct GraphCheck {
  var tensors: [Tensor]
  var operations: [Operation]
  let inputs: [Int]
  let outputs: [Int]
  let subgraphCount: Int
  /// Whether the graph is the body of a control operation, which may be empty.
  let isBody: Bool
  let limits: GraphLimits

  var macs = 0
  var arithmeticOperations = 0
  var weightBytes = 0
  var parameters = 0

  /// Where each tensor's content comes from.
  enum Origin {
    case none, given
    case operation(Int)

    var isGiven: Bool {
      if case .given = self { true } else { false }
    }
  }
  var origins: [Origin] = []
  var countedConstants: [Bool] = []

  /// Takes the parts over, to complete them in place.
  init(
    tensors: consuming [Tensor], operations: consuming [Operation], inputs: [Int], outputs: [Int],
    subgraphCount: Int, isBody: Bool, limits: GraphLimits
  ) {
    self.tensors = tensors
    self.operations = operations
    self.inputs = inputs
    self.outputs = outputs
    self.subgraphCount = subgraphCount
    self.isBody = isBody
    self.limits = limits
  }

  mutating func run() throws(GraphError) {
    try checkCounts()
    try checkIndices()
    try checkOrder()
    for tensor in tensors.indices where origins[tensor].isGiven { try size(tensor, op: nil) }
    for index in operations.indices { try check(operation: index) }
  }

  /// Adds what bodies compute to the operations that run them.
  mutating func add(_ runs: BodyRuns) throws(GraphError) {
    for index in operations.indices {
      let (more, arithmetic) = try runs.work(of: operations[index], limits: limits)
      if arithmetic == 0 { continue }
      operations[index].macs += more
      operations[index].arithmeticOperations += arithmetic
      macs += more
      arithmeticOperations += arithmetic
      if macs > limits.macs || arithmeticOperations > 4 * limits.macs {
        throw .tooLarge(
          tensor: nil, op: operations[index].name, what: "the number of operations of its bodies")
      }
    }
  }

  // MARK: - Structure

  private func checkCounts() throws(GraphError) {
    if operations.isEmpty && !isBody { throw .noOperations }
    if operations.count > limits.operations {
      throw .limit(what: "operations", count: operations.count, limit: limits.operations)
    }
    if tensors.count > limits.tensors {
      throw .limit(what: "tensors", count: tensors.count, limit: limits.tensors)
    }
    for index in operations.indices {
      let operands = max(operations[index].inputs.count, operations[index].outputs.count)
      if operands > limits.operands {
        throw .limit(
          what: "operands of operation '\(operations[index].name)'", count: operands,
          limit: limits.operands)
      }
    }
  }

  // Loops here go over indices: an operation is some 600 bytes, and copying each one would cost more
  // than checking it.

  private func checkIndices() throws(GraphError) {
    for index in inputs where !tensors.indices.contains(index) {
      throw .tensorIndex(index, op: nil)
    }
    for index in outputs where !tensors.indices.contains(index) {
      throw .tensorIndex(index, op: nil)
    }
    for position in operations.indices {
      for case let index? in operations[position].inputs
      where !tensors.indices.contains(index) {
        throw .tensorIndex(index, op: operations[position].name)
      }
      for index in operations[position].outputs where !tensors.indices.contains(index) {
        throw .tensorIndex(index, op: operations[position].name)
      }
      if case .control(let control) = operations[position].op {
        for subgraph in control.subgraphs where subgraph < 1 || subgraph > subgraphCount {
          throw .subgraph(op: operations[position].name, index: subgraph)
        }
      }
    }
  }

  private mutating func checkOrder() throws(GraphError) {
    // Room for the constants that operations with implied weights add: mostly weights and a bias.
    let capacity = tensors.count + 2 * operations.count
    origins.reserveCapacity(capacity)
    for index in tensors.indices {
      origins.append(tensors[index].storage == .activation ? .none : .given)
    }
    countedConstants.reserveCapacity(capacity)
    for _ in tensors.indices { countedConstants.append(false) }
    for index in inputs { origins[index] = .given }
    for index in operations.indices {
      for slot in operations[index].outputs.indices {
        let output = operations[index].outputs[slot]
        guard case .none = origins[output] else {
          throw .producedTwice(tensor: tensors[output].name, op: operations[index].name)
        }
        origins[output] = .operation(index)
      }
    }
    for index in operations.indices {
      for slot in operations[index].inputs.indices {
        guard let input = operations[index].inputs[slot] else { continue }
        switch origins[input] {
        case .given: break
        case .none:
          throw .neverProduced(tensor: tensors[input].name, op: operations[index].name)
        case .operation(let producer):
          if producer >= index {
            try refuseCycle(from: index)
            throw .readBeforeProduced(
              tensor: tensors[input].name, op: operations[index].name,
              producer: operations[producer].name)
          }
        }
      }
    }
    for output in outputs {
      if case .none = origins[output] {
        throw .neverProduced(tensor: tensors[output].name, op: nil)
      }
    }
  }

  /// Throws if operation `start` depends on itself; a wrong order without a cycle passes.
  private func refuseCycle(from start: Int) throws(GraphError) {
    var parent: [Int: Int] = [:]
    var pending = [start]
    while let index = pending.popLast() {
      for case let input? in operations[index].inputs {
        guard case .operation(let producer) = origins[input] else { continue }
        if producer == start {
          var path = [start]
          var step = index
          while step != start {
            path.append(step)
            step = parent[step] ?? start
          }
          path.append(start)
          throw .cycle(ops: path.reversed().map { operations[$0].name })
        }
        if parent[producer] == nil {
          parent[producer] = index
          pending.append(producer)
        }
      }
    }
  }

  // MARK: - Sizes

  /// Computes the size of one tensor from its shape or takes the stated bytes.
  mutating func size(_ index: Int, op: Int?) throws(GraphError) {
    guard let rank = tensors[index].shape?.count else {
      guard let bytes = tensors[index].statedBytes else {
        throw .shapeNeeded(tensor: tensors[index].name, op: opName(op))
      }
      guard bytes >= 0 else {
        throw .negativeBytes(tensor: tensors[index].name, bytes: bytes)
      }
      guard bytes <= limits.tensorBytes else {
        throw .tooLarge(
          tensor: tensors[index].name, op: opName(op), what: "a size of \(bytes) bytes")
      }
      tensors[index].byteCount = bytes
      tensors[index].elementCount = bytes
      return
    }
    if rank > limits.rank {
      throw .rank(tensor: tensors[index].name, rank: rank, limit: limits.rank)
    }
    let elements = try elementCount(of: index, rank: rank, op: op)
    guard let bytes = tensors[index].dataType.byteCount(elements: elements),
      bytes <= limits.tensorBytes
    else {
      throw .tooLarge(
        tensor: tensors[index].name, op: opName(op), what: "shape \(tensors[index].shape ?? [])")
    }
    if let stated = tensors[index].statedBytes, stated != bytes {
      throw .bytesMismatch(tensor: tensors[index].name, stated: stated, computed: bytes)
    }
    tensors[index].byteCount = bytes
    tensors[index].elementCount = elements
  }

  private func elementCount(of index: Int, rank: Int, op: Int?) throws(GraphError) -> Int {
    // A constant may be empty (an empty table); an activation may not.
    let least = tensors[index].storage == .constant ? 0 : 1
    var elements = 1
    for axis in 0..<rank {
      let extent = tensors[index].shape?[axis] ?? 0
      if extent < least || extent > limits.dimension {
        throw .dimension(tensor: tensors[index].name, value: extent, limit: limits.dimension)
      }
      let (product, overflow) = elements.multipliedReportingOverflow(by: extent)
      if overflow || product > limits.tensorBytes {
        throw .tooLarge(
          tensor: tensors[index].name, op: opName(op),
          what: "the product of its extents \(tensors[index].shape ?? [])")
      }
      elements = product
    }
    return elements
  }

  private func opName(_ index: Int?) -> String? { index.map { operations[$0].name } }

  // MARK: - Operations

  private mutating func check(operation index: Int) throws(GraphError) {
    let inferred = try inferred(of: index)
    if let weights = inferred.weights { try add(weights, to: index) }
    if let shape = inferred.shape { tensors[operations[index].outputs[0]].shape = shape }
    for slot in operations[index].outputs.indices {
      try size(operations[index].outputs[slot], op: index)
    }
    try operations[index].work.describe(
      operations[index].op, inputs: operations[index].inputs,
      outputs: operations[index].outputs, tensors: tensors, name: operations[index].name)
    operations[index].work.inputValues = inputValues(of: index)
    guard let counts = operations[index].work.counts(of: operations[index].op, limit: limits.macs)
    else {
      throw .tooLarge(
        tensor: nil, op: operations[index].name, what: "its number of multiply-accumulates")
    }
    var (ownMACs, ownArithmetic) = counts
    if case .custom = operations[index].op, (0...limits.macs).contains(operations[index].statedMACs)
    {
      ownMACs = operations[index].statedMACs
      ownArithmetic = 2 * ownMACs
    }
    operations[index].macs = ownMACs
    operations[index].arithmeticOperations = ownArithmetic
    macs += ownMACs
    arithmeticOperations += ownArithmetic
    if macs > limits.macs || arithmeticOperations > 4 * limits.macs {
      throw .tooLarge(
        tensor: nil, op: operations[index].name, what: "the graph's number of operations up to it")
    }
    countConstants(of: index)
  }

  /// From the operation that makes the first input, which was checked before.
  private func inputValues(of index: Int) -> InputValues {
    guard let first = operations[index].inputs.first, let input = first,
      case .operation(let producer) = origins[input]
    else { return .any }
    return operations[producer].work.inputValues.after(
      operations[producer].work.kind, operations[producer].op.fusedActivation)
  }

  private mutating func countConstants(of index: Int) {
    for slot in operations[index].inputs.indices {
      guard let input = operations[index].inputs[slot], tensors[input].storage == .constant,
        !countedConstants[input]
      else { continue }
      countedConstants[input] = true
      operations[index].weightBytes += tensors[input].byteCount
      weightBytes += tensors[input].byteCount
      if operations[index].op.constantIsParameter(slot: slot) {
        parameters += tensors[input].elementCount
      }
    }
  }

  /// The weights that an operation given by attributes alone implies, and the shape of its one output
  /// where that is not stated. In a function of its own, so that the tensors are not copied when one
  /// changes.
  private func inferred(
    of index: Int
  ) throws(GraphError) -> (weights: ShapeInference.Implied?, shape: [Int]?) {
    let inference = ShapeInference(
      name: operations[index].name, op: operations[index].op, inputs: operations[index].inputs,
      tensors: tensors)
    var weights: ShapeInference.Implied?
    if case .implied(let bias) = operations[index].weights {
      weights = try inference.impliedWeights()
      if !bias { weights?.biasCount = nil }
    }
    return (weights, try outputShape(of: index, inference))
  }

  private func outputShape(
    of index: Int, _ inference: borrowing ShapeInference
  ) throws(GraphError) -> [Int]? {
    guard let shape = try inference.outputShape() else {
      for output in operations[index].outputs where tensors[output].shape == nil {
        if case .opaque = operations[index].op { continue }
        if case .custom = operations[index].op, tensors[output].statedBytes != nil { continue }
        throw .shapeNeeded(tensor: tensors[output].name, op: operations[index].name)
      }
      return nil
    }
    guard operations[index].outputs.count == 1 else {
      throw .outputCount(
        op: operations[index].name, expected: 1, found: operations[index].outputs.count)
    }
    let output = operations[index].outputs[0]
    guard let stated = tensors[output].shape else { return shape }
    guard stated == shape || inference.accepts(stated: stated, inferred: shape) else {
      throw .shapeMismatch(
        tensor: tensors[output].name, op: operations[index].name, stated: stated, computed: shape)
    }
    return nil
  }
}

extension Operator {
  /// Whether a constant among the inputs is a parameter, and not a table of shapes and axes.
  func constantIsParameter(slot: Int) -> Bool {
    switch self {
    // Data, weights, bias, the shape of the output.
    case .transposeConvolution: slot < 3
    case .convolution, .depthwiseConvolution, .fullyConnected, .matmul,
      .recurrent, .binary, .unary, .rowwise, .opaque, .custom:
      true
    case .movement(let kind): kind == .embedding || kind == .gather
    case .pool, .reduction, .concatenation, .reshape, .pad, .conversion, .control: false
    }
  }
}
