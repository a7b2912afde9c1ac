import Estimator

/// How much work a search may do. In steps, never in seconds: the same file gives the same answer.
public struct OptimizationBudget: Hashable, Sendable {
  /// States of the search for an order, shared by all builds.
  public var orderStates = OrderSearchBudget.full
  /// Pairs of buffers that are looked at to place them, over all candidates.
  public var placementPairs = 400_000_000
  /// Placements searched with many nodes; those after them get few.
  public var thoroughPlacements = 8

  public init() {}
}

/// Looks for the order and the placement that need the fewest bytes.
struct OfflineSearch {
  private let judge: CandidateJudge
  private let growth: PersistentGrowth
  /// The build that decides first; all together decide when there is none.
  private let primary: Int?
  private let mayReorder: Bool
  private var budget: OptimizationBudget

  /// Of each build: bytes that no order and no placement can do without.
  private(set) var lowerBounds: [Int] = []
  private(set) var best: OfflineCandidate?
  /// A gain that had to be left, and the operator whose unknown scratch forbids it.
  private(set) var obstructed: Int?

  init(
    _ judge: CandidateJudge, growth: PersistentGrowth, primary: Int?, mayReorder: Bool,
    budget: OptimizationBudget
  ) {
    self.judge = judge
    self.growth = growth
    self.primary = primary
    self.mayReorder = mayReorder
    self.budget = budget
  }

  /// Runs the search; false when the sizes add up to more than can be counted.
  mutating func run() -> Bool {
    guard let orders = searchOrders() else { return false }
    for order in orders {
      let growth = order == judge.given.order ? 0 : growth.bytes(for: order)
      for rule in PlacementRule.allCases {
        for build in judge.builds {
          attempt(rule, order, build, growth: growth)
          if best?.arenaBytes == lowerBounds { return true }
        }
      }
    }
    return true
  }

  /// The given order first, so that it stays where another gains nothing; then the best of each
  /// build.
  private mutating func searchOrders() -> [[Int]]? {
    var orders = [judge.given.order]
    var states = budget.orderStates
    for build in judge.builds {
      guard let graph = judge.model.memoryGraph(scratch: build.requests) else { return nil }
      let found = graph.bestOrder(
        objective: OrderObjective(scratch: true), stateBudget: mayReorder ? states : 0)
      states = max(0, states - found.statesExpanded)
      lowerBounds.append(found.lowerBoundBytes)
      if mayReorder, !orders.contains(found.order.steps) { orders.append(found.order.steps) }
    }
    return orders
  }

  private mutating func consider(_ candidate: OfflineCandidate, growth: Int) {
    guard judge.isGain(candidate, persistentGrowth: growth),
      rank(candidate).lexicographicallyPrecedes(rank(best))
    else { return }
    if let step = judge.obstructedStep(candidate) {
      obstructed = obstructed ?? step
    } else {
      best = candidate
    }
  }

  private func rank(_ candidate: OfflineCandidate?) -> [Int] {
    let bytes = (candidate ?? judge.given).arenaBytes
    return (primary.map { [bytes[$0]] } ?? []) + [bytes.reduce(0, +)]
  }

  /// Places the tensors by one rule, with one build's scratch among them.
  private mutating func attempt(
    _ rule: PlacementRule, _ order: [Int], _ build: KernelScratch, growth: Int
  ) {
    // What nothing touches lives before all times, and is not ours to place.
    let buffers = judge.model.buffers(order: order, scratch: build.requests)
      .filter { $0.lifetime.lowerBound >= 0 }
    // Judging a placement costs as much for each build as making it.
    let cost = buffers.count * buffers.count * (judge.builds.count + 1)
    guard cost <= budget.placementPairs else { return }
    budget.placementPairs -= cost
    var nodes = PlacementBudget.quick
    if rule == .best, budget.thoroughPlacements > 0 {
      budget.thoroughPlacements -= 1
      nodes = PlacementBudget.full
    }
    consider(
      judge.candidate(order: order, plan: rule.plan(buffers, nodeBudget: nodes)), growth: growth)
  }
}
