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
  private enum Origin {
    case none, given
    case operation(Int)

    var isGiven: Bool {
      if case .given = self { true } else { false }
    }
  }
  private var origins: [Origin] = []
  private var countedConstants: [Bool] = []

  init(
    tensors: [Tensor], operations: [Operation], inputs: [Int], outputs: [Int], subgraphCount: Int,
    isBody: Bool, limits: GraphLimits
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

  // MARK: - Structure

  private func checkCounts() throws(GraphError) {
    if operations.isEmpty && !isBody { throw .noOperations }
    if operations.count > limits.operations {
      throw .limit(what: "operations", count: operations.count, limit: limits.operations)
    }
    if tensors.count > limits.tensors {
      throw .limit(what: "tensors", count: tensors.count, limit: limits.tensors)
    }
    for operation in operations {
      let operands = max(operation.inputs.count, operation.outputs.count)
      if operands > limits.operands {
        throw .limit(
          what: "operands of operation '\(operation.name)'", count: operands,
          limit: limits.operands)
      }
    }
  }

  private func checkIndices() throws(GraphError) {
    for index in inputs + outputs where !tensors.indices.contains(index) {
      throw .tensorIndex(index, op: nil)
    }
    for operation in operations {
      for case let index? in operation.inputs where !tensors.indices.contains(index) {
        throw .tensorIndex(index, op: operation.name)
      }
      for index in operation.outputs where !tensors.indices.contains(index) {
        throw .tensorIndex(index, op: operation.name)
      }
      if case .control(let control) = operation.op {
        for subgraph in control.subgraphs where subgraph < 1 || subgraph > subgraphCount {
          throw .subgraph(op: operation.name, index: subgraph)
        }
      }
    }
  }

  private mutating func checkOrder() throws(GraphError) {
    origins = tensors.map { $0.storage == .activation ? .none : .given }
    countedConstants = Array(repeating: false, count: tensors.count)
    for index in inputs { origins[index] = .given }
    for (index, operation) in operations.enumerated() {
      for output in operation.outputs {
        guard case .none = origins[output] else {
          throw .producedTwice(tensor: tensors[output].name, op: operation.name)
        }
        origins[output] = .operation(index)
      }
    }
    for (index, operation) in operations.enumerated() {
      for case let input? in operation.inputs {
        switch origins[input] {
        case .given: break
        case .none: throw .neverProduced(tensor: tensors[input].name, op: operation.name)
        case .operation(let producer):
          if producer >= index {
            try refuseCycle(from: index)
            throw .readBeforeProduced(
              tensor: tensors[input].name, op: operation.name,
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
  private mutating func size(_ index: Int, op: String?) throws(GraphError) {
    let tensor = tensors[index]
    guard let shape = tensor.shape else {
      guard let bytes = tensor.statedBytes else {
        throw .shapeNeeded(tensor: tensor.name, op: op)
      }
      guard bytes >= 0, bytes <= limits.tensorBytes else {
        throw .tooLarge(tensor: tensor.name, op: op, what: "a size of \(bytes) bytes")
      }
      tensors[index].byteCount = bytes
      tensors[index].elementCount = bytes
      return
    }
    if shape.count > limits.rank {
      throw .rank(tensor: tensor.name, rank: shape.count, limit: limits.rank)
    }
    // A constant may be empty (an empty table); an activation may not.
    let least = tensor.storage == .constant ? 0 : 1
    var elements = 1
    for extent in shape {
      if extent < least || extent > limits.dimension {
        throw .dimension(tensor: tensor.name, value: extent, limit: limits.dimension)
      }
      let (product, overflow) = elements.multipliedReportingOverflow(by: extent)
      if overflow || product > limits.tensorBytes {
        throw .tooLarge(tensor: tensor.name, op: op, what: "the product of its extents \(shape)")
      }
      elements = product
    }
    guard let bytes = tensor.dataType.byteCount(elements: elements), bytes <= limits.tensorBytes
    else { throw .tooLarge(tensor: tensor.name, op: op, what: "shape \(shape)") }
    if let stated = tensor.statedBytes, stated != bytes {
      throw .bytesMismatch(tensor: tensor.name, stated: stated, computed: bytes)
    }
    tensors[index].byteCount = bytes
    tensors[index].elementCount = elements
  }

  // MARK: - Operations

  private mutating func check(operation index: Int) throws(GraphError) {
    if case .implied(let bias) = operations[index].weights {
      try addWeights(to: index, bias: bias)
    }
    try inferOutputs(of: index)
    let operation = operations[index]
    for output in operation.outputs { try size(output, op: operation.name) }
    let work = try Work(of: operation, tensors: tensors)
    let name = operation.name
    guard let counts = work.counts(of: operation.op, limit: limits.macs) else {
      throw .tooLarge(tensor: nil, op: name, what: "its number of multiply-accumulates")
    }
    operations[index].work = work
    operations[index].macs = counts.macs
    operations[index].arithmeticOperations = counts.arithmetic
    macs += counts.macs
    arithmeticOperations += counts.arithmetic
    if macs > limits.macs || arithmeticOperations > 4 * limits.macs {
      throw .tooLarge(tensor: nil, op: name, what: "the graph's number of operations up to it")
    }
    countConstants(of: index)
  }

  private mutating func countConstants(of index: Int) {
    for case let input? in operations[index].inputs
    where tensors[input].storage == .constant && !countedConstants[input] {
      countedConstants[input] = true
      operations[index].weightBytes += tensors[input].byteCount
      weightBytes += tensors[input].byteCount
      if operations[index].op.constantsAreParameters {
        parameters += tensors[input].elementCount
      }
    }
  }

  private mutating func inferOutputs(of index: Int) throws(GraphError) {
    let operation = operations[index]
    let inference = ShapeInference(operation: operation, tensors: tensors)
    guard let inferred = try inference.outputShapes() else {
      for output in operation.outputs where tensors[output].shape == nil {
        if case .opaque = operation.op { continue }
        if case .custom = operation.op, tensors[output].statedBytes != nil { continue }
        throw .shapeNeeded(tensor: tensors[output].name, op: operation.name)
      }
      return
    }
    guard inferred.count == operation.outputs.count else {
      throw .outputCount(
        op: operation.name, expected: inferred.count, found: operation.outputs.count)
    }
    for (output, shape) in zip(operation.outputs, inferred) {
      if let stated = tensors[output].shape {
        guard stated == shape || inference.accepts(stated: stated, inferred: shape) else {
          throw .shapeMismatch(
            tensor: tensors[output].name, op: operation.name, stated: stated, computed: shape)
        }
      } else {
        tensors[output].shape = shape
      }
    }
  }

  /// Adds the constants that a converter would write for an operation given by attributes alone.
  private mutating func addWeights(to index: Int, bias: Bool) throws(GraphError) {
    let operation = operations[index]
    for (suffix, shape, role) in try ShapeInference(operation: operation, tensors: tensors)
      .impliedWeights() where bias || role != .bias
    {
      let type = operation.inputs.first.flatMap { $0 }.map { tensors[$0].dataType } ?? .int8
      let tensor = Tensor(
        name: "\(operation.name)/\(suffix)", shape: shape, dataType: role.type(beside: type),
        storage: .constant, scaleCount: role.scaleCount(shape, beside: type))
      operations[index].inputs.append(tensors.count)
      tensors.append(tensor)
      origins.append(.given)
      countedConstants.append(false)
      try size(tensors.count - 1, op: operation.name)
    }
    operations[index].weights = .inputs
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
  var biasType: DataType {
    switch self {
    case .int16: .int64
    case .float16, .bfloat16, .float32, .float64: self
    default: .int32
    }
  }

  /// Weights of int16 networks are int8 (TensorFlow Lite's 16x8 scheme).
  var weightType: DataType { self == .int16 ? .int8 : self }
}

extension Operator {
  /// Whether constants among the inputs are parameters, and not tables of shapes and axes.
  var constantsAreParameters: Bool {
    switch self {
    case .convolution, .depthwiseConvolution, .transposeConvolution, .fullyConnected, .matmul,
      .recurrent, .binary, .unary, .rowwise, .opaque, .custom:
      true
    case .movement(let kind): kind == .embedding || kind == .gather
    case .pool, .reduction, .concatenation, .reshape, .pad, .conversion, .control: false
    }
  }
}
