import Testing

@testable import Estimator

@Suite struct EstimateTests {
  @Test("instructions become cycles, time and energy by the profile's numbers")
  func arithmetic() throws {
    let graph = try GraphFixtures.smallNetwork()
    let estimate = try estimate(graph, on: ProfileFixtures.profile())
    let conv = estimate.operations[0]
    #expect(conv.kernel == "conv")
    #expect(conv.instructions == 13_824.0)
    #expect(conv.cycles == 27_648.0)
    #expect(conv.latency?.value.isClose(to: 4 * 6912 / 100e6 * 1e3) == true)
    #expect(conv.energy?.value.isClose(to: 0.050 * 4 * 6912 / 100e6 * 1e6) == true)
    // A class factor multiplies the cycles of its class alone.
    #expect(estimate.operations[2].cycles?.isClose(to: 3 * 4 * 2 * 1.5) == true)
  }

  @Test("totals are the sums of the rows")
  func totals() throws {
    let graph = try GraphFixtures.smallNetwork()
    let estimate = try estimate(graph, on: ProfileFixtures.profile())
    func sum(_ value: (OperationEstimate) -> Double?) -> Double {
      estimate.operations.reduce(0) { $0 + (value($1) ?? 0) }
    }
    let latency = try #require(estimate.totals.latency)
    #expect(latency.value.isClose(to: sum { $0.latency?.value }))
    #expect(try #require(estimate.totals.cycles).value.isClose(to: sum(\.cycles)))
    #expect(estimate.totals.instructions.isClose(to: sum(\.instructions)))
    #expect(try #require(estimate.totals.energy).value.isClose(to: sum { $0.energy?.value }))
    #expect(
      try #require(estimate.totals.inferencesPerSecond).isClose(to: 1e3 / latency.value))
    #expect(estimate.byType.reduce(0) { $0 + ($1.latency ?? 0) }.isClose(to: latency.value))
    #expect(estimate.byType.reduce(0) { $0 + $1.count } == graph.operations.count)
  }

  @Test("a total's interval is wider than without and narrower than with full correlation")
  func interval() throws {
    let graph = try GraphFixtures.smallNetwork()
    let estimate = try estimate(graph, on: ProfileFixtures.profile())
    let total = try #require(estimate.totals.latency)
    let reaches = estimate.operations.compactMap { row in
      row.latency.map { $0.high - $0.value }
    }
    let correlated = reaches.reduce(0, +)
    let independent = reaches.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(total.high - total.value > independent)
    #expect(total.high - total.value < correlated)
    #expect(total.low > 0 && total.low < total.value)
  }

  @Test("what no kernel serves is listed, left out of the totals and makes them incomplete")
  func gaps() throws {
    let graph = try GraphFixtures.smallNetwork()
    let estimate = try estimate(graph, on: ProfileFixtures.profile())
    #expect(estimate.coverage.notCovered.map(\.operation) == ["softmax"])
    #expect(estimate.coverage.macsFraction == 1)
    #expect(estimate.coverage.operationsFraction == 0.8)
    #expect(!estimate.totals.isComplete)
    #expect(estimate.operations[4].latency == nil)
    #expect(estimate.warnings.contains { $0.code == .notCovered && $0.operation == "softmax" })
  }

  @Test("a network of nothing but what no kernel serves is not covered at all")
  func nothingCovered() throws {
    let graph = try Graph(
      name: "compiled",
      tensors: [
        Tensor(name: "x", shape: [1, 8], dataType: .int8),
        Tensor(name: "y", shape: [1, 8], dataType: .int8),
      ],
      operations: [
        Operation(name: "npu", op: .custom(name: "ethos-u"), inputs: [0], outputs: [1])
      ], inputs: [0], outputs: [1])
    let estimate = try estimate(graph, on: ProfileFixtures.profile())
    #expect(estimate.coverage.macsFraction == 0)
    #expect(estimate.coverage.operationsFraction == 0)
    #expect(!estimate.totals.isComplete)
  }

