/// Chooses projects and the tools that they require so that gain minus cost is greatest.
///
/// The closure problem (Picard 1976): each vertex has a weight, choosing it forces the vertices that
/// it requires, and the best choice is a minimum cut. Solved by Dinic's algorithm.
struct MaximumClosure {
  private var weight: [Int] = []
  private var requirements: [(from: Int32, to: Int32)] = []

  /// Adds a vertex and returns its name.
  mutating func addVertex(weight: Int) -> Int {
    self.weight.append(weight)
    return self.weight.count - 1
  }

  /// Choosing `vertex` forces `required`.
  mutating func require(_ required: Int, by vertex: Int) {
    requirements.append((Int32(vertex), Int32(required)))
  }

  /// The greatest total weight, and the largest choice that has it.
  consuming func solve() -> (weight: Int, chosen: [Bool]) {
    let source = weight.count
    let sink = source + 1
    let gain = weight.reduce(0) { $0 + max(0, $1) }
    var flow = FlowNetwork(vertexCount: sink + 1)
    for (vertex, weight) in weight.enumerated() {
      if weight > 0 { flow.addEdge(from: source, to: vertex, capacity: weight) }
      if weight < 0 { flow.addEdge(from: vertex, to: sink, capacity: -weight) }
    }
    for requirement in requirements {
      flow.addEdge(from: Int(requirement.from), to: Int(requirement.to), capacity: gain + 1)
    }
    let cut = flow.maximize(from: source, to: sink)
    let blocked = flow.reaching(sink)
    return (gain - cut, weight.indices.map { !blocked[$0] })
  }
}

/// A network of capacities, and the flow found so far as what they have left.
private struct FlowNetwork {
  private var heads: [Int32]
  private var next: [Int32] = []
  private var target: [Int32] = []
  private var left: [Int] = []

  init(vertexCount: Int) { heads = [Int32](repeating: -1, count: vertexCount) }

  mutating func addEdge(from: Int, to: Int, capacity: Int) {
    for (tail, head, capacity) in [(from, to, capacity), (to, from, 0)] {
      next.append(heads[tail])
      heads[tail] = Int32(target.count)
      target.append(Int32(head))
      left.append(capacity)
    }
  }

  /// Pushes flow along shortest paths, level graph after level graph, until none is left.
  mutating func maximize(from source: Int, to sink: Int) -> Int {
    var total = 0
    while let level = levels(from: source, to: sink) {
      var edges = heads
      total += push(from: source, to: sink, level: level, edges: &edges)
    }
    return total
  }

  private func levels(from source: Int, to sink: Int) -> [Int32]? {
    var level = [Int32](repeating: -1, count: heads.count)
    level[source] = 0
    var queue = [source]
    var front = 0
    while front < queue.count {
      let vertex = queue[front]
      front += 1
      var edge = heads[vertex]
      while edge >= 0 {
        let head = Int(target[Int(edge)])
        if left[Int(edge)] > 0, level[head] < 0 {
          level[head] = level[vertex] + 1
          queue.append(head)
        }
        edge = next[Int(edge)]
      }
    }
    return level[sink] < 0 ? nil : level
  }

  /// Depth-first augmentation with an explicit path, so that deep networks need no deep stack.
  private mutating func push(
    from source: Int, to sink: Int, level: [Int32], edges: inout [Int32]
  ) -> Int {
    var total = 0
    var path: [Int] = []
    var vertex = source
    while true {
      if vertex == sink {
        let amount = path.reduce(Int.max) { min($0, left[$1]) }
        total += amount
        var cutAt = 0
        for (place, edge) in path.enumerated().reversed() {
          left[edge] -= amount
          left[edge ^ 1] += amount
          if left[edge] == 0 { cutAt = place }
        }
        vertex = Int(target[path[cutAt] ^ 1])
        path.removeSubrange(cutAt...)
        continue
      }
      let edge = Int(edges[vertex])
      if edge < 0 {
        guard let back = path.popLast() else { return total }
        vertex = Int(target[back ^ 1])
        edges[vertex] = next[Int(edges[vertex])]
      } else if left[edge] > 0, level[Int(target[edge])] == level[vertex] + 1 {
        path.append(edge)
        vertex = Int(target[edge])
      } else {
        edges[vertex] = next[edge]
      }
    }
  }

  /// Vertices from which flow could still be pushed to `sink`.
  func reaching(_ sink: Int) -> [Bool] {
    var reached = [Bool](repeating: false, count: heads.count)
    reached[sink] = true
    var queue = [sink]
    while let vertex = queue.popLast() {
      var edge = heads[vertex]
      while edge >= 0 {
        let tail = Int(target[Int(edge)])
        // The paired edge leads from `tail` to `vertex`.
        if !reached[tail], left[Int(edge) ^ 1] > 0 {
          reached[tail] = true
          queue.append(tail)
        }
        edge = next[Int(edge)]
      }
    }
    return reached
  }
}
