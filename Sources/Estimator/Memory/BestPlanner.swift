/// A placement, and how good one can be for these buffers.
public struct BestPlacement: Hashable, Sendable {
  /// The plan. Offline offsets of the buffers given are forgotten: this plan replaces them.
  public let plan: ArenaPlan
  /// No plan for these buffers needs fewer bytes.
  public let lowerBoundBytes: Int

  /// Whether no plan does better.
  public var isProved: Bool { plan.arenaBytes == lowerBoundBytes }
}

/// How many search nodes a placement may take, one for each 3,000 looks at a buffer's moment: the same
/// request does the same work on any machine, however many buffers live together and how long.
public enum PlacementBudget {
  public static let quick = 2_000
  public static let full = 100_000
}

/// Places buffers in as few bytes as it can find, never in more than `planGreedily` does.
///
/// First fit in several orders, then improvements of the best of them, then depth-first searches at
/// falling capacities, which may also prove that a capacity is too small.
public func planBest(
  _ buffers: [ArenaBuffer], nodeBudget: Int = PlacementBudget.full
) -> BestPlacement {
  let buffers = buffers.map { buffer in
    var buffer = buffer
    buffer.offlineOffset = nil
    return buffer
  }
  let greedy = planGreedily(buffers)
  var planner = BestPlanner(buffers, start: greedy.offsets, nodeBudget: nodeBudget)
  planner.run()
  return BestPlacement(
    plan: ArenaPlan(buffers: buffers, offsets: planner.offsets),
    lowerBoundBytes: planner.lowerBound)
}

private struct BestPlanner {
  private let problem: PlacementProblem
  private(set) var offsets: [Int]
  private(set) var lowerBound: Int
  private var top: Int
  private var nodesLeft: Int

  init(_ buffers: [ArenaBuffer], start: [Int], nodeBudget: Int) {
    problem = PlacementProblem(buffers)
    offsets = start
    top = problem.top(start)
    lowerBound = problem.load
    nodesLeft = nodeBudget
  }

  mutating func run() {
    guard top > lowerBound, let neighbours = problem.neighbours else { return }
    let preferences = problem.preferences()
    for preference in preferences {
      keep(problem.firstFit(preference, neighbours: neighbours))
    }
    climb(from: preferences, neighbours: neighbours)
    guard problem.bytes.count <= Self.mostSearched else { return }
    // The load first: where it can be reached, nothing else needs to be known.
    search(
      capacity: lowerBound, nodes: max(nodesLeft / 4, min(nodesLeft, Self.loadNodes)), preferences,
      neighbours)
    var failed = lowerBound
    while top > lowerBound, nodesLeft > 0, failed + problem.unit < top {
      let capacity = (failed + top) / 2 / problem.unit * problem.unit
      let before = top
      search(capacity: capacity, nodes: max(1, nodesLeft / 4), preferences, neighbours)
      if top == before { failed = max(failed + problem.unit, capacity) }
    }
  }

  /// The search goes as deep as there are buffers; a deep stack is not worth a large model.
  private static let mostSearched = 1000
  /// Most loads that can be reached are reached with fewer nodes.
  private static let loadNodes = 1_000
  /// First-fit placements of one buffer that climbing may take, neighbours included.
  private static let climbingWork = 2_000_000
  private static let mostAttempts = 300

  private mutating func keep(_ candidate: [Int]) {
    let candidateTop = problem.top(candidate)
    if candidateTop < top { (offsets, top) = (candidate, candidateTop) }
  }

  private mutating func climb(from preferences: [[Int]], neighbours: ListOfLists) {
    let work = neighbours.elements.count + problem.bytes.count
    let attempts = min(Self.mostAttempts, Self.climbingWork / max(1, work) / 2)
    var generator = SplitMix(seed: 1)
    for preference in preferences.prefix(2) where top > lowerBound {
      keep(
        problem.climb(
          from: preference, neighbours: neighbours, attempts: attempts, generator: &generator))
    }
  }

  /// Many short searches: a lucky one needs hardly more nodes than there are buffers.
  ///
  /// Preferences are shaken from the second time round on; blame is remembered from one search of a
  /// preference to the next.
  private mutating func search(
    capacity: Int, nodes: Int, _ preferences: [[Int]], _ neighbours: ListOfLists
  ) {
    let blameless = [Int](repeating: 0, count: problem.momentCount)
    var strategies = preferences.map {
      PlacementSearch.Strategy(preference: $0, urgency: .preferred, blame: blameless)
    }
    let end = nodesLeft - nodes
    let urgencies = PlacementSearch.Urgency.allCases
    var deadEnds: Set<UInt64> = []
    var generator = SplitMix(seed: 7)
    // Enough for one way down without turning back, and some more.
    let looks = problem.moments.reduce(0) { $0 + $1.count }
    let count = problem.bytes.count
    var run = Self.shortestRun + 2 * count + count * looks / PlacementSearch.looksPerNode
    for round in 0... {
      for index in strategies.indices {
        strategies[index].urgency = urgencies[round % urgencies.count]
        if round >= urgencies.count {
          strategies[index].preference = shaken(preferences[index], by: &generator)
        }
        let budget = min(run, nodesLeft - end)
        guard budget > 0 else { return }
        var search = PlacementSearch(
          problem, neighbours: neighbours, capacity: capacity, strategy: strategies[index],
          nodeBudget: budget)
        swap(&search.deadEnds, &deadEnds)
        let outcome = search.run()
        swap(&search.deadEnds, &deadEnds)
        nodesLeft -= budget - search.nodesUnused
        switch outcome {
        case .fits(let found): return keep(found)
        case .doesNotFit:
          lowerBound = max(lowerBound, (capacity / problem.unit + 1) * problem.unit)
          return
        case .unknown: strategies[index].blame = search.blame
        }
      }
      if round % urgencies.count == 0 { run += run / 4 }
    }
  }

  private static let shortestRun = 100

  /// The same order with each entry moved back by up to a third of the list.
  private func shaken(_ order: [Int], by generator: inout SplitMix) -> [Int] {
    let reach = max(1, order.count / 3)
    let keys = order.indices.map { (key: $0 + generator.next(below: reach), place: $0) }
    return keys.sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map { order[$0.place] }
  }
}
