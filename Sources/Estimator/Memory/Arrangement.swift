/// An order and a placement for it: what an optimised model is made of.
public struct Arrangement: Hashable, Sendable {
  /// The steps' order.
  public let order: ExecutionOrder
  /// Where their tensors and scratch go.
  public let placement: BestPlacement
}

extension MemoryGraph {
  /// The better of two arrangements: the steps as given, and the best order known.
  ///
  /// A better peak does not promise a smaller arena, so both are placed; of equal ones the given order
  /// is kept. Never above `planGreedily` in the given order.
  public func bestArrangement(
    bestOrder: ExecutionOrder, alignment: Int = arenaAlignment,
    nodeBudget: Int = PlacementBudget.full
  ) -> Arrangement {
    let given = planBest(
      arenaBuffers(of: givenOrder, alignment: alignment), nodeBudget: nodeBudget)
    let best = Arrangement(order: givenOrder, placement: given)
    let buffers = arenaBuffers(of: bestOrder, alignment: alignment)
    guard bestOrder != givenOrder, loadBytes(of: buffers) < given.plan.arenaBytes else {
      return best
    }
    let placement = planBest(buffers, nodeBudget: nodeBudget)
    guard placement.plan.arenaBytes < given.plan.arenaBytes else { return best }
    return Arrangement(order: bestOrder, placement: placement)
  }
}

/// What TensorFlow Lite Micro does when a model file fixes the offsets of its tensors.
///
/// Kernel scratch cannot be planned offline: the runtime's own planner puts it into the gaps that the
/// fixed tensors leave, so a plan in hand says little until it has been replayed.
public struct OfflinePlan: Hashable, Sendable {
  /// The plan as the runtime carries it out. Its buffers have the offline offsets that the file
  /// should carry; nil for scratch, and for all of them when the runtime's own plan is no worse.
  public let plan: ArenaPlan
  /// What the runtime plans without offline offsets.
  public let greedyBytes: Int
}

/// The offline plan to hand back for buffers as the runtime would be given them.
public func planOffline(
  _ buffers: [ArenaBuffer], nodeBudget: Int = PlacementBudget.full
) -> OfflinePlan {
  var free = buffers
  for index in free.indices { free[index].offlineOffset = nil }
  let greedy = planGreedily(free)
  let best = planBest(free, nodeBudget: nodeBudget).plan
  var fixed = free
  for index in fixed.indices {
    if case .scratch = fixed[index].owner { continue }
    fixed[index].offlineOffset = best.offsets[index]
  }
  let replayed = planGreedily(fixed)
  return OfflinePlan(
    plan: replayed.arenaBytes < greedy.arenaBytes ? replayed : greedy,
    greedyBytes: greedy.arenaBytes)
}
