import Estimator

/// Graphs that are hard to order, made from a seed: what published networks do not stress.
struct Family: Sendable {
  let name: String
  let make: @Sendable (UInt64) throws -> MemoryGraph

  static let all = [
    Family(name: "randwire-32") { try randomlyWired(nodes: 32, seed: $0) },
    Family(name: "randwire-64") { try randomlyWired(nodes: 64, seed: $0) },
    Family(name: "randwire-128") { try randomlyWired(nodes: 128, seed: $0) },
    Family(name: "layers-8x8") { try layers(8, width: 8, seed: $0) },
    Family(name: "layers-16x16") { try layers(16, width: 16, seed: $0) },
    Family(name: "chains-8x8") { try chains(8, length: 8, seed: $0) },
    Family(name: "chains-32x8") { try chains(32, length: 8, seed: $0) },
    Family(name: "chains-10x1000") { try chains(10, length: 1000, seed: $0) },
    Family(name: "wide-64") { try wide(64, readers: 5, degree: 20, seed: $0) },
    Family(name: "tree-64") { try tree(leaves: 64, seed: $0) },
    Family(name: "sparse-70") { try sparse(70, seed: $0) },
    Family(name: "sparse-150") { try sparse(150, seed: $0) },
  ]

  /// Watts-Strogatz wiring with 4 neighbours and probability 0.75 (arXiv 1904.01569), random sizes.
  private static func randomlyWired(nodes: Int, seed: UInt64) throws -> MemoryGraph {
    var builder = GraphBuilder(seed: seed)
    var readers = [Set<Int>](repeating: [], count: nodes)
    for node in 0..<nodes {
      for distance in 1...2 {
        var other = (node + distance) % nodes
        if builder.chance(0.75) { other = builder.number(below: nodes) }
        if other != node { readers[min(node, other)].insert(max(node, other)) }
      }
    }
    var tensors: [Int] = []
    for node in 0..<nodes {
      let read = (0..<node).filter { readers[$0].contains(node) }.map { tensors[$0] }
      tensors.append(builder.step(read.isEmpty ? [0] : read))
    }
    return try builder.join(tensors.indices.filter { readers[$0].isEmpty }.map { tensors[$0] })
  }

  private static func layers(_ count: Int, width: Int, seed: UInt64) throws -> MemoryGraph {
    var builder = GraphBuilder(seed: seed)
    var layer = [0]
    var unread: Set<Int> = []
    for _ in 0..<count {
      layer = (0..<width).map { _ in
        let read = Set((0..<2).map { _ in layer[builder.number(below: layer.count)] })
        unread.subtract(read)
        return builder.step(read.sorted())
      }
      unread.formUnion(layer)
    }
    return try builder.join(unread.sorted())
  }

  private static func chains(_ count: Int, length: Int, seed: UInt64) throws -> MemoryGraph {
    var builder = GraphBuilder(seed: seed)
    var tips = [Int](repeating: 0, count: count)
    for _ in 0..<length { tips = tips.map { builder.step([$0]) } }
    return try builder.join(tips)
  }

  private static func wide(
    _ width: Int, readers: Int, degree: Int, seed: UInt64
  ) throws -> MemoryGraph {
    var builder = GraphBuilder(seed: seed)
    let middle = (0..<width).map { _ in builder.step([0]) }
    var unread = Set(middle)
    let ends = (0..<readers).map { _ in
      let read = Set((0..<degree).map { _ in middle[builder.number(below: width)] })
      unread.subtract(read)
      return builder.step(read.sorted())
    }
    return try builder.join(ends + unread.sorted())
  }

  private static func tree(leaves: Int, seed: UInt64) throws -> MemoryGraph {
    var builder = GraphBuilder(seed: seed)
    var open = (0..<leaves).map { _ in builder.step([0]) }
    while open.count > 1 {
      let first = open.remove(at: builder.number(below: open.count))
      let second = open.remove(at: builder.number(below: open.count))
      open.append(builder.step([first, second]))
    }
    return try builder.join(open)
  }

  private static func sparse(_ count: Int, seed: UInt64) throws -> MemoryGraph {
    var builder = GraphBuilder(seed: seed)
    var unread: Set<Int> = []
    for made in 1...count {
      let oldest = max(0, made - 20)
      let read = Set((0..<2).map { _ in oldest + builder.number(below: made - oldest) })
      unread.subtract(read)
      unread.insert(builder.step(read.sorted()))
    }
    return try builder.join(unread.sorted())
  }
}

/// Steps with one output of a random size each, over one input.
private struct GraphBuilder {
  private var generator: SeededGenerator
  private var bytes = [100]
  private var steps: [MemoryGraph.Step] = []

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &generator) < probability
  }

  mutating func step(_ inputs: [Int]) -> Int {
    bytes.append(1 + number(below: 100))
    steps.append(.init(inputs: inputs, outputs: [bytes.count - 1], inPlaceInputs: inputs))
    return bytes.count - 1
  }

  mutating func join(_ inputs: [Int]) throws -> MemoryGraph {
    let output = step(inputs)
    return try MemoryGraph(tensorBytes: bytes, steps: steps, inputs: [0], outputs: [output])
  }
}
