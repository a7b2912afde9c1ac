import Estimator

extension ONNXEmitter {
  mutating func emit(_ index: Int) throws(ImportError) {
    let step = program.steps[index]
    if readsSecondOutput(index) {
      try unknown(index)
      return
    }
    switch step.op {
    case "Conv", "FusedConv", "ConvInteger": try convolution(index, weights: 1, bias: 2)
    case "QLinearConv": try convolution(index, weights: 3, bias: 8)
    case "ConvTranspose": try transposeConvolution(index)
    case "MaxPool", "AveragePool", "QLinearAveragePool", "LpPool": try pool(index)
    case "GlobalAveragePool", "QLinearGlobalAveragePool": try reduce(index, .mean)
    case "GlobalMaxPool": try reduce(index, .reduceMax)
    case "Gemm", "FusedGemm", "MatMul", "FusedMatMul", "MatMulInteger":
      try product(index, 0, 1)
    case "QLinearMatMul": try product(index, 0, 3)
    case "LSTM": try recurrent(index, .lstm, gates: 4)
    case "GRU": try recurrent(index, .gru, gates: 3)
    case "RNN": try recurrent(index, .basicRNN, gates: 1)
    case "BatchNormalization": try normalisation(index)
    case "Transpose": try transpose(index)
    case "Reshape", "Flatten", "Squeeze", "Unsqueeze": try reshape(index)
    case "Concat", "QLinearConcat": try concatenate(index)
    case "Split": try move(index, .split, constants: [])
    case "Resize", "Upsample":
      let isNearest = step.string("mode") ?? "nearest" == "nearest"
      try move(index, isNearest ? .resizeNearest : .resizeBilinear, constants: [])
    case "Gather" where input(index, 0).map(isConstant) == true: try embed(index)
    default: try emitOthers(step.op, index)
    }
  }

  private mutating func emitOthers(_ op: String, _ index: Int) throws(ImportError) {
    if let kind = Self.binaries[op] {
      try binary(index, kind, slots: Array(program.steps[index].inputs.indices))
    } else if op == "QLinearAdd" || op == "QLinearMul" {
      try binary(index, op == "QLinearAdd" ? .add : .mul, slots: [0, 3])
    } else if let kind = Self.unaries[op] {
      try single(index, .unary(kind))
    } else if let kind = Self.rowwise[op] {
      try normalised(index, kind)
    } else if let kind = Self.reductions[op] {
      try reduce(index, kind)
    } else if let kind = Self.conversions[op] {
      try single(index, .conversion(kind))
    } else if let kind = Self.movements[op] {
      try move(index, kind, constants: op.hasPrefix("Gather") || op.hasPrefix("Scatter") ? nil : [])
    } else {
      try unknown(index)
    }
  }

  static let unaries: [String: OperatorKind] = [
    "Relu": .relu, "Clip": .clip, "Sigmoid": .sigmoid, "QLinearSigmoid": .sigmoid, "Tanh": .tanh,
    "Elu": .elu, "Selu": .elu, "Celu": .elu, "LeakyRelu": .leakyRelu,
    "QLinearLeakyRelu": .leakyRelu, "ThresholdedRelu": .leakyRelu, "HardSigmoid": .hardSigmoid,
    "HardSwish": .hardSwish, "Gelu": .gelu, "BiasGelu": .gelu, "FastGelu": .gelu,
    "QuickGelu": .gelu,
    "Erf": .erf,
    "Exp": .exp, "Log": .log, "Sqrt": .sqrt, "Reciprocal": .rsqrt, "Abs": .abs, "Neg": .neg,
    "Ceil": .ceil, "Floor": .floor, "Round": .round, "Sign": .sign, "Sin": .sin, "Cos": .cos,
    "Not": .logicalNot,
  ]

