/// A neural network whose shapes, sizes and order were checked once, here at the border.
///
/// After `init` succeeds: every index is valid, every activation has a size, every operation its
/// work, every product fits an `Int`, and each tensor is produced once and before it is read.
/// Nobody behind this border checks again.
public struct Graph: Hashable, Sendable {
  public let name: String
  public private(set) var tensors: [Tensor]
  /// In the order of execution.
  public let operations: [Operation]
  public let inputs: [Int]
  public let outputs: [Int]
  /// Bodies of control-flow operations and initialisers, as the file numbers them from 1.
  public private(set) var subgraphs: [Graph]
  let bodyRuns: BodyRuns

  /// Those of the bodies that an inference runs included, as are `arithmeticOperations`.
  public let macs: Int
  public let arithmeticOperations: Int
  /// Weights, biases and constant tables; a tensor that several operations read counts once.
  public let weightBytes: Int
  /// Elements of the weights and biases, tables of shapes and axes left out.
  public let parameters: Int
  /// Bytes of the file that it came from which are no weights, where an interpreter reads that very
  /// file: tables of tensors, operators and quantisation, names and metadata.
  package var fileTableBytes: Int?

  /// Checks and completes a graph.
  ///
  /// Shapes that are not stated are inferred; those that are stated are compared with what the
  /// operation makes of its inputs. Operations with implied weights get constant tensors.
  ///
  /// A graph that is itself a body says with `siblings` how many bodies its model has: its control
  /// operations may name any of them, and it may be without operations.
  ///
  /// `whileTrips` says how often each `while` turns, which no file does; within `whileTripsRange`.
  ///
  /// - Complexity: O(tensors + operations + operands).
  public init(
    name: String, tensors: consuming [Tensor], operations: consuming [Operation], inputs: [Int],
    outputs: [Int], subgraphs: [Graph] = [], siblings: Int? = nil, whileTrips: Int = 1,
    limits: GraphLimits = GraphLimits()
  ) throws(GraphError) {
    var check = GraphCheck(
      tensors: consume tensors, operations: consume operations, inputs: inputs, outputs: outputs,
      subgraphCount: siblings ?? subgraphs.count, isBody: siblings != nil, limits: limits)
    try check.run()
    try BodyCheck(main: check.operations, bodies: subgraphs).run()
    precondition(Self.whileTripsRange.contains(whileTrips), "trips are checked where they are read")
    bodyRuns = try BodyRuns(
      main: check.operations, bodies: subgraphs, trips: whileTrips, limits: limits)
    if !subgraphs.isEmpty { try check.add(bodyRuns) }
    self.name = name
    self.tensors = check.tensors
    self.operations = check.operations
    self.inputs = inputs
    self.outputs = outputs
    self.subgraphs = subgraphs
    self.macs = check.macs
    self.arithmeticOperations = check.arithmeticOperations
    self.weightBytes = check.weightBytes
    self.parameters = check.parameters
  }
}

extension Graph {
  /// Whether the file that it came from says where a tensor goes in the arena.
  var hasMemoryPlan: Bool {
    tensors.contains { $0.arenaOffset != nil }
      || subgraphs.contains { $0.tensors.contains { $0.arenaOffset != nil } }
  }

  /// The same network, every tensor's place left to the runtime.
  package var withoutMemoryPlan: Graph {
    var graph = self
    graph.tensors.removePlaces()
    for index in graph.subgraphs.indices { graph.subgraphs[index].tensors.removePlaces() }
    return graph
  }
}

extension [Tensor] {
  fileprivate mutating func removePlaces() {
    for index in indices { self[index].arenaOffset = nil }
  }
}
