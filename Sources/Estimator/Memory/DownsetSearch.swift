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

  private(set) var walk: DownsetWalk
  /// Steps committed to, in the order of their moves.
  private(set) var committed: [Int32] = []
  /// Sets of moved steps met over the whole search, those in the middle of a run included.
  private(set) var statesExpanded = 0

  private var states = DownsetStates()
  private var open = BinaryHeap<OpenState>()
  private var blocked = BinaryHeap<BlockedMove>()
  private var current = 0
  private var bits = DownsetBits()
  private var sealed: [Bool]
  private var sealedCount = 0
  private var isFresh = true
  private let storageLimit: Int

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
    returnToRoot()
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
private struct OpenState: Comparable {
  let liveBytes: Int
  let moveCount: Int32
  let state: Int

  static func < (a: Self, b: Self) -> Bool {
    (a.liveBytes, a.moveCount, a.state) < (b.liveBytes, b.moveCount, b.state)
  }
}

/// A move that passes the level, remembered for a higher one.
private struct BlockedMove: Comparable {
  let bytes: Int
  let state: Int
  let step: Int

  static func < (a: Self, b: Self) -> Bool {
    (a.bytes, a.state, a.step) < (b.bytes, b.state, b.step)
  }
}

extension DownsetSearch {
  private var storedBytes: Int {
    states.storedBytes + MemoryLayout<OpenState>.stride * open.count
      + MemoryLayout<BlockedMove>.stride * blocked.count
  }

  /// The place of a step in the state bits: both directions count from where they begin.
  private func bitIndex(_ step: Int) -> Int {
    walk.problem.direction == .forward ? step : walk.problem.stepCount - 1 - step
  }

