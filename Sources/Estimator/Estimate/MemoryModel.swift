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

  /// - Parameter scratch: bytes that the kernel of each operation asks for.
  init(graph: Graph, scratch: [Int], profile: Profile) throws(EstimateError) {
    self.graph = graph
    self.profile = profile
    var places = [Int](repeating: -1, count: graph.tensors.count)
    var tensors: [Int] = []
    var bytes: [Int] = []
    for (index, tensor) in graph.tensors.enumerated() where tensor.storage == .activation {
      places[index] = tensors.count
      tensors.append(index)
      bytes.append(tensor.byteCount)
    }
    func placed(_ index: Int?) -> Int? {
      guard let index, places[index] >= 0 else { return nil }
      return places[index]
    }
    let steps = zip(graph.operations, scratch).map { operation, scratch in
      MemoryGraph.Step(
        inputs: operation.inputs.compactMap(placed), outputs: operation.outputs.compactMap(placed),
        scratchRequests: scratch > 0 ? [scratch] : [])
    }
    do {
      memory = try MemoryGraph(
        tensorBytes: bytes, steps: steps, inputs: graph.inputs.compactMap(placed),
        outputs: graph.outputs.compactMap(placed))
    } catch {
      // The graph was checked: only the sum of its sizes can be refused.
      throw .memoryTooLarge
    }
    self.tensors = tensors
  }

  func estimate(detail: EstimateOptions.Detail) -> Answer {
    let liveness = memory.liveness()
    let arena = planGreedily(memory.arenaBuffers(of: memory.givenOrder)).arenaBytes
    let scratchPeak = liveness.scratchBytes.max() ?? 0
    let estimate = MemoryEstimate(
      activationPeakBytes: liveness.peakBytes, peakStep: liveness.peakPosition,
      givenOrderPeakBytes: liveness.peakBytes, bestOrderPeakBytes: nil, lowerBoundBytes: nil,
      lowerBoundProved: nil, arenaBytes: arena, arenaPlanner: "tflm-greedy",
      scratchPeakBytes: scratchPeak, persistentBytes: nil,
      allocateBytes: arena,
      totalFootprintBytes: liveness.peakBytes + graph.weightBytes,
      timeline: detail == .full ? timeline(of: liveness) : [])
    return Answer(estimate: estimate, liveBytes: liveness.liveBytes, warnings: [])
  }

  private func timeline(of liveness: Liveness) -> [MemoryEstimate.Step] {
    let alive = liveness.tensorsByPosition
    return liveness.order.steps.enumerated().map { position, step in
      MemoryEstimate.Step(
        operation: graph.operations[step].name, liveBytes: liveness.liveBytes[position],
        scratchBytes: liveness.scratchBytes[position],
        tensors: alive[position].map { graph.tensors[tensors[$0]].name })
    }
  }
}
