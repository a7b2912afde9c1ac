/// What an order is judged by.
public struct OrderObjective: Hashable, Sendable {
  /// Whether a step's first output may take over a dying in-place input.
  public var inPlace: Bool
  /// Whether each step's scratch counts while it runs.
  public var scratch: Bool

  /// Out of place and without scratch unless told otherwise: the activation peak.
  public init(inPlace: Bool = false, scratch: Bool = false) {
    self.inPlace = inPlace
    self.scratch = scratch
  }
}

/// A memory graph prepared for walking from one set of executed steps to the next.
///
/// The same shape serves both directions. A tensor has *starters* and *enders*: it is alive from the
/// move of its first starter to that of its last ender. Forward, the writer starts and the readers
/// end; backward, where steps are taken away from the end, readers start and the writer ends. A step
/// can move when every tensor that it ends has had all its starters.
struct OrderProblem: Sendable {
  enum Direction: Sendable { case forward, backward }

  let direction: Direction
  let stepCount: Int
  let tensorBytes: [Int]
  /// Tensors alive before the first move, and tensors that no move ends.
  let aliveAtOutset: [Bool]
  let immortal: [Bool]
  let starters: ListOfLists
  let enders: ListOfLists
  /// Per step, the tensors that it starts and ends.
  let starts: ListOfLists
  let ends: ListOfLists
  /// Per step, bytes that exist only while it runs: outputs that nobody reads, and scratch.
  let momentaryBytes: [Int]
  /// Per step, in-place candidates that are large enough and may die, and what one of them saves.
  let inPlaceInputs: ListOfLists
  let inPlaceSaving: [Int]

  init(_ graph: MemoryGraph, objective: OrderObjective, direction: Direction) {
    let tensorCount = graph.tensorBytes.count
    var readers = [[Int]](repeating: [], count: tensorCount)
    var writer = [Int?](repeating: nil, count: tensorCount)
    var isInput = [Bool](repeating: false, count: tensorCount)
    var isOutput = isInput
    for tensor in graph.inputs { isInput[tensor] = true }
    for tensor in graph.outputs { isOutput[tensor] = true }
    for (index, step) in graph.steps.enumerated() {
      for tensor in step.inputs { readers[tensor].append(index) }
      for tensor in step.outputs { writer[tensor] = index }
    }
    func survives(_ tensor: Int) -> Bool { isOutput[tensor] || !readers[tensor].isEmpty }
    let writers = writer.map { $0.map { [$0] } ?? [] }
    let read = graph.steps.map(\.inputs)
    let written = graph.steps.map { $0.outputs.filter(survives) }
    self.direction = direction
    stepCount = graph.steps.count
    tensorBytes = graph.tensorBytes
    switch direction {
    case .forward:
      aliveAtOutset = isInput.indices.map { isInput[$0] && survives($0) }
      immortal = isOutput
      starters = ListOfLists(writers)
      enders = ListOfLists(readers)
      starts = ListOfLists(written)
      ends = ListOfLists(read)
    case .backward:
      aliveAtOutset = isOutput
      immortal = isInput
      starters = ListOfLists(readers)
      enders = ListOfLists(writers)
      starts = ListOfLists(read)
      ends = ListOfLists(written)
    }
    momentaryBytes = graph.steps.map { step in
      let unread = step.outputs.lazy.filter { !survives($0) }
      return unread.reduce(0) { $0 + graph.tensorBytes[$1] }
        + (objective.scratch ? step.scratchBytes : 0)
    }
    let candidates = graph.steps.map { step in
      guard objective.inPlace, let output = step.outputs.first else { return [Int]() }
      return step.inPlaceInputs.filter { tensor in
        !isOutput[tensor] && graph.tensorBytes[tensor] >= graph.tensorBytes[output]
      }
    }
    inPlaceInputs = ListOfLists(candidates)
    inPlaceSaving = zip(graph.steps, candidates).map { step, candidates in
      candidates.isEmpty ? 0 : step.outputs.first.map { graph.tensorBytes[$0] } ?? 0
    }
  }
}