  private mutating func restart(level: Int) {
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

  /// Moves that fit and leave no more alive than before need no choice.
  private mutating func commitFreeMoves(level: Int) {
    while let step = walk.freeMove(level: level, sealed: sealed) {
      walk.move(step)
      committed.append(Int32(step))
    }
  }

  private mutating func apply(_ step: Int) {
    walk.move(step)
    bits.insert(bitIndex(step))
  }

  private mutating func revert(_ step: Int) {
    walk.undo(step)
    bits.remove(bitIndex(step))
  }

  private mutating func returnToRoot() {
    if !isFresh { go(to: 0) }
  }

  /// Moves the walk along the tree.
  private mutating func go(to target: Int) {
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

  /// Makes the moves that a higher level allows; false if the quota ended before.
  private mutating func unblock(level: Int, until end: Int) -> Bool {
    while let move = blocked.least, move.bytes <= level {
      if statesExpanded > end { return false }
      _ = blocked.popLeast()
      go(to: move.state)
      let child = descend(move.step, level: level)
      keep([child], under: move.state)
    }
    return true
  }

  private struct Child {
    var moves: [Int32]
    var bits: DownsetBits
    var liveBytes: Int
  }

  /// The state after `step` and every free move that follows; the walk is where it was.
  private mutating func descend(_ step: Int, level: Int) -> Child {
    apply(step)
    var moves = [Int32(step)]
    var followed = 0
    while true {
      while let next = walk.freeMove(level: level, sealed: sealed) {
        apply(next)
        moves.append(Int32(next))
      }
      guard followed < moves.count else { break }
      if let run = descendingRun(after: Int(moves[followed]), level: level) {
        moves += run
      } else {
        followed += 1
      }
    }
    let child = Child(moves: moves, bits: bits, liveBytes: walk.liveBytes)
    for step in moves.reversed() { revert(Int(step)) }
    statesExpanded += moves.count
    return child
  }

  /// A chain of moves, each waiting for the one before, that begins with a step waiting for `step`,
  /// fits the level and ends no higher than it began; applied if there is one.
  ///
  /// The only sets on the way are its own beginnings, and they are all higher, so it is exact to commit
  /// to it from here.
  private mutating func descendingRun(after step: Int, level: Int) -> [Int32]? {
    let goal = walk.liveBytes
    var run: [Int32] = []
    var last = step
    while run.count < Self.longestRun, let next = lowestFollower(of: last, level: level) {
      apply(next)
      run.append(Int32(next))
      if walk.liveBytes <= goal { return run }
      last = next
    }
    for step in run.reversed() { revert(Int(step)) }
    statesExpanded += run.count
    return nil
  }

  private static let longestRun = 8

  private func lowestFollower(of step: Int, level: Int) -> Int? {
    let problem = walk.problem
    var best: Int?
    for place in problem.starts.range(step) {
      for ender in problem.enders.range(problem.starts[place]) {
        let follower = problem.enders[ender]
        guard walk.isReady(follower), !sealed[follower], walk.transientBytes(follower) <= level
        else { continue }
        if let known = best, walk.change[known] <= walk.change[follower] { continue }
        best = follower
      }
    }
    return best
  }

  private mutating func keep(_ children: [Child], under state: Int) {
    for child in children {
      let kept = states.insert(
        child.bits, liveBytes: child.liveBytes, parent: state, moves: child.moves)
      guard let kept else { continue }
      open.insert(
        OpenState(
          liveBytes: child.liveBytes, moveCount: states.moveCount[kept], state: kept))
    }
  }

  private enum Expansion {
    case kept, committed, abandoned
  }

  /// Adds the children of a state, unless the root moves or the quota ends instead.
  private mutating func expand(_ state: Int, level: Int, until end: Int) -> Expansion {
    let rootBytes = states.liveBytes[0]
    if state != 0, walk.liveBytes <= rootBytes {
      commit(pathTo(state))
      return .committed
    }
    if walk.moveCount + sealedCount == walk.problem.stepCount {
      commitAll(pathTo(state))
      return .committed
    }
    statesExpanded += walk.ready.count / 8
    var children: [Child] = []
    var late: [BlockedMove] = []
    for step in walk.ready.map(Int.init) where !sealed[step] {
      let bytes = walk.transientBytes(step)
      if bytes > level {
        late.append(BlockedMove(bytes: bytes, state: state, step: step))
        continue
      }
      let child = descend(step, level: level)
      if child.liveBytes <= rootBytes {
        commit(pathTo(state) + child.moves)
        return .committed
      }
      children.append(child)
      if statesExpanded > end { return .abandoned }
    }
    if let smallest = children.min(by: { $0.liveBytes < $1.liveBytes }),
      smallest.liveBytes <= walk.liveBytes
    {
      keep([leastLivePart(of: smallest)], under: state)
    } else {
      keep(children, under: state)
      for move in late { blocked.insert(move) }
    }
    return .kept
  }

  private func pathTo(_ state: Int) -> [Int32] {
    var path: [ArraySlice<Int32>] = []
    var state = state
    while state > 0 {
      path.append(states.moves(to: state))
      state = Int(states.parent[state])
    }
    return path.reversed().flatMap { $0 }
  }

  /// The other direction's root is reached, whatever it keeps alive.
  private mutating func commitAll(_ moves: [Int32]) {
    go(to: 0)
    for step in moves {
      walk.move(Int(step))
      committed.append(step)
    }
    isFresh = true
  }

  /// Makes the least-live part of `moves` the new root.
  private mutating func commit(_ moves: [Int32]) {
    go(to: 0)
    let chosen = leastLive(moves)
    for step in chosen {
      walk.move(Int(step))
      committed.append(step)
    }
    isFresh = true
  }

  /// The moves that lead to the least-live set on the way, seen from where the walk stands.
  private mutating func leastLive(_ moves: [Int32]) -> [Int32] {
    guard moves.count > 1 else { return moves }
    statesExpanded += moves.count
    let chosen = walk.leastLiveAddition(among: moves).chosen
    return moves.indices.filter { chosen[$0] }.map { moves[$0] }
  }

  private mutating func leastLivePart(of child: Child) -> Child {
    let moves = leastLive(child.moves)
    guard moves.count < child.moves.count else { return child }
    for step in moves { apply(Int(step)) }
    let part = Child(moves: moves, bits: bits, liveBytes: walk.liveBytes)
    for step in moves.reversed() { revert(Int(step)) }
    return part
  }
}

extension DownsetWalk {
  /// A ready step that fits the level and leaves no more bytes alive than there are.
  fileprivate func freeMove(level: Int, sealed: [Bool]) -> Int? {
    for step in free {
      let step = Int(step)
      if !sealed[step], transientBytes(step) <= level { return step }
    }
    return nil
  }
}
