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
  /// The scratch buffers that each operation requests, in bytes.
  private let scratch: [[Int]]
  /// What the runtime's allocator looks at, bodies included.
  private let runtime: RuntimeModel

  /// - Parameter scratch: the scratch buffers that each operation requests, in bytes.
  init(graph: consuming Graph, scratch: [[Int]], profile: Profile) throws(EstimateError) {
    self.profile = profile
    self.scratch = scratch
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
    self.graph = graph
  }

  func estimate(_ options: EstimateOptions) throws(EstimateError) -> Answer {
    let given = GivenOrder(graph)
    let search = try search(given, options)
    let chosen = options.order == .best ? search?.order : nil
    let walked = try chosen != nil || options.detail == .full ? activations() : nil
    let liveness = walked.map { $0.memory.liveness(of: chosen ?? $0.memory.givenOrder) }
    let needs = runtimeNeeds(order: chosen, options)
    let peakBytes = liveness?.peakBytes ?? given.peakBytes
    let estimate = MemoryEstimate(
      activationPeakBytes: peakBytes, peakStep: liveness?.peakPosition ?? given.peakPosition,
      givenOrderPeakBytes: given.peakBytes, bestOrderPeakBytes: search?.peakBytes,
      lowerBoundBytes: search?.lowerBoundBytes, lowerBoundProved: search?.isProved,
      order: chosen?.steps, arenaBytes: needs.arena, arenaPlanner: options.planner.rawValue,
      scratchPeakBytes: scratchPeakBytes, persistentBytes: needs.memory?.persistentBytes,
      allocateBytes: needs.memory?.smallestArenaBytes ?? needs.arena,
      totalFootprintBytes: peakBytes + graph.weightBytes,
      timeline: options.detail == .full ? timeline(liveness, tensors: walked?.tensors ?? []) : [])
    return Answer(
      estimate: estimate, liveBytes: liveness.map(liveBytesByOperation) ?? given.liveBytes,
      warnings: warnings(needs.memory, search: search))
  }

  private func activations() throws(EstimateError) -> ActivationGraph {
    do {
      return try ActivationGraph(graph, scratch: scratch)
    } catch {
      // The graph was checked: only the sum of its sizes can be refused.
      throw .memoryTooLarge
    }
  }

  private var scratchPeakBytes: Int {
    scratch.reduce(0) { most, requests in max(most, requests.reduce(0, +)) }
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
  private func search(
    _ given: GivenOrder, _ options: EstimateOptions
  ) throws(EstimateError) -> OrderSearchResult? {
    let isAsked = options.order == .best
    guard isAsked || options.detail != .summary && options.looksAround else { return nil }
    if given.peakBytes == given.operandBytes {
      return OrderSearchResult(
        order: ExecutionOrder(proved: Array(graph.operations.indices)),
        peakBytes: given.peakBytes, lowerBoundBytes: given.operandBytes, statesExpanded: 0)
    }
    return try activations().memory.bestOrder(
      stateBudget: isAsked && options.searchesThoroughly
        ? OrderSearchBudget.full : OrderSearchBudget.quick)
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

  private func timeline(_ liveness: Liveness?, tensors: [Int]) -> [MemoryEstimate.Step] {
    guard let liveness else { return [] }
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
