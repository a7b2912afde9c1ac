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
      tail.allocateEnds(main.inputs, of: main)
      tail.allocateEnds(main.outputs, of: main)
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
    for subgraph in subgraphs {
      let operators = subgraph.operators.span
      for index in operators.indices { count += operators[index].scratchRequests.count }
    }
    return count
  }

  fileprivate var tensorCount: Int { subgraphs.reduce(0) { $0 + $1.tensors.count } }

  fileprivate var operatorCount: Int { subgraphs.reduce(0) { $0 + $1.operators.count } }

  /// Variables that outlive an inference.
  fileprivate var resourceCount: Int {
    var resources: Set<Int> = []
    for subgraph in subgraphs {
      let operators = subgraph.operators.span
      for index in operators.indices {
        if let resource = operators[index].resource { resources.insert(resource.index) }
      }
    }
    return resources.count
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
    for subgraph in model.subgraphs {
      let operators = subgraph.operators.span
      for index in operators.indices {
        guard let parameters = abi.parameters[operators[index].kind.known] else { continue }
        allocate(parameters.bytes, align: parameters.alignment)
      }
    }
    for subgraph in model.subgraphs {
      let operators = subgraph.operators.span
      for index in operators.indices {
        allocateState(of: operators[index].kind)
        if operators[index].keepsUnknown { unknownKinds.insert(operators[index].kind) }
      }
    }
    var assigned: Set<Int> = []
    for subgraph in model.subgraphs {
      let operators = subgraph.operators
      for index in operators.indices {
        prepare(operators, index, assigned: &assigned)
        let list =
          abi.scratchRequestBytes * (requestCount + RuntimeModel.mostScratchRequests)
        mostPreparing = max(
          mostPreparing,
          alignedUp(list) + copiedBytes(operators, index, subgraph.tensors) + alignedUp(bytes))
        requestCount += operators[index].scratchRequests.count
      }
    }
    allocate(abi.scratchHandleBytes * model.scratchRequestCount, align: word)
    for subgraph in model.subgraphs {
      let tensors = subgraph.tensors.span
      for index in tensors.indices where tensors[index].storage == .variable {
        allocate(tensors[index].bytes, align: arenaAlignment)
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

  // Operators are named by their place: one handed on is a copy that counts its lists.
  private mutating func prepare(
    _ operators: [RuntimeModel.Operator], _ index: Int, assigned: inout Set<Int>
  ) {
    let kind = operators[index].kind.known
    if kind == .assignVariable, let resource = operators[index].resource,
      assigned.insert(resource.index).inserted
    {
      allocate(resource.bytes, align: arenaAlignment)
    }
    for buffer in operators[index].kept {
      allocate(buffer.bytes + buffer.words * abi.pointerBytes, align: arenaAlignment)
    }
    let type = operators[index].elementType
    guard let arrays = kernels.channelArrays[kind], arrays.types.contains(type),
      !(arrays.exceptAsConvolution && operators[index].runsAsConvolution)
    else { return }
    let entry = arrays.wideInt16 && type == .int16 ? 8 : 4
    for _ in 0..<arrays.count { allocate(entry * operators[index].channels, align: arenaAlignment) }
  }

  /// Copies of the operands that an operator's kernel looks at, with their quantisation; what it looks
  /// at twice is copied twice. As bisected for one-operator files on x86-64: never too few, at most 96 bytes too many
  /// (`Tests/Integration/test_operators.py`).
  private func copiedBytes(
    _ operators: [RuntimeModel.Operator], _ index: Int, _ tensors: [RuntimeModel.Tensor]
  ) -> Int {
    let inputs = operators[index].inputs
    var read = inputs.count
    var repeated = 0
    var repeatsOutput = false
    switch operators[index].kind.known {
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
    for slot in inputs.indices where slot < read {
      guard let tensor = inputs[slot] else { continue }
      bytes += copiedBytes(tensors[tensor]) * (slot < repeated ? 2 : 1)
    }
    for tensor in operators[index].outputs {
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
  mutating func allocateEnds(_ ends: [Int], of main: borrowing RuntimeModel.Subgraph) {
    allocate(abi.pointerBytes * ends.count, align: arenaAlignment)
    let tensors = main.tensors.span
    for end in ends {
      allocate(abi.tensorBytes, align: abi.wordAlignment)
      guard tensors[end].scaleCount > 0 else { continue }
      allocate(abi.quantizationBytes, align: abi.wordAlignment)
      allocate(4 + 4 * tensors[end].scaleCount, align: 4)
    }
  }
}
