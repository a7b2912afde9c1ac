/// Lower bounds on the peak of every order from what one step alone must find alive.
extension DownsetWalk {
  /// The fewest bytes that can be alive while `step` runs, in any order.
  ///
  /// Everything that the step needs has run and nothing that needs it has; which of the other steps
  /// have run is chosen to leave the fewest bytes, by a minimum cut. The walk must stand at its outset
  /// and go forward.
  mutating func leastBytes(during step: Int) -> Int {
    let needed = related(to: step, following: \.starters, of: \.ends).sorted()
    var isOther = [Bool](repeating: true, count: problem.stepCount)
    for other in related(to: step, following: \.enders, of: \.starts) { isOther[other] = false }
    isOther[step] = false
    for other in needed {
      isOther[other] = false
      move(other)
    }
    let others = isOther.indices.filter { isOther[$0] }.map(Int32.init)
    let addition = leastLiveAddition(among: others)
    let bytes =
      liveBytes + addition.change + rise[step] + problem.momentaryBytes[step]
      - problem.inPlaceSaving[step]
    for other in needed.reversed() { undo(other) }
    return bytes
  }

  /// All steps that `step` is connected to through one kind of tensor lists, itself left out.
  private func related(
    to step: Int, following far: KeyPath<OrderProblem, ListOfLists>,
    of near: KeyPath<OrderProblem, ListOfLists>
  ) -> [Int] {
    let far = problem[keyPath: far]
    let near = problem[keyPath: near]
    var seen = [Bool](repeating: false, count: problem.stepCount)
    seen[step] = true
    var found: [Int] = []
    var queue = [step]
    while let next = queue.popLast() {
      for place in near.range(next) {
        for place in far.range(near[place]) where !seen[far[place]] {
          seen[far[place]] = true
          found.append(far[place])
          queue.append(far[place])
        }
      }
    }
    return found
  }
}
