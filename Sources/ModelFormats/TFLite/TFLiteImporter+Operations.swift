import Estimator

extension TFLiteImporter {
  typealias Options = TFLiteOptions

  /// Translates one operator: its options, and what the shapes of its operands say.
  ///
  /// Operands keep the file's order, except that the data comes first: SPLIT and TRANSPOSE_CONV put
  /// a table before it.
  mutating func operation(_ node: TFLiteNode, _ code: Code, in subgraph: inout TFLiteSubgraph)
    throws(ImportError) -> Operation
  {
    var inputs = node.inputs
    let op: Operator
    switch code.builtin.translation {
    case .convolution: op = .convolution(try convolution(node, subgraph))
    case .depthwiseConvolution:
      op = .depthwiseConvolution(try depthwiseConvolution(node, subgraph))
    case .transposeConvolution:
      op = .transposeConvolution(try transposeConvolution(node, subgraph))
      // File order: output shape, weights, input, bias, which may be left out.
      inputs = [inputs[2], inputs[1], inputs.count > 3 ? inputs[3] : nil, inputs[0]]
    case .fullyConnected: op = .fullyConnected(try fullyConnected(node, subgraph))
    case .batchMatmul:
      op = .matmul(
        Matmul(
          transposesFirst: try flag(node, Options.BatchMatMul.adjointX),
          transposesSecond: try flag(node, Options.BatchMatMul.adjointY)))
    case .lstm, .sequenceLSTM, .rnn, .sequenceRNN, .svdf:
      op = .recurrent(try recurrent(code.builtin.translation, node, subgraph))
    case .pool(let kind): op = .pool(try pool(kind, node))
    case .reduction(let kind):
      op = .reduction(
        Reduction(
          kind: kind, axes: nil, keepsDimensions: try flag(node, Options.Reducer.keepDims)))
    case .binaryFused(let kind): op = .binary(kind, activation: try activation(node, 0))
    case .binary(let kind): op = elementwise(kind, node, subgraph)
    case .unary(let kind): op = .unary(kind)
    case .rowwise(let kind): op = .rowwise(kind)
    case .conversion(let kind): op = .conversion(kind)
    case .pad(let kind): op = .pad(Pad(kind: kind, amounts: nil))
    case .movement(let kind): op = .movement(kind)
    case .split:
      op = .movement(.split)
      inputs.reverse()
    case .concatenation:
      op = .concatenation(axis: try number(node, Options.Concatenation.axis))
    case .reshape: op = .reshape(shape: nil)
    case .branch, .loop, .callOnce, .varHandle, .variable:
      op = .control(try control(code.builtin.translation, node, &subgraph))
    case .custom:
      op =
        OperatorKind(customName: code.facts.code).map { .movement($0) }
        ?? .custom(name: code.facts.code)
    case .named: op = .custom(name: code.facts.code)
    }
    var operation = Operation(name: node.name, op: op, inputs: inputs, outputs: node.outputs)
    if code.builtin.translation == .named {
      operation.statedMACs = macs(of: code.facts.code, node, subgraph) ?? 0
    }
    return operation
  }

  /// Operators on two operands follow NumPy's broadcasting, with two exceptions: SELECT's condition
  /// may pick whole rows, and ADD_N of one tensor is a copy.
  private func elementwise(
    _ kind: OperatorKind, _ node: TFLiteNode, _ subgraph: TFLiteSubgraph
  ) -> Operator {
    if kind == .addN, node.inputs.count < 2 { return .movement(kind) }
    if kind == .select, let condition = shape(0, node, subgraph), condition.count == 1,
      let operand = shape(1, node, subgraph), operand.count > 1
    {
      return .movement(kind)
    }
    return .binary(kind, activation: .none)
  }

  // MARK: - Options

  private func flag(_ node: TFLiteNode, _ field: Int) throws(ImportError) -> Bool {
    guard let options = node.options else { return false }
    return try reader.bool(options, field)
  }

  func number(_ node: TFLiteNode, _ field: Int, default: Int = 0) throws(ImportError) -> Int {
    guard let options = node.options else { return `default` }
    return try reader.int32(options, field, default: `default`)
  }

  func byte(_ node: TFLiteNode, _ field: Int) throws(ImportError) -> Int {
    guard let options = node.options else { return 0 }
    return try reader.int8(options, field)
  }

  func activation(_ node: TFLiteNode, _ field: Int) throws(ImportError) -> Activation {
    Activation(tfliteActivation: try byte(node, field))
  }

  // MARK: - Operands

  /// The shape of an input; `nil` when it is left out or does not exist.
  func shape(_ slot: Int, _ node: TFLiteNode, _ subgraph: TFLiteSubgraph) -> [Int]? {
    guard node.inputs.indices.contains(slot), let index = node.inputs[slot],
      subgraph.tensors.indices.contains(index)
    else { return nil }
    return subgraph.tensors[index].shape
  }

  /// The shape of an input that the operator cannot do without, of the given rank.
  func shape(
    of what: String, _ slot: Int, rank: Int, _ node: TFLiteNode, _ subgraph: TFLiteSubgraph
  ) throws(ImportError) -> [Int] {
    guard let shape = shape(slot, node, subgraph) else {
      throw .tflite(.operands(op: node.name, detail: "input \(slot), its \(what), is missing"))
    }
    guard shape.count == rank, shape.allSatisfy({ $0 > 0 }) else {
      throw .tflite(
        .operands(
          op: node.name,
          detail: "its \(what) must have \(rank) axes of positive extent, found \(shape)"))
    }
    return shape
  }
}
