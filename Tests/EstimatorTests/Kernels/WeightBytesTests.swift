import Testing

@testable import Estimator

@Suite struct WeightBytesTests {
  private func work(_ kind: OperatorKind, channels: Int, filters: Int, pixels: Int = 1) -> Work {
    var work = Work(kind: kind, dataType: .int8)
    work.inputChannels = channels
    work.outputChannels = filters
    work.inputWidth = pixels
    work.outputWidth = pixels
    work.outputElements = pixels * filters
    return work
  }

  @Test("weights and biases of each kind of layer, once")
  func bytes() {
    var convolution = work(.conv2d, channels: 6, filters: 4, pixels: 10)
    convolution.kernelHeight = 3
    convolution.kernelWidth = 5
    #expect(convolution.weightBytes == 15 * 6 * 4 + 16)
    convolution.groups = 2
    #expect(convolution.weightBytes == 15 * 3 * 4 + 16)
    convolution.groups = 1
    convolution.weightType = .float32
    #expect(convolution.weightBytes == 4 * 15 * 6 * 4 + 16)
    var depthwise = work(.depthwiseConv2d, channels: 6, filters: 6, pixels: 10)
    depthwise.kernelHeight = 3
    depthwise.kernelWidth = 3
    #expect(depthwise.weightBytes == 9 * 6 + 24)
    #expect(work(.fullyConnected, channels: 640, filters: 128).weightBytes == 640 * 128 + 512)
    #expect(work(.add, channels: 6, filters: 6).weightBytes == 0)
  }

  @Test("weights that a cache holds are fetched once, larger ones again for each pixel")
  func caches() {
    let layer = work(.conv2d, channels: 256, filters: 255, pixels: 9)
    let bytes = layer.weightBytes
    #expect(layer.fetchedWeightBytes(cacheBytes: nil) == bytes)
    #expect(layer.fetchedWeightBytes(cacheBytes: 100_000) == bytes)
    #expect(layer.fetchedWeightBytes(cacheBytes: 10_000) == 9 * bytes)
    let partly = layer.fetchedWeightBytes(cacheBytes: Int(bytes) - 1_000)
    #expect(partly == bytes * (1 + 8 * 3_000 / bytes))
    let single = work(.fullyConnected, channels: 256, filters: 255)
    #expect(single.fetchedWeightBytes(cacheBytes: 10_000) == single.weightBytes)
  }

  @Test("cycles of weights and of lines are added, and the error of the one is shared")
  func cycles() throws {
    let graph = try GraphFixtures.smallNetwork()
    let plain = try estimate(graph, on: ProfileFixtures.profile())
    let slowed = try estimate(
      graph,
      on: ProfileFixtures.profile {
        $0.weightByteCycles = Sourced(0.5, spread: 0.4, source: "made up", kind: .assumed)
      })
    for (before, after) in zip(plain.operations, slowed.operations) {
      let difference = (after.cycles ?? 0) - (before.cycles ?? 0)
      let multiplies = ["conv", "depthwise", "fc"].contains(before.kernel ?? "")
      #expect(multiplies ? difference > 0 : difference == 0)
    }
    let narrow = try #require(plain.operations[0].latency)
    let wide = try #require(slowed.operations[0].latency)
    #expect(wide.high / wide.value >= narrow.high / narrow.value)

    let fetching = try ProfileFixtures.profile(lines: [try #require(CostTerm(2, [.one]))]) {
      $0.lineCycles = Sourced(7, source: "made up", kind: .assumed)
    }
    let lines = try estimate(graph, on: fetching)
    #expect(lines.operations[0].kernel == "conv")
    #expect(lines.operations[0].cycles == (plain.operations[0].cycles ?? 0) + 14)
    #expect(lines.operations[2].cycles == plain.operations[2].cycles)
  }
}
