import Estimator

/// How much work a search may do. In steps, never in seconds: the same file gives the same answer.
public struct OptimizationBudget: Hashable, Sendable {
  /// States of the search for an order, shared by all builds.
  public var orderStates = OrderSearchBudget.full
  /// Pairs of buffers that are looked at to place them, over all candidates.
  public var placementPairs = 400_000_000

  public init() {}
}

/// Looks for the order and the placement that need the fewest bytes.
struct OfflineSearch {
  private let judge: CandidateJudge
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
    _ judge: CandidateJudge, primary: Int?, mayReorder: Bool, budget: OptimizationBudget
  ) {
    self.judge = judge
    self.primary = primary
    self.mayReorder = mayReorder
    self.budget = budget
  }

  /// Runs the search; false when the sizes add up to more than can be counted.
  mutating func run() -> Bool {
    guard let orders = searchOrders() else { return false }
    for order in orders {
      for build in judge.builds {
        for plan in placements(judge.model.buffers(order: order, scratch: build.requests)) {
          consider(judge.candidate(order: order, plan: plan))
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

  private mutating func consider(_ candidate: OfflineCandidate) {
    guard judge.isGain(candidate), rank(candidate).lexicographicallyPrecedes(rank(best)) else {
      return
    }
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

  /// Placements of the same buffers by several rules, as far as the budget goes.
  private mutating func placements(_ buffers: [ArenaBuffer]) -> [ArenaPlan] {
    // Evaluating a placement costs as much as making it.
    let cost = buffers.count * buffers.count * (judge.builds.count + 1)
    var plans: [ArenaPlan] = []
    func isAffordable() -> Bool {
      guard cost <= budget.placementPairs else { return false }
      budget.placementPairs -= cost
      return true
    }
    for rule in PlacementRule.allCases where isAffordable() {
      plans.append(rule.plan(buffers))
    }
    return plans
  }
}
