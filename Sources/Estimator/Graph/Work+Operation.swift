extension Work {
  /// The work of a checked operation; its tensors have sizes and, where needed, shapes.
  init(of operation: Operation, tensors: [Tensor]) throws(GraphError) {
    let operands = operation.inputs.compactMap { $0 }.map { tensors[$0] }
    let activations = operands.filter { $0.storage != .constant }
    let results = operation.outputs.map { tensors[$0] }
    let first = operands.first
    self.init(
      kind: operation.op.kind, dataType: first?.dataType ?? results.first?.dataType ?? .opaque,
      weightType: operands.first { $0.storage == .constant }?.dataType)
    resultType = results.first?.dataType ?? dataType

    self.operands = operands.count
    self.results = results.count
    firstInputElements = first?.elementCount ?? 0
    secondInputElements = operands.count > 1 ? operands[1].elementCount : 0
    inputElements = activations.reduce(0) { $0 + $1.elementCount }
    outputElements = results.reduce(0) { $0 + $1.elementCount }
    rank = results.first?.shape?.count ?? 1
    bytes = results.reduce(0) { $0 + $1.byteCount }
    take(input: first?.shape, output: results.first?.shape)
    try describe(operation, operands: operands, results: results)
  }

  /// Batch, height, width and channels of shapes of any rank: the last axis is channels, a shape of
  /// three axes is [batch, width, channels].
  private mutating func take(input: [Int]?, output: [Int]?) {
    if let input, let channels = input.last {
      inputChannels = channels
      if input.count >= 2 { batches = input[0] }
      if input.count >= 3 { inputWidth = input[input.count - 2] }
      if input.count >= 4 { inputHeight = input[input.count - 3] }
    }
    if let output, let channels = output.last {
      outputChannels = channels
      if output.count >= 3 { outputWidth = output[output.count - 2] }
      if output.count >= 4 { outputHeight = output[output.count - 3] }
    }
  }

  private mutating func describe(_ operation: Operation, operands: [Tensor], results: [Tensor])
    throws(GraphError)
  {
    switch operation.op {
    case .convolution(let c):
      groups = c.groups
      window(kernel: c.kernel, stride: c.stride, dilation: c.dilation, padding: c.padding)
    case .depthwiseConvolution(let c):
      multiplier = c.multiplier
      window(kernel: c.kernel, stride: c.stride, dilation: c.dilation, padding: c.padding)
    case .transposeConvolution(let c):
      window(kernel: c.kernel, stride: c.stride, dilation: c.dilation, padding: c.padding)
    case .pool(let p):
      window(kernel: p.kernel, stride: p.stride, dilation: .one, padding: p.padding)
    case .fullyConnected(let f):
      outputChannels = f.units
      rows = max(1, outputElements / f.units)
      inputChannels = max(1, firstInputElements / rows)
      batches = rows
      rowElements = inputChannels
    case .matmul(let m):
      rows = max(1, outputElements / max(1, outputChannels))
      // [..., rows, k], or [..., k, rows] when transposed.
      let shape = operands.first?.shape ?? []
      rowElements =
        m.transposesFirst && shape.count >= 2 ? shape[shape.count - 2] : inputChannels
    case .recurrent(let r):
      guard max(r.units, r.rank, r.memorySize) <= Int(Int32.max) else {
        throw .attribute(op: operation.name, name: "units", detail: "must be below 2^31")
      }
      describe(recurrent: r, operands: operands)
    case .reduction:
      rows = max(1, outputElements)
      rowElements = max(1, firstInputElements / rows)
    case .rowwise:
      rowElements = max(1, inputChannels)
      rows = max(1, firstInputElements / rowElements)
    case .binary:
      broadcast = operands.count > 1 && operands[0].elementCount != operands[1].elementCount
    case .unary, .concatenation, .reshape, .pad, .movement, .conversion, .control, .opaque,
      .custom:
      break
    }
  }

  private mutating func describe(recurrent: Recurrent, operands: [Tensor]) {
    units = max(1, recurrent.units)
    svdfRank = max(1, recurrent.rank)
    memorySize = max(1, recurrent.memorySize)
    guard let shape = operands.first?.shape, shape.count >= 2 else { return }
    if recurrent.kind == .svdf || shape.count == 2 {
      batches = shape[0]
    } else {
      steps = recurrent.timeMajor ? shape[0] : shape[1]
      batches = recurrent.timeMajor ? shape[1] : shape[0]
    }
    inputHeight = 1
    inputWidth = 1
  }

  private mutating func window(
    kernel: Extent2D, stride: Extent2D, dilation: Extent2D, padding: Padding
  ) {
    kernelHeight = kernel.height
    kernelWidth = kernel.width
    strideHeight = stride.height
    strideWidth = stride.width
    dilationHeight = dilation.height
    dilationWidth = dilation.width
    switch padding {
    case .valid: break
    case .explicit(let top, _, let left, _):
      paddingTop = top
      paddingLeft = left
    case .same:
      paddingTop = Self.samePadding(
        inputHeight, outputHeight, kernelHeight, stride.height, dilation.height)
      paddingLeft = Self.samePadding(
        inputWidth, outputWidth, kernelWidth, stride.width, dilation.width)
    }
  }

  /// TensorFlow's padding before the first element: half of the total, rounded down.
  private static func samePadding(
    _ input: Int, _ output: Int, _ kernel: Int, _ stride: Int, _ dilation: Int
  ) -> Int {
    // Extents are below 2^31, so the products stay below 2^62.
    max(0, (output - 1) * stride + (kernel - 1) * dilation + 1 - input) / 2
  }
}

