import Testing

@testable import Estimator

@Suite struct MemoryModelTests {
  /// Two branches from one input: the wide one, once begun, is better ended before the other.
  private static func branches(_ middle: Operator = .opaque) throws -> Graph {
    let sizes = [100, 200, 400, 10, 20]
    return try Graph(
      name: "branches",
      tensors: sizes.enumerated().map { GraphFixtures.tensor("t\($0.offset)", bytes: $0.element) },
      operations: [
        GraphFixtures.operation("wide", .opaque, [0], [2]),
        GraphFixtures.operation("narrow", .opaque, [0], [1]),
        GraphFixtures.operation("shrink", middle, [2], [3]),
        GraphFixtures.operation("join", .opaque, [1, 3], [4]),
      ],
      inputs: [0], outputs: [4])
  }

  private static func memory(_ graph: Graph, _ options: EstimateOptions) throws -> MemoryEstimate {
    try estimate(graph, on: ProfileFixtures.profile(), options: options).memory
  }

  @Test("rows and full answers say what the best order would need; the summary does not search")
  func bestOrder() throws {
    let graph = try Self.branches()
    let rows = try Self.memory(graph, EstimateOptions(detail: .ops))
    #expect(rows.activationPeakBytes == 700)
    #expect(rows.bestOrderPeakBytes == 510)
    #expect(rows.lowerBoundBytes == 510)
    #expect(rows.lowerBoundProved == true)
    #expect(rows.order == nil)
    let summary = try Self.memory(graph, EstimateOptions(detail: .summary))
    #expect(summary.bestOrderPeakBytes == nil && summary.lowerBoundProved == nil)
  }

  @Test("the best order, asked for, is reported and is what peak, arena and timeline are of")
  func orderAskedFor() throws {
    let memory = try Self.memory(
      try Self.branches(), EstimateOptions(detail: .full, order: .best))
    #expect(memory.activationPeakBytes == 510)
    #expect(memory.givenOrderPeakBytes == 700)
    let order = try #require(memory.order)
    #expect(order.sorted() == [0, 1, 2, 3])
    #expect(memory.timeline.map(\.liveBytes).max() == 510)
    #expect(memory.timeline.map(\.operation).sorted() == ["join", "narrow", "shrink", "wide"])
  }

  @Test("a plan that the file brings is what the runtime follows, and another order leaves it out")
  func planInTheFile() throws {
    let free = try Self.branches()
    var tensors = free.tensors
    tensors[0].arenaOffset = 4096
    let planned = try Graph(
      name: free.name, tensors: tensors, operations: free.operations, inputs: free.inputs,
      outputs: free.outputs)
    #expect(try Self.memory(planned, EstimateOptions()).arenaBytes == 4096 + 112)
    // Freely placed it is never more than with the plan.
    let freeBest = try Self.memory(free, EstimateOptions(planner: .best)).arenaBytes
    #expect(try Self.memory(planned, EstimateOptions(planner: .best)).arenaBytes == freeBest)
    let freeOrder = try Self.memory(free, EstimateOptions(order: .best)).arenaBytes
    #expect(try Self.memory(planned, EstimateOptions(order: .best)).arenaBytes == freeOrder)
  }

  @Test("a plan that puts tensors into each other is not beaten by one that does not")
  func planInPlace() throws {
    let free = try Self.branches()
    var tensors = free.tensors
    for index in tensors.indices { tensors[index].arenaOffset = 0 }
    let planned = try Graph(
      name: free.name, tensors: tensors, operations: free.operations, inputs: free.inputs,
      outputs: free.outputs)
    for planner in EstimateOptions.Planner.allCases {
      #expect(try Self.memory(planned, EstimateOptions(planner: planner)).arenaBytes == 400)
    }
  }

  @Test("operations that touch state keep their order, and the timeline names real tensors alone")
  func state() throws {
    let resource = Tensor(name: "state", shape: [1], dataType: .resource)
    func control(_ kind: OperatorKind) -> Operator { .control(Control(kind: kind)) }
    let graph = try Graph(
      name: "state",
      tensors: [
        GraphFixtures.tensor("x", [64]), resource, GraphFixtures.tensor("old", [64]),
        GraphFixtures.tensor("y", [64]),
      ],
      operations: [
        GraphFixtures.operation("handle", control(.varHandle), [], [1]),
        GraphFixtures.operation("read", control(.readVariable), [1], [2]),
        GraphFixtures.operation("assign", control(.assignVariable), [1, 0], []),
        GraphFixtures.operation("add", .binary(.add, activation: .none), [0, 2], [3]),
      ],
      inputs: [0], outputs: [3])
    let memory = try Self.memory(graph, EstimateOptions(detail: .full, order: .best))
    let order = memory.order ?? [0, 1, 2, 3]
    #expect(order.firstIndex(of: 1).map { $0 < order.firstIndex(of: 2)! } == true)
    #expect(
      Set(memory.timeline.flatMap(\.tensors)).isSubset(of: ["x", "state", "old", "y"]))
  }
}
