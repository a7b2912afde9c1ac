import Estimator

/// Graphs that nobody trains but anybody may send: wide, deep, dense and random, of any size.
struct HardGraph: Sendable, CustomStringConvertible {
  let name: String
  let make: @Sendable (_ steps: Int) throws -> MemoryGraph

  var description: String { name }

  static let all = [
    HardGraph(name: "star") { try star($0) },
    HardGraph(name: "two layers") { try layers(2, width: $0 / 2, degree: 8) },
    HardGraph(name: "square of layers") { steps in
      let width = max(2, Int(Double(steps).squareRoot()))
      return try layers(width, width: width, degree: 2)
    },
    HardGraph(name: "dense layers") { steps in
      let width = max(2, Int(Double(steps).squareRoot()))
      return try layers(width, width: width, degree: width / 2)
    },
    HardGraph(name: "few long chains") { try chains(10, length: $0 / 10) },
    HardGraph(name: "square of chains") { steps in
      let width = max(2, Int(Double(steps).squareRoot()))
      return try chains(width, length: width)
    },
    HardGraph(name: "many short chains") { try chains($0 / 4, length: 4) },
    HardGraph(name: "each reads all before it") { try complete(min($0, 1_000)) },
    HardGraph(name: "random, near") { try random($0, reach: 20, degree: 2) },
    HardGraph(name: "random, far") { try random($0, reach: $0, degree: 2) },
    HardGraph(name: "random, many operands") { try random($0, reach: $0, degree: 12) },
    HardGraph(name: "tree") { try tree(leaves: $0 / 2) },
    HardGraph(name: "ladder of skips") { try ladder($0) },
    HardGraph(name: "U-net") { try nested($0) },
  ]

  /// Independent steps on one input.
  private static func star(_ steps: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    return try builder.join((1..<max(2, steps)).map { _ in builder.step([0]) })
  }

  private static func layers(_ count: Int, width: Int, degree: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    var layer = (0..<width).map { _ in builder.step([0]) }
    for _ in 1..<count {
      layer = (0..<width).map { _ in builder.step(builder.some(degree, of: layer)) }
    }
    return try builder.join(builder.unread)
  }

  private static func chains(_ count: Int, length: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    var tips = [Int](repeating: 0, count: max(1, count))
    for _ in 0..<length { tips = tips.map { builder.step([$0]) } }
    return try builder.join(tips)
  }

  private static func complete(_ steps: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    for made in 0..<steps { _ = builder.step(Array(0...made)) }
    return try builder.graph()
  }

  private static func random(_ steps: Int, reach: Int, degree: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    for made in 0..<steps {
      _ = builder.step(builder.some(degree, of: Array(max(0, made - reach)...made)))
    }
    return try builder.join(builder.unread)
  }

  private static func tree(leaves: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    var open = (0..<max(2, leaves)).map { _ in builder.step([0]) }
    while open.count > 1 {
      let first = open.remove(at: builder.number(below: open.count))
      let second = open.remove(at: builder.number(below: open.count))
      open.append(builder.step([first, second]))
    }
    return try builder.graph()
  }

  /// Two chains with rungs both ways.
  private static func ladder(_ steps: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    var (left, right) = (builder.step([0]), builder.step([0]))
    for made in 0..<max(1, steps / 2 - 2) {
      let crosses = made % 3 == 0
      let next = builder.step(crosses ? [left, right] : [left])
      right = builder.step(crosses ? [right, left] : [right])
      left = next
    }
    return try builder.join([left, right])
  }

  /// Down and up again, each level's result kept for the way back.
  private static func nested(_ steps: Int) throws -> MemoryGraph {
    var builder = HardGraphBuilder()
    var kept = [builder.step([0])]
    for _ in 0..<steps / 3 { kept.append(builder.step([kept[kept.count - 1]])) }
    var last = kept.removeLast()
    while let skip = kept.popLast() { last = builder.step([builder.step([last]), skip]) }
    return try builder.graph()
  }
}

private struct HardGraphBuilder {
  private var generator = SeededGenerator(seed: 11)
  private var bytes = [100]
  private var steps: [MemoryGraph.Step] = []
  private var isRead = [true]

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  mutating func some(_ count: Int, of tensors: [Int]) -> [Int] {
    Set((0..<max(1, count)).map { _ in tensors[number(below: tensors.count)] }).sorted()
  }

  mutating func step(_ inputs: [Int]) -> Int {
    bytes.append(1 + number(below: 100))
    for input in inputs { isRead[input] = true }
    isRead.append(false)
    steps.append(.init(inputs: inputs, outputs: [bytes.count - 1]))
    return bytes.count - 1
  }

  var unread: [Int] { isRead.indices.filter { !isRead[$0] } }

  mutating func join(_ inputs: [Int]) throws -> MemoryGraph {
    _ = step(inputs)
    return try graph()
  }

  func graph() throws -> MemoryGraph {
    try MemoryGraph(tensorBytes: bytes, steps: steps, inputs: [0], outputs: [bytes.count - 1])
  }
}
