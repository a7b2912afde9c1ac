import Estimator

/// Layers with weights.
extension ONNXEmitter {
  private func inference(_ index: Int) -> ONNXInference {
    ONNXInference(
      step: program.steps[index], values: program.values,
      outputCount: program.steps[index].outputs.count, file: file)
  }

  /// Data and output of an image layer, as two-dimensional images: a sequence has height 1.
  private func padding(_ window: ONNXInference.Window) -> Padding {
    if window.isSame { return .same }
    let isImage = window.kernel.count == 2
    if window.before.allSatisfy({ $0 == 0 }), window.after.allSatisfy({ $0 == 0 }) { return .valid }
    return .explicit(
      top: isImage ? window.before[0] : 0, bottom: isImage ? window.after[0] : 0,
      left: window.before.last ?? 0, right: window.after.last ?? 0)
  }

  private func extent(_ numbers: [Int]) -> Extent2D {
    numbers.count == 2 ? Extent2D(numbers[0], numbers[1]) : Extent2D(1, numbers.last ?? 1)
  }

  mutating func convolution(_ index: Int, weights slot: Int, bias: Int) throws(ImportError) {
    let (value, input) = try data(index, 0)
    let (weightValue, weights) = try data(index, slot)
    let kernel = try inference(index).kernel(weights, input)
    guard kernel.count <= 2 else {
      try unknown(index)
      return
    }
    let groups = program.steps[index].int("group") ?? 1
    let (channels, overflow) = weights[1].multipliedReportingOverflow(by: groups)
    guard groups > 0, !overflow, channels == input[1], weights[0] % groups == 0 else {
      throw .onnx(
        .operands(
          op: program.steps[index].name,
          detail: "weights \(weights) in \(groups) groups do not fit data \(input)"))
    }
    let window = try inference(index).window(input: input, kernel: kernel)
    let activation = program.steps[index].activation
    let spatial = kernel.count == 2 ? kernel : [1, kernel[0]]
    let op: Operator
    let stored: [Int]
    if groups > 1, groups == input[1] {
      op = .depthwiseConvolution(
        DepthwiseConvolution(
          multiplier: weights[0] / groups, kernel: extent(kernel), stride: extent(window.strides),
          dilation: extent(window.dilations), padding: padding(window), activation: activation))
      stored = [1] + spatial + [weights[0]]
    } else {
      op = .convolution(
        Convolution(
          filters: weights[0], kernel: extent(kernel), stride: extent(window.strides),
          dilation: extent(window.dilations), padding: padding(window), groups: groups,
          activation: activation))
      stored = [weights[0]] + spatial + [weights[1]]
    }
    var inputs: [Int?] = [
      try tensorOrConstant(value, index),
      // Weights that another operation makes stay as it makes them.
      isConstant(weightValue)
        ? constant(weightValue, shape: stored) : try operand(weightValue, op: index),
    ]
    try appendBias(index, bias, count: weights[0], weightValue, to: &inputs)
    append(op, index, inputs: inputs, outputs: [try outputs(index)[0]])
  }

  mutating func transposeConvolution(_ index: Int) throws(ImportError) {
    let (value, input) = try data(index, 0)
    let (weightValue, weights) = try data(index, 1)
    let groups = program.steps[index].int("group") ?? 1
    guard input.count == 4, weights.count == 4, groups == 1, isConstant(weightValue) else {
      try unknown(index)
      return
    }
    let checks = inference(index)
    let op = Operator.transposeConvolution(
      Convolution(
        filters: weights[1], kernel: Extent2D(weights[2], weights[3]),
        stride: extent(try checks.extents("strides", count: 2, standard: 1, least: 1)),
        dilation: extent(try checks.extents("dilations", count: 2, standard: 1, least: 1)),
        padding: .valid, activation: program.steps[index].activation))
    var inputs: [Int?] = [
      try tensorOrConstant(value, index),
      constant(weightValue, shape: [weights[1], weights[2], weights[3], weights[0]]),
    ]
    try appendBias(index, 2, count: weights[1], weightValue, to: &inputs)
    append(op, index, inputs: inputs, outputs: [try outputs(index)[0]])
  }

  mutating func pool(_ index: Int) throws(ImportError) {
    let (value, input) = try data(index, 0)
    let checks = inference(index)
    let kernel = try checks.poolKernel(input)
    let window = try checks.window(input: input, kernel: kernel)
    guard kernel.count <= 2, window.dilations.allSatisfy({ $0 == 1 }) else {
      try unknown(index)
      return
    }
    let kinds: [String: OperatorKind] = ["MaxPool": .maxPool2d, "LpPool": .l2Pool2d]
    let op = Operator.pool(
      Pool(
        kind: kinds[program.steps[index].op] ?? .averagePool2d, kernel: extent(kernel),
        stride: extent(window.strides), padding: padding(window),
        activation: program.steps[index].activation))
    append(
      op, index, inputs: [try tensorOrConstant(value, index)],
      outputs: [try outputs(index)[0]])
  }

