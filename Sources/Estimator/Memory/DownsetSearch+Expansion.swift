extension DownsetSearch {
  /// Makes the moves that a higher level allows; false if the quota ended before.
  mutating func unblock(level: Int, until end: Int) -> Bool {
    while let move = blocked.least, move.bytes <= level {
      if statesExpanded > end { return false }
      _ = blocked.popLeast()
      go(to: move.state)
      let child = descend(move.step, level: level)
      keep([child], under: move.state)
    }
    return true
  }

  struct Child {
    var moves: [Int32]
    var bits: DownsetBits
    var liveBytes: Int
  }

  /// The state after `step` and every free move that follows; the walk is where it was.
  mutating func descend(_ step: Int, level: Int) -> Child {
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
    // A wide window of bits is copied with each child.
    statesExpanded += moves.count + child.bits.words.count / 64
    return child
  }

  /// A chain of moves, each waiting for the one before, that begins with a step waiting for `step`,
  /// fits the level and ends no higher than it began; applied if there is one.
  ///
  /// The only sets on the way are its own beginnings, and they are all higher, so it is exact to commit
  /// to it from here.
  mutating func descendingRun(after step: Int, level: Int) -> [Int32]? {
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

  static let longestRun = 8

  func lowestFollower(of step: Int, level: Int) -> Int? {
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

  mutating func keep(_ children: [Child], under state: Int) {
    for child in children {
      let kept = states.insert(
        child.bits, liveBytes: child.liveBytes, parent: state, moves: child.moves)
      guard let kept else { continue }
      open.insert(
        OpenState(
          liveBytes: child.liveBytes, moveCount: states.moveCount[kept], state: kept))
    }
  }

  enum Expansion {
    case kept, committed, abandoned
  }

  /// Adds the children of a state, unless the root moves or the quota ends instead.
  mutating func expand(_ state: Int, level: Int, until end: Int) -> Expansion {
    let rootBytes = states.liveBytes[0]
    if state != 0, walk.liveBytes <= rootBytes {
      commit(pathTo(state))
      return .committed
    }
    if walk.moveCount + sealedCount == walk.problem.stepCount {
      commitAll(pathTo(state))
      return .committed
    }
    statesExpanded += walk.ready.count / 4
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
}

extension DownsetWalk {
  /// A ready step that fits the level and leaves no more bytes alive than there are.
  func freeMove(level: Int, sealed: [Bool]) -> Int? {
    for step in free {
      let step = Int(step)
      if !sealed[step], transientBytes(step) <= level { return step }
    }
    return nil
  }
}
