import Testing

@testable import Estimator

/// Costs of what control operations run.
@Suite struct BodyCostTests {
  private typealias Fixtures = GraphFixtures
  private static let flag = Tensor(name: "flag", shape: [1], dataType: .bool)

  /// A convolution, or a step without a kernel in the tests' library.
  private static func body(_ name: String, _ op: Operator, siblings: Int = 2) throws -> Graph {
    try Graph(
      name: name, tensors: [Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
      operations: [Fixtures.operation(name, op, [0], [1], weights: .implied(bias: false))],
      inputs: [0], outputs: [1], siblings: siblings)
  }

  private static func light() throws -> Graph { try body("light", .movement(.fill)) }
  private static func heavy() throws -> Graph { try body("heavy", Fixtures.convolution) }

  private static func network(_ kind: OperatorKind, trips: Int = 1) throws -> Graph {
    try Graph(
      name: "main",
      tensors: [flag, Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
      operations: [
        Fixtures.operation(
          "control", .control(Control(kind: kind, subgraphs: [1, 2])), [0, 1], [2])
      ],
      inputs: [0, 1], outputs: [2], subgraphs: [light(), heavy()], whileTrips: trips)
  }

  private static let convolutionMACs = 8 * 8 * 4 * 27

  @Test("an if costs its branch with more arithmetic")
  func branch() throws {
    let graph = try Self.network(.ifOp)
    #expect(graph.macs == Self.convolutionMACs)
    let alone = try estimate(Self.alone(), on: ProfileFixtures.profile())
    let result = try estimate(graph, on: ProfileFixtures.profile())
    #expect(result.operations[0].macs == graph.macs)
    #expect(result.totals.instructions == alone.totals.instructions)
    #expect(result.totals.latency?.value == alone.totals.latency?.value)
    #expect(result.operations[0].latency?.value == alone.totals.latency?.value)
    #expect(result.byType.first { $0.type == "conv2d" }?.macs == graph.macs)
    #expect(result.byType.first { $0.type == "if" }?.macs == 0)
    #expect(result.warnings.contains { $0.code == .assumedRuns && $0.operation == "control" })
    // The branch that is not taken is not listed as missing; the operation itself has no kernel.
    #expect(result.coverage.notCovered.map(\.operation) == ["control"])
    #expect(result.coverage.macsFraction == 1)
  }

  @Test("a while costs its body once a trip and its condition once more", arguments: [1, 7, 1000])
  func loop(_ trips: Int) throws {
    let graph = try Self.network(.whileOp, trips: trips)
    #expect(graph.macs == trips * Self.convolutionMACs)
    let alone = try estimate(Self.alone(), on: ProfileFixtures.profile())
    let result = try estimate(graph, on: ProfileFixtures.profile())
    #expect(result.totals.instructions == Double(trips) * alone.totals.instructions)
    let share = try #require(result.byType.first { $0.type == "conv2d" })
    #expect(share.count == 1)
    #expect(share.macs == graph.macs)
    #expect(
      result.coverage.notCovered.map(\.operation) == ["control/light", "control"])
    #expect(result.coverage.operationsFraction == 1.0 / 3)
  }

  @Test("bodies that run bodies are followed, each once a call")
  func nested() throws {
    // 1: the convolution; 2 and 3: if with that as both branches.
    func branch(_ name: String, _ body: Int) throws -> Graph {
      try Graph(
        name: name, tensors: [Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
        operations: [
          Fixtures.operation(
            name, .control(Control(kind: .ifOp, subgraphs: [body, body])), [0], [1])
        ],
        inputs: [0], outputs: [1], siblings: 3)
    }
    let graph = try Graph(
      name: "main", tensors: [Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
      operations: [
        Fixtures.operation(
          "loop", .control(Control(kind: .whileOp, subgraphs: [2, 3])), [0], [1])
      ],
      inputs: [0], outputs: [1],
      subgraphs: [
        Self.body("conv", Fixtures.convolution, siblings: 3), branch("a", 1), branch("b", 2),
      ], whileTrips: 2)
    // The condition three times, the body twice.
    #expect(graph.macs == 5 * Self.convolutionMACs)
    let alone = try estimate(Self.alone(), on: ProfileFixtures.profile())
    let result = try estimate(graph, on: ProfileFixtures.profile())
    #expect(result.totals.instructions == 5 * alone.totals.instructions)
    #expect(result.totals.latency.map { $0.low < $0.value && $0.value < $0.high } == true)
  }

  @Test("an initialiser belongs to the first inference and counts nothing")
  func initialiser() throws {
    let graph = try Graph(
      name: "main", tensors: [Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
      operations: [
        Fixtures.operation("init", .control(Control(kind: .callOnce, subgraphs: [1])), [], []),
        Fixtures.operation("conv", Fixtures.convolution, [0], [1], weights: .implied(bias: false)),
      ],
      inputs: [0], outputs: [1], subgraphs: [Self.body("heavy", Fixtures.convolution, siblings: 1)])
    #expect(graph.macs == Self.convolutionMACs)
    let result = try estimate(graph, on: ProfileFixtures.profile())
    #expect(!result.warnings.contains { $0.code == .assumedRuns })
  }

  @Test("trips that multiply past what can be counted are refused")
  func tooMany() throws {
    var limits = GraphLimits()
    limits.macs = 10 * Self.convolutionMACs
    func network(_ trips: Int) throws -> Graph {
      try Graph(
        name: "main", tensors: [Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
        operations: [
          Fixtures.operation(
            "loop", .control(Control(kind: .whileOp, subgraphs: [1, 2])), [0], [1])
        ],
        inputs: [0], outputs: [1], subgraphs: [Self.light(), Self.heavy()], whileTrips: trips,
        limits: limits)
    }
    #expect(try network(10).macs == limits.macs)
    #expect(throws: GraphError.self) { try network(11) }
  }

  private static func alone() throws -> Graph {
    try Graph(
      name: "alone", tensors: [Fixtures.image, Fixtures.tensor("y", [1, 8, 8, 4])],
      operations: [
        Fixtures.operation("conv", Fixtures.convolution, [0], [1], weights: .implied(bias: false))
      ],
      inputs: [0], outputs: [1])
  }
}
