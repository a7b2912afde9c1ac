extension Work {
  /// Fills in the work of a checked operation; its tensors have sizes and, where needed, shapes.
  ///
  /// Tensors are looked at in place, since copying them would take longer than the rest.
  mutating func describe(
    _ op: Operator, inputs: [Int?], outputs: [Int], tensors: [Tensor], name: String
  ) throws(GraphError) {
    let first = inputs.lazy.compactMap { $0 }.first
    let result = outputs.first
    kind = op.kind
    dataType = (first ?? result).map { tensors[$0].dataType } ?? .opaque
    weightType = dataType
    resultType = result.map { tensors[$0].dataType } ?? dataType
    count(inputs, outputs, tensors)
    rank = result.flatMap { tensors[$0].shape?.count } ?? 1
    if let first {
      inputRank = tensors[first].shape?.count ?? 1
      takeInput(tensors[first].shape)
    }
    if let result { takeOutput(tensors[result].shape) }
    try describe(
      op, input: first.flatMap { tensors[$0].shape } ?? [],
      valueBytes: inputs.last.flatMap { $0 }.map { tensors[$0].byteCount } ?? 0, name: name)
  }

  /// Numbers and sizes of operands. Each size is at most 2^40 and there are at most 10,000, so that
  /// sums fit.
  private mutating func count(_ inputs: [Int?], _ outputs: [Int], _ tensors: [Tensor]) {
    operands = 0
    inputElements = 0
    firstInputElements = 0
    var hasWeights = false
    for case let input? in inputs {
      let elements = tensors[input].elementCount
      operands += 1
      if operands == 1 { firstInputElements = elements }
      if operands == 2 { secondInputElements = elements }
      if tensors[input].storage != .constant {
        inputElements += elements
      } else if !hasWeights {
        hasWeights = true
        weightType = tensors[input].dataType
      }
    }
    results = outputs.count
    outputElements = 0
    bytes = 0
    for output in outputs {
      outputElements += tensors[output].elementCount
      bytes += tensors[output].byteCount
    }
  }

  /// Batch, height, width and channels of shapes of any rank: the last axis is channels, a shape of
  /// three axes is [batch, width, channels].
  private mutating func takeInput(_ shape: [Int]?) {
    guard let shape, let channels = shape.last else { return }
    inputChannels = channels
    if shape.count >= 2 { batches = shape[0] }
    if shape.count >= 3 { inputWidth = shape[shape.count - 2] }
    if shape.count >= 4 { inputHeight = shape[shape.count - 3] }
  }

  private mutating func takeOutput(_ shape: [Int]?) {
    guard let shape, let channels = shape.last else { return }
    outputChannels = channels
    if shape.count >= 3 { outputWidth = shape[shape.count - 2] }
    if shape.count >= 4 { outputHeight = shape[shape.count - 3] }
  }

  private mutating func describe(
    _ op: Operator, input shape: [Int], valueBytes: Int, name: String
  ) throws(GraphError) {
    switch op {
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
      rowElements =
        m.transposesFirst && shape.count >= 2 ? shape[shape.count - 2] : inputChannels
    case .recurrent(let r):
      guard max(r.units, r.rank, r.memorySize, r.projection) <= Int(Int32.max) else {
        throw .attribute(op: name, name: "units", detail: "must be below 2^31")
      }
      describe(recurrent: r, input: shape)
    case .reduction:
      rows = max(1, outputElements)
      rowElements = max(1, firstInputElements / rows)
    case .rowwise:
      rowElements = max(1, inputChannels)
      rows = max(1, firstInputElements / rowElements)
    case .binary:
      broadcast = operands > 1 && firstInputElements != secondInputElements
    case .control(let control) where control.kind == .assignVariable:
      // It has no output: what it copies is its value, the last input, as one row.
      bytes = valueBytes
      rowElements = max(1, valueBytes)
    case .unary, .concatenation, .reshape, .pad, .movement, .conversion, .control, .opaque,
      .custom:
      break
    }
  }

  private mutating func describe(recurrent: Recurrent, input shape: [Int]) {
    units = max(1, recurrent.units)
    projection = max(0, recurrent.projection)
    svdfRank = max(1, recurrent.rank)
    memorySize = max(1, recurrent.memorySize)
    guard shape.count >= 2 else { return }
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
        isTransposed ? outputHeight : inputHeight, isTransposed ? inputHeight : outputHeight,
        kernelHeight, stride.height, dilation.height)
      paddingLeft = Self.samePadding(
        isTransposed ? outputWidth : inputWidth, isTransposed ? inputWidth : outputWidth,
        kernelWidth, stride.width, dilation.width)
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
    var macs: Int? = 0
    var others: Int? = 0
    switch op {
    case .convolution:
      macs = product(
        product(outputElements, kernelHeight, kernelWidth, limit: limit),
        inputChannels / max(1, groups), limit: limit)
    case .depthwiseConvolution:
      macs = product(outputElements, kernelHeight, kernelWidth, limit: limit)
    case .transposeConvolution:
      macs = product(
        product(firstInputElements, kernelHeight, kernelWidth, limit: limit), outputChannels,
        limit: limit)
    case .fullyConnected, .matmul:
      macs = product(outputElements, rowElements, limit: limit)
    case .recurrent(let recurrent):
      macs = recurrentMACs(recurrent.kind, limit: limit)
    case .pool:
      others = product(outputElements, kernelHeight, kernelWidth, limit: limit)
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

  /// LSTM: four gates over input and state, each step; GRU three; plain RNN one. SVDF: the feature
  /// filter over the input and the time filter over the memory.
  private func recurrentMACs(_ kind: OperatorKind, limit: Int) -> Int? {
    if kind == .svdf {
      guard let features = product(batches, units, inputChannels, limit: limit),
        let time = product(batches, units, memorySize, limit: limit)
      else { return nil }
      return features + time
    }
    let gates = kind == .lstm ? 4 : kind == .gru ? 3 : 1
    // Units, channels and projections are below 2^31.
    let columns = inputChannels + (projection > 0 ? projection : units)
    guard let gating = product(gates, units, columns, limit: limit),
      let projecting = product(units, projection, limit: limit)
    else { return nil }
    return product(product(batches, steps, limit: limit), gating + projecting, limit: limit)
  }

  /// The product, or `nil` when a factor is or the product passes `limit`.
  private func product(_ a: Int?, _ b: Int?, _ c: Int = 1, limit: Int) -> Int? {
    guard let a, let b else { return nil }
    let (ab, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow || ab > limit { return nil }
    let (abc, overflowed) = ab.multipliedReportingOverflow(by: c)
    return overflowed || abc > limit ? nil : abc
  }
}