  static let binaries: [String: OperatorKind] = [
    "Add": .add, "Sub": .sub, "Mul": .mul, "Div": .div, "Pow": .pow, "Mod": .floorMod,
    "Max": .maximum, "Min": .minimum, "Sum": .addN, "Mean": .addN, "Equal": .equal,
    "Greater": .greater, "GreaterOrEqual": .greaterEqual, "Less": .less, "LessOrEqual": .lessEqual,
    "And": .logicalAnd, "Or": .logicalOr, "Where": .select, "PRelu": .prelu,
  ]

  static let rowwise: [String: OperatorKind] = [
    "Softmax": .softmax, "QLinearSoftmax": .softmax, "LogSoftmax": .logSoftmax,
    "LayerNormalization": .layerNorm, "SimplifiedLayerNormalization": .layerNorm,
    "SkipLayerNormalization": .layerNorm, "RMSNormalization": .layerNorm,
    "InstanceNormalization": .instanceNorm, "GroupNormalization": .instanceNorm,
    "LpNormalization": .l2Normalization, "LRN": .localResponseNorm,
  ]

  static let reductions: [String: OperatorKind] = [
    "ReduceMean": .mean, "ReduceSum": .sum, "ReduceSumSquare": .sum, "ReduceL1": .sum,
    "ReduceL2": .sum, "ReduceMax": .reduceMax, "ReduceMin": .reduceMin,
    "ReduceProd": .reduceProduct, "ArgMax": .argMax, "ArgMin": .argMin, "CumSum": .cumulativeSum,
  ]

  static let conversions: [String: OperatorKind] = [
    "Cast": .cast, "CastLike": .cast, "QuantizeLinear": .quantize,
    "DequantizeLinear": .dequantize,
  ]

  static let movements: [String: OperatorKind] = [
    "Slice": .stridedSlice, "Pad": .pad, "Expand": .broadcastTo, "Tile": .tile,
    "Gather": .gather, "GatherElements": .gather, "GatherND": .gatherND,
    "ScatterND": .scatterND, "ScatterElements": .scatterND, "SpaceToDepth": .spaceToDepth,
    "DepthToSpace": .depthToSpace,
    "OneHot": .oneHot, "TopK": .topK, "Shape": .shape, "Size": .size, "NonZero": .whereOp,
    "ReverseSequence": .reverseSequence,
  ]

  // MARK: - Families

  private mutating func single(_ index: Int, _ op: Operator) throws(ImportError) {
    let input = try operand(try data(index, 0).value, op: index)
    append(op, index, inputs: [input], outputs: [try outputs(index)[0]])
  }

  /// A normalisation along the last axis, or what counts as one, with its scale and offset.
  private mutating func normalised(_ index: Int, _ kind: OperatorKind) throws(ImportError) {
    var inputs: [Int?] = [try operand(try data(index, 0).value, op: index)]
    for slot in program.steps[index].inputs.indices.dropFirst() {
      guard let value = input(index, slot), isConstant(value) else { continue }
      inputs.append(constant(value, shape: try shape(value, op: index)))
    }
    append(.rowwise(kind), index, inputs: inputs, outputs: [try outputs(index)[0]])
  }

  /// Axes are not named: the stated output says what was reduced.
  private mutating func reduce(_ index: Int, _ kind: OperatorKind) throws(ImportError) {
    let op = Operator.reduction(Reduction(kind: kind, axes: nil, keepsDimensions: true))
    let input = try operand(try data(index, 0).value, op: index)
    append(op, index, inputs: [input], outputs: [try outputs(index)[0]])
  }

  private mutating func binary(_ index: Int, _ kind: OperatorKind, slots: [Int])
    throws(ImportError)
  {
    guard let output = program.steps[index].outputs.first.map(rewriter.resolve) else { return }
    let result = ONNXLayout.stored(try shape(output, op: index), isImage: isImage(output))
    var inputs: [Int?] = []
    var doesBroadcast = true
    for slot in slots {
      guard let value = input(index, slot) else { continue }
      let tensor = try operand(value, like: output, op: index)
      inputs.append(tensor)
      doesBroadcast = doesBroadcast && Self.broadcasts(tensors[tensor].shape ?? [], to: result)
    }
    let isSound = inputs.count >= 2 && doesBroadcast
    let op = Operator.binary(kind, activation: program.steps[index].activation)
    append(
      isSound ? op : .movement(kind), index, inputs: inputs, outputs: [try outputs(index)[0]])
  }

