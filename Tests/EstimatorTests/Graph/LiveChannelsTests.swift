import Testing

@testable import Estimator

@Suite struct LiveChannelsTests {
  /// 1x1 convolution to 8 channels, of which `live` are live, depthwise, then 1x1 to 4 that read them.
  private func graph(live: LiveChannels?) throws -> Graph {
    func pointwise(_ name: String, _ input: Int, _ output: Int, filters: Int) -> Operation {
      Operation(
        name: name, op: .convolution(Convolution(filters: filters, kernel: Extent2D(1, 1))),
        inputs: [input], outputs: [output], weights: .implied(bias: true))
    }
    var first = pointwise("first", 0, 1, filters: 8)
    first.liveChannels = live
    var last = pointwise("last", 2, 3, filters: 4)
    last.liveChannels = live.map { LiveChannels(inputs: $0.outputs, outputs: 4) }
    let depthwise = Operation(
      name: "depthwise",
      op: .depthwiseConvolution(DepthwiseConvolution(kernel: Extent2D(1, 1))), inputs: [1],
      outputs: [2], weights: .implied(bias: true))
    return try Graph(
      name: "test",
      tensors: (0..<4).map {
        Tensor(name: "t\($0)", shape: $0 == 0 ? [1, 5, 5, 6] : nil, dataType: .int8)
      },
      operations: [first, depthwise, last], inputs: [0], outputs: [3])
  }

  @Test("dead channels are followed through a depthwise convolution to their readers")
  func followed() throws {
    let graph = try graph(live: LiveChannels(inputs: 6, outputs: 3))
    let work = graph.workWithoutDeadChannels()
    #expect(work.map { $0?.inputChannels } == [6, 3, 3])
    #expect(work.map { $0?.outputChannels } == [3, 3, 4])
    #expect(work.map { $0?.outputElements } == [75, 75, 100])
    // What the graph itself says stays.
    #expect(graph.operations.map(\.work.outputChannels) == [8, 8, 4])
  }

  @Test("without dead channels, or without a look at the weights, nothing changes")
  func nothingDead() throws {
    #expect(
      try graph(live: LiveChannels(inputs: 6, outputs: 8)).workWithoutDeadChannels()
        == [nil, nil, nil])
    #expect(try graph(live: nil).workWithoutDeadChannels() == [nil, nil, nil])
  }

  @Test("a layer without any weight still has one channel")
  func allDead() throws {
    let work = try graph(live: LiveChannels(inputs: 0, outputs: 0)).workWithoutDeadChannels()
    #expect(work.map { $0?.outputChannels } == [1, 1, 4])
  }
}
