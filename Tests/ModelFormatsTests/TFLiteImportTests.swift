import Estimator
import Testing

@testable import ModelFormats

@Suite struct TFLiteImportTests {
  private typealias Fixture = TFLiteFixture

  @Test("a small network is read: operators, shapes, types, weights")
  func smallNetwork() throws {
    let model = try importModel(Fixture.small.bytes())
    #expect(model.format == .tflite)
    let graph = model.graph
    #expect(graph.operations.map(\.op.kind) == [.conv2d, .averagePool2d, .fullyConnected])
    #expect(graph.macs == 4 * 4 * 4 * 27 + 40)
    #expect(graph.weightBytes == 4 * 27 + 16 + 40 + 40)
    #expect(graph.tensors[3].shape == [1, 4, 4, 4])
    #expect(graph.tensors[2].dataType == .int32)
    #expect(graph.tensors.map(\.storage).filter { $0 == .constant }.count == 4)
    guard case .convolution(let convolution) = graph.operations[0].op else {
      Issue.record("not a convolution")
      return
    }
    #expect(
      convolution
        == Convolution(
          filters: 4, kernel: Extent2D(3, 3), stride: Extent2D(2, 2), padding: .same,
          activation: .relu))
  }

  @Test("facts that the runtime's memory follows from stand beside the graph")
  func facts() throws {
    let facts = try importModel(Fixture.small.bytes()).facts
    #expect(facts.minimumRuntimeVersion == "1.5.0")
    #expect(facts.description == "fixture")
    #expect(facts.metadata == ["min_runtime_version"])
    let subgraph = try #require(facts.subgraphs.first)
    #expect(subgraph.tensorCount == 8)
    #expect(
      subgraph.operators.map(\.code) == ["CONV_2D", "AVERAGE_POOL_2D", "FULLY_CONNECTED"])
    #expect(subgraph.inputScaleCounts == [1])
    #expect(subgraph.outputScaleCounts == [1])
    #expect(facts.offlinePlan == nil)
    #expect(facts.accelerator == nil)
  }

  @Test("an operation is called by its output: the first of joined names, without the model's own")
  func operationNames() throws {
    let graph = try importModel(Fixture.small.bytes()).graph
    #expect(graph.operations.map(\.name) == ["conv/Relu", "pool/AvgPool", "output"])
  }

  @Test("names that repeat are told apart, and an operation without one is called by its code")
  func repeatedNames() throws {
    let a = Fixture.activation("x", [1, 4])
    let graph = try importModel(
      TFLiteFixture([
        Fixture.Subgraph(
          tensors: [a, a, a, Fixture.Tensor(name: nil, shape: [1, 4])],
          operators: [
            Fixture.Operator(code: 19, inputs: [0], outputs: [1]),
            Fixture.Operator(code: 19, inputs: [1], outputs: [2]),
            Fixture.Operator(code: 19, inputs: [2], outputs: [3]),
          ], inputs: [0], outputs: [3])
      ]).bytes()
    ).graph
    #expect(graph.operations.map(\.name) == ["x", "x#1", "RELU_2"])
  }

  @Test("of the two fields for an operator's code the greater counts")
  func codes() throws {
    let tensors = [Fixture.activation("a", [1, 4]), Fixture.activation("b", [1, 4])]
    // 150 does not fit the byte of old files, which then says 127.
    let model = try importModel(TFLiteFixture(150, tensors: tensors).bytes())
    #expect(model.graph.operations[0].op == .unary(.gelu))
    #expect(model.facts.subgraphs[0].operators[0].code == "GELU")
  }

  @Test("operators and types that are not known are data, never a failure")
  func unknownCodes() throws {
    let tensors = [
      Fixture.activation("a", [1, 4], type: 99), Fixture.activation("b", [2, 2], type: 99),
    ]
    let unknown = try importModel(TFLiteFixture(5000, tensors: tensors).bytes())
    #expect(unknown.graph.operations[0].op == .custom(name: "BUILTIN_5000"))
    #expect(unknown.graph.tensors[0].dataType == .opaque)
    let known = try importModel(TFLiteFixture(131, tensors: tensors).bytes())
    #expect(known.graph.operations[0].op == .custom(name: "RFFT2D"))
    let custom = try importModel(TFLiteFixture(32, custom: "Secret", tensors: tensors).bytes())
    #expect(custom.graph.operations[0].op == .custom(name: "Secret"))
    #expect(custom.facts.subgraphs[0].operators[0].isCustom)
  }

  @Test(
    "the signal library's custom operators are known by name", arguments: OperatorKind.customNames)
  func signal(_ kind: OperatorKind, _ name: String) throws {
    let tensors = [Fixture.activation("a", [1, 4]), Fixture.activation("b", [1, 4])]
    let model = try importModel(TFLiteFixture(32, custom: name, tensors: tensors).bytes())
    #expect(model.graph.operations[0].op == .movement(kind))
    #expect(model.facts.subgraphs[0].operators[0].code == name)
  }

  @Test(
    "files compiled for an accelerator name it",
    arguments: [
      "ethos-u": Accelerator.armEthosU, "edgetpu-custom-op": .googleEdgeTPU,
      "NeutronGraph": .nxpNeutron, "vsi-npu": .verisilicon, "XC_conv2d_v2": .xmos,
    ])
  func accelerators(_ code: String, _ accelerator: Accelerator) throws {
    let tensors = [Fixture.activation("a", [1, 4]), Fixture.activation("b", [1, 4])]
    let facts = try importModel(TFLiteFixture(32, custom: code, tensors: tensors).bytes()).facts
    #expect(facts.accelerator == accelerator)
    #expect(facts.notes.map(\.code) == ["accelerator"])
    #expect(facts.notes[0].message.contains(code))
  }

  @Test("an operator without a kernel anywhere says how many multiplications are missing")
  func unservedMACs() throws {
    // CONV_3D: [1, 4, 4, 4, 2] by [3, 3, 3, 2, 5], same.
    let graph = try importModel(
      TFLiteFixture(
        132,
        tensors: [
          Fixture.activation("x", [1, 4, 4, 4, 2]), Fixture.constant("w", [3, 3, 3, 2, 5]),
          Fixture.activation("y", [1, 4, 4, 4, 5]),
        ]
      ).bytes()
    ).graph
    #expect(graph.operations[0].op == .custom(name: "CONV_3D"))
    #expect(graph.macs == 4 * 4 * 4 * 5 * 27 * 2)
  }

  @Test("float activations by integer weights are costed, and said to be refused by the runtime")
  func hybrid() throws {
    var fixture = TFLiteFixture(
      9,
      tensors: [
        Fixture.activation("x", [1, 4], type: 0), Fixture.constant("w", [3, 4]),
        Fixture.activation("y", [1, 3], type: 0),
      ])
    let model = try importModel(fixture.bytes())
    #expect(model.graph.macs == 12)
    #expect(model.facts.notes.map(\.code) == ["hybrid"])
    fixture.subgraphs[0].tensors[0] = Fixture.activation("x", [1, 4])
    #expect(try importModel(fixture.bytes()).facts.notes.isEmpty)
  }

  @Test("weights that are converted from float16 at each inference are told")
  func halfWeights() throws {
    let fixture = TFLiteFixture(
      6,
      tensors: [
        Fixture.constant("w", [3, 4], type: 1), Fixture.activation("y", [3, 4], type: 0),
      ])
    let model = try importModel(fixture.bytes())
    #expect(model.facts.notes.map(\.code) == ["float16_weights"])
    #expect(model.graph.weightBytes == 24)
  }

  @Test("an input may be left out")
  func optionalInput() throws {
    var fixture = TFLiteFixture(
      9,
      tensors: [
        Fixture.activation("x", [1, 4]), Fixture.constant("w", [3, 4]),
        Fixture.activation("y", [1, 3]),
      ])
    fixture.subgraphs[0].operators[0].inputs = [0, 1, -1]
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.operations[0].inputs == [0, 1, nil])
    #expect(graph.weightBytes == 12)
  }

  @Test("the multiplier of a depthwise convolution follows from the shapes")
  func depthwiseMultiplier() throws {
    let fixture = TFLiteFixture(
      4,
      tensors: [
        Fixture.activation("x", [1, 5, 5, 2]), Fixture.constant("w", [1, 3, 3, 6]),
        Fixture.activation("y", [1, 5, 5, 6]),
      ], options: [1: .int32(1), 2: .int32(1)])
    let graph = try importModel(fixture.bytes()).graph
    guard case .depthwiseConvolution(let convolution) = graph.operations[0].op else {
      Issue.record("not a depthwise convolution")
      return
    }
    #expect(convolution.multiplier == 3)
    #expect(graph.macs == 150 * 9)
  }

  @Test("channels in the weights that are a part of the input's make groups")
  func groups() throws {
    let fixture = TFLiteFixture(
      3,
      tensors: [
        Fixture.activation("x", [1, 4, 4, 8]), Fixture.constant("w", [8, 1, 1, 2]),
        Fixture.activation("y", [1, 4, 4, 8]),
      ], options: [1: .int32(1), 2: .int32(1)])
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.macs == 16 * 8 * 2)
  }

  @Test("data stands first where the file puts a table before it")
  func operandOrder() throws {
    let transpose = TFLiteFixture(
      67,
      tensors: [
        Fixture.constant("shape", [4], type: 2), Fixture.constant("w", [2, 3, 3, 4]),
        Fixture.activation("x", [1, 4, 4, 4]), Fixture.activation("y", [1, 8, 8, 2]),
      ], options: [1: .int32(2), 2: .int32(2)])
    var fixture = transpose
    fixture.subgraphs[0].inputs = [2]
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.operations[0].inputs == [2, 1, nil, 0])
    #expect(graph.parameters == 2 * 3 * 3 * 4)
    #expect(graph.macs == 4 * 4 * 4 * 9 * 2)
    var split = TFLiteFixture(
      49,
      tensors: [
        Fixture.constant("axis", [], type: 2), Fixture.activation("x", [1, 4]),
        Fixture.activation("y", [1, 4]),
      ])
    split.subgraphs[0].inputs = [1]
    #expect(try importModel(split.bytes()).graph.operations[0].inputs == [1, 0])
  }

  @Test("an empty table is a constant though its data is empty")
  func emptyConstant() throws {
    let fixture = TFLiteFixture(
      40,
      tensors: [
        Fixture.activation("x", [1, 4]), Fixture.Tensor(name: "axes", shape: [0], type: 2),
        Fixture.activation("y", [1, 4]),
      ])
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.tensors[1].storage == .constant)
  }

  @Test("data outside the file is refused, inside it makes a constant")
  func externalData() {
    var reader = FlatBufferReader([], budget: ImportBudget(fileBytes: 0))
    #expect(throws: ImportError.self) { try reader.root() }
    var importer = TFLiteImporter(
      FlatBufferWriter.file(
        .table([
          4: .tables([
            .table([:]), .table([1: .uint64(16), 2: .uint64(8)]),
            .table([1: .uint64(.max), 2: .uint64(2)]),
            .table([1: .uint64(16), 2: .uint64(1 << 40)]),
          ])
        ]), identifier: "TFL3"), limits: ImportLimits())
    #expect(throws: Never.self) {
      let root = try importer.reader.root()
      importer.buffers = try importer.reader.vector(root, 4)
      #expect(try importer.hasData(buffer: 1, of: "w"))
    }
    for buffer in 2...3 {
      #expect(throws: ImportError.tflite(.externalData(tensor: "w"))) {
        try importer.hasData(buffer: buffer, of: "w")
      }
    }
    #expect(throws: ImportError.tflite(.buffer(tensor: "w", index: 4))) {
      try importer.hasData(buffer: 4, of: "w")
    }
  }

  @Test("parts compiled for an accelerator are named, their scratch memory lives for one step")
  func accelerator() throws {
    let fixture = TFLiteFixture(
      32, custom: "ethos-u",
      tensors: [
        Fixture.activation("x", [1, 64]), Fixture.constant("commands", [100]),
        Fixture.activation("scratch", [512]), Fixture.activation("y", [1, 10]),
      ])
    let model = try importModel(fixture.bytes())
    #expect(model.facts.accelerator == .armEthosU)
    #expect(model.graph.operations[0].inputs == [0, 1])
    #expect(model.graph.operations[0].outputs == [3, 2])
  }
}
