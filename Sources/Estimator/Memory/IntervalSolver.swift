/// Searches one stretch from both ends at a rising level until an order is found and proved.
///
/// The level begins at a lower bound. When either direction has seen all it can reach without passing
/// the level, no order does better than the cheapest move that it was denied, and the level rises to
/// that. When the two directions' commitments meet, they are an order that reaches the level.
struct IntervalSolver {
  struct Result {
    /// The best order, or nil if the known one is or the budget ran out.
    var order: [Int]?
    /// No order has a smaller peak.
    var lowerBound: Int
    var isProved: Bool
  }

  private var forward: DownsetSearch
  private var backward: DownsetSearch
  private let stepCount: Int

  /// Starts with nothing known; `storageLimit` is in bytes and for each direction.
  init(_ graph: MemoryGraph, objective: OrderObjective, storageLimit: Int) {
    forward = DownsetSearch(
      OrderProblem(graph, objective: objective, direction: .forward), storageLimit: storageLimit)
    backward = DownsetSearch(
      OrderProblem(graph, objective: objective, direction: .backward), storageLimit: storageLimit)
    stepCount = graph.steps.count
  }

  var statesExpanded: Int { forward.statesExpanded + backward.statesExpanded }

  /// Looks for an order with a peak below `known`, which is some order's.
  mutating func solve(from lowerBound: Int, below known: Int, stateBudget: Int) -> Result {
    var level = lowerBound
    var quota = Self.firstQuota
    var turn = OrderProblem.Direction.forward
    var pausedInARow = 0
    while level < known {
      if forward.committed.count + backward.committed.count == stepCount {
        let order = forward.committed + backward.committed.reversed()
        return result(order.map(Int.init), level, isProved: true)
      }
      let spent = statesExpanded
      guard spent < stateBudget, pausedInARow < Self.mostPauses else {
        return result(nil, level, isProved: false)
      }
      switch advance(turn, level: level, quota: min(quota, stateBudget - spent)) {
      case .committed:
        pausedInARow = 0
        quota = Self.firstQuota
      case .stuck(let next):
        precondition(next > level, "a search is stuck only at moves above its level")
        level = next
        pausedInARow = 0
      case .paused, .full:
        turn = turn == .forward ? .backward : .forward
        pausedInARow += 1
        if pausedInARow % 2 == 0 { quota *= 2 }
      }
    }
    return result(nil, known, isProved: true)
  }

  private static let firstQuota = 128
  /// Quotas that double this often pass any budget: only two full searches pause so many times.
  private static let mostPauses = 64

  private mutating func advance(
    _ direction: OrderProblem.Direction, level: Int, quota: Int
  ) -> DownsetSearch.Outcome {
    switch direction {
    case .forward:
      let before = forward.committed.count
      let outcome = forward.advance(level: level, quota: quota)
      if outcome == .committed { backward.seal(forward.committed[before...]) }
      return outcome
    case .backward:
      let before = backward.committed.count
      let outcome = backward.advance(level: level, quota: quota)
      if outcome == .committed { forward.seal(backward.committed[before...]) }
      return outcome
    }
  }

  private func result(_ order: [Int]?, _ lowerBound: Int, isProved: Bool) -> Result {
    Result(
      order: order, lowerBound: lowerBound, isProved: isProved)
  }
}
