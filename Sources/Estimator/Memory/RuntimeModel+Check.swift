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
    for tensor in subgraph.tensors {
      for amount in [tensor.bytes, tensor.scaleCount, tensor.offlineOffset ?? 0] {
        try add(amount)
      }
    }
    let known = subgraph.tensors.indices
    for tensor in subgraph.inputs + subgraph.outputs where !known.contains(tensor) {
      throw .unknownTensor(tensor: tensor, subgraph: index)
    }
    for op in subgraph.operators {
      try add(op.channels)
      if let resource = op.resource { try add(resource.bytes) }
      for bytes in op.scratchRequests { try add(bytes) }
      for tensor in op.inputs where tensor != -1 && !known.contains(tensor) {
        throw .unknownTensor(tensor: tensor, subgraph: index)
      }
      for tensor in op.outputs where !known.contains(tensor) {
        throw .unknownTensor(tensor: tensor, subgraph: index)
      }
      for called in op.calls where !subgraphs.indices.contains(called) {
        throw .unknownSubgraph(called: called, by: index)
      }
    }
  }
  try checkCalls(subgraphs)
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
        for called in subgraphs[index].operators.flatMap(\.calls) {
          switch states[called] {
          case .underWay: throw .recursion(subgraph: called)
          case .new: stack.append(called)
          case .done: break
          }
        }
      case .underWay:
        var visits = subgraphs[index].operators.count
        var depth = 1
        for called in subgraphs[index].operators.flatMap(\.calls) {
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
