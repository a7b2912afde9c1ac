import Estimator
import Testing

@testable import ModelFormats

/// Writing a file anew: what is new, and that the rest is as it was.
@Suite struct TFLiteRewriterTests {
  private static let plan = OfflineMemoryPlan(
    version: 1, subgraph: 1, offsets: [0, nil, 32, 16, nil, 48, 0, nil])

  @Test("the new file ends with the old one, and reads as the same network with a plan")
  func preserves() throws {
    let file = TFLiteFixture.small.bytes()
    let new = try #require(try TFLiteRewriter(file).file(order: nil, plan: Self.plan))
    #expect(new.suffix(file.count).elementsEqual(file))
    #expect((new.count - file.count) % 16 == 0)
    #expect(new[4..<8].elementsEqual("TFL3".utf8))
    let before = try importModel(file)
    let after = try importModel(new)
    var graph = after.graph.withoutMemoryPlan
    #expect(graph.fileTableBytes == before.graph.fileTableBytes.map { $0 + new.count - file.count })
    graph.fileTableBytes = before.graph.fileTableBytes
    #expect(graph == before.graph)
    #expect(after.graph.tensors.map(\.arenaOffset) == Self.plan.offsets.map { $0 })
    #expect(after.facts.offlinePlan == Self.plan)
    #expect(after.facts.metadata == ["min_runtime_version", "OfflineMemoryAllocation"])
    #expect(after.facts.minimumRuntimeVersion == "1.5.0")
    #expect(after.facts.description == "fixture")
    #expect(after.facts.subgraphs == before.facts.subgraphs)
  }

  @Test("operators run in the order asked for, with their own options and tensors")
  func reorders() throws {
    let file = SketchedNetwork.branches.bytes()
    let order = [1, 0, 3, 2, 4]
    let new = try #require(try TFLiteRewriter(file).file(order: order, plan: Self.plan))
    let before = try importModel(file).graph
    let after = try importModel(new).graph.withoutMemoryPlan
    #expect(after.operations.map(\.inputs) == order.map { before.operations[$0].inputs })
    #expect(after.operations.map(\.outputs) == order.map { before.operations[$0].outputs })
    #expect(after.tensors == before.tensors)
    #expect(after.name == before.name)
  }

  @Test("the plan's numbers lie at a multiple of 16 bytes, as the schema asks")
  func alignsPlan() throws {
    let file = TFLiteFixture.small.bytes()
    let new = try #require(try TFLiteRewriter(file).file(order: nil, plan: Self.plan))
    let bytes = Self.plan.bytes
    let places = new.indices.filter { new[$0...].starts(with: bytes) }
    #expect(places.count == 1)
    #expect(places.allSatisfy { $0 % 16 == 0 })
    #expect(
      bytes.prefix(20) == [1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255])
  }

  @Test("a file without metadata gets its first entry")
  func firstMetadata() throws {
    var fixture = TFLiteFixture.small
    fixture.metadata = []
    let new = try #require(try TFLiteRewriter(fixture.bytes()).file(order: nil, plan: Self.plan))
    #expect(try importModel(new).facts.metadata == ["OfflineMemoryAllocation"])
  }

  @Test("other subgraphs are still there")
  func otherSubgraphs() throws {
    var fixture = SketchedNetwork.branches
    fixture.add(
      TFLiteFixture.Operator(
        code: SketchedNetwork.callOnce, inputs: [], outputs: [], options: [0: .int32(1)]))
    fixture.add(
      TFLiteFixture.Subgraph(
        name: "initialise", tensors: [TFLiteFixture.constant("x", [8])], operators: [],
        inputs: [], outputs: []))
    let file = fixture.bytes()
    let new = try #require(
      try TFLiteRewriter(file).file(order: [5, 0, 2, 1, 3, 4], plan: Self.plan))
    let bodies = try importModel(new).graph.withoutMemoryPlan.subgraphs
    #expect(try bodies == importModel(file).graph.subgraphs)
    #expect(bodies.map(\.name) == ["initialise"])
  }

  @Test("tables with fields that are not known are not written anew")
  func newerSchema() throws {
    let subgraphs = FlatBufferValue.tables([.table([0: .tables([]), 3: .tables([])])])
    let newer = FlatBufferWriter.file(
      .table([2: subgraphs, 4: .tables([.table([:])]), 11: .int32(1)]), identifier: "TFL3")
    #expect(try TFLiteRewriter(newer).obstacle == .newerSchema(table: "Model", field: 11))
    let graph = FlatBufferValue.tables([.table([0: .tables([]), 7: .int32(1)])])
    let inside = FlatBufferWriter.file(
      .table([2: graph, 4: .tables([.table([:])])]), identifier: "TFL3")
    #expect(try TFLiteRewriter(inside).obstacle == .newerSchema(table: "SubGraph", field: 7))
  }

  @Test("data at places counted from the start of the file would be moved: not written")
  func dataOutside() throws {
    func file(_ buffer: FlatBufferValue, _ model: [Int: FlatBufferValue] = [:]) -> [UInt8] {
      let fields: [Int: FlatBufferValue] = [
        2: .tables([.table([0: .tables([])])]), 4: .tables([.table([:]), buffer]),
      ]
      return FlatBufferWriter.file(
        .table(fields.merging(model) { $1 }), identifier: "TFL3")
    }
    #expect(try TFLiteRewriter(file(.table([:]))).obstacle == nil)
    // 0 and 1 mean nowhere.
    #expect(try TFLiteRewriter(file(.table([1: .uint64(1), 2: .uint64(1)]))).obstacle == nil)
    #expect(
      try TFLiteRewriter(file(.table([1: .uint64(64), 2: .uint64(8)]))).obstacle == .dataOutside)
    #expect(
      try TFLiteRewriter(file(.table([:]), [9: .tables([])])).obstacle == .dataOutside)
  }

  @Test("a file without buffers is not written")
  func noBuffers() throws {
    let file = FlatBufferWriter.file(
      .table([2: .tables([.table([0: .tables([])])])]), identifier: "TFL3")
    #expect(try TFLiteRewriter(file).obstacle == .noBuffers)
  }
}