extension Work {
  /// Multiply-accumulates and the paper's arithmetic operations (2 per MAC; kernel area per output
  /// of a pool; 1 per output of elementwise operations); `nil` when they pass `limit`.
  func counts(of op: Operator, limit: Int) -> (macs: Int, arithmetic: Int)? {
    func product(_ factors: Int...) -> Int? {
      var result = 1
      for factor in factors {
        let (next, overflow) = result.multipliedReportingOverflow(by: factor)
        if overflow || next > limit { return nil }
        result = next
      }
      return result
    }
    var macs: Int? = 0
    var others: Int? = 0
    switch op {
    case .convolution:
      macs = product(outputElements, kernelHeight, kernelWidth, inputChannels / max(1, groups))
    case .depthwiseConvolution:
      macs = product(outputElements, kernelHeight, kernelWidth)
    case .transposeConvolution:
      macs = product(firstConvolvedElements, kernelHeight, kernelWidth, outputChannels)
    case .fullyConnected, .matmul:
      macs = product(outputElements, rowElements)
    case .recurrent(let recurrent):
      macs = recurrentMACs(recurrent.kind, product: product)
    case .pool:
      others = product(outputElements, kernelHeight, kernelWidth)
    case .reduction:
      others = firstInputElements
    case .binary, .unary, .rowwise, .conversion:
      others = outputElements
    case .concatenation, .reshape, .pad, .movement, .control, .opaque, .custom:
      break
    }
    guard let macs, let others, macs <= limit, others <= limit else { return nil }
    return (macs, 2 * macs + others)
  }

  private var firstConvolvedElements: Int {
    batches * inputHeight * inputWidth * inputChannels
  }

  /// LSTM: four gates over input and state, each step; GRU three; plain RNN one. SVDF: the feature
  /// filter over the input and the time filter over the memory.
  private func recurrentMACs(_ kind: OperatorKind, product: (Int...) -> Int?) -> Int? {
    switch kind {
    case .svdf:
      guard let features = product(batches, units, inputChannels),
        let time = product(batches, units, memorySize)
      else { return nil }
      return features + time
    default:
      let gates = kind == .lstm ? 4 : kind == .gru ? 3 : 1
      guard let columns = product(1, inputChannels + units) else { return nil }
      return product(gates, batches, steps, units, columns)
    }
  }
}
