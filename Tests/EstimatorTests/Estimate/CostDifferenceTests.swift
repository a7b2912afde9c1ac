import Testing

@testable import Estimator

@Suite struct CostDifferenceTests {
  @Test("a graph less itself is exactly nothing, for certain, also under other names and orders")
  func identicalGraphs() throws {
    let profile = try ProfileFixtures.profile()
    let estimate = try estimate(GraphFixtures.smallNetwork(), on: profile)
    let side = try #require(estimate.costSide)
    let turned = CostSide(
      profile: profile, clock: estimate.clock, operations: side.operations.reversed())
    for difference in [estimate.difference(from: estimate), CostDifference(from: side, to: turned)]
    {
      let nothing = Interval(value: 0, low: 0, high: 0)
      #expect(difference?.latency == nothing && difference?.energy == nothing)
      #expect(difference?.sharing == .profile && difference?.isComplete == true)
    }
  }

  @Test(
    "one more operation costs what it costs alone, and only its own error is left beside its share")
  func oneOperationMore() throws {
    let profile = try ProfileFixtures.profile()
    let base = DifferenceFixtures.side([("conv", 0, 40), ("fc", 1, 8)], on: profile)
    let head = DifferenceFixtures.side(
      [("conv", 0, 40), ("fc", 1, 8), ("pool", 2, 10)], on: profile)
    let latency = try #require(CostDifference(from: base, to: head).latency)
    // Pool: 2 % of the fit, 10 % of the operation, 10 % of its class, 5 % of the device.
    let deviation = 10 * (0.02 * 0.02 + 0.1 * 0.1 + 0.1 * 0.1 + 0.05 * 0.05).squareRoot()
    #expect(latency.value == 10)
    #expect(abs(latency.high - latency.value - Interval.deviations * deviation) < 1e-12)
    #expect(abs(latency.value - latency.low - Interval.deviations * deviation) < 1e-12)
  }

  @Test(
    "an operation that no kernel serves makes the difference incomplete, if one side alone has it")
  func gaps() throws {
    let profile = try ProfileFixtures.profile()
    let base = DifferenceFixtures.side([("conv", 0, 40)], on: profile)
    var head = DifferenceFixtures.side([("conv", 0, 40), ("fc", 1, 8)], on: profile)
    head.operations[1].identity.kernel = nil
    head.operations[1].latency = nil
    #expect(!CostDifference(from: base, to: head).isComplete)
    #expect(CostDifference(from: base, to: head).latency?.value == 0)
    #expect(CostDifference(from: head, to: head).isComplete)
  }

  @Test("what is unknown on one side is unknown in the difference; a summary has none")
  func unknown() throws {
    let graph = try GraphFixtures.smallNetwork()
    let known = try estimate(graph, on: ProfileFixtures.profile())
    let powerless = try estimate(graph, on: ProfileFixtures.profile(power: false))
    let timeless = try estimate(graph, on: ProfileFixtures.profile(timing: false))
    #expect(powerless.difference(from: known)?.latency != nil)
    #expect(powerless.difference(from: known)?.energy == nil)
    #expect(timeless.difference(from: known)?.latency == nil)
    let summary = try estimate(
      graph, on: ProfileFixtures.profile(), options: EstimateOptions(detail: .summary))
    #expect(summary.difference(from: known) == nil)
  }

  @Test("the other way round it is the same with its sign turned", arguments: 0..<40)
  func antisymmetry(_ seed: Int) throws {
    var world = try DifferenceFixtures(seed: seed)
    let (base, head) = world.sides(.oneProfile)
    let there = CostDifference(from: base, to: head)
    let back = CostDifference(from: head, to: base)
    for (one, other) in [(there.latency, back.latency), (there.energy, back.energy)] {
      let (one, other) = try (#require(one), #require(other))
      #expect(one.value == -other.value)
      #expect(one.low == -other.high && one.high == -other.low)
    }
  }

  @Test("it is never wider than between estimates that share nothing", arguments: 0..<40)
  func neverWider(_ seed: Int) throws {
    for relation in DifferenceFixtures.Relation.allCases {
      var world = try DifferenceFixtures(seed: seed)
      let (base, head) = world.sides(relation)
      let latency = try #require(CostDifference(from: base, to: head).latency)
      let alone = [base, head].map { DifferenceFixtures.reachAlone($0) }
      let independent = (alone[0] * alone[0] + alone[1] * alone[1]).squareRoot()
      #expect(latency.high - latency.value <= independent * (1 + 1e-12))
    }
  }

  /// Draws the errors of the model at random, as their definition says and not as the formula does.
  ///
  /// 4,000 draws of a coverage of 0.9 have a standard deviation of 0.005: 0.02 is four of them.
  @Test(
    "nine of ten true differences lie within the interval when errors are as the profile says",
    arguments: DifferenceFixtures.Relation.allCases, 0..<4)
  func coverage(_ relation: DifferenceFixtures.Relation, seed: Int) throws {
    var world = try DifferenceFixtures(seed: seed)
    let (base, head) = world.sides(relation)
    let difference = CostDifference(from: base, to: head)
    let (latency, energy) = try (#require(difference.latency), #require(difference.energy))
    var held = (latency: 0, energy: 0)
    let draws = 4_000
    for _ in 0..<draws {
      let truth = world.trueDifference(base, head)
      if latency.low <= truth.latency, truth.latency <= latency.high { held.latency += 1 }
      if energy.low <= truth.energy, truth.energy <= energy.high { held.energy += 1 }
    }
    #expect(abs(Double(held.latency) / Double(draws) - 0.9) < 0.02)
    #expect(abs(Double(held.energy) / Double(draws) - 0.9) < 0.02)
  }
}
