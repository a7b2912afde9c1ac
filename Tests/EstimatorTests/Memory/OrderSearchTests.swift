import Estimator
import Testing

@Suite struct OrderSearchTests {
  static let objectives = [
    OrderObjective(), OrderObjective(inPlace: true), OrderObjective(scratch: true),
    OrderObjective(inPlace: true, scratch: true),
  ]

  @Test("brute force agrees on random graphs, with proof", arguments: 0..<8)
  func bruteForceAgrees(_ block: Int) throws {
    var generator = SeededGenerator(seed: UInt64(block))
    for _ in 0..<250 {
      let graph = try MemoryGraph.random(
        stepCount: Int.random(in: 1...(block == 0 ? 10 : 8), using: &generator), using: &generator)
      for objective in Self.objectives {
        let found = graph.bestOrder(objective: objective)
        _ = try ExecutionOrder(found.order.steps, of: graph)
        #expect(found.peakBytes == graph.peakBytes(of: found.order, objective))
        #expect(found.peakBytes == graph.bruteForceBestPeak(objective))
        #expect(found.isProved)
      }
    }
  }

  @Test("whatever the budget, the order is valid and the bound is one", arguments: 0..<4)
  func smallBudgets(_ block: Int) throws {
    var generator = SeededGenerator(seed: 100 + UInt64(block))
    for budget in [0, 1, 2, 5, 20, 100] {
      for _ in 0..<40 {
        let graph = try MemoryGraph.random(stepCount: 9, using: &generator)
        for objective in Self.objectives {
          let best = graph.bruteForceBestPeak(objective)
          let found = graph.bestOrder(objective: objective, stateBudget: budget)
          _ = try ExecutionOrder(found.order.steps, of: graph)
          #expect(found.lowerBoundBytes <= best)
          #expect(found.peakBytes >= best)
          #expect(found.peakBytes <= graph.peakBytes(of: graph.givenOrder, objective))
        }
      }
    }
  }

  @Test("two branches run one after the other, not side by side")
  func branches() throws {
    // 0 -> (1 -> 2), (3 -> 4) -> 5, given side by side.
    let graph = try MemoryGraph(
      tensorBytes: [1, 10, 1, 20, 1, 1],
      steps: [
        .init(inputs: [0], outputs: [1]), .init(inputs: [0], outputs: [3]),
        .init(inputs: [1], outputs: [2]), .init(inputs: [3], outputs: [4]),
        .init(inputs: [2, 4], outputs: [5]),
      ],
      inputs: [0], outputs: [5])
    let found = graph.bestOrder()
    #expect(graph.liveness().peakBytes == 31)
    #expect(found.peakBytes == 22)
    #expect(found.isProved)
    #expect(found.order.steps == [0, 2, 1, 3, 4] || found.order.steps == [1, 3, 0, 2, 4])
  }

  @Test("an order that nothing can beat is kept as it is")
  func chain() throws {
    let graph = try MemoryGraph(
      tensorBytes: [4, 8, 2],
      steps: [.init(inputs: [0], outputs: [1]), .init(inputs: [1], outputs: [2])],
      inputs: [0], outputs: [2])
    let found = graph.bestOrder(stateBudget: 0)
    #expect(found.order == graph.givenOrder)
    #expect(found.peakBytes == 12)
    #expect(found.isProved)
    #expect(found.statesExpanded == 0)
  }

  @Test("no steps are an order of no steps")
  func empty() throws {
    let found = try MemoryGraph(tensorBytes: [], steps: [], inputs: [], outputs: []).bestOrder()
    #expect(found.order.steps.isEmpty)
    #expect(found.peakBytes == 0)
    #expect(found.isProved)
  }

  @Test("the same request meets the same states and gives the same order")
  func reproducible() throws {
    let graph = try CellStack.all[0].graph(stepCount: 200).shuffled(seed: 3)
    let first = graph.bestOrder(stateBudget: 5_000)
    #expect(graph.bestOrder(stateBudget: 5_000) == first)
  }

  @Test("stacks of cells are proved at a cost that grows with their length", arguments: 0..<3)
  func stacksAreLinear(_ cell: Int) throws {
    var states: [Int] = []
    for stepCount in [500, 1000, 2000] {
      let graph = try CellStack.all[cell].graph(stepCount: stepCount).shuffled(seed: 1)
      let found = graph.bestOrder()
      _ = try ExecutionOrder(found.order.steps, of: graph)
      #expect(found.isProved)
      #expect(found.peakBytes < graph.liveness().peakBytes)
      states.append(found.statesExpanded)
    }
    #expect(states[2] - states[1] < 3 * (states[1] - states[0]))
  }

  @Test("ten thousand steps are no trouble", .timeLimit(.minutes(20)))
  func tenThousandSteps() throws {
    let stack = try CellStack.all[2].graph(stepCount: 10_000).shuffled(seed: 1)
    let found = stack.bestOrder(stateBudget: OrderSearchBudget.quick)
    #expect(found.isProved)
    // One producer, ten thousand independent readers: the widest graph there is.
    let count = 10_000
    let star = try MemoryGraph(
      tensorBytes: (0...count).map { 1 + $0 % 7 },
      steps: (1...count).map { .init(inputs: [0], outputs: [$0]) }, inputs: [0],
      outputs: Array(1...count))
    let wide = star.bestOrder(stateBudget: OrderSearchBudget.quick)
    _ = try ExecutionOrder(wide.order.steps, of: star)
    #expect(wide.lowerBoundBytes <= wide.peakBytes)
  }
}
