/// What TensorFlow Lite Micro takes from its arena for a model, and how large the arena must be.
public struct RuntimeMemory: Hashable, Sendable {
  /// The planned part at the head of the arena: tensors and kernel scratch.
  public let arenaBytes: Int
  /// What stays at its tail: structures, parameters, kernel state, variables, inputs and outputs.
  public let persistentBytes: Int
  /// The smallest arena with which allocation succeeds: what to write into the sketch.
  ///
  /// For small models planning itself needs more than the result, so `arena_used_bytes()`, which is
  /// head plus tail, is then too small.
  public let smallestArenaBytes: Int
  /// Kinds of operators whose kernel state is not in the tables; `RuntimeKernels.assumedState` stands
  /// for each.
  public let unknownKinds: Set<RuntimeOperatorKind>

  /// What the runtime's `arena_used_bytes()` reports.
  public var arenaUsedBytes: Int { arenaBytes + persistentBytes }
}

extension RuntimeModel {
  /// Allocates as the runtime does: the head by its greedy planner, the tail downwards from the end.
  public func memory(abi: RuntimeABI, kernels: RuntimeKernels) -> RuntimeMemory {
    let buffers = arenaBuffers()
    return memory(
      abi: abi, kernels: kernels, headBytes: planGreedily(buffers).arenaBytes,
      bufferCount: buffers.count)
  }

  /// The same for a head of `bufferCount` buffers that was planned before.
  func memory(
    abi: RuntimeABI, kernels: RuntimeKernels, headBytes head: Int, bufferCount: Int
  ) -> RuntimeMemory {
    var tail = RuntimeTail(abi: abi, kernels: kernels)
    tail.allocateModel(self)
    let beforeEnds = tail.bytes
    if let main = subgraphs.first {
      tail.allocateEnds(main.inputs.map { main.tensors[$0] })
      tail.allocateEnds(main.outputs.map { main.tensors[$0] })
    }
    return RuntimeMemory(
      arenaBytes: head, persistentBytes: tail.bytes,
      smallestArenaBytes: max(
        alignedUp(head + tail.bytes),
        alignedUp(planningBytes(abi: abi, bufferCount: bufferCount) + alignedUp(beforeEnds)),
        alignedUp(tail.mostPreparing)),
      unknownKinds: tail.unknownKinds)
  }

  /// What planning needs at the head, before there is a plan: requests, lifetimes, planner.
  private func planningBytes(abi: RuntimeABI, bufferCount: Int) -> Int {
    let requests = scratchRequestCount
    let lists =
      abi.scratchRequestBytes * (requests + Self.mostScratchRequests)
      + abi.subgraphOffsetBytes * subgraphs.count
      + abi.allocationInfoBytes * (tensorCount + requests)
    return alignedUp(lists) + abi.plannerBufferBytes * bufferCount
  }

  /// The runtime leaves room for the requests of one more operator (`kMaxScratchBuffersPerOp`).
  fileprivate static let mostScratchRequests = 12

  fileprivate var scratchRequestCount: Int {
    var count = 0
    forEachOperator { count += $0.scratchRequests.count }
    return count
  }

  fileprivate var tensorCount: Int { subgraphs.reduce(0) { $0 + $1.tensors.count } }

  fileprivate var operatorCount: Int { subgraphs.reduce(0) { $0 + $1.operators.count } }

  /// Variables that outlive an inference.
  fileprivate var resourceCount: Int {
    var resources: Set<Int> = []
    forEachOperator { op in
      if let resource = op.resource { resources.insert(resource.index) }
    }
    return resources.count
  }

  /// Looks at the operators of all subgraphs in turn, without copying them.
  fileprivate func forEachOperator(_ look: (borrowing Operator) -> Void) {
    for subgraph in subgraphs.indices {
      for index in subgraphs[subgraph].operators.indices {
        look(subgraphs[subgraph].operators[index])
      }
    }
  }
}

/// The arena's tail, growing downwards from an end that is aligned to 16.
private struct RuntimeTail {
  private let abi: RuntimeABI
  private let kernels: RuntimeKernels
  private(set) var bytes = 0
  private(set) var unknownKinds: Set<RuntimeOperatorKind> = []
  /// The most that is needed while an operator is prepared: the tail so far, the list of scratch
  /// requests, and the tensors that the kernel looks at, copied for the time being.
  private(set) var mostPreparing = 0
  private var requestCount = 0

  init(abi: RuntimeABI, kernels: RuntimeKernels) {
    self.abi = abi
    self.kernels = kernels
  }

  private mutating func allocate(_ size: Int, align alignment: Int) {
    bytes = alignedUp(bytes + size, to: alignment)
  }

