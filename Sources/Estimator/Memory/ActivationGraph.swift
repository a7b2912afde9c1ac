/// A graph's activations and scratch as tensors and steps: what searches and timelines walk along.
struct ActivationGraph {
  let memory: MemoryGraph
  /// The graph's tensor behind each tensor of `memory` but those that keep operations in order.
  let tensors: [Int]

  /// - Parameter scratch: the scratch buffers that each operation requests, in bytes.
  init(_ graph: Graph, scratch: [[Int]]) throws(MemoryGraphError) {
    var places = [Int](repeating: -1, count: graph.tensors.count)
    var tensors: [Int] = []
    var bytes: [Int] = []
    for index in graph.tensors.indices where graph.tensors[index].storage == .activation {
      places[index] = tensors.count
      tensors.append(index)
      let tensor = graph.tensors[index]
      bytes.append(activationBytes(tensor.storage, tensor.dataType, tensor.byteCount))
    }
    var stateChain = StateChain(firstTensor: bytes.count)
    var steps: [MemoryGraph.Step] = []
    steps.reserveCapacity(graph.operations.count)
    for index in graph.operations.indices {
      steps.append(
        MemoryGraph.Step(
          inputs: graph.operations[index].inputs.compactMap(\.self).places(in: places),
          outputs: graph.operations[index].outputs.places(in: places),
          scratchRequests: scratch[index]))
      if graph.operations[index].touchesState(in: graph) { stateChain.append(&steps[index]) }
    }
    bytes += Array(repeating: 0, count: stateChain.count)
    self.tensors = tensors
    memory = try MemoryGraph(
      tensorBytes: bytes, steps: steps, inputs: graph.inputs.places(in: places),
      outputs: graph.outputs.places(in: places))
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
    compactMap { places[$0] >= 0 ? places[$0] : nil }
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
