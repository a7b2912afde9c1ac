/// The best order found, and how good an order can be at all.
public struct OrderSearchResult: Hashable, Sendable {
  /// A valid order; the given one unless a better one was found.
  public let order: ExecutionOrder
  /// The peak of `order` under the objective.
  public let peakBytes: Int
  /// No order has a smaller peak: out of place or with the objective's in-place rule, and untiled.
  public let lowerBoundBytes: Int
  /// Sets of executed steps that the search met.
  public let statesExpanded: Int

  /// Whether no order can do better.
  public var isProved: Bool { peakBytes == lowerBoundBytes }
}

/// How many states a search may meet: the same request does the same work on any machine.
public enum OrderSearchBudget {
  /// For every answer: proves ordinary networks in a few milliseconds.
  public static let quick = 120_000
  /// For a request that asks for the best order.
  public static let full = 1_000_000
}

extension MemoryGraph {
  /// Searches for the order with the smallest peak, meeting at most about `stateBudget` states; fewer
  /// where steps have many operands, since each move looks at all of its own.
  ///
  /// Steps that are comparable to all others cut the graph into independent stretches; those whose
  /// peak in the given order is above what some step needs in any order are searched, highest first.
  public func bestOrder(
    objective: OrderObjective = OrderObjective(), stateBudget: Int = OrderSearchBudget.full
  ) -> OrderSearchResult {
    let given = peakBytes(of: givenOrder, objective)
    var bound = operandLowerBound(objective)
    if given == bound {
      return OrderSearchResult(
        order: givenOrder, peakBytes: given, lowerBoundBytes: bound, statesExpanded: 0)
    }
    bound = max(bound, fixedStepLowerBound(objective))
    let stateBudget = stateBudget / operandWeight
    var steps = Array(self.steps.indices)
    var states = 0
    let stretches = segments().map { segment in
      (segment.peakBytesAsGiven(objective), segment)
    }
    let highestFirst = stablyDescending(Array(stretches.indices)) { stretches[$0].0 }
    for (peak, segment) in highestFirst.map({ stretches[$0] }) where peak > bound {
      var search = SegmentSearch(
        segment.graph, objective: objective, stateBudget: stateBudget - states)
      let found = search.run(from: bound - segment.idleBytes, below: peak - segment.idleBytes)
      states += search.statesExpanded
      bound = max(bound, found.lowerBound + segment.idleBytes)
      guard let order = found.order else { continue }
      for (place, step) in order.enumerated() {
        steps[segment.steps.lowerBound + place] = segment.steps.lowerBound + step
      }
    }
    let order = ExecutionOrder(proved: steps)
    return OrderSearchResult(
      order: order, peakBytes: peakBytes(of: order, objective), lowerBoundBytes: bound,
      statesExpanded: states)
  }

  /// The peak of an order as the objective counts it.
  public func peakBytes(of order: ExecutionOrder, _ objective: OrderObjective) -> Int {
    let live = liveness(of: order, inPlace: objective.inPlace)
    return objective.scratch ? live.peakBytesWithScratch : live.peakBytes
  }
}

extension OrderSegment {
  fileprivate func peakBytesAsGiven(_ objective: OrderObjective) -> Int {
    idleBytes + graph.peakBytes(of: graph.givenOrder, objective)
  }
}

extension MemoryGraph {
  /// How many times a state's work is that of ordinary networks, whose steps have up to eight operands.
  private var operandWeight: Int {
    let operands = steps.reduce(0) { $0 + $1.inputs.count + $1.outputs.count }
    return max(1, operands / (4 * max(1, steps.count)))
  }

  /// The most that one step's own operands take: no order avoids that.
  private func operandLowerBound(_ objective: OrderObjective) -> Int {
    var isOutput = [Bool](repeating: false, count: tensorBytes.count)
    for tensor in outputs { isOutput[tensor] = true }
    var bound = 0
    for step in steps {
      var bytes = objective.scratch ? step.scratchBytes : 0
      for tensor in step.inputs { bytes += tensorBytes[tensor] }
      for tensor in step.outputs { bytes += tensorBytes[tensor] }
      if objective.inPlace, let output = step.outputs.first,
        step.inPlaceInputs.contains(where: {
          !isOutput[$0] && tensorBytes[$0] >= tensorBytes[output]
        })
      {
        bytes -= tensorBytes[output]
      }
      bound = max(bound, bytes)
    }
    return bound
  }

  /// The most that is alive at a step which has the same place in every order.
  private func fixedStepLowerBound(_ objective: OrderObjective) -> Int {
    let live = liveness(inPlace: objective.inPlace)
    let fixed = stepsComparableToAll()
    return steps.indices.reduce(0) { bound, step in
      guard fixed[step] else { return bound }
      return max(bound, live.liveBytes[step] + (objective.scratch ? live.scratchBytes[step] : 0))
    }
  }
}
