import Estimator
import Testing

@Suite struct MemoryGraphTests {
  typealias Step = MemoryGraph.Step

  private static let faults: [(MemoryGraphError, [Int], [Step], [Int], [Int])] = [
    (
      .unknownTensor(tensor: 7, step: 0, tensorCount: 1), [1],
      [Step(inputs: [7], outputs: [])], [0], []
    ),
    (.unknownTensor(tensor: -1, step: nil, tensorCount: 1), [1], [], [-1], []),
    (.unknownTensor(tensor: 1, step: nil, tensorCount: 1), [1], [], [0], [1]),
    (.negativeBytes(bytes: -1, tensor: 0, step: nil), [-1], [], [], []),
    (
      .negativeBytes(bytes: -2, tensor: nil, step: 0), [1],
      [Step(inputs: [0], outputs: [], scratchRequests: [-2])], [0], []
    ),
    (.tooManyBytes(limit: 1 << 53), [.max, .max], [], [], []),
    (.tooManyBytes(limit: 1 << 53), [1 << 53, 1], [], [], []),
    (
      .producedTwice(tensor: 1, firstStep: 0, secondStep: 1), [1, 1],
      [Step(inputs: [0], outputs: [1]), Step(inputs: [0], outputs: [1])], [0], [1]
    ),
    (
      .producedTwice(tensor: 0, firstStep: nil, secondStep: 0), [1],
      [Step(inputs: [], outputs: [0])], [0], []
    ),
    (
      .producedTwice(tensor: 1, firstStep: 0, secondStep: 0), [1, 1],
      [Step(inputs: [0], outputs: [1, 1])], [0], []
    ),
    (.neverProduced(tensor: 0, step: 0), [1], [Step(inputs: [0], outputs: [])], [], []),
    (.neverProduced(tensor: 0, step: nil), [1], [], [], [0]),
    (
      .readBeforeProduced(tensor: 1, step: 0, producer: 1), [1, 1, 1],
      [Step(inputs: [1], outputs: [2]), Step(inputs: [0], outputs: [1])], [0], [2]
    ),
    (.cycle(steps: [0]), [1], [Step(inputs: [0], outputs: [0])], [], []),
    (
      .inPlaceNotRead(tensor: 1, step: 0), [1, 1, 1],
      [Step(inputs: [0], outputs: [2], inPlaceInputs: [1])], [0, 1], []
    ),
  ]

  @Test("each fault is named", arguments: faults.indices)
  func fault(_ index: Int) {
    let (error, bytes, steps, inputs, outputs) = Self.faults[index]
    #expect(throws: error) {
      try MemoryGraph(tensorBytes: bytes, steps: steps, inputs: inputs, outputs: outputs)
    }
    #expect(error.description.hasSuffix("."))
  }

  @Test("a cycle is listed in the order in which its steps wait")
  func cycle() {
    // 0 reads what 2 writes, 1 what 0 writes, 2 what 1 writes; 3 only hangs on.
    let steps = [
      Step(inputs: [2], outputs: [0]), Step(inputs: [0], outputs: [1]),
      Step(inputs: [1], outputs: [2]), Step(inputs: [2], outputs: [3]),
    ]
    let error = #expect(throws: MemoryGraphError.self) {
      try MemoryGraph(tensorBytes: [1, 1, 1, 1], steps: steps, inputs: [], outputs: [3])
    }
    guard case .cycle(let found) = error else {
      Issue.record("expected a cycle, got \(String(describing: error))")
      return
    }
    #expect(found.sorted() == [0, 1, 2])
    for (step, next) in zip(found, found.dropFirst() + found.prefix(1)) {
      #expect(!Set(steps[step].outputs).isDisjoint(with: steps[next].inputs))
    }
  }

  @Test("repeated operands count once, and the largest total is accepted")
  func repeats() throws {
    let graph = try MemoryGraph(
      tensorBytes: [(1 << 53) - 1, 1],
      steps: [Step(inputs: [0, 0], outputs: [1], inPlaceInputs: [0, 0])],
      inputs: [0, 0], outputs: [1, 1])
    #expect(graph.steps[0].inputs == [0])
    #expect(graph.inputs == [0])
    #expect(graph.outputs == [1])
    #expect(graph.liveness().peakBytes == 1 << 53)
  }
}
