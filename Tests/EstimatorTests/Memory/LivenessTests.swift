import Estimator
import Testing

@Suite struct LivenessTests {
  /// input 0 (10) -> step 0 -> 1 (20) -> step 1 -> 2 (5); step 2 reads 0 and 2 -> 3 (7).
  private func skip(scratch: [Int] = []) throws -> MemoryGraph {
    try MemoryGraph(
      tensorBytes: [10, 20, 5, 7],
      steps: [
        .init(inputs: [0], outputs: [1]),
        .init(inputs: [1], outputs: [2], inPlaceInputs: [1], scratchRequests: scratch),
        .init(inputs: [0, 2], outputs: [3]),
      ],
      inputs: [0], outputs: [3])
  }

  @Test("a step needs its inputs, its outputs and what later steps still read")
  func peakOfASkipConnection() throws {
    let live = try skip().liveness()
    #expect(live.liveBytes == [30, 35, 22])
    #expect(live.peakBytes == 35)
    #expect(live.peakPosition == 1)
    #expect(live.tensors(at: 1) == [0, 1, 2])
    #expect(live.tensorsByPosition == [[0, 1], [0, 1, 2], [0, 2, 3]])
    #expect(live.lifetimes == [0..<3, 0..<2, 1..<3, 2..<3])
  }

  @Test("scratch counts only while its step runs")
  func scratch() throws {
    let live = try skip(scratch: [3, 1]).liveness()
    #expect(live.peakBytes == 35)
    #expect(live.scratchBytes == [0, 4, 0])
    #expect(live.peakBytesWithScratch == 39)
  }

  @Test("in place, the output takes over a dying input that is large enough")
  func inPlace() throws {
    #expect(try skip().liveness(inPlace: true).liveBytes == [30, 30, 22])
    let stillRead = try MemoryGraph(
      tensorBytes: [8, 8, 8],
      steps: [
        .init(inputs: [0], outputs: [1], inPlaceInputs: [0]),
        .init(inputs: [0, 1], outputs: [2], inPlaceInputs: [0, 1]),
      ],
      inputs: [0], outputs: [2])
    #expect(stillRead.liveness(inPlace: true).liveBytes == [16, 16])
  }

  @Test("a graph output lives to the end, even one that no step reads or that is an input")
  func outputsLiveToTheEnd() throws {
    let graph = try MemoryGraph(
      tensorBytes: [4, 2, 1],
      steps: [.init(inputs: [0], outputs: [1]), .init(inputs: [0], outputs: [2])],
      inputs: [0], outputs: [0, 1])
    #expect(graph.liveness().lifetimes == [0..<2, 0..<2, 1..<2])
    #expect(graph.liveness().peakBytes == 7)
  }

  @Test("without steps there is no peak")
  func empty() throws {
    let live = try MemoryGraph(tensorBytes: [4], steps: [], inputs: [0], outputs: [0]).liveness()
    #expect(live.peakBytes == 0)
    #expect(live.peakPosition == nil)
    #expect(live.tensorsByPosition.isEmpty)
  }

  @Test("another order is checked, and its liveness is its own")
  func anotherOrder() throws {
    let graph = try MemoryGraph(
      tensorBytes: [1, 10, 1, 20, 1],
      steps: [
        .init(inputs: [0], outputs: [1]), .init(inputs: [0], outputs: [3]),
        .init(inputs: [1], outputs: [2]), .init(inputs: [2, 3], outputs: [4]),
      ],
      inputs: [0], outputs: [4])
    #expect(graph.liveness().peakBytes == 31)
    let better = try ExecutionOrder([0, 2, 1, 3], of: graph)
    #expect(graph.liveness(of: better).peakBytes == 22)
    #expect(graph.reordered(better).liveness().liveBytes == graph.liveness(of: better).liveBytes)
    #expect(throws: MemoryGraphError.readBeforeProduced(tensor: 1, step: 2, producer: 0)) {
      try ExecutionOrder([2, 0, 1, 3], of: graph)
    }
    #expect(throws: MemoryGraphError.notAnOrder(stepCount: 4, expected: 4)) {
      try ExecutionOrder([0, 0, 1, 3], of: graph)
    }
    #expect(throws: MemoryGraphError.notAnOrder(stepCount: 1, expected: 4)) {
      try ExecutionOrder([0], of: graph)
    }
  }
}
