import Estimator
import Testing

@Suite struct PublishedGraphTests {
  @Test(
    "given peaks are exact and best orders reach the proved optimum, where the graphs are at hand")
  func optima() throws {
    for file in try MemoryGraphFile.all() {
      let graph = try file.graph()
      #expect(graph.liveness().peakBytes == file.optimal.givenPeak, "\(file.name)")
      #expect(
        graph.liveness(inPlace: true).peakBytes == file.optimal.inplaceGiven, "\(file.name)")
      for (inPlace, optimum) in [
        (false, file.optimal.bestPeak), (true, file.optimal.inplaceBest),
      ] {
        let objective = OrderObjective(inPlace: inPlace)
        let found = graph.bestOrder(objective: objective, stateBudget: OrderSearchBudget.quick)
        _ = try ExecutionOrder(found.order.steps, of: graph)
        #expect(found.peakBytes == optimum, "\(file.name)")
        #expect(found.isProved, "\(file.name)")
      }
    }
  }
}
