/// Best-first search over sets of moved steps, in one direction, with exact commitments.
///
/// The root is a set through which some best order passes. States reachable from it without passing
/// `level` are taken by fewest live bytes. As soon as one has no more bytes alive than the root, the
/// least-live subset on the way to it becomes the new root: live memory is submodular, so any order
/// can be rearranged to pass through that set without passing the larger of its peak and `level`.
/// The same argument inside the tree leaves a state one child when some child is as small as it.
struct DownsetSearch {
  enum Outcome: Equatable {
    /// The root moved; the other direction must not touch what was committed.
    case committed
    /// Every state within the level was seen: each order passes through a move of this many bytes.
    case stuck(nextLevel: Int)
    /// The state quota was used up.
    case paused
    /// So much is stored that no more may be.
    case full
  }

  /// Where the search stands: at the root plus the moves of state `current`.
  var walk: DownsetWalk
  /// Steps committed to, in the order of their moves.
  var committed: [Int32] = []
  /// Sets of moved steps met over the whole search, those in the middle of a run included.
  var statesExpanded = 0

  /// States met since the root, those waiting, and moves that wait for a higher level.
  var states = DownsetStates()
  var open = BinaryHeap<OpenState>()
  var blocked = BinaryHeap<BlockedMove>()
  var current = 0
  var bits = DownsetBits()
  /// Steps that belong to the other direction.
  var sealed: [Bool]
  var sealedCount = 0
  /// Whether the root has moved and the states belong to an older one.
  var isFresh = true
  let storageLimit: Int

  /// Starts at the outset; `storageLimit` is in bytes, roughly.
  init(_ problem: OrderProblem, storageLimit: Int) {
    self.storageLimit = storageLimit
    walk = DownsetWalk(problem)
    sealed = [Bool](repeating: false, count: problem.stepCount)
  }

  /// Forbids steps that the other direction has committed to, and forgets states that may hold them.
  mutating func seal(_ steps: some Sequence<Int32>) {
    for step in steps {
      sealed[Int(step)] = true
      sealedCount += 1
    }
    if !isFresh { go(to: 0) }
    isFresh = true
  }

  /// Searches until something is learnt or `quota` more states have been met.
  mutating func advance(level: Int, quota: Int) -> Outcome {
    if isFresh {
      let before = committed.count
      restart(level: level)
      if committed.count > before { return .committed }
    }
    let end = statesExpanded + quota
    guard unblock(level: level, until: end) else { return .paused }
    while let next = open.popLeast() {
      if statesExpanded >= end {
        open.insert(next)
        return .paused
      }
      guard storedBytes < storageLimit else {
        open.insert(next)
        return .full
      }
      go(to: next.state)
      switch expand(next.state, level: level, until: end) {
      case .kept: break
      case .committed: return .committed
      case .abandoned:
        open.insert(next)
        return .paused
      }
    }
    return .stuck(nextLevel: blocked.least?.bytes ?? Int.max)
  }
}

/// A state waiting to be expanded: fewest live bytes first, then fewest moves.
struct OpenState: Comparable {
  let liveBytes: Int
  let moveCount: Int32
  let state: Int

  static func < (a: Self, b: Self) -> Bool {
    (a.liveBytes, a.moveCount, a.state) < (b.liveBytes, b.moveCount, b.state)
  }
}

/// A move that passes the level, remembered for a higher one.
struct BlockedMove: Comparable {
  let bytes: Int
  let state: Int
  let step: Int

  static func < (a: Self, b: Self) -> Bool {
    (a.bytes, a.state, a.step) < (b.bytes, b.state, b.step)
  }
}

extension DownsetSearch {
  var storedBytes: Int {
    states.storedBytes + MemoryLayout<OpenState>.stride * open.count
      + MemoryLayout<BlockedMove>.stride * blocked.count
  }

  /// The place of a step in the state bits: both directions count from where they begin.
  func bitIndex(_ step: Int) -> Int {
    walk.problem.direction == .forward ? step : walk.problem.stepCount - 1 - step
  }

  mutating func restart(level: Int) {
    commitFreeMoves(level: level)
    var base = bits.base
    while base < walk.problem.stepCount,
      walk.moved[
        walk.problem.direction == .forward ? base : walk.problem.stepCount - 1 - base]
    {
      base += 1
    }
    bits = DownsetBits()
    bits.base = base
    states.restart(liveBytes: walk.liveBytes)
    open.removeAll()
    blocked.removeAll()
    current = 0
    open.insert(OpenState(liveBytes: walk.liveBytes, moveCount: 0, state: 0))
    isFresh = false
  }

  mutating func apply(_ step: Int) {
    walk.move(step)
    bits.insert(bitIndex(step))
  }

  mutating func revert(_ step: Int) {
    walk.undo(step)
    bits.remove(bitIndex(step))
  }

  /// Moves the walk along the tree.
  mutating func go(to target: Int) {
    var pending: [Int] = []
    var other = target
    while current != other {
      if states.depth[current] >= states.depth[other] {
        for step in states.moves(to: current).reversed() { revert(Int(step)) }
        current = Int(states.parent[current])
      } else {
        pending.append(other)
        other = Int(states.parent[other])
      }
    }
    for state in pending.reversed() {
      for step in states.moves(to: state) { apply(Int(step)) }
    }
    current = target
  }
}
