/// Sizes: none negative, and a sum that later arithmetic cannot overflow.
func checkBytes(tensorBytes: [Int], steps: [MemoryGraph.Step]) throws(MemoryGraphError) {
  var total = 0
  func add(_ bytes: Int) throws(MemoryGraphError) {
    let (sum, overflow) = total.addingReportingOverflow(bytes)
    guard !overflow, sum <= MemoryGraph.maximumTotalBytes else {
      throw .tooManyBytes(limit: MemoryGraph.maximumTotalBytes)
    }
    total = sum
  }
  for (tensor, bytes) in tensorBytes.enumerated() {
    guard bytes >= 0 else { throw .negativeBytes(bytes: bytes, tensor: tensor, step: nil) }
    try add(bytes)
  }
  for index in steps.indices {
    for bytes in steps[index].scratchRequests {
      guard bytes >= 0 else { throw .negativeBytes(bytes: bytes, tensor: nil, step: index) }
      try add(bytes)
    }
  }
}

/// Indices, single writers, and writers that stand before readers.
func checkDataflow(
  tensorCount: Int, steps: [MemoryGraph.Step], inputs: [Int], outputs: [Int]
) throws(MemoryGraphError) {
  let known = 0..<tensorCount
  func check(_ tensor: Int, in step: Int?) throws(MemoryGraphError) {
    guard known.contains(tensor) else {
      throw .unknownTensor(tensor: tensor, step: step, tensorCount: tensorCount)
    }
  }

  var writer = [Writer](repeating: .none, count: tensorCount)
  for tensor in inputs {
    try check(tensor, in: nil)
    writer[tensor] = .graph
  }
  for index in steps.indices {
    for tensor in steps[index].outputs {
      try check(tensor, in: index)
      switch writer[tensor] {
      case .none: writer[tensor] = .step(index)
      case .graph: throw .producedTwice(tensor: tensor, firstStep: nil, secondStep: index)
      case .step(let first):
        throw .producedTwice(tensor: tensor, firstStep: first, secondStep: index)
      }
    }
  }
  var firstEarlyRead: MemoryGraphError?
  for index in steps.indices {
    for tensor in steps[index].inputs {
      try check(tensor, in: index)
      switch writer[tensor] {
      case .none: throw .neverProduced(tensor: tensor, step: index)
      case .step(let producer) where producer >= index:
        firstEarlyRead =
          firstEarlyRead ?? .readBeforeProduced(tensor: tensor, step: index, producer: producer)
      case .graph, .step: break
      }
    }
    if let stray = steps[index].firstUnreadInPlaceInput {
      throw .inPlaceNotRead(tensor: stray, step: index)
    }
  }
  for tensor in outputs {
    try check(tensor, in: nil)
    if case .none = writer[tensor] { throw .neverProduced(tensor: tensor, step: nil) }
  }
  if let firstEarlyRead {
    if let cycle = findCycle(steps: steps, writer: writer) { throw .cycle(steps: cycle) }
    throw firstEarlyRead
  }
}

extension MemoryGraph.Step {
  fileprivate var firstUnreadInPlaceInput: Int? {
    guard !inPlaceInputs.isEmpty else { return nil }
    let read = Set(inputs)
    return inPlaceInputs.first { !read.contains($0) }
  }
}

private enum Writer {
  case none
  case graph
  case step(Int)
}

/// Steps that wait for each other, in waiting order, or nil if some order of the steps works.
///
/// Kahn's peeling; what remains has a writer inside the remainder for at least one input, so walking
/// back from any of it must meet itself.
private func findCycle(steps: [MemoryGraph.Step], writer: [Writer]) -> [Int]? {
  func producers(of step: Int) -> [Int] {
    steps[step].inputs.compactMap { tensor in
      if case .step(let producer) = writer[tensor] { producer } else { nil }
    }
  }
  var waiting = [Int](repeating: 0, count: steps.count)
  var readers = [[Int]](repeating: [], count: steps.count)
  for step in steps.indices {
    for producer in producers(of: step) {
      waiting[step] += 1
      readers[producer].append(step)
    }
  }
  var ready = steps.indices.filter { waiting[$0] == 0 }
  while let step = ready.popLast() {
    for reader in readers[step] {
      waiting[reader] -= 1
      if waiting[reader] == 0 { ready.append(reader) }
    }
  }
  guard var step = steps.indices.first(where: { waiting[$0] > 0 }) else { return nil }
  var visitedAt: [Int: Int] = [:]
  var path: [Int] = []
  while visitedAt[step] == nil {
    visitedAt[step] = path.count
    path.append(step)
    guard let next = producers(of: step).first(where: { waiting[$0] > 0 }) else { return nil }
    step = next
  }
  return Array(path[(visitedAt[step] ?? 0)...].reversed())
}
