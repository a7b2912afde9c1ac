/// Why facts do not make a model that the runtime could allocate. Numbers are indices.
public enum RuntimeModelError: Error, Hashable, Sendable {
  case noSubgraph
  case unknownTensor(tensor: Int, subgraph: Int)
  case unknownSubgraph(called: Int, by: Int)
  /// A subgraph that calls itself, directly or not.
  case recursion(subgraph: Int)
  /// Calls that multiply past `RuntimeModel.maximumVisits`.
  case tooManyVisits(limit: Int)
  /// A size or count below zero, or a sum past `MemoryGraph.maximumTotalBytes`.
  case sizeOutOfRange(subgraph: Int)
}

extension RuntimeModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSubgraph: "The model has no subgraph; expected one at least."
    case .unknownTensor(let tensor, let subgraph):
      "Subgraph \(subgraph) names tensor \(tensor), which it does not have."
    case .unknownSubgraph(let called, let by):
      "Subgraph \(by) calls subgraph \(called), which the model does not have."
    case .recursion(let subgraph): "Subgraph \(subgraph) calls itself."
    case .tooManyVisits(let limit):
      "Calls of subgraphs multiply to more than \(limit) operators."
    case .sizeOutOfRange(let subgraph):
      "Sizes in subgraph \(subgraph) are below zero or too large."
    }
  }
}

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
    case visits(Int)
  }
  var states = [State](repeating: .new, count: subgraphs.count)
  for root in subgraphs.indices {
    var stack = [root]
    while let index = stack.last {
      switch states[index] {
      case .visits: stack.removeLast()
      case .new:
        states[index] = .underWay
        for called in subgraphs[index].operators.flatMap(\.calls) {
          switch states[called] {
          case .underWay: throw .recursion(subgraph: called)
          case .new: stack.append(called)
          case .visits: break
          }
        }
      case .underWay:
        var visits = subgraphs[index].operators.count
        for called in subgraphs[index].operators.flatMap(\.calls) {
          guard case .visits(let more) = states[called] else {
            throw .recursion(subgraph: called)
          }
          visits += more
          guard visits <= RuntimeModel.maximumVisits else {
            throw .tooManyVisits(limit: RuntimeModel.maximumVisits)
          }
        }
        states[index] = .visits(visits)
        stack.removeLast()
      }
    }
  }
}
