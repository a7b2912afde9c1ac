/// Spends a budget of states on one stretch: exact search first, then bounds and beams, then the rest.
struct SegmentSearch {
  private let graph: MemoryGraph
  private let objective: OrderObjective
  private let stateBudget: Int
  private(set) var statesExpanded = 0

  private var best: [Int]?
  private var peak = 0
  private var bound = 0

  init(_ graph: MemoryGraph, objective: OrderObjective, stateBudget: Int) {
    self.graph = graph
    self.objective = objective
    self.stateBudget = max(0, stateBudget)
  }

  /// An order with a peak below `known`, if one was found, and a bound of at least `lowerBound`.
  mutating func run(from lowerBound: Int, below known: Int) -> (order: [Int]?, lowerBound: Int) {
    peak = known
    bound = lowerBound
    var solver = IntervalSolver(
      graph, objective: objective, storageLimit: Self.bytesPerState * stateBudget + 1 << 20)
    search(with: &solver, states: min(stateBudget, easyStates))
    guard bound < peak, stateBudget > 2 * easyStates else { return (best, bound) }
    beam(width: 1)
    raiseBoundByCuts()
    beam(width: 4)
    search(with: &solver, states: stateBudget / 4 * 3)
    beam(width: 16)
    beam(width: 64)
    return (best, bound)
  }

  /// Most networks need fewer; bounds and beams would only delay their answer.
  private var easyStates: Int { 4_000 + 16 * graph.steps.count }
  /// What a search may store for each state of its budget.
  private static let bytesPerState = 64

  private mutating func search(with solver: inout IntervalSolver, states: Int) {
    guard bound < peak else { return }
    let before = solver.statesExpanded
    let result = solver.solve(from: bound, below: peak, stateBudget: states)
    statesExpanded += solver.statesExpanded - before
    bound = result.lowerBound
    guard let order = result.order else { return }
    best = order
    peak = bound
  }

  /// Beams in both directions, as long as the budget allows for them.
  private mutating func beam(width: Int) {
    for direction in [OrderProblem.Direction.forward, .backward] where bound < peak {
      let cost = BeamSearch.cost(width: width, stepCount: graph.steps.count)
      let most = (stateBudget - statesExpanded) / 2
      guard cost <= most else { return }
      let problem = OrderProblem(graph, objective: objective, direction: direction)
      var beam = BeamSearch(problem, level: bound)
      let found = beam.run(
        width: width, below: peak, stateBudget: most)
      statesExpanded += beam.statesExpanded
      guard let found else { continue }
      let order = found.moves.map(Int.init)
      best = direction == .forward ? order : order.reversed()
      peak = found.peak
    }
  }

  /// Minimum cuts at the steps that are worst in the best order known; any other step's cut is smaller.
  private mutating func raiseBoundByCuts() {
    guard bound < peak else { return }
    let problem = OrderProblem(graph, objective: objective, direction: .forward)
    var walk = DownsetWalk(problem)
    var bytesDuring = [Int](repeating: 0, count: graph.steps.count)
    for step in best ?? Array(graph.steps.indices) {
      bytesDuring[step] = walk.transientBytes(step)
      walk.move(step)
    }
    walk = DownsetWalk(problem)
    let worstFirst = stablyDescending(Array(graph.steps.indices)) { bytesDuring[$0] }
    for step in worstFirst.prefix(max(4, Self.cutSteps / graph.steps.count)) {
      guard bytesDuring[step] > bound else { return }
      bound = max(bound, walk.leastBytes(during: step))
    }
  }

  /// Steps in all cut networks together.
  private static let cutSteps = 50_000
}
