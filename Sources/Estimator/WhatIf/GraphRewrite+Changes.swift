extension GraphRewrite {
  // MARK: - Channels

  /// Filters and units of inner layers rounded to the nearest multiple, halves up. What leads to an
  /// output of the network keeps its channels: those are its meaning.
  static func roundingChannels(of graph: Graph, to multiple: Int) -> Outcome? {
    let fixed = layersBeforeOutputs(of: graph)
    var rewrite = GraphRewrite(graph)
    var changed = 0
    for (index, operation) in graph.operations.enumerated() {
      var op: Operator?
      if !fixed.contains(index) {
        switch operation.op {
        case .convolution(var convolution) where convolution.groups == 1:
          convolution.filters = rounded(convolution.filters, to: multiple)
          op = .convolution(convolution)
        case .fullyConnected(var layer):
          layer.units = rounded(layer.units, to: multiple)
          op = .fullyConnected(layer)
        default: break
        }
      }
      if op == operation.op { op = nil }
      if op != nil { changed += 1 }
      guard rewrite.append(operation, as: op) else { return nil }
    }
    return rewrite.outcome(changed: changed)
  }

  private static func rounded(_ count: Int, to multiple: Int) -> Int {
    // Channels are below 2^31.
    max(multiple, (count + multiple / 2) / multiple * multiple)
  }

  /// The layers whose channels arrive at an output of the graph unmixed.
  private static func layersBeforeOutputs(of graph: Graph) -> Set<Int> {
    var producer: [Int: Int] = [:]
    for (index, operation) in graph.operations.enumerated() {
      for output in operation.outputs { producer[output] = index }
    }
    var fixed: Set<Int> = []
    var seen: Set<Int> = []
    var pending = graph.outputs
    while let tensor = pending.popLast() {
      guard let index = producer[tensor], seen.insert(index).inserted else { continue }
      switch graph.operations[index].op {
      case .convolution, .fullyConnected: fixed.insert(index)
      default: pending += graph.operations[index].inputs.compactMap(\.self)
      }
    }
    return fixed
  }

  // MARK: - Separable and full

  /// Convolutions that a depthwise and a pointwise one can stand for.
  static func fullConvolutions(of graph: Graph) -> Set<Int> {
    Set(
      graph.operations.indices.filter { index in
        guard case .convolution(let convolution) = graph.operations[index].op else { return false }
        return convolution.groups == 1 && convolution.kernel != .one
          && graph.operations[index].work.inputChannels > 1
      })
  }

  /// Depthwise convolutions with a pointwise one behind them that reads nothing else.
  static func separableConvolutions(of graph: Graph) -> Set<Int> {
    Set(pointwise(of: graph).keys)
  }

  /// By the index of a depthwise convolution, that of its pointwise one.
  private static func pointwise(of graph: Graph) -> [Int: Int] {
    var readers: [Int: [Int]] = [:]
    for (index, operation) in graph.operations.enumerated() {
      for case let input? in operation.inputs { readers[input, default: []].append(index) }
    }
    let outputs = Set(graph.outputs)
    var pairs: [Int: Int] = [:]
    for (index, operation) in graph.operations.enumerated() {
      guard case .depthwiseConvolution(let depthwise) = operation.op, depthwise.multiplier == 1,
        let output = operation.outputs.first, !outputs.contains(output),
        let found = readers[output], found.count == 1,
        case .convolution(let convolution) = graph.operations[found[0]].op,
        convolution.kernel == .one, convolution.stride == .one, convolution.groups == 1
      else { continue }
      pairs[index] = found[0]
    }
    return pairs
  }

  static func separating(_ places: Set<Int>, of graph: Graph) -> Outcome? {
    var rewrite = GraphRewrite(graph)
    for (index, operation) in graph.operations.enumerated() {
      guard places.contains(index), case .convolution(let full) = operation.op,
        let input = operation.inputs.first ?? nil, let output = operation.outputs.first
      else {
        guard rewrite.append(operation) else { return nil }
        continue
      }
      let hasBias = operation.inputs.count > 2 && operation.inputs[2] != nil
      let middle = rewrite.addTensor(named: operation.name + "/depthwise", like: output)
      let depthwise = Operation(
        name: operation.name + "/depthwise",
        op: .depthwiseConvolution(
          DepthwiseConvolution(
            kernel: full.kernel, stride: full.stride, dilation: full.dilation,
            padding: full.padding)),
        inputs: [input], outputs: [middle], weights: .implied(bias: hasBias))
      let pointwise = Operation(
        name: operation.name,
        op: .convolution(
          Convolution(filters: full.filters, kernel: .one, activation: full.activation)),
        inputs: [middle], outputs: [output], weights: .implied(bias: hasBias))
      guard rewrite.append(new: depthwise), rewrite.append(new: pointwise) else { return nil }
    }
    return rewrite.outcome(changed: places.count)
  }

  static func joining(_ places: Set<Int>, of graph: Graph) -> Outcome? {
    let pairs = pointwise(of: graph).filter { places.contains($0.key) }
    let joined = Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, $0.key) })
    var rewrite = GraphRewrite(graph)
    for (index, operation) in graph.operations.enumerated() {
      if pairs[index] != nil { continue }
      guard let first = joined[index].map({ graph.operations[$0] }),
        case .depthwiseConvolution(let depthwise) = first.op,
        case .convolution(let pointwise) = operation.op, let input = first.inputs.first ?? nil
      else {
        guard rewrite.append(operation) else { return nil }
        continue
      }
      let full = Operation(
        name: operation.name,
        op: .convolution(
          Convolution(
            filters: pointwise.filters, kernel: depthwise.kernel, stride: depthwise.stride,
            dilation: depthwise.dilation, padding: depthwise.padding,
            activation: pointwise.activation)),
        inputs: [input], outputs: operation.outputs,
        weights: .implied(bias: operation.inputs.count > 2 && operation.inputs[2] != nil))
      guard rewrite.append(new: full) else { return nil }
    }
    return rewrite.outcome(changed: pairs.count)
  }

  // MARK: - Fewer pixels

  /// The first convolution over an image, with twice the stride.
  static func doublingFirstStride(of graph: Graph) -> Outcome? {
    var rewrite = GraphRewrite(graph)
    var changed = 0
    for operation in graph.operations {
      var op: Operator?
      if changed == 0 {
        switch operation.op {
        case .convolution(var convolution):
          convolution.stride = convolution.stride.doubled(within: operation, of: graph)
          op = .convolution(convolution)
        case .depthwiseConvolution(var depthwise):
          depthwise.stride = depthwise.stride.doubled(within: operation, of: graph)
          op = .depthwiseConvolution(depthwise)
        default: break
        }
        if op == operation.op { op = nil }
        if op != nil { changed = 1 }
      }
      guard rewrite.append(operation, as: op) else { return nil }
    }
    return rewrite.outcome(changed: changed)
  }

  /// Every image that comes in with half the height and width, halves up.
  static func halvingInputs(of graph: Graph) -> Outcome? {
    var rewrite = GraphRewrite(graph)
    var halved = 0
    for input in graph.inputs {
      guard var shape = graph.tensors[input].shape, shape.count == 4 else { continue }
      let before = shape
      for axis in 1...2 where shape[axis] > 1 { shape[axis] = (shape[axis] + 1) / 2 }
      guard shape != before else { continue }
      rewrite.reshapeInput(input, to: shape)
      halved += 1
    }
    guard halved > 0 else { return nil }
    for operation in graph.operations {
      guard rewrite.append(operation) else { return nil }
    }
    return rewrite.outcome(changed: graph.operations.count)
  }
}

extension Extent2D {
  /// Twice the stride along the axes of which there is more than one output.
  fileprivate func doubled(within operation: Operation, of graph: Graph) -> Extent2D {
    guard let output = operation.outputs.first, let shape = graph.tensors[output].shape,
      shape.count == 4
    else { return self }
    return Extent2D(
      shape[1] > 1 && height < 1 << 20 ? height * 2 : height,
      shape[2] > 1 && width < 1 << 20 ? width * 2 : width)
  }
}
