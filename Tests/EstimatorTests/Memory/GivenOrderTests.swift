import Testing

@testable import Estimator

@Suite struct GivenOrderTests {
  /// The same tensors and steps as a graph of opaque operations.
  private static func graph(_ memory: MemoryGraph) throws -> Graph {
    try Graph(
      name: "random",
      tensors: memory.tensorBytes.enumerated().map {
        GraphFixtures.tensor("t\($0.offset)", bytes: $0.element)
      },
      operations: memory.steps.enumerated().map { index, step in
        // Read twice at times: that holds one tensor all the same.
        let inputs = index.isMultiple(of: 3) ? step.inputs + step.inputs.prefix(1) : step.inputs
        return GraphFixtures.operation("s\(index)", .opaque, inputs, step.outputs)
      },
      inputs: memory.inputs, outputs: memory.outputs)
  }

  @Test("peak, timeline and the operands' bound are those of the graph that searches walk")
  func sameFigures() throws {
    var generator = SeededGenerator(seed: 11)
    for count in 1...200 {
      let graph = try Self.graph(
        try MemoryGraph.random(stepCount: 1 + count % 12, using: &generator))
      let given = GivenOrder(graph)
      let memory = try ActivationGraph(
        graph, scratch: Array(repeating: [], count: graph.operations.count)
      ).memory
      let liveness = memory.liveness()
      #expect(given.liveBytes == liveness.liveBytes)
      #expect(given.peakBytes == liveness.peakBytes)
      #expect(given.peakPosition == liveness.peakPosition)
      let best = memory.bestOrder()
      #expect(given.operandBytes <= best.lowerBoundBytes)
      if given.operandBytes == given.peakBytes {
        #expect(best.order == memory.givenOrder && best.isProved && best.statesExpanded == 0)
      } else {
        #expect(best.statesExpanded > 0 || best.peakBytes <= given.peakBytes)
      }
    }
  }

  @Test("constants, variables and handles take no bytes among the activations")
  func whatCounts() {
    #expect(activationBytes(.activation, .int8, 8) == 8)
    #expect(activationBytes(.activation, .resource, 8) == 0)
    #expect(activationBytes(.constant, .int8, 8) == 0)
    #expect(activationBytes(.variable, .int8, 8) == 0)
  }
}
