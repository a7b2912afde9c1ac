/// Indices, sizes and calls; the first fault found is thrown.
func check(_ subgraphs: [RuntimeModel.Subgraph]) throws(RuntimeModelError) {
  guard !subgraphs.isEmpty else { throw .noSubgraph }
  var total = 0
  for (index, subgraph) in subgraphs.enumerated() {
    func add(_ amount: Int) throws(RuntimeModelError) {
      let (sum, overflow) = total.addingReportingOverflow(amount)
      guard amount >= 0, !overflow, sum <= MemoryGraph.maximumTotalBytes else {
        throw .sizeOutOfRange(subgraph: index)
      }
      total = sum
    }
    let known = subgraph.tensors.indices
    let tensors = subgraph.tensors.span
    for tensor in known {
      try add(tensors[tensor].bytes)
      try add(tensors[tensor].scaleCount)
      try add(tensors[tensor].offlineOffset ?? 0)
    }
    func check(_ tensors: [Int]) throws(RuntimeModelError) {
      for tensor in tensors where !known.contains(tensor) {
        throw .unknownTensor(tensor: tensor, subgraph: index)
      }
    }
    try check(subgraph.inputs)
    try check(subgraph.outputs)
    // A span: an operator holds several lists, and a copy would count each of them.
    let operators = subgraph.operators.span
    for number in operators.indices {
      try add(operators[number].channels)
      if let resource = operators[number].resource { try add(resource.bytes) }
      for bytes in operators[number].scratchRequests { try add(bytes) }
      for kept in operators[number].kept { try add(kept.bytes) }
      for case let tensor? in operators[number].inputs where !known.contains(tensor) {
        throw .unknownTensor(tensor: tensor, subgraph: index)
      }
      try check(operators[number].outputs)
      for called in operators[number].calls where !subgraphs.indices.contains(called) {
        throw .unknownSubgraph(called: called, by: index)
      }
    }
  }
  // Most models have one subgraph, which calls none.
  if subgraphs.count > 1 || !subgraphs[0].calls.isEmpty { try checkCalls(subgraphs) }
}

/// Counts the operators that a planning pass visits; a subgraph under way that is met again recurses.
private func checkCalls(_ subgraphs: [RuntimeModel.Subgraph]) throws(RuntimeModelError) {
  enum State {
    case new, underWay
    case done(visits: Int, depth: Int)
  }
  var states = [State](repeating: .new, count: subgraphs.count)
  for root in subgraphs.indices {
    var stack = [root]
    while let index = stack.last {
      switch states[index] {
      case .done: stack.removeLast()
      case .new:
        states[index] = .underWay
        for called in subgraphs[index].calls {
          switch states[called] {
          case .underWay: throw .recursion(subgraph: called)
          case .new: stack.append(called)
          case .done: break
          }
        }
      case .underWay:
        var visits = subgraphs[index].operators.count
        var depth = 1
        for called in subgraphs[index].calls {
          guard case .done(let more, let below) = states[called] else {
            throw .recursion(subgraph: called)
          }
          visits += more
          depth = max(depth, below + 1)
          guard depth <= RuntimeModel.maximumDepth else {
            throw .tooDeep(limit: RuntimeModel.maximumDepth)
          }
          guard visits <= RuntimeModel.maximumVisits else {
            throw .tooManyVisits(limit: RuntimeModel.maximumVisits)
          }
        }
        states[index] = .done(visits: visits, depth: depth)
        stack.removeLast()
      }
    }
  }
}

extension RuntimeModel.Subgraph {
  /// The subgraphs that its operators call, in order.
  fileprivate var calls: [Int] {
    var calls: [Int] = []
    let operators = operators.span
    for index in operators.indices where !operators[index].calls.isEmpty {
      calls += operators[index].calls
    }
    return calls
  }
}
