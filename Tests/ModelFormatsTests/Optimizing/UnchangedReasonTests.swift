import Estimator
import Testing

@testable import ModelFormats

/// Files that could be smaller and are still left as they are, each for a reason of its own.
@Suite struct UnchangedReasonTests {
  private typealias Network = SketchedNetwork

  private func reason(_ network: SketchedNetwork) throws -> UnchangedReason? {
    let file = network.bytes()
    let optimized = try optimizeModel(file)
    if optimized.reason != nil { #expect(optimized.bytes == file) }
    return optimized.reason
  }

  @Test("a plan of its own")
  func alreadyPlanned() throws {
    var network = Network.branches
    network.setMetadata("OfflineMemoryAllocation", [1, 2, 3])
    #expect(try reason(network) == .alreadyPlanned)
  }

  @Test("compiled for an accelerator")
  func accelerator() throws {
    var network = Network.branches
    network.add(Network.custom, reading: [0], bytes: 16, custom: "ethos-u")
    #expect(try reason(network) == .accelerator(.armEthosU))
  }

  @Test("an operator that the runtime does not have")
  func noKernel() throws {
    var network = Network.branches
    network.add(Network.gelu, reading: [0], bytes: 16)
    guard case .noKernel(code: "GELU", _) = try reason(network) else {
      Issue.record("another answer")
      return
    }
  }

  @Test("float16 weights, for which the runtime has no kernel")
  func float16Weights() throws {
    var network = Network.branches
    let weights = network.add(TFLiteFixture.constant("weights", [8], type: 1))
    let wide = network.add(TFLiteFixture.activation("wide", [8], type: 0))
    network.add(TFLiteFixture.Operator(code: 6, inputs: [weights], outputs: [wide]))
    #expect(try reason(network) == .noKernel(code: "DEQUANTIZE of float16", op: "wide"))
  }

  @Test("float data with integer weights")
  func hybrid() throws {
    var network = SketchedNetwork(inputs: [])
    let data = network.add(TFLiteFixture.activation("x", [1, 4], type: 0))
    let weights = network.add(TFLiteFixture.constant("w", [2, 4]))
    let made = network.add(TFLiteFixture.activation("y", [1, 2], type: 0))
    network.add(TFLiteFixture.Operator(code: 9, inputs: [data, weights], outputs: [made]))
    network.setInputs([data])
    network.setOutputs([made])
    #expect(try reason(network) == .hybrid(op: "y"))
  }

  @Test("an operator that runs other subgraphs")
  func controlFlow() throws {
    var network = Network.branches
    let made = network.add(TFLiteFixture.activation("y", [1, 16]))
    network.add(
      TFLiteFixture.Operator(
        code: 118, inputs: [5, 5], outputs: [made], options: [0: .int32(1), 1: .int32(1)]))
    network.add(
      TFLiteFixture.Subgraph(
        name: "body", tensors: [TFLiteFixture.activation("x", [1, 16])], operators: [],
        inputs: [0], outputs: [0]))
    #expect(try reason(network) == .controlFlow(op: "y"))
  }

  @Test("an initialising subgraph with tensors in the arena")
  func subgraphInArena() throws {
    var network = Network.branches
    network.add(
      TFLiteFixture.Operator(
        code: Network.callOnce, inputs: [], outputs: [], options: [0: .int32(1)]))
    network.add(
      TFLiteFixture.Subgraph(
        name: "initialise", tensors: [TFLiteFixture.activation("x", [8])], operators: [],
        inputs: [0], outputs: [0]))
    #expect(try reason(network) == .subgraphInArena(index: 1))
  }

  @Test("an initialising subgraph without any is no obstacle, and its tensors are never placed")
  func subgraphOutsideArena() throws {
    var network = Network.branches
    network.add(
      TFLiteFixture.Operator(
        code: Network.callOnce, inputs: [], outputs: [], options: [0: .int32(1)]))
    network.add(
      TFLiteFixture.Subgraph(
        name: "initialise", tensors: [TFLiteFixture.constant("x", [8])], operators: [],
        inputs: [], outputs: []))
    let optimized = try optimizeModel(network.bytes())
    #expect(optimized.reason == nil)
    let plan = try #require(try importModel(optimized.bytes).facts.offlinePlan)
    #expect(plan.subgraph == 2)
    #expect(plan.offsets.count == 7)
    #expect(plan.offsets.last == .some(nil))
  }

  @Test("metadata that names operators by place keeps every operator in its place")
  func controlDependencies() throws {
    var network = Network.branches
    network.setMetadata("model_control_dependencies", [1, 0])
    #expect(try reason(network) == .nothingToGain)
  }

  @Test("a tensor that nothing writes")
  func unwritten() throws {
    var network = Network.branches
    let stray = network.add(TFLiteFixture.activation("stray", [1, 8]))
    network.add(Network.custom, reading: [0, stray], bytes: 8, custom: "Mine")
    #expect(try reason(network) == .unwrittenTensor(tensor: "stray"))
  }

  @Test("types whose size in memory is not that in the file")
  func tensorType() throws {
    var network = SketchedNetwork(inputs: [16])
    let odd = network.add(TFLiteFixture.activation("odd", [1, 16], type: 17))
    network.add(
      TFLiteFixture.Operator(code: Network.stridedSlice, inputs: [0], outputs: [odd]))
    network.setOutputs([odd])
    #expect(try reason(network) == .tensorType(tensor: "odd", type: "int4"))
  }

  @Test("every reason has a code and a sentence of its own")
  func words() {
    let reasons: [UnchangedReason] = [
      .nothingToGain, .alreadyPlanned, .accelerator(.armEthosU), .controlFlow(op: "o"),
      .subgraphInArena(index: 1), .noKernel(code: "C", op: "o"), .hybrid(op: "o"),
      .tensorType(tensor: "t", type: "int4"), .unwrittenTensor(tensor: "t"),
      .unknownScratch(op: "o"), .dataOutside, .newerSchema(table: "Model", field: 10), .noBuffers,
      .tooLarge, .notVerified,
    ]
    #expect(Set(reasons.map(\.code)).count == reasons.count)
    #expect(Set(reasons.map(\.description)).count == reasons.count)
    #expect(reasons.allSatisfy { $0.description.hasSuffix(".") })
  }
}