  /// A product with constant weights of two axes is a fully connected layer.
  mutating func product(_ index: Int, _ first: Int, _ second: Int) throws(ImportError) {
    let step = program.steps[index]
    let (a, shapeA) = try data(index, first)
    let (b, shapeB) = try data(index, second)
    let isGemm = step.op == "Gemm" || step.op == "FusedGemm"
    guard isConstant(b), shapeB.count == 2, step.int("transA") ?? 0 == 0, !isConstant(a) else {
      let op = Operator.matmul(
        Matmul(
          transposesFirst: step.int("transA") == 1, transposesSecond: step.int("transB") == 1))
      append(
        op, index, inputs: [try operand(a, op: index), try operand(b, op: index)],
        outputs: [try outputs(index)[0]])
      return
    }
    let isTransposed = step.int("transB") == 1
    let units = isTransposed ? shapeB[0] : shapeB[1]
    let columns = isTransposed ? shapeB[1] : shapeB[0]
    var inputs: [Int?] = [
      try tensorOrConstant(a, index), constant(b, shape: [units, columns]),
    ]
    if isGemm || step.foldedBias != nil {
      try appendBias(index, isGemm ? 2 : .max, count: units, b, to: &inputs)
    }
    let op = Operator.fullyConnected(
      FullyConnected(units: units, activation: step.activation, keepsAxes: shapeA.count > 2))
    append(op, index, inputs: inputs, outputs: [try outputs(index)[0]])
  }

  /// Cells of one direction in each operation; both directions are two operations whose outputs are
  /// joined.
  mutating func recurrent(_ index: Int, _ kind: OperatorKind, gates: Int) throws(ImportError) {
    let (value, input) = try data(index, 0)
    let (weightValue, weights) = try data(index, 1)
    guard input.count == 3, weights.count == 3, weights[1] % gates == 0, isConstant(weightValue)
    else {
      try unknown(index)
      return
    }
    let units = weights[1] / gates
    let results = try outputs(index)
    let hasAll = program.steps[index].outputs.first.map {
      program.values[$0].name != ONNXNames.empty
    }
    let isBatchFirst = program.steps[index].int("layout") == 1
    let op = Operator.recurrent(
      Recurrent(
        kind: kind, units: units, timeMajor: !isBatchFirst, returnsSequence: hasAll ?? true))
    var inputs: [Int?] = [try tensorOrConstant(value, index)]
    for slot in 1..<max(1, program.steps[index].inputs.count) {
      guard let value = self.input(index, slot) else { continue }
      inputs.append(try operand(value, op: index))
    }
    if weights[0] == 1 {
      append(op, index, inputs: inputs, outputs: results)
      return
    }
    var halves: [Int?] = []
    for direction in 0..<min(weights[0], 2) {
      guard let first = results.first else { break }
      var half = tensors[first].shape ?? []
      if let axis = half.firstIndex(of: 2) { half[axis] = 1 }
      let name = program.steps[index].name + (direction == 0 ? "/forward" : "/backward")
      tensors.append(Tensor(name: name, shape: half, dataType: tensors[first].dataType))
      halves.append(tensors.count - 1)
      operations.append(
        Operation(name: name, op: op, inputs: inputs, outputs: [tensors.count - 1]))
    }
    append(.movement(.concat), index, inputs: halves, outputs: results)
  }

  /// A normalisation that no layer takes in is a factor and an offset for each channel.
  mutating func normalisation(_ index: Int) throws(ImportError) {
    let (value, shape) = try data(index, 0)
    guard shape.count >= 2 else {
      try unknown(index)
      return
    }
    let channels = shape[1]
    let output = try outputs(index)[0]
    let type = program.values[value].type
    let name = program.steps[index].name
    tensors.append(
      Tensor(name: "\(name)/scaled", shape: tensors[output].shape, dataType: type))
    let scaled = tensors.count - 1
    let isImage = isImage(rewriter.resolve(program.steps[index].outputs[0]))
    let stored =
      isImage || shape.count == 2
      ? [channels] : [channels] + Array(repeating: 1, count: shape.count - 2)
    operations.append(
      Operation(
        name: "\(name)/scale", op: .binary(.mul, activation: .none),
        inputs: [try tensorOrConstant(value, index), made("\(name)/factor", stored, type)],
        outputs: [scaled]))
    append(
      .binary(.add, activation: program.steps[index].activation), index,
      inputs: [scaled, made("\(name)/offset", stored, type)], outputs: [output])
  }

  // MARK: - Parts

  private mutating func tensorOrConstant(_ value: Int, _ index: Int) throws(ImportError) -> Int {
    try operand(value, op: index)
  }

  /// The bias of the file, or the one that fusion made.
  private mutating func appendBias(
    _ index: Int, _ slot: Int, count: Int, _ weights: Int, to inputs: inout [Int?]
  ) throws(ImportError) {
    if let value = input(index, slot), isConstant(value) {
      inputs.append(constant(value, shape: [count], type: biasType(value, weights)))
    } else if program.steps[index].foldedBias != nil {
      let type = program.values[weights].type
      inputs.append(
        made(
          "\(program.steps[index].name)/bias", [count], type.isFloatingPoint ? type : .int32))
    }
  }

  /// A float bias beside quantised weights is stored as int32, as converters do.
  private func biasType(_ bias: Int, _ weights: Int) -> DataType {
    let type = program.values[bias].type
    return program.values[weights].type.isQuantised && type.isFloatingPoint ? .int32 : type
  }
}
