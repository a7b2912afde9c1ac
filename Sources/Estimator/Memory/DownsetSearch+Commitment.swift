extension DownsetSearch {
  /// Moves that fit and leave no more alive than before need no choice.
  mutating func commitFreeMoves(level: Int) {
    while let step = walk.freeMove(level: level, sealed: sealed) {
      walk.move(step)
      committed.append(Int32(step))
    }
  }

  func pathTo(_ state: Int) -> [Int32] {
    var path: [ArraySlice<Int32>] = []
    var state = state
    while state > 0 {
      path.append(states.moves(to: state))
      state = Int(states.parent[state])
    }
    return path.reversed().flatMap { $0 }
  }

  /// The other direction's root is reached, whatever it keeps alive.
  mutating func commitAll(_ moves: [Int32]) {
    go(to: 0)
    for step in moves {
      walk.move(Int(step))
      committed.append(step)
    }
    isFresh = true
  }

  /// Makes the least-live part of `moves` the new root.
  mutating func commit(_ moves: [Int32]) {
    go(to: 0)
    let chosen = leastLive(moves)
    for step in chosen {
      walk.move(Int(step))
      committed.append(step)
    }
    isFresh = true
  }

  /// The moves that lead to the least-live set on the way, seen from where the walk stands.
  mutating func leastLive(_ moves: [Int32]) -> [Int32] {
    guard moves.count > 1 else { return moves }
    statesExpanded += moves.count
    let chosen = walk.leastLiveAddition(among: moves).chosen
    return moves.indices.filter { chosen[$0] }.map { moves[$0] }
  }

  mutating func leastLivePart(of child: Child) -> Child {
    let moves = leastLive(child.moves)
    guard moves.count < child.moves.count else { return child }
    for step in moves { apply(Int(step)) }
    let part = Child(moves: moves, bits: bits, liveBytes: walk.liveBytes)
    for step in moves.reversed() { revert(Int(step)) }
    return part
  }
}
