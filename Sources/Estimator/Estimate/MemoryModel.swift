/// The memory of one inference: the graph's activations with the scratch of the kernels that run.
struct MemoryModel {
  struct Answer {
    var estimate: MemoryEstimate
    /// Bytes alive at each step of the order, scratch left out.
    var liveBytes: [Int]
    var warnings: [Warning]
  }

  private let graph: Graph
  private let profile: Profile
  private let memory: MemoryGraph
  /// The graph's tensor behind each tensor of `memory`.
  private let tensors: [Int]
  /// What the runtime's allocator looks at, bodies included.
  private let runtime: RuntimeModel

  /// - Parameter scratch: the scratch buffers that each operation requests, in bytes.
  init(graph: Graph, scratch: [[Int]], profile: Profile) throws(EstimateError) {
    self.graph = graph
    self.profile = profile
    var places = [Int](repeating: -1, count: graph.tensors.count)
    var tensors: [Int] = []
    var bytes: [Int] = []
    tensors.reserveCapacity(graph.tensors.count)
    bytes.reserveCapacity(graph.tensors.count)
    for index in graph.tensors.indices where graph.tensors[index].storage == .activation {
      places[index] = tensors.count
      tensors.append(index)
      // A handle names a variable; the runtime keeps it beside the arena.
      bytes.append(
        graph.tensors[index].dataType == .resource ? 0 : graph.tensors[index].byteCount)
    }
    var stateChain = StateChain(firstTensor: bytes.count)
    var steps: [MemoryGraph.Step] = []
    steps.reserveCapacity(graph.operations.count)
    for index in graph.operations.indices {
      steps.append(
        MemoryGraph.Step(
          inputs: graph.operations[index].inputs.places(in: places),
          outputs: graph.operations[index].outputs.places(in: places),
          scratchRequests: scratch[index]))
      if graph.operations[index].touchesState(in: graph) { stateChain.append(&steps[index]) }
    }
    bytes += Array(repeating: 0, count: stateChain.count)
    do {
      memory = try MemoryGraph(
        tensorBytes: bytes, steps: steps, inputs: graph.inputs.places(in: places),
        outputs: graph.outputs.places(in: places))
    } catch {
      // The graph was checked: only the sum of its sizes can be refused.
      throw .memoryTooLarge
    }
    self.tensors = tensors
    do {
      runtime = try RuntimeModel(graph, scratch: scratch) { operation in
        profile.scratchRequests(of: operation) ?? [MemoryGraph.maximumTotalBytes]
      }
    } catch {
      switch error {
      case .tooDeep, .tooManyVisits: throw .bodiesTooDeep
      default: throw .memoryTooLarge
      }
    }
  }

  func estimate(_ options: EstimateOptions) -> Answer {
    let detail = options.detail
    let given = memory.liveness()
    let search = search(options)
    let chosen = options.order == .best ? search?.order : nil
    let liveness = chosen.map { memory.liveness(of: $0) } ?? given
    let needs = runtimeNeeds(order: chosen, options)
    let estimate = MemoryEstimate(
      activationPeakBytes: liveness.peakBytes, peakStep: liveness.peakPosition,
      givenOrderPeakBytes: given.peakBytes, bestOrderPeakBytes: search?.peakBytes,
      lowerBoundBytes: search?.lowerBoundBytes, lowerBoundProved: search?.isProved,
      order: chosen?.steps, arenaBytes: needs.arena, arenaPlanner: options.planner.rawValue,
      scratchPeakBytes: liveness.scratchBytes.max() ?? 0,
      persistentBytes: needs.memory?.persistentBytes,
      allocateBytes: needs.memory?.smallestArenaBytes ?? needs.arena,
      totalFootprintBytes: liveness.peakBytes + graph.weightBytes,
      timeline: detail == .full ? timeline(of: liveness) : [])
    return Answer(
      estimate: estimate, liveBytes: liveBytesByOperation(liveness),
      warnings: warnings(needs.memory, search: search))
  }