  /// Everything but the model's inputs and outputs, in the runtime's order.
  mutating func allocateModel(_ model: RuntimeModel) {
    let word = abi.wordAlignment
    allocate(abi.allocatorBytes, align: word)
    let resources = model.resourceCount
    if resources > 0 {
      allocate(abi.resourceListBytes, align: arenaAlignment)
      allocate(abi.resourceBytes * resources, align: arenaAlignment)
    }
    allocate(abi.builtinDataAllocatorBytes, align: word)
    allocate(abi.subgraphBytes * model.subgraphs.count, align: word)
    allocate(abi.evalTensorBytes * model.tensorCount, align: word)
    allocate(abi.nodeBytes * model.operatorCount, align: word)
    model.forEachOperator { op in
      guard let parameters = abi.parameters[op.kind.known] else { return }
      allocate(parameters.bytes, align: parameters.alignment)
    }
    model.forEachOperator { op in
      allocateState(of: op.kind)
      if op.keepsUnknown { unknownKinds.insert(op.kind) }
    }
    var assigned: Set<Int> = []
    for subgraph in model.subgraphs {
      for index in subgraph.operators.indices {
        prepare(subgraph.operators[index], assigned: &assigned)
        let list =
          abi.scratchRequestBytes * (requestCount + RuntimeModel.mostScratchRequests)
        mostPreparing = max(
          mostPreparing,
          alignedUp(list) + copiedBytes(subgraph.operators[index], subgraph.tensors)
            + alignedUp(bytes))
        requestCount += subgraph.operators[index].scratchRequests.count
      }
    }
    allocate(abi.scratchHandleBytes * model.scratchRequestCount, align: word)
    for subgraph in model.subgraphs {
      for index in subgraph.tensors.indices where subgraph.tensors[index].storage == .variable {
        allocate(subgraph.tensors[index].bytes, align: arenaAlignment)
      }
    }
  }

  private mutating func allocateState(of kind: RuntimeOperatorKind) {
    guard let state = abi.stateOverrides[kind.known] ?? kernels.stateBytes[kind.known] else {
      unknownKinds.insert(kind)
      allocate(RuntimeKernels.assumedState, align: arenaAlignment)
      return
    }
    if state > 0 { allocate(state, align: arenaAlignment) }
  }

  private mutating func prepare(
    _ op: borrowing RuntimeModel.Operator, assigned: inout Set<Int>
  ) {
    if op.kind.known == .assignVariable, let resource = op.resource,
      assigned.insert(resource.index).inserted
    {
      allocate(resource.bytes, align: arenaAlignment)
    }
    for buffer in op.kept {
      allocate(buffer.bytes + buffer.words * abi.pointerBytes, align: arenaAlignment)
    }
    guard let arrays = kernels.channelArrays[op.kind.known], arrays.types.contains(op.elementType),
      !(arrays.exceptAsConvolution && op.runsAsConvolution)
    else { return }
    let entry = arrays.wideInt16 && op.elementType == .int16 ? 8 : 4
    for _ in 0..<arrays.count { allocate(entry * op.channels, align: arenaAlignment) }
  }

  /// Copies of the operands that an operator's kernel looks at, with their quantisation; what it looks
  /// at twice is copied twice. As bisected for one-operator files on x86-64: never too few, at most 96 bytes too many
  /// (`Tests/Integration/test_operators.py`).
  private func copiedBytes(
    _ op: borrowing RuntimeModel.Operator, _ tensors: [RuntimeModel.Tensor]
  ) -> Int {
    var read = op.inputs.count
    var repeated = 0
    var repeatsOutput = false
    switch op.kind.known {
    case .pack, .unpack: return 0
    // Tables are only looked at while the network runs.
    case .reshape, .batchToSpace, .spaceToBatch: read = 1
    case .conv2d, .depthwiseConv2d, .mean, .sum, .reduceMax, .reduceMin, .reduceAll, .reduceAny,
      .reduceProduct:
      (repeated, repeatsOutput) = (2, true)
    case .tanh: repeated = 1
    default: break
    }
    var bytes = 0
    for tensor in op.inputs.prefix(read) where tensor >= 0 { bytes += copiedBytes(tensors[tensor]) }
    for tensor in op.inputs.prefix(repeated) where tensor >= 0 {
      bytes += copiedBytes(tensors[tensor])
    }
    for tensor in op.outputs {
      bytes += copiedBytes(tensors[tensor]) * (repeatsOutput ? 2 : 1)
    }
    return bytes
  }

  private func copiedBytes(_ tensor: RuntimeModel.Tensor) -> Int {
    guard tensor.scaleCount > 0 else { return abi.tensorBytes }
    return abi.tensorBytes + abi.quantizationBytes
      + alignedUp(4 + 4 * tensor.scaleCount, to: abi.wordAlignment)
  }

  /// The model's inputs or its outputs: pointers, then each tensor with its quantisation.
  mutating func allocateEnds(_ tensors: [RuntimeModel.Tensor]) {
    allocate(abi.pointerBytes * tensors.count, align: arenaAlignment)
    for tensor in tensors {
      allocate(abi.tensorBytes, align: abi.wordAlignment)
      guard tensor.scaleCount > 0 else { continue }
      allocate(abi.quantizationBytes, align: abi.wordAlignment)
      allocate(4 + 4 * tensor.scaleCount, align: 4)
    }
  }
}
