/// Finds good orders, without proof, by keeping a few states for each number of moves made.
///
/// Children are completed by their free moves, so they land on different numbers of moves; each number
/// has its own line. Preferred are states with a small peak so far, then few live bytes.
struct BeamSearch {
  private var walk: DownsetWalk
  private let level: Int
  private var nodes: [Node] = []
  private var moves: [Int32] = []
  private var lines: [[Candidate]]
  private var current = -1
  private(set) var statesExpanded = 0

  private struct Node {
    var parent: Int32
    var depth: Int32
    var movesEnd: Int32
  }

  private struct Candidate: Comparable {
    var peak: Int
    var liveBytes: Int
    var hash: UInt64
    var node: Int

    static func < (a: Self, b: Self) -> Bool {
      (a.peak, a.liveBytes, a.node) < (b.peak, b.liveBytes, b.node)
    }
  }

  private struct Option: Comparable {
    var peak: Int
    var change: Int
    var step: Int

    static func < (a: Self, b: Self) -> Bool {
      (a.peak, a.change, a.step) < (b.peak, b.change, b.step)
    }
  }

  /// `level` is a lower bound of every order's peak: moves below it are free of charge.
  init(_ problem: OrderProblem, level: Int) {
    walk = DownsetWalk(problem)
    self.level = level
    lines = [[Candidate]](repeating: [], count: problem.stepCount + 1)
  }

  /// About as many states as a search of this width meets.
  static func cost(width: Int, stepCount: Int) -> Int {
    stepCount * width * min(width + 1, mostChildren)
  }

  private static let mostChildren = 8

  /// The order of moves with the smallest peak found, and that peak; nil if none is below `known` or
  /// `stateBudget` runs out.
  mutating func run(
    width: Int, below known: Int, stateBudget: Int
  ) -> (moves: [Int32], peak: Int)? {
    let stepCount = walk.problem.stepCount
    add(parent: -1, moves: [], Candidate(peak: level, liveBytes: 0, hash: 0, node: 0))
    for made in 0..<stepCount {
      let line = lines[made].sorted()
      lines[made] = []
      var seen: Set<UInt64> = []
      for candidate in line {
        guard seen.count < width else { break }
        guard statesExpanded < stateBudget else { return nil }
        guard candidate.peak < known, seen.insert(candidate.hash).inserted else { continue }
        go(to: candidate.node)
        expand(candidate, width: width, below: known)
      }
    }
    guard let best = lines[stepCount].min(), best.peak < known else { return nil }
    return (path(to: best.node), best.peak)
  }

  private mutating func add(parent: Int, moves made: [Int32], _ candidate: Candidate) {
    var candidate = candidate
    candidate.node = nodes.count
    moves += made
    nodes.append(
      Node(
        parent: Int32(parent), depth: parent < 0 ? 0 : nodes[parent].depth + 1,
        movesEnd: Int32(moves.count)))
    lines[walk.moveCount].append(candidate)
    if parent < 0 { current = candidate.node }
  }

  private func moves(of node: Int) -> ArraySlice<Int32> {
    let start = node == 0 ? 0 : Int(nodes[node - 1].movesEnd)
    return moves[start..<Int(nodes[node].movesEnd)]
  }

  private mutating func go(to target: Int) {
    var pending: [Int] = []
    var other = target
    while current != other {
      if nodes[current].depth >= nodes[other].depth {
        for step in moves(of: current).reversed() { walk.undo(Int(step)) }
        current = Int(nodes[current].parent)
      } else {
        pending.append(other)
        other = Int(nodes[other].parent)
      }
    }
    for node in pending.reversed() {
      for step in moves(of: node) { walk.move(Int(step)) }
    }
    current = target
  }

  private mutating func expand(_ candidate: Candidate, width: Int, below known: Int) {
    statesExpanded += walk.ready.count / 16
    var options: [Option] = []
    let wanted = min(width + 1, Self.mostChildren)
    for step in walk.ready {
      let step = Int(step)
      let option = Option(
        peak: max(candidate.peak, walk.transientBytes(step)), change: walk.change[step], step: step)
      if options.count == wanted, let worst = options.last {
        guard option < worst else { continue }
        options.removeLast()
      }
      options.insert(option, at: options.firstIndex { option < $0 } ?? options.count)
    }
    for option in options where option.peak < known {
      let peak = option.peak
      var made = [Int32(option.step)]
      walk.move(option.step)
      while let next = walk.free.first(where: { walk.transientBytes(Int($0)) <= peak }) {
        walk.move(Int(next))
        made.append(next)
      }
      let hash = made.reduce(candidate.hash) { $0 ^ DownsetBits.key(Int($1)) }
      add(
        parent: candidate.node, moves: made,
        Candidate(peak: peak, liveBytes: walk.liveBytes, hash: hash, node: 0))
      for step in made.reversed() { walk.undo(Int(step)) }
      statesExpanded += made.count
    }
  }

  private func path(to node: Int) -> [Int32] {
    var path: [ArraySlice<Int32>] = []
    var node = node
    while node > 0 {
      path.append(moves(of: node))
      node = Int(nodes[node].parent)
    }
    return path.reversed().flatMap { $0 }
  }
}
