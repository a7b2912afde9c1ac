extension PlacementProblem {
  /// Buffer orders that first fit or the search does well with on one network or another.
  func preferences() -> [[Int]] {
    let all = Array(bytes.indices)
    var demand = [Int](repeating: 0, count: momentCount)
    for (buffer, span) in moments.enumerated() {
      for moment in span { demand[moment] += bytes[buffer] }
    }
    let bySize = stablyDescending(all) { bytes[$0] }
    func preference(_ key: (Int) -> Int) -> [Int] { stablyDescending(bySize, by: key) }
    let byLifetime = preference { lifetimes[$0] }
    let byMoments = preference { moments[$0].count }
    func contention(_ buffer: Int) -> Int {
      moments[buffer].reduce(0) { max($0, demand[$1]) }
    }
    return [
      preference { bytes[$0] / unit * moments[$0].count },
      byLifetime,
      preference { -moments[$0].lowerBound },
      byMoments,
      bySize,
      preference { moments[$0].upperBound },
      stablyDescending(byMoments, by: contention),
      stablyDescending(byLifetime, by: contention),
    ]
  }

  /// Improves an order of first fit by moving forward what ends up on top, or what that rests on.
  ///
  /// A change that is no worse is kept. Stops at the load, which nothing beats.
  func climb(
    from start: [Int], neighbours: ListOfLists, attempts: Int, generator: inout SplitMix
  ) -> [Int] {
    var order = start
    var offsets = firstFit(order, neighbours: neighbours)
    var top = top(offsets)
    for _ in 0..<attempts where top > load {
      let moved = supportOfTop(offsets, top, neighbours: neighbours, generator: &generator)
      var candidate = order
      let place = candidate.firstIndex(of: moved) ?? 0
      candidate.remove(at: place)
      candidate.insert(
        moved, at: place == 0 ? candidate.count / 2 : generator.next(below: place))
      let attempt = firstFit(candidate, neighbours: neighbours)
      let attemptTop = self.top(attempt)
      if attemptTop <= top { (order, offsets, top) = (candidate, attempt, attemptTop) }
    }
    return offsets
  }

  /// One of a chain of buffers that rest on each other, from the highest down to the floor.
  private func supportOfTop(
    _ offsets: [Int], _ top: Int, neighbours: ListOfLists, generator: inout SplitMix
  ) -> Int {
    let highest = bytes.indices.filter { offsets[$0] + bytes[$0] == top }
    var chain = [highest[generator.next(below: highest.count)]]
    while let last = chain.last, offsets[last] > 0 {
      let supports = neighbours.range(last).map { neighbours[$0] }
        .filter { bytes[$0] > 0 && offsets[$0] + bytes[$0] == offsets[last] }
      guard !supports.isEmpty else { break }
      chain.append(supports[generator.next(below: supports.count)])
    }
    return chain[generator.next(below: chain.count)]
  }
}

/// splitmix64 (Steele et al. 2014): reproducible choices, from a fixed seed.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number from 0 up to `bound`, which is above 0.
  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Int(bits % UInt64(bound))
  }
}
