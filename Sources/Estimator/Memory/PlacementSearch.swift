/// Decides whether buffers fit below a capacity, by depth-first search over resting places.
///
/// Of the placements that fit, the one with the lowest sum of offsets has every buffer resting on the
/// floor or on another, so buffers can be placed in ascending order of offset, each at the lowest place
/// that those already placed leave it. The search follows that order; it turns back when some moment
/// cannot hold what is still to come, leaves out places below which another buffer would fit whole, and
/// treats stretches of time that nothing unplaced spans as problems of their own (ideas of MiniMalloc,
/// ASPLOS 2023; written anew).
struct PlacementSearch {
  /// In which order a search tries the buffers that could come next.
  struct Strategy {
    /// All buffers, preferred ones first.
    var preference: [Int]
    var urgency: Urgency
    /// For each moment, its blame in earlier searches.
    var blame: [Int]
  }

  /// Which of the buffers at the lowest place comes first; the preferred one if they are equal.
  enum Urgency: CaseIterable {
    /// Only preference counts.
    case preferred
    /// The one at the moment with the most blame.
    case blamed
    /// The one at the moment with the fewest bytes to spare, then the most blame.
    case tight
  }

  enum Outcome: Equatable {
    case fits([Int])
    case doesNotFit
    case unknown
  }

  private let problem: PlacementProblem
  private let neighbours: ListOfLists
  /// Capacity and sizes in half units: an odd place is one that nothing supports.
  private let capacity: Int
  private let bytes: [Int]
  /// For each buffer, its place in the order of preference.
  private let rank: [Int]
  private let urgency: Urgency
  private var nodesLeft: Int
  /// Looks at a buffer's moment since a node was last paid for them.
  private var looks = 0
  static let looksPerNode = 3_000
  /// How often each moment was the one that made the search turn back: what to decide first.
  private(set) var blame: [Int]
  /// What was searched in vain at this capacity, by any strategy: handed from one search to the next.
  var deadEnds: Set<UInt64> = []

  private var offsets: [Int]
  /// The lowest place that the placed neighbours leave each unplaced buffer.
  private var lowest: [Int]
  /// Bytes unplaced at each moment.
  private var demand: [Int]
  private var floorAt: [Int]
  private var trail: [(buffer: Int, lowest: Int)] = []

  init(
    _ problem: PlacementProblem, neighbours: ListOfLists, capacity: Int, strategy: Strategy,
    nodeBudget: Int
  ) {
    self.problem = problem
    self.neighbours = neighbours
    self.capacity = capacity / problem.unit * 2
    bytes = problem.bytes.map { $0 / problem.unit * 2 }
    nodesLeft = nodeBudget
    urgency = strategy.urgency
    blame = strategy.blame
    var rank = [Int](repeating: 0, count: bytes.count)
    for (place, buffer) in strategy.preference.enumerated() { rank[buffer] = place }
    self.rank = rank
    offsets = [Int](repeating: -1, count: bytes.count)
    lowest = [Int](repeating: 0, count: bytes.count)
    demand = [Int](repeating: 0, count: problem.momentCount)
    floorAt = demand
    for (buffer, span) in problem.moments.enumerated() {
      for moment in span { demand[moment] += bytes[buffer] }
    }
  }

  /// Nodes of the budget that were not needed.
  var nodesUnused: Int { max(0, nodesLeft) }

  mutating func run() -> Outcome {
    // Empty buffers fit anywhere.
    for buffer in bytes.indices where bytes[buffer] == 0 { offsets[buffer] = 0 }
    let byTime = bytes.indices.filter { bytes[$0] > 0 }.sorted {
      (problem.moments[$0].lowerBound, $0) < (problem.moments[$1].lowerBound, $1)
    }
    switch place(byTime, from: 0) {
    case .fits: return .fits(offsets.map { $0 / 2 * problem.unit })
    case .doesNotFit: return .doesNotFit
    case .unknown: return .unknown
    }
  }

  private enum Verdict {
    case fits, doesNotFit, unknown
  }

  /// Places `unplaced`, ordered by first moment, at offsets of at least `floor`; nothing else is
  /// unplaced at their moments. Undoes everything unless it fits.
  private mutating func place(_ unplaced: [Int], from floor: Int) -> Verdict {
    guard !unplaced.isEmpty else { return .fits }
    guard nodesLeft > 0 else { return .unknown }
    nodesLeft -= 1
    let parts = separate(unplaced)
    if parts.count > 1 {
      // The tightest part first: it is the likeliest to fail.
      let order = parts.indices.sorted { (slack(parts[$0]), $0) < (slack(parts[$1]), $1) }
      let mark = trail.count
      for (done, part) in order.enumerated() {
        let verdict = place(parts[part], from: floor)
        if verdict != .fits {
          for earlier in order[..<done] { remove(parts[earlier]) }
          restoreLowest(to: mark)
          return verdict
        }
      }
      return .fits
    }
    let state = fingerprint(unplaced, from: floor)
    if deadEnds.contains(state) { return .doesNotFit }
    let start = trail.count
    while leavesRoom(unplaced, from: floor), let buffer = choose(unplaced, from: floor) {
      guard nodesLeft > 0 else {
        restoreLowest(to: start)
        return .unknown
      }
      let mark = trail.count
      let offset = lowest[buffer]
      let isFree = put(buffer)
      switch place(unplaced.filter { $0 != buffer }, from: offset) {
      case .fits: return .fits
      case .unknown:
        take(buffer, backTo: start)
        return .unknown
      case .doesNotFit: take(buffer, backTo: mark)
      }
      // With nothing above it, placing it now cost nothing: no other choice does better.
      if isFree { break }
      // Here it cannot be, so it is above; and so are those that are no different.
      for other in unplaced where isTwin(buffer, other) {
        trail.append((other, lowest[other]))
        lowest[other] += 1
      }
    }
    restoreLowest(to: start)
    deadEnds.insert(state)
    return .doesNotFit
  }

