import Estimator

/// Judges candidates as TensorFlow Lite Micro would run them, against the file as it came.
///
/// A candidate is sound when no build needs more than before, all told:
/// - a build whose scratch is known is planned as the runtime plans it, fixed tensors first;
/// - where operators move, each build saves more than the persistent memory may grow by;
/// - where an operator's scratch is not known, the tensors beside it must end no higher than they
///   add up to in the given order. Whatever the scratch takes, it then fits on top of them below
///   what any planner needs for the file as it came.
struct CandidateJudge {
  let model: ArenaModel
  let builds: [KernelScratch]
  let given: OfflineCandidate
  /// Of each build: the bytes alive at once in the given order, which any planner needs.
  private let givenLoad: [Int]
  /// For each operator of unknown scratch, the bytes alive beside it in the given order.
  private let givenLive: [(step: Int, bytes: Int)]

  init(_ model: ArenaModel, builds: [KernelScratch], unknownScratch: [Int]) {
    self.model = model
    self.builds = builds
    let order = Array(model.operators.indices)
    let buffers = builds.map { model.buffers(order: order, scratch: $0.requests) }
    given = OfflineCandidate(
      order: order, offsets: Array(repeating: nil, count: model.tensorBytes.count),
      arenaBytes: buffers.map { planGreedily($0).arenaBytes })
    givenLoad = buffers.map(loadBytes)
    let tensors = buffers[0].filter(\.isTensor)
    givenLive = unknownScratch.map { step in
      (step, tensors.reduce(0) { $0 + ($1.lifetime.contains(step + 1) ? $1.bytes : 0) })
    }
  }

  /// A candidate of an order and of places for its tensors, moved as low as they go.
  func candidate(order: [Int], plan: ArenaPlan) -> OfflineCandidate {
    var offsets = [Int?](repeating: nil, count: model.tensorBytes.count)
    for (buffer, offset) in zip(plan.buffers, lowered(plan)) {
      // What nothing touches stays with the planner: it gets a place that is nobody's.
      if case .tensor(let tensor) = buffer.owner, buffer.lifetime.lowerBound >= 0 {
        offsets[tensor] = offset
      }
    }
    return OfflineCandidate(
      order: order, offsets: offsets,
      arenaBytes: builds.map { build in
        planGreedily(model.buffers(order: order, scratch: build.requests, offsets: offsets))
          .arenaBytes
      })
  }

  /// Whether some build needs less and none more.
  ///
  /// - Parameter growth: bytes by which persistent memory may grow in the candidate's order.
  func isGain(_ candidate: OfflineCandidate, persistentGrowth growth: Int) -> Bool {
    zip(candidate.arenaBytes, given.arenaBytes).allSatisfy { $0 + growth <= $1 }
      && candidate.arenaBytes != given.arenaBytes
  }

  /// The operator of unknown scratch that would find less room; `nil` when none would.
  func obstructedStep(_ candidate: OfflineCandidate) -> Int? {
    guard let first = givenLive.first else { return nil }
    guard zip(candidate.arenaBytes, givenLoad).allSatisfy({ $0 <= $1 }) else { return first.step }
    var position = candidate.order
    for (place, step) in candidate.order.enumerated() { position[step] = place }
    let tensors = model.buffers(
      order: candidate.order, scratch: builds[0].requests.map { _ in [] },
      offsets: candidate.offsets)
    for (step, bytes) in givenLive {
      let live = tensors.filter { $0.lifetime.contains(position[step] + 1) }
      let top = live.reduce(0) { max($0, ($1.offlineOffset ?? 0) + $1.bytes) }
      if top > bytes { return step }
    }
    return nil
  }

  /// The plan's offsets after each buffer, lowest first, fell onto what is below it: none rises.
  private func lowered(_ plan: ArenaPlan) -> [Int] {
    let lowestFirst = plan.buffers.indices.sorted {
      (plan.offsets[$0], $0) < (plan.offsets[$1], $1)
    }
    return firstFit(plan.buffers, in: lowestFirst)
  }
}

extension ArenaBuffer {
  fileprivate var isTensor: Bool {
    if case .tensor = owner { true } else { false }
  }
}
