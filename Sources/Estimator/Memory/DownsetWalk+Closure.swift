extension DownsetWalk {
  /// Of the sets that `steps` and their prerequisites among them allow to add to this state, the
  /// largest of those that leave the fewest bytes alive; and the change in bytes.
  ///
  /// `steps` must be closed: whatever one of them waits for has moved or is among them. Live memory is
  /// a submodular function of the moved set, so this is a minimum cut: starting a tensor costs its
  /// bytes once, ending it gains them when all its enders are chosen.
  func leastLiveAddition(among steps: [Int32]) -> (change: Int, chosen: [Bool]) {
    var closure = MaximumClosure()
    var vertexOfStep: [Int: Int] = [:]
    for step in steps { vertexOfStep[Int(step)] = closure.addVertex(weight: 0) }
    var startVertex: [Int: Int] = [:]
    var endsSeen: Set<Int> = []
    for step in steps {
      let vertex = vertexOfStep[Int(step)] ?? 0
      for place in problem.starts.range(Int(step)) {
        let tensor = problem.starts[place]
        guard startersMoved[tensor] == 0, !problem.aliveAtOutset[tensor] else { continue }
        let start =
          startVertex[tensor] ?? closure.addVertex(weight: -problem.tensorBytes[tensor])
        startVertex[tensor] = start
        closure.require(start, by: vertex)
      }
      for place in problem.ends.range(Int(step)) {
        let tensor = problem.ends[place]
        for place in problem.starters.range(tensor) {
          let starter = problem.starters[place]
          if !moved[starter], let required = vertexOfStep[starter] {
            closure.require(required, by: vertex)
          }
        }
        guard !problem.immortal[tensor], endsSeen.insert(tensor).inserted else { continue }
        let enders = problem.enders.range(tensor).map { problem.enders[$0] }
        let remaining = enders.filter { !moved[$0] }
        let chosen = remaining.compactMap { vertexOfStep[$0] }
        guard chosen.count == remaining.count else { continue }
        let end = closure.addVertex(weight: problem.tensorBytes[tensor])
        for ender in chosen { closure.require(ender, by: end) }
      }
    }
    let solution = closure.solve()
    return (-solution.weight, steps.indices.map { solution.chosen[$0] })
  }
}
