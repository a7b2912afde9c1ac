import Testing

@testable import Estimator

/// Whatever is sent, a search ends within its budget and answers something true.
@Suite struct HardGraphTests {
  @Test(
    "any graph has a valid order, a valid bound and a valid plan, within the budget of states",
    arguments: HardGraph.all)
  func bounded(_ hard: HardGraph) throws {
    for (steps, budget) in [(60, 2_000), (200, 20_000), (900, 20_000)] {
      let graph = try hard.make(steps)
      let found = graph.bestOrder(stateBudget: budget)
      // A stretch's first search ends within what most networks need, and one state's children are
      // met together.
      let most = budget + 4_000 + 20 * graph.steps.count
      #expect(found.statesExpanded <= most, "\(found.statesExpanded) of \(budget)")
      #expect(found.lowerBoundBytes <= found.peakBytes)
      #expect(found.peakBytes <= graph.peakBytes(of: graph.givenOrder, OrderObjective()))
      #expect(throws: Never.self) { try ExecutionOrder(found.order.steps, of: graph) }
      let buffers = graph.arenaBuffers(of: found.order)
      let placed = planBest(buffers, nodeBudget: 500)
      #expect(verify(placed.plan) == nil)
      #expect(placed.plan.arenaBytes <= planGreedily(buffers).arenaBytes)
      #expect(placed.lowerBoundBytes <= placed.plan.arenaBytes)
    }
  }
}