  @Test("twice the clock halves the time; energy is kept, with a warning and a wider interval")
  func clock() throws {
    let graph = try GraphFixtures.smallNetwork()
    let profile = try ProfileFixtures.profile()
    let slow = try estimate(graph, on: profile)
    let fast = try estimate(
      graph, on: profile, options: EstimateOptions(clock: Hertz(megahertz: 200)))
    let slowTime = try #require(slow.totals.latency)
    #expect(try #require(fast.totals.latency).value.isClose(to: slowTime.value / 2))
    let slowEnergy = try #require(slow.totals.energy)
    let fastEnergy = try #require(fast.totals.energy)
    #expect(fastEnergy.value.isClose(to: slowEnergy.value))
    #expect(fastEnergy.high > slowEnergy.high)
    #expect(fast.warnings.contains { $0.code == .powerScaled })
  }

  @Test("a clock that the device cannot run, or at which nothing is known, is an error")
  func badClock() throws {
    let graph = try GraphFixtures.smallNetwork()
    let maximum = Hertz(megahertz: 200)
    for asked in [201.0, 0, -5] {
      #expect(throws: EstimateError.clock(asked: Hertz(megahertz: asked), maximum: maximum)) {
        try estimate(
          graph, on: ProfileFixtures.profile(),
          options: EstimateOptions(clock: Hertz(megahertz: asked)))
      }
    }
    let asked = Hertz(megahertz: 50)
    #expect(throws: EstimateError.clockFixed(asked: asked, calibrated: Hertz(megahertz: 100))) {
      try estimate(
        graph, on: ProfileFixtures.profile(scaling: .fixed), options: EstimateOptions(clock: asked))
    }
  }

  @Test("a profile that knows nothing about time still answers about memory")
  func memoryOnly() throws {
    let graph = try GraphFixtures.smallNetwork()
    let estimate = try estimate(graph, on: ProfileFixtures.profile(timing: false))
    #expect(estimate.totals.latency == nil && estimate.totals.energy == nil)
    #expect(estimate.warnings.map(\.code).contains(.latencyUnknown))
    #expect(estimate.memory.activationPeakBytes > 0)
  }

  @Test("the activation peak is the paper's: a step's inputs, outputs and what is read later")
  func memory() throws {
    let graph = try GraphFixtures.smallNetwork()
    let estimate = try estimate(
      graph, on: ProfileFixtures.profile(), options: EstimateOptions(detail: .full))
    // conv: 192 in + 256 out; depthwise: 256 + 64.
    #expect(estimate.memory.activationPeakBytes == 448)
    #expect(estimate.memory.peakStep == 0)
    #expect(estimate.memory.timeline.map(\.liveBytes) == [448, 320, 68, 14, 20])
    #expect(estimate.memory.timeline[0].tensors == ["image", "a"])
    #expect(estimate.memory.scratchPeakBytes == 12)
    #expect(estimate.memory.totalFootprintBytes == 448 + graph.weightBytes)
    #expect(estimate.operations.map(\.liveBytes) == [448, 320, 68, 14, 20])
  }

  @Test("default regions are what is available; reserves count as needed")
  func fits() throws {
    let graph = try GraphFixtures.smallNetwork()
    let options = EstimateOptions(detail: .summary, reservedRAM: 800)
    let estimate = try estimate(graph, on: ProfileFixtures.profile(), options: options)
    #expect(estimate.ramFit.availableBytes == 1024)
    #expect(estimate.ramFit.neededBytes == estimate.memory.allocateBytes + 800)
    #expect(!estimate.ramFit.fits)
    #expect(estimate.ramFit.excessBytes == estimate.ramFit.neededBytes - 1024)
    #expect(estimate.operations.isEmpty && estimate.memory.timeline.isEmpty)
  }

  @Test("the same arguments give the same answer, and a summary the same totals as rows")
  func deterministic() throws {
    let graph = try GraphFixtures.smallNetwork()
    let profile = try ProfileFixtures.profile()
    let rows = try estimate(graph, on: profile)
    #expect(try estimate(graph, on: profile) == rows)
    let summary = try estimate(graph, on: profile, options: EstimateOptions(detail: .summary))
    #expect(summary.totals == rows.totals)
    #expect(summary.byType == rows.byType)
  }
}

extension Double {
  /// Equal but for rounding in the last digits.
  fileprivate func isClose(to other: Double) -> Bool {
    abs(self - other) <= 1e-9 * max(abs(self), abs(other))
  }
}