  /// An operand of an elementwise operator: constants take the layout of the output.
  private mutating func operand(_ value: Int, like output: Int, op index: Int)
    throws(ImportError) -> Int
  {
    guard isConstant(value), isImage(output) else { return try operand(value, op: index) }
    let rank = try shape(output, op: index).count
    let shape = try shape(value, op: index)
    guard shape.contains(where: { $0 != 1 }) else { return constant(value, shape: shape) }
    let aligned = Array(repeating: 1, count: max(0, rank - shape.count)) + shape
    return constant(value, shape: ONNXLayout.stored(aligned, isImage: true))
  }

  private static func broadcasts(_ shape: [Int], to result: [Int]) -> Bool {
    shape.count <= result.count
      && zip(shape.reversed(), result.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
  }

  private mutating func concatenate(_ index: Int) throws(ImportError) {
    let step = program.steps[index]
    let slots =
      step.op == "Concat"
      ? Array(step.inputs.indices) : Array(stride(from: 2, to: step.inputs.count, by: 3))
    guard let output = step.outputs.first.map(rewriter.resolve) else { return }
    let rank = try shape(output, op: index).count
    var inputs: [Int?] = []
    for slot in slots {
      let (value, shape) = try data(index, slot)
      inputs.append(
        isConstant(value)
          ? constant(value, shape: ONNXLayout.stored(shape, isImage: isImage(output)))
          : try tensor(for: value, op: index))
    }
    let axis = ONNXLayout.stored(
      axis: step.int("axis") ?? 1, rank: rank, isImage: isImage(output))
    append(
      .concatenation(axis: axis), index, inputs: inputs, outputs: try outputs(index))
  }

  private mutating func reshape(_ index: Int) throws(ImportError) {
    let input = try operand(try data(index, 0).value, op: index)
    let output = try outputs(index)[0]
    append(
      .reshape(shape: tensors[output].shape), index, inputs: [input], outputs: [output],
      weights: .implied(bias: false))
  }

  /// A transpose between layouts vanishes when the stored bytes stay as they are.
  private mutating func transpose(_ index: Int) throws(ImportError) {
    let (value, shape) = try data(index, 0)
    let output = rewriter.resolve(program.steps[index].outputs[0])
    let permutation = program.steps[index].ints("perm") ?? Array(shape.indices.reversed())
    let from = ONNXLayout.axes(rank: shape.count, isImage: isImage(value))
    let to = ONNXLayout.axes(rank: shape.count, isImage: isImage(output)).map { permutation[$0] }
    // Axes of extent 1 may stand anywhere.
    if !isConstant(value), to.filter({ shape[$0] != 1 }) == from.filter({ shape[$0] != 1 }) {
      if to == from {
        vanish(output, into: value)
      } else {
        try reshape(index)
      }
      return
    }
    try move(index, .transpose, constants: [])
  }

  private mutating func embed(_ index: Int) throws(ImportError) {
    let (table, shape) = try data(index, 0)
    let indices = try operand(try data(index, 1).value, op: index)
    append(
      .movement(.embedding), index, inputs: [indices, constant(table, shape: shape)],
      outputs: try outputs(index))
  }

  /// Operators that move data. `constants` are the
  /// slots whose constants a device stores; `nil` means all.
  private mutating func move(_ index: Int, _ kind: OperatorKind, constants slots: Set<Int>?)
    throws(ImportError)
  {
    var inputs: [Int?] = []
    for slot in program.steps[index].inputs.indices {
      guard let value = input(index, slot) else { continue }
      if isConstant(value), slot > 0, let slots, !slots.contains(slot) { continue }
      inputs.append(try operand(value, op: index))
    }
    append(.movement(kind), index, inputs: inputs, outputs: try outputs(index))
  }
}
