import Testing

@testable import Estimator

@Suite struct BestPlannerTests {
  /// Buffers of a few units each, some of them empty.
  static func randomBuffers(_ count: Int, using generator: inout SeededGenerator) -> [ArenaBuffer] {
    (0..<count).map { _ in
      let begin = Int.random(in: 0..<6, using: &generator)
      return ArenaBuffer(
        bytes: 16 * Int.random(in: 0...6, using: &generator),
        lifetime: begin..<begin + Int.random(in: 1...4, using: &generator))
    }
  }

  /// The smallest arena: some order of first fit reaches it, so all orders are tried.
  ///
  /// Written from the definition: each buffer goes as low as it touches nothing.
  static func bruteForceArena(_ buffers: [ArenaBuffer]) -> Int {
    var best = Int.max
    func place(_ rest: [Int], _ offsets: [Int: Int], _ top: Int) {
      guard top < best else { return }
      if rest.isEmpty { best = top }
      for (number, buffer) in rest.enumerated() {
        let others = offsets.filter { buffers[$0.key].lifetime.overlaps(buffers[buffer].lifetime) }
        let candidates = [0] + others.map { $0.value + buffers[$0.key].bytes }
        let lowest = candidates.sorted().first { start in
          !others.contains { other, offset in
            (start..<start + buffers[buffer].bytes)
              .overlaps(offset..<offset + buffers[other].bytes)
          }
        }
        guard let lowest else { continue }
        var remaining = rest
        remaining.remove(at: number)
        place(
          remaining, offsets.merging([buffer: lowest]) { $1 },
          max(top, lowest + buffers[buffer].bytes))
      }
    }
    place(Array(buffers.indices), [:], 0)
    return best
  }

  @Test("brute force finds nothing smaller", arguments: 0..<6)
  func bruteForceAgrees(_ seed: Int) {
    var generator = SeededGenerator(seed: 4000 + UInt64(seed))
    for _ in 0..<40 {
      let buffers = Self.randomBuffers(
        Int.random(in: 1...6, using: &generator), using: &generator)
      let best = Self.bruteForceArena(buffers)
      let found = planBest(buffers)
      #expect(verify(found.plan) == nil)
      #expect(found.plan.arenaBytes == best)
      #expect(found.isProved)
    }
  }

  @Test("the search decides every capacity rightly, whatever it tries first", arguments: 0..<6)
  func decides(_ seed: Int) throws {
    var generator = SeededGenerator(seed: 5000 + UInt64(seed))
    for _ in 0..<20 {
      let buffers = Self.randomBuffers(6, using: &generator)
      let best = Self.bruteForceArena(buffers)
      let problem = PlacementProblem(buffers)
      let neighbours = try #require(problem.neighbours)
      for urgency in PlacementSearch.Urgency.allCases {
        for capacity in stride(from: 0, through: best + 32, by: 16) {
          var search = PlacementSearch(
            problem, neighbours: neighbours, capacity: capacity,
            strategy: .init(
              preference: buffers.indices.shuffled(using: &generator), urgency: urgency,
              blame: [Int](repeating: 0, count: problem.momentCount)),
            nodeBudget: 100_000)
          switch search.run() {
          case .fits(let offsets):
            #expect(capacity >= best)
            let plan = ArenaPlan(buffers: buffers, offsets: offsets)
            #expect(verify(plan) == nil)
            #expect(plan.arenaBytes <= capacity)
          case .doesNotFit: #expect(capacity < best)
          case .unknown: Issue.record("the budget ran out")
          }
        }
      }
    }
  }

  @Test("never above the greedy plan, whatever the budget", arguments: [0, 1, 10, 1000])
  func neverWorse(_ budget: Int) {
    var generator = SeededGenerator(seed: 6000)
    for _ in 0..<30 {
      let buffers = Self.randomBuffers(
        Int.random(in: 0...30, using: &generator), using: &generator)
      let found = planBest(buffers, nodeBudget: budget)
      #expect(verify(found.plan) == nil)
      #expect(found.plan.arenaBytes <= planGreedily(buffers).arenaBytes)
      #expect(found.plan.arenaBytes >= found.lowerBoundBytes)
      #expect(found.lowerBoundBytes >= loadBytes(of: buffers))
    }
  }

  @Test("the recorded arenas shrink to their load", arguments: RecordedArena.all)
  func recorded(_ arena: RecordedArena) {
    let found = planBest(arena.buffers)
    #expect(verify(found.plan) == nil)
    #expect(found.plan.arenaBytes == loadBytes(of: arena.buffers))
  }

  @Test("visual wake words: 73,728 bytes as the runtime plans, 55,296 with an offline plan")
  func offline() throws {
    let arena = try #require(RecordedArena.all.first { $0.name.hasPrefix("vww_96_int8") })
    // The last two buffers are kernel scratch, which no file can plan.
    var buffers = arena.buffers
    for index in buffers.indices {
      buffers[index].owner =
        index < buffers.count - 2 ? .tensor(index) : .scratch(step: index, request: 0)
    }
    let offline = planOffline(buffers)
    #expect(offline.greedyBytes == 73_728)
    #expect(offline.plan.arenaBytes == 55_296)
    #expect(verify(offline.plan) == nil)
    #expect(offline.plan.buffers.count { $0.offlineOffset == nil } == 2)
  }

  @Test("a better peak is used only where its arena is smaller too", arguments: 0..<4)
  func arrangement(_ seed: Int) throws {
    var generator = SeededGenerator(seed: 7000 + UInt64(seed))
    for _ in 0..<20 {
      let graph = try MemoryGraph.random(stepCount: 12, using: &generator)
      let found = graph.bestArrangement(bestOrder: graph.bestOrder().order)
      let buffers = graph.arenaBuffers(of: graph.givenOrder)
      #expect(found.placement.plan.arenaBytes <= planGreedily(buffers).arenaBytes)
      #expect(verify(found.placement.plan) == nil)
      #expect(found.placement.plan.buffers == graph.arenaBuffers(of: found.order))
    }
  }

  @Test("the published graphs need no more than their peak, but for the unrolled LSTM")
  func publishedGraphs() throws {
    for file in try MemoryGraphFile.all() {
      let graph = try file.graph()
      let order = try ExecutionOrder(file.bestOrder, of: graph)
      let buffers = graph.arenaBuffers(of: order, alignment: 1)
      let found = planBest(buffers, nodeBudget: PlacementBudget.quick)
      #expect(verify(found.plan, alignment: 1) == nil, "\(file.name)")
      #expect(found.plan.arenaBytes == file.optimal.arenaBestKnown, "\(file.name)")
    }
  }

  @Test("a public packing instance is solved to its load, where it is at hand")
  func packing() {
    let buffers = SharedData.rows("data/packing/C.1048576.csv").map { row in
      ArenaBuffer(
        bytes: Int(row["size"] ?? "") ?? 0,
        lifetime: (Int(row["lower"] ?? "") ?? 0)..<(Int(row["upper"] ?? "") ?? 1))
    }
    guard !buffers.isEmpty else { return }
    let found = planBest(buffers, nodeBudget: PlacementBudget.quick)
    #expect(verify(found.plan) == nil)
    #expect(found.plan.arenaBytes == 1_039_360)
    #expect(found.isProved)
  }
}
