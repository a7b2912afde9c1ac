/// A stretch of an order that can be rearranged on its own.
///
/// A step that is comparable to every other has the same place in all orders, and so has the set of
/// steps before it: the stretches between such steps are independent problems.
struct OrderSegment {
  /// Places in the given order.
  var steps: Range<Int>
  /// The stretch as a graph of its own; its step *i* is `steps.lowerBound + i`.
  var graph: MemoryGraph
  /// Bytes alive throughout that the stretch does not touch.
  var idleBytes: Int
}

extension MemoryGraph {
  /// Whether each step is comparable to all others: either needs it or is needed by it.
  ///
  /// In any valid order, everything before such a step has a reader at or before it, and everything
  /// after has a writer at or after it; both are running extremes.
  ///
  /// - Complexity: O(step operands).
  func stepsComparableToAll() -> [Bool] {
    var writer = [Int](repeating: -1, count: tensorBytes.count)
    var firstReader = [Int](repeating: steps.count, count: steps.count)
    var lastWriter = [Int](repeating: -1, count: steps.count)
    for (index, step) in steps.enumerated() {
      for tensor in step.inputs where writer[tensor] >= 0 {
        lastWriter[index] = max(lastWriter[index], writer[tensor])
        firstReader[writer[tensor]] = min(firstReader[writer[tensor]], index)
      }
      for tensor in step.outputs { writer[tensor] = index }
    }
    var comparable = [Bool](repeating: true, count: steps.count)
    var latest = -1
    for index in steps.indices {
      if latest > index { comparable[index] = false }
      latest = max(latest, firstReader[index])
    }
    var earliest = steps.count
    for index in steps.indices.reversed() {
      if earliest < index { comparable[index] = false }
      earliest = min(earliest, lastWriter[index])
    }
    return comparable
  }

  /// The stretches of more than one step between steps that are comparable to all.
  ///
  /// - Complexity: O(tensors + step operands).
  func segments() -> [OrderSegment] {
    let comparable = stepsComparableToAll()
    let cutter = SegmentCutter(self)
    var found: [OrderSegment] = []
    var start = 0
    for end in 0...steps.count where end == steps.count || comparable[end] {
      if end - start > 1 { found.append(cutter.segment(start..<end)) }
      start = end + 1
    }
    return found
  }
}

/// Cuts stretches out of a graph.
private struct SegmentCutter {
  private let graph: MemoryGraph
  private let live: Liveness
  private var isInput: [Bool]
  private var isOutput: [Bool]

  init(_ graph: MemoryGraph) {
    self.graph = graph
    live = graph.liveness()
    isInput = [Bool](repeating: false, count: graph.tensorBytes.count)
    isOutput = isInput
    for tensor in graph.inputs { isInput[tensor] = true }
    for tensor in graph.outputs { isOutput[tensor] = true }
  }

  func segment(_ range: Range<Int>) -> OrderSegment {
    if range.count == graph.steps.count {
      return OrderSegment(steps: range, graph: graph, idleBytes: 0)
    }
    var local: [Int: Int] = [:]
    var bytes: [Int] = []
    var inputs: [Int] = []
    var outputs: [Int] = []
    func name(_ tensor: Int) -> Int {
      if let known = local[tensor] { return known }
      let new = bytes.count
      local[tensor] = new
      bytes.append(graph.tensorBytes[tensor])
      if let lifetime = live.lifetimes[tensor] {
        if lifetime.lowerBound < range.lowerBound || isInput[tensor] { inputs.append(new) }
        if lifetime.upperBound > range.upperBound || isOutput[tensor] { outputs.append(new) }
      }
      return new
    }
    let steps = graph.steps[range].map { step in
      MemoryGraph.Step(
        inputs: step.inputs.map(name), outputs: step.outputs.map(name),
        inPlaceInputs: step.inPlaceInputs.map(name), scratchRequests: step.scratchRequests)
    }
    // Alive at the first step: what it writes, what the stretch is given, and idle bytes.
    let written = graph.steps[range.lowerBound].outputs.reduce(0) { $0 + graph.tensorBytes[$1] }
    let given = inputs.reduce(0) { $0 + bytes[$1] }
    return OrderSegment(
      steps: range,
      graph: MemoryGraph(
        provedTensorBytes: bytes, steps: steps, inputs: inputs, outputs: outputs),
      idleBytes: live.liveBytes[range.lowerBound] - written - given)
  }
}
