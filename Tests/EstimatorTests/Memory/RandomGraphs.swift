import Estimator

/// splitmix64 (Steele et al. 2014): the same graphs on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

extension MemoryGraph {
  /// A graph with everything that the type allows: several writers' outputs, dead tensors, unread
  /// inputs, inputs that are outputs, empty tensors, in-place candidates and scratch.
  static func random(
    stepCount: Int, using generator: inout SeededGenerator
  ) throws -> MemoryGraph {
    let maximum = [3, 10, 1000].randomElement(using: &generator) ?? 10
    var bytes: [Int] = []
    func tensor() -> Int {
      bytes.append(Int.random(in: 0...maximum, using: &generator))
      return bytes.count - 1
    }
    let inputs = (0..<Int.random(in: 1...3, using: &generator)).map { _ in tensor() }
    var available = inputs
    let reach = Int.random(in: 2...12, using: &generator)
    let steps = (0..<stepCount).map { _ in
      let candidates = available.suffix(reach)
      let read = candidates.shuffled(using: &generator)
        .prefix(Int.random(in: 1...3, using: &generator))
      let written = (0..<(Int.random(in: 0..<5, using: &generator) == 0 ? 2 : 1))
        .map { _ in tensor() }
      available += written
      return Step(
        inputs: Array(read), outputs: written,
        inPlaceInputs: read.filter { _ in Bool.random(using: &generator) },
        scratchRequests: Bool.random(using: &generator)
          ? [] : [Int.random(in: 0...maximum, using: &generator)])
    }
    let outputs = available.shuffled(using: &generator)
      .prefix(Int.random(in: 0...3, using: &generator))
    return try MemoryGraph(
      tensorBytes: bytes, steps: steps, inputs: inputs, outputs: Array(outputs))
  }

  /// The smallest peak of any order, by looking at every set of executed steps.
  ///
  /// Written from the definition alone: alive is what is written or given and still read or an output.
  func bruteForceBestPeak(_ objective: OrderObjective) -> Int {
    let count = steps.count
    let everyone = 1 << count
    var writer = [Int?](repeating: nil, count: tensorBytes.count)
    var readers = [Int](repeating: 0, count: tensorBytes.count)
    for (index, step) in steps.enumerated() {
      for tensor in step.outputs { writer[tensor] = index }
      for tensor in step.inputs { readers[tensor] |= 1 << index }
    }
    func isAlive(_ tensor: Int, after done: Int) -> Bool {
      guard writer[tensor].map({ done & (1 << $0) != 0 }) ?? inputs.contains(tensor) else {
        return false
      }
      return outputs.contains(tensor) || readers[tensor] & ~done != 0
    }
    func bytes(of step: Int, after done: Int) -> Int {
      let here = steps[step]
      var sum = objective.scratch ? here.scratchBytes : 0
      for tensor in tensorBytes.indices {
        if here.outputs.contains(tensor) || isAlive(tensor, after: done) {
          sum += tensorBytes[tensor]
        }
      }
      if objective.inPlace, let output = here.outputs.first,
        here.inPlaceInputs.contains(where: {
          !isAlive($0, after: done | 1 << step) && tensorBytes[$0] >= tensorBytes[output]
        })
      {
        sum -= tensorBytes[output]
      }
      return sum
    }
    var best = [Int](repeating: .max, count: everyone)
    best[0] = 0
    for done in 0..<everyone where best[done] < .max {
      for step in 0..<count where done & (1 << step) == 0 {
        let isReady = steps[step].inputs.allSatisfy { tensor in
          writer[tensor].map { done & (1 << $0) != 0 } ?? true
        }
        guard isReady else { continue }
        let peak = max(best[done], bytes(of: step, after: done))
        best[done | 1 << step] = min(best[done | 1 << step], peak)
      }
    }
    return best[everyone - 1]
  }
}

extension MemoryGraph {
  /// The same graph with its steps in another valid order, drawn at random.
  func shuffled(seed: UInt64) throws -> MemoryGraph {
    var generator = SeededGenerator(seed: seed)
    var writer = [Int?](repeating: nil, count: tensorBytes.count)
    for (index, step) in steps.enumerated() {
      for tensor in step.outputs { writer[tensor] = index }
    }
    let producers = steps.map { step in Set(step.inputs.compactMap { writer[$0] }) }
    var readers = [[Int]](repeating: [], count: steps.count)
    for step in steps.indices {
      for producer in producers[step] { readers[producer].append(step) }
    }
    var waiting = producers.map(\.count)
    var ready = steps.indices.filter { waiting[$0] == 0 }
    var order: [Int] = []
    while !ready.isEmpty {
      let step = ready.remove(at: Int.random(in: ready.indices, using: &generator))
      order.append(step)
      for reader in readers[step] {
        waiting[reader] -= 1
        if waiting[reader] == 0 { ready.append(reader) }
      }
    }
    return reordered(try ExecutionOrder(order, of: self))
  }
}