  /// The planned part, and with it what the interpreter allocates; no `memory` where its rule is not
  /// known.
  private func runtimeNeeds(
    order: ExecutionOrder?, _ options: EstimateOptions
  ) -> (arena: Int, memory: RuntimeMemory?) {
    let model = order.map { runtime.reordered($0) } ?? runtime
    let buffers = model.arenaBuffers()
    let arena: Int
    switch options.planner {
    case .tflmGreedy: arena = planGreedily(buffers).arenaBytes
    case .best:
      let budget = options.searchesThoroughly ? PlacementBudget.full : PlacementBudget.quick
      let best = planBest(buffers, nodeBudget: budget).plan.arenaBytes
      // A plan in the file may put tensors into each other, which no planner of ours does.
      arena = graph.hasMemoryPlan ? min(best, planGreedily(buffers).arenaBytes) : best
    }
    guard let sizes = profile.runtimeSizes else { return (arena, nil) }
    let memory = model.memory(
      abi: sizes.abi, kernels: sizes.kernels, headBytes: arena, bufferCount: buffers.count)
    return (arena, memory)
  }

  /// A summary leaves the best order out unless it was asked for: a search is not free.
  private func search(_ options: EstimateOptions) -> OrderSearchResult? {
    switch (options.order, options.detail) {
    case (.best, _) where options.searchesThoroughly:
      memory.bestOrder(stateBudget: OrderSearchBudget.full)
    case (.best, _): memory.bestOrder(stateBudget: OrderSearchBudget.quick)
    case (.given, .summary): nil
    case (.given, _) where !options.looksAround: nil
    case (.given, _): memory.bestOrder(stateBudget: OrderSearchBudget.quick)
    }
  }

  private func liveBytesByOperation(_ liveness: Liveness) -> [Int] {
    var result = liveness.liveBytes
    for (position, step) in liveness.order.steps.enumerated() {
      result[step] = liveness.liveBytes[position]
    }
    return result
  }

  private func warnings(_ memory: RuntimeMemory?, search: OrderSearchResult?) -> [Warning] {
    var result: [Warning] = []
    if memory == nil {
      result.append(
        Warning(
          code: .persistentUnknown,
          message: "What the runtime keeps beside the arena is not known on this profile: "
            + "allocate_bytes is the arena alone."))
    }
    if let kinds = memory?.unknownKinds, !kinds.isEmpty {
      let names = kinds.map(\.name).sorted().joined(separator: ", ")
      result.append(
        Warning(
          code: .persistentAssumed,
          message: "What the kernel of \(names) keeps is not known: "
            + "\(RuntimeKernels.assumedState) bytes each were assumed."))
    }
    if let search, !search.isProved {
      result.append(
        Warning(
          code: .bestOrderUnproved,
          message: "The best order found needs \(search.peakBytes) bytes and no order needs less "
            + "than \(search.lowerBoundBytes); the search stopped at its budget of states."))
    }
    return result
  }

  private func timeline(of liveness: Liveness) -> [MemoryEstimate.Step] {
    let alive = liveness.tensorsByPosition
    return liveness.order.steps.enumerated().map { position, step in
      MemoryEstimate.Step(
        operation: graph.operations[step].name, liveBytes: liveness.liveBytes[position],
        scratchBytes: liveness.scratchBytes[position],
        tensors: alive[position].filter { $0 < tensors.count }.map {
          graph.tensors[tensors[$0]].name
        })
    }
  }
}

/// Keeps operations with state in their order: each passes an empty tensor on to the next, so that
/// no search may swap two of them.
private struct StateChain {
  private let firstTensor: Int
  private(set) var count = 0

  init(firstTensor: Int) { self.firstTensor = firstTensor }

  mutating func append(_ step: inout MemoryGraph.Step) {
    if count > 0 { step.inputs.append(firstTensor + count - 1) }
    step.outputs.append(firstTensor + count)
    count += 1
  }
}

extension [Int] {
  /// Where each is in the memory graph, constants and variables left out.
  fileprivate func places(in places: [Int]) -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(count)
    for index in self where places[index] >= 0 { found.append(places[index]) }
    return found
  }
}

extension [Int?] {
  fileprivate func places(in places: [Int]) -> [Int] {
    // Most operations read one activation beside their weights.
    var found: [Int] = []
    for case let index? in self where places[index] >= 0 { found.append(places[index]) }
    return found
  }
}

extension Operation {
  /// Whether the operation reads or writes what outlives it, or may: variables, control flow and
  /// custom code.
  fileprivate func touchesState(in graph: Graph) -> Bool {
    switch op {
    case .control, .custom: return true
    default:
      for case let input? in inputs where graph.tensors[input].storage == .variable { return true }
      return false
    }
  }
}
