/// An order in which every step of one graph runs once and after the steps that it reads from.
public struct ExecutionOrder: Hashable, Sendable {
  /// The graph's step indices, first to run first.
  public let steps: [Int]

  /// Checks that `steps` is a permutation in which writers stand before readers.
  public init(_ steps: [Int], of graph: MemoryGraph) throws(MemoryGraphError) {
    guard steps.count == graph.steps.count else {
      throw .notAnOrder(stepCount: steps.count, expected: graph.steps.count)
    }
    var place = [Int?](repeating: nil, count: steps.count)
    for (position, step) in steps.enumerated() {
      guard graph.steps.indices.contains(step), place[step] == nil else {
        throw .notAnOrder(stepCount: steps.count, expected: graph.steps.count)
      }
      place[step] = position
    }
    var producer = [Int?](repeating: nil, count: graph.tensorBytes.count)
    for (index, step) in graph.steps.enumerated() {
      for tensor in step.outputs { producer[tensor] = index }
    }
    for index in steps {
      for tensor in graph.steps[index].inputs {
        guard let writer = producer[tensor], let written = place[writer], let read = place[index],
          written >= read
        else { continue }
        throw .readBeforeProduced(tensor: tensor, step: index, producer: writer)
      }
    }
    self.steps = steps
  }

  /// An order that the caller has proved: the order given, or one found by search.
  init(proved steps: [Int]) { self.steps = steps }
}

extension MemoryGraph {
  /// The steps as they stand.
  public var givenOrder: ExecutionOrder { ExecutionOrder(proved: Array(steps.indices)) }

  /// The same graph with its steps listed in `order`.
  public func reordered(_ order: ExecutionOrder) -> MemoryGraph {
    precondition(order.steps.count == steps.count, "the order belongs to another graph")
    return MemoryGraph(
      provedTensorBytes: tensorBytes, steps: order.steps.map { steps[$0] }, inputs: inputs,
      outputs: outputs)
  }
}