  /// What is still to be placed and where it may go: what the search finds depends on nothing else, so
  /// the same stack in another order, or met by another strategy, need not be searched again.
  ///
  /// 64 bits of mixed pairs: two of 100,000 states fall together once in 10^9 searches, which
  /// could cost a placement or a proof, never the soundness of a plan.
  private func fingerprint(_ unplaced: [Int], from floor: Int) -> UInt64 {
    var state = DownsetBits.key(floor)
    for buffer in unplaced {
      state ^= DownsetBits.key(buffer)
      // Wraps: a hash, mixed in the order of the buffers, which is always the same.
      state = DownsetBits.key(Int(truncatingIfNeeded: state) &+ lowest[buffer])
    }
    return state
  }

  /// A buffer at the lowest place left, one that lives at the most urgent moment.
  ///
  /// If all that live there are tried in vain, the bytes at this place are lost, which a tight moment
  /// cannot afford: the fewer there are to try, the sooner the search turns back.
  private func choose(_ unplaced: [Int], from floor: Int) -> Int? {
    var lowestEnd = Int.max
    var level = Int.max
    for buffer in unplaced {
      lowestEnd = min(lowestEnd, lowest[buffer] + bytes[buffer])
      if lowest[buffer] & 1 == 0, lowest[buffer] >= floor { level = min(level, lowest[buffer]) }
    }
    guard level < lowestEnd else { return nil }
    var bestUrgency = (Int.max, Int.max, Int.max)
    var best: Int?
    for buffer in unplaced where lowest[buffer] == level {
      var slack = Int.max
      var blamed = 0
      for moment in problem.moments[buffer] {
        if floorAt[moment] == level { slack = min(slack, capacity - level - demand[moment]) }
        blamed = max(blamed, blame[moment])
      }
      let urgency =
        switch urgency {
        case .preferred: (0, 0, rank[buffer])
        case .blamed: (0, -blamed, rank[buffer])
        case .tight: (slack, -blamed, rank[buffer])
        }
      if urgency < bestUrgency { (bestUrgency, best) = (urgency, buffer) }
    }
    return best
  }

  private func isTwin(_ first: Int, _ second: Int) -> Bool {
    bytes[first] == bytes[second]
      && problem.moments[first] == problem.moments[second] && lowest[first] == lowest[second]
  }

  /// True if no unplaced buffer lives with it.
  private mutating func put(_ buffer: Int) -> Bool {
    let end = lowest[buffer] + bytes[buffer]
    offsets[buffer] = lowest[buffer]
    for moment in problem.moments[buffer] { demand[moment] -= bytes[buffer] }
    var isFree = true
    for place in neighbours.range(buffer) {
      let other = neighbours[place]
      guard offsets[other] < 0 else { continue }
      isFree = false
      if lowest[other] < end {
        trail.append((other, lowest[other]))
        lowest[other] = end
      }
    }
    return isFree
  }

  private mutating func take(_ buffer: Int, backTo mark: Int) {
    restoreLowest(to: mark)
    for moment in problem.moments[buffer] { demand[moment] += bytes[buffer] }
    offsets[buffer] = -1
  }

  private mutating func restoreLowest(to mark: Int) {
    while trail.count > mark, let change = trail.popLast() {
      lowest[change.buffer] = change.lowest
    }
  }

  /// Unplaces a part that was solved on its own; its neighbours are all in it.
  private mutating func remove(_ part: [Int]) {
    for buffer in part {
      for moment in problem.moments[buffer] { demand[moment] += bytes[buffer] }
      offsets[buffer] = -1
    }
  }

  /// Splits buffers, ordered by first moment, where no buffer spans from one moment to the next.
  private func separate(_ unplaced: [Int]) -> [[Int]] {
    var parts: [[Int]] = []
    var start = 0
    var end = 0
    for (place, buffer) in unplaced.enumerated() {
      if place > start, problem.moments[buffer].lowerBound >= end {
        parts.append(Array(unplaced[start..<place]))
        start = place
      }
      end = max(end, problem.moments[buffer].upperBound)
    }
    guard start > 0 else { return [unplaced] }
    parts.append(Array(unplaced[start...]))
    return parts
  }

  private func slack(_ part: [Int]) -> Int {
    part.reduce(Int.max) { least, buffer in
      problem.moments[buffer].reduce(least) { min($0, capacity - lowest[buffer] - demand[$1]) }
    }
  }

  /// Whether at each moment what is unplaced fits above the lowest place left to any of it.
  private mutating func leavesRoom(_ unplaced: [Int], from floor: Int) -> Bool {
    for buffer in unplaced {
      looks += problem.moments[buffer].count
      for moment in problem.moments[buffer] { floorAt[moment] = Int.max }
    }
    nodesLeft -= looks / Self.looksPerNode
    looks %= Self.looksPerNode
    for buffer in unplaced {
      let place = max(lowest[buffer] + (lowest[buffer] & 1), floor)
      if place + bytes[buffer] > capacity { return false }
      for moment in problem.moments[buffer] where floorAt[moment] > place {
        floorAt[moment] = place
      }
    }
    for buffer in unplaced {
      for moment in problem.moments[buffer] where floorAt[moment] + demand[moment] > capacity {
        blame[moment] += 1
        return false
      }
    }
    return true
  }
}
