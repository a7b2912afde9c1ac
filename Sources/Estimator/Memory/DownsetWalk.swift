/// A set of moved steps, what it keeps alive, and which steps can move next.
///
/// Everything is updated by the move and its undoing, so a search can jump between states that share
/// most of their moves.
struct DownsetWalk: Sendable {
  let problem: OrderProblem
  /// Bytes alive between the last move and the next.
  private(set) var liveBytes: Int
  /// Moves made so far.
  private(set) var moveCount = 0
  /// Steps that can move next, in no particular but a reproducible order.
  private(set) var ready: [Int32] = []
  private(set) var moved: [Bool]

  /// Ready steps that leave no more bytes alive than there are.
  private(set) var free: [Int32] = []

  /// Per step, where it stands in `ready` and `free`; -1 if it does not.
  private var readyPlace: [Int32]
  private var freePlace: [Int32]
  /// Per step, tensors that it ends and that still wait for a starter.
  private var missing: [Int32]
  /// Per step, bytes that its move would start now, and what it would change in the end.
  private(set) var rise: [Int]
  private(set) var change: [Int]
  /// Per tensor, starters that have moved, enders that have not, and the sum of the latter's indices,
  /// which is the index of the last one when one is left.
  private(set) var startersMoved: [Int32]
  private(set) var endersLeft: [Int32]
  private var endersLeftSum: [Int]

  init(_ problem: OrderProblem) {
    let steps = problem.stepCount
    let tensors = problem.tensorBytes.indices
    self.problem = problem
    liveBytes = 0
    moved = [Bool](repeating: false, count: steps)
    readyPlace = [Int32](repeating: -1, count: steps)
    freePlace = readyPlace
    missing = [Int32](repeating: 0, count: steps)
    rise = [Int](repeating: 0, count: steps)
    change = rise
    startersMoved = [Int32](repeating: 0, count: tensors.count)
    endersLeft = tensors.map { Int32(problem.enders.range($0).count) }
    endersLeftSum = tensors.map { tensor in
      problem.enders.range(tensor).reduce(0) { $0 + problem.enders[$1] }
    }
    for tensor in tensors where problem.aliveAtOutset[tensor] {
      liveBytes += problem.tensorBytes[tensor]
    }
    for step in 0..<steps {
      for place in problem.starts.range(step) {
        let tensor = problem.starts[place]
        if !problem.aliveAtOutset[tensor] { rise[step] += problem.tensorBytes[tensor] }
      }
      change[step] = rise[step]
      for place in problem.ends.range(step) {
        let tensor = problem.ends[place]
        if !problem.starters.range(tensor).isEmpty { missing[step] += 1 }
        if endersLeft[tensor] == 1, !problem.immortal[tensor] {
          change[step] -= problem.tensorBytes[tensor]
        }
      }
      if missing[step] == 0 { becomeReady(step) }
    }
  }

  /// Bytes alive while `step` moves from here.
  @inline(__always)
  func transientBytes(_ step: Int) -> Int {
    liveBytes + rise[step] + problem.momentaryBytes[step] - savedBytes(step)
  }

  /// What in-place execution saves: some candidate has `step` as its last reader.
  @inline(__always)
  private func savedBytes(_ step: Int) -> Int {
    for place in problem.inPlaceInputs.range(step) {
      let tensor = problem.inPlaceInputs[place]
      let diesHere =
        switch problem.direction {
        case .forward: endersLeft[tensor] == 1
        case .backward: startersMoved[tensor] == 0
        }
      if diesHere { return problem.inPlaceSaving[step] }
    }
    return 0
  }

  @inline(__always)
  func isReady(_ step: Int) -> Bool { readyPlace[step] >= 0 }

  mutating func move(_ step: Int) {
    noLongerReady(step)
    moved[step] = true
    moveCount += 1
    liveBytes += change[step]
    for place in problem.starts.range(step) {
      let tensor = problem.starts[place]
      startersMoved[tensor] += 1
      let starters = problem.starters.range(tensor)
      if startersMoved[tensor] == 1, !problem.aliveAtOutset[tensor], starters.count > 1 {
        changeOfOthers(step, startingWith: tensor, by: -problem.tensorBytes[tensor])
      }
      if Int(startersMoved[tensor]) == starters.count {
        for ender in problem.enders.range(tensor) {
          let waiting = problem.enders[ender]
          missing[waiting] -= 1
          if missing[waiting] == 0 { becomeReady(waiting) }
        }
      }
    }
    for place in problem.ends.range(step) {
      let tensor = problem.ends[place]
      endersLeft[tensor] -= 1
      endersLeftSum[tensor] -= step
      if endersLeft[tensor] == 1, !problem.immortal[tensor] {
        addChange(-problem.tensorBytes[tensor], to: endersLeftSum[tensor])
      }
    }
  }

  mutating func undo(_ step: Int) {
    for place in problem.ends.range(step) {
      let tensor = problem.ends[place]
      if endersLeft[tensor] == 1, !problem.immortal[tensor] {
        addChange(problem.tensorBytes[tensor], to: endersLeftSum[tensor])
      }
      endersLeft[tensor] += 1
      endersLeftSum[tensor] += step
    }
    for place in problem.starts.range(step) {
      let tensor = problem.starts[place]
      let starters = problem.starters.range(tensor)
      if Int(startersMoved[tensor]) == starters.count {
        for ender in problem.enders.range(tensor) {
          let waiting = problem.enders[ender]
          if missing[waiting] == 0 { noLongerReady(waiting) }
          missing[waiting] += 1
        }
      }
      startersMoved[tensor] -= 1
      if startersMoved[tensor] == 0, !problem.aliveAtOutset[tensor], starters.count > 1 {
        changeOfOthers(step, startingWith: tensor, by: problem.tensorBytes[tensor])
      }
    }
    liveBytes -= change[step]
    moveCount -= 1
    moved[step] = false
    becomeReady(step)
  }

  /// Once a tensor is started, its other starters add nothing to it, and the other way round.
  private mutating func changeOfOthers(_ step: Int, startingWith tensor: Int, by bytes: Int) {
    for place in problem.starters.range(tensor) {
      let other = problem.starters[place]
      guard other != step else { continue }
      rise[other] += bytes
      addChange(bytes, to: other)
    }
  }

  private mutating func addChange(_ bytes: Int, to step: Int) {
    let wasFree = change[step] <= 0
    change[step] += bytes
    guard readyPlace[step] >= 0, wasFree != (change[step] <= 0) else { return }
    if wasFree { noLongerFree(step) } else { becomeFree(step) }
  }

  private mutating func becomeReady(_ step: Int) {
    readyPlace[step] = Int32(ready.count)
    ready.append(Int32(step))
    if change[step] <= 0 { becomeFree(step) }
  }

  private mutating func noLongerReady(_ step: Int) {
    if change[step] <= 0 { noLongerFree(step) }
    let place = Int(readyPlace[step])
    let last = ready.removeLast()
    if place < ready.count {
      ready[place] = last
      readyPlace[Int(last)] = Int32(place)
    }
    readyPlace[step] = -1
  }

  private mutating func becomeFree(_ step: Int) {
    freePlace[step] = Int32(free.count)
    free.append(Int32(step))
  }

  private mutating func noLongerFree(_ step: Int) {
    let place = Int(freePlace[step])
    let last = free.removeLast()
    if place < free.count {
      free[place] = last
      freePlace[Int(last)] = Int32(place)
    }
    freePlace[step] = -1
  }
}
