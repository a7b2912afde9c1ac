import Estimator
import Testing

@testable import ModelFormats

@Suite struct ONNXImportTests {
  private typealias Fixture = ONNXFixture

  private func graph(_ fixture: ONNXFixture, _ shapes: [String: [Int]] = [:]) throws -> Graph {
    try importModel(fixture.bytes(), inputShapes: shapes).graph
  }

  private func outputShape(_ graph: Graph) -> [Int]? { graph.tensors[graph.outputs[0]].shape }

  @Test("a small network becomes the kernels that a deployment runs")
  func smallNetwork() throws {
    let model = try importModel(Fixture.small.bytes())
    let graph = model.graph
    #expect(model.format == .onnx)
    #expect(graph.operations.map(\.name) == ["conv", "pool", "flatten", "dense", "softmax"])
    #expect(
      graph.operations.map(\.op.kind) == [.conv2d, .mean, .reshape, .fullyConnected, .softmax])
    #expect(graph.macs == 4 * 6 * 6 * 27 + 60)
    // The normalisation left a bias; the flatten carries its shape.
    #expect(graph.weightBytes == 4 * (6 * 27 + 6 + 60 + 10) + 8)
    guard case .convolution(let convolution) = graph.operations[0].op else {
      Issue.record("not a convolution")
      return
    }
    #expect(convolution.activation == .relu)
    #expect(convolution.padding == .explicit(top: 1, bottom: 1, left: 1, right: 1))
  }

  @Test("images have their channels last")
  func layout() throws {
    let graph = try graph(.small)
    #expect(graph.tensors[graph.inputs[0]].shape == [1, 8, 12, 3])
    #expect(graph.tensors.first { $0.name == "c" }?.shape == [1, 4, 6, 6])
    #expect(graph.tensors.first { $0.name == "w" }?.shape == [6, 3, 3, 3])
    #expect(graph.tensors.first { $0.name == "d" }?.shape == [10, 6])
  }

  @Test("what was fused is listed")
  func fusions() throws {
    let facts = try importModel(Fixture.small.bytes()).facts
    #expect(facts.notes.map(\.code) == ["fused", "fused"])
    #expect(facts.notes.allSatisfy { $0.op == "conv" })
    #expect(facts.description == "fixture")
  }

  @Test("groups of one channel are a depthwise convolution")
  func depthwise() throws {
    let graph = try graph(
      .single(
        "Conv", [1, 4, 8, 8], [("group", .int(4))],
        weights: [Fixture.Tensor(name: "w", shape: [8, 1, 3, 3])]))
    #expect(graph.operations[0].op.kind == .depthwiseConv2d)
    #expect(graph.operations[0].work.multiplier == 2)
    #expect(graph.tensors.first { $0.name == "w" }?.shape == [1, 3, 3, 8])
    #expect(graph.macs == 36 * 8 * 9)
  }

  @Test(
    "padding in words and rounding up keep ONNX's extents",
    arguments: [
      (
        "Conv",
        [("auto_pad", ONNXFixture.Attribute.string("SAME_UPPER")), ("strides", .ints([2, 2]))],
        [1, 4, 4, 2]
      ),
      ("Conv", [("auto_pad", .string("SAME_LOWER")), ("strides", .ints([2, 2]))], [1, 4, 4, 2]),
      ("Conv", [("auto_pad", .string("VALID"))], [1, 5, 5, 2]),
      ("Conv", [("dilations", .ints([2, 2]))], [1, 3, 3, 2]),
      (
        "MaxPool",
        [("kernel_shape", .ints([2, 2])), ("strides", .ints([2, 2])), ("ceil_mode", .int(1))],
        [1, 4, 4, 3]
      ),
      ("MaxPool", [("kernel_shape", .ints([2, 2])), ("strides", .ints([2, 2]))], [1, 3, 3, 3]),
      (
        "AveragePool", [("kernel_shape", .ints([3, 3])), ("pads", .ints([1, 1, 1, 1]))],
        [1, 7, 7, 3]
      ),
    ] as [(String, [(String, ONNXFixture.Attribute)], [Int])])
  func windows(_ op: String, _ attributes: [(String, ONNXFixture.Attribute)], _ shape: [Int]) throws
  {
    let weights = op == "Conv" ? [Fixture.Tensor(name: "w", shape: [2, 3, 3, 3])] : []
    let graph = try graph(.single(op, [1, 3, 7, 7], attributes, weights: weights))
    #expect(outputShape(graph) == shape)
  }

  @Test("an extent that the file leaves open is asked for by its name")
  func symbols() throws {
    var fixture = Fixture.small
    fixture.inputs = [Fixture.Value("x", symbols: ["N", "3", "height", "12"])]
    #expect {
      try importModel(fixture.bytes())
    } throws: { error in
      guard let error = error as? ImportError else { return false }
      return error.category == .invalidModel && error.tensor == "x"
        && error.description.contains("'N'") && error.description.contains("input_shape=x:")
    }
    #expect(try graph(fixture, ["x": [1, 3, 8, 12]]).macs == graph(.small).macs)
  }

  @Test("a shape that does not fit, or is for no input, is refused")
  func wrongShapes() {
    for (name, shape, suggestion) in [
      ("x", [1, 4, 8, 12], nil), ("x", [1, 3, 8], nil), ("xx", [1], "x"),
      ("x", [1, 3, 0, 12], nil),
    ] as [(String, [Int], String?)] {
      var shapes = ["x": [1, 3, 8, 12]]
      shapes[name] = shape
      #expect {
        try importModel(Fixture.small.bytes(), inputShapes: shapes)
      } throws: { error in
        guard let error = error as? ImportError else { return false }
        return error.category == .invalidModel && error.suggestion == suggestion
      }
    }
    #expect(throws: ImportError.self) {
      try importModel(TFLiteFixture.small.bytes(), inputShapes: ["input": [1]])
    }
  }

  @Test("weights may be initializers, constants, filled, or left out by the exporter")
  func weights() throws {
    let shape = Fixture.Tensor(name: "s", shape: [4], type: 7, ints: [2, 3, 3, 3])
    let tensor = Fixture.Tensor(name: "", shape: [2, 3, 3, 3])
    let conv = Fixture.Node(op: "Conv", inputs: ["x", "w"], outputs: ["y"])
    let x = Fixture.Value("x", [1, 3, 5, 5])
    let forms = [
      Fixture(
        nodes: [conv], initializers: [Fixture.Tensor(name: "w", shape: [2, 3, 3, 3])],
        inputs: [x], outputs: ["y"]),
      Fixture(
        nodes: [
          Fixture.Node(
            op: "Constant", inputs: [], outputs: ["w"], attributes: [("value", .tensor(tensor))]),
          conv,
        ], inputs: [x], outputs: ["y"]),
      Fixture(
        nodes: [Fixture.Node(op: "ConstantOfShape", inputs: ["s"], outputs: ["w"]), conv],
        initializers: [shape], inputs: [x], outputs: ["y"]),
      Fixture(
        nodes: [conv], inputs: [Fixture.Value("w", [2, 3, 3, 3]), x], outputs: ["y"]),
    ]
    for form in forms {
      let graph = try graph(form)
      #expect(graph.operations.count == 1)
      #expect(graph.inputs.count == 1)
      #expect(graph.weightBytes == 4 * 54)
    }
  }

  @Test("scale and offset listed among the inputs of old files are weights")
  func oldInputs() throws {
    var fixture = Fixture(
      nodes: [
        Fixture.Node(op: "Relu", inputs: ["x"], outputs: ["r"]),
        Fixture.Node(
          op: "Unsqueeze", inputs: ["s"], outputs: ["u"], attributes: [("axes", .ints([1, 2]))]),
        Fixture.Node(op: "Mul", inputs: ["r", "u"], outputs: ["y"]),
      ], inputs: [Fixture.Value("s", [4]), Fixture.Value("x", [1, 4, 2, 2])], outputs: ["y"])
    #expect(try graph(fixture).inputs.count == 2)
    fixture.irVersion = 3
    let old = try graph(fixture)
    #expect(old.inputs.count == 1)
    #expect(old.weightBytes == 16)
  }

  @Test("a product with constant weights and the addition after it are one layer")
  func fullyConnected() throws {
    let graph = try graph(
      Fixture(
        nodes: [
          Fixture.Node(op: "MatMul", inputs: ["x", "w"], outputs: ["m"]),
          Fixture.Node(op: "Add", inputs: ["m", "b"], outputs: ["a"]),
          Fixture.Node(
            op: "Clip", inputs: ["a", "low", "high"], outputs: ["y"]),
        ],
        initializers: [
          Fixture.Tensor(name: "w", shape: [16, 8]), Fixture.Tensor(name: "b", shape: [8]),
          Fixture.Tensor(name: "low", shape: [], type: 7, ints: [0]),
          Fixture.Tensor(name: "high", shape: [], type: 7, ints: [6]),
        ], inputs: [Fixture.Value("x", [1, 5, 16])], outputs: ["y"]))
    #expect(graph.operations.count == 1)
    #expect(
      graph.operations[0].op
        == .fullyConnected(FullyConnected(units: 8, activation: .relu6, keepsAxes: true)))
    #expect(graph.macs == 5 * 16 * 8)
    #expect(graph.weightBytes == 4 * (16 * 8 + 8))
  }

  @Test("a normalisation that no layer takes in is a factor and an offset")
  func normalisation() throws {
    let names = ["s", "o", "m", "v"].map { Fixture.Tensor(name: $0, shape: [4]) }
    let graph = try graph(.single("BatchNormalization", [1, 4, 3, 3], weights: names))
    #expect(graph.operations.map(\.op.kind) == [.mul, .add])
    #expect(graph.weightBytes == 2 * 16)
  }

  @Test("transposes between layouts vanish")
  func transposes() throws {
    let graph = try graph(
      Fixture(
        nodes: [
          Fixture.Node(
            op: "Transpose", inputs: ["x"], outputs: ["t"],
            attributes: [("perm", .ints([0, 3, 1, 2]))]),
          Fixture.Node(op: "Conv", inputs: ["t", "w"], outputs: ["c"]),
          Fixture.Node(
            op: "Transpose", inputs: ["c"], outputs: ["y"],
            attributes: [("perm", .ints([0, 2, 3, 1]))]),
        ], initializers: [Fixture.Tensor(name: "w", shape: [2, 3, 3, 3])],
        inputs: [Fixture.Value("x", [1, 5, 7, 3])], outputs: ["y"]))
    #expect(graph.operations.map(\.op.kind) == [.conv2d])
    #expect(graph.tensors[graph.inputs[0]].shape == [1, 5, 7, 3])
    #expect(outputShape(graph) == [1, 3, 5, 2])
  }

  @Test("quantised operators between wrappers run on int8")
  func wrappers() throws {
    let scale = Fixture.Tensor(name: "s", shape: [])
    let zero = Fixture.Tensor(name: "z", shape: [], type: 3)
    func quantise(_ input: String, _ output: String) -> Fixture.Node {
      Fixture.Node(op: "QuantizeLinear", inputs: [input, "s", "z"], outputs: [output])
    }
    func dequantise(_ input: String, _ output: String) -> Fixture.Node {
      Fixture.Node(op: "DequantizeLinear", inputs: [input, "s", "z"], outputs: [output])
    }
    let graph = try graph(
      Fixture(
        nodes: [
          quantise("x", "xq"), dequantise("xq", "xd"), dequantise("w", "wd"),
          dequantise("b", "bd"),
          Fixture.Node(op: "Conv", inputs: ["xd", "wd", "bd"], outputs: ["c"], name: "conv"),
          Fixture.Node(op: "Relu", inputs: ["c"], outputs: ["r"]),
          quantise("r", "rq"), dequantise("rq", "y"),
        ],
        initializers: [
          scale, zero, Fixture.Tensor(name: "w", shape: [2, 3, 3, 3], type: 3),
          Fixture.Tensor(name: "b", shape: [2], type: 6),
        ], inputs: [Fixture.Value("x", [1, 3, 5, 5])], outputs: ["y"]))
    #expect(graph.operations.map(\.op.kind) == [.quantize, .conv2d, .dequantize])
    let convolution = graph.operations[1]
    #expect(convolution.work.dataType == .int8)
    #expect(convolution.work.weightType == .int8)
    #expect(graph.weightBytes == 54 + 8)
    #expect(graph.tensors[graph.inputs[0]].dataType == .float32)
  }

  @Test("integer operators take their weights from their own slots")
  func integerOperators() throws {
    let small = ["xs", "xz", "ws", "wz", "ys", "yz"].map {
      Fixture.Tensor(name: $0, shape: [], type: $0.hasSuffix("z") ? 3 : 1)
    }
    let graph = try graph(
      Fixture(
        nodes: [
          Fixture.Node(
            op: "QLinearConv", inputs: ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"],
            outputs: ["y"])
        ],
        initializers: small + [
          Fixture.Tensor(name: "w", shape: [4, 3, 1, 1], type: 3),
          Fixture.Tensor(name: "b", shape: [4], type: 6),
        ], inputs: [Fixture.Value("x", [1, 3, 5, 5], type: 3)], outputs: ["y"]))
    #expect(graph.operations.map(\.op.kind) == [.conv2d])
    #expect(graph.weightBytes == 12 + 16)
    #expect(graph.tensors[graph.outputs[0]].dataType == .int8)
  }

  @Test("shapes that are computed in the graph are followed")
  func computedShapes() throws {
    let graph = try graph(
      Fixture(
        nodes: [
          Fixture.Node(op: "Shape", inputs: ["x"], outputs: ["s"]),
          Fixture.Node(op: "Gather", inputs: ["s", "zero"], outputs: ["n"]),
          Fixture.Node(op: "Unsqueeze", inputs: ["n", "zeros"], outputs: ["n1"]),
          Fixture.Node(
            op: "Concat", inputs: ["n1", "open"], outputs: ["target"],
            attributes: [("axis", .int(0))]),
          Fixture.Node(op: "Reshape", inputs: ["x", "target"], outputs: ["y"]),
        ],
        initializers: [
          Fixture.Tensor(name: "zero", shape: [], type: 7, ints: [0]),
          Fixture.Tensor(name: "zeros", shape: [1], type: 7, ints: [0]),
          Fixture.Tensor(name: "open", shape: [1], type: 7, ints: [-1]),
        ], inputs: [Fixture.Value("x", [2, 3, 4])], outputs: ["y"]))
    #expect(graph.operations.map(\.op.kind) == [.reshape])
    #expect(outputShape(graph) == [2, 12])
  }

  @Test("the branch that a condition chooses is taken, and the first when it is not known")
  func branches() throws {
    func fixture(_ condition: Fixture.Tensor?) -> Fixture {
      let then = Fixture(
        nodes: [Fixture.Node(op: "Relu", inputs: ["x"], outputs: ["t"])], outputs: ["t"])
      let other = Fixture(
        nodes: [Fixture.Node(op: "Tanh", inputs: ["x"], outputs: ["t"])], outputs: ["t"])
      return Fixture(
        nodes: [
          Fixture.Node(
            op: "If", inputs: ["c"], outputs: ["y"],
            attributes: [("then_branch", .graph(then)), ("else_branch", .graph(other))],
            name: "choice")
        ], initializers: condition.map { [$0] } ?? [],
        inputs: [Fixture.Value("x", [1, 4])]
          + (condition == nil ? [Fixture.Value("c", [], type: 9)] : []), outputs: ["y"])
    }
    func condition(_ value: Int) -> Fixture.Tensor {
      Fixture.Tensor(name: "c", shape: [], type: 9, ints: [value])
    }
    #expect(try graph(fixture(condition(1))).operations.map(\.op.kind) == [.relu])
    #expect(try graph(fixture(condition(0))).operations.map(\.op.kind) == [.tanh])
    let open = try importModel(fixture(nil).bytes())
    #expect(open.graph.operations.map(\.op.kind) == [.relu])
    #expect(open.facts.notes.map(\.code) == ["branch_assumed"])
    #expect(open.graph.inputs.count == 1)
  }

  @Test("branches inside branches end at a depth")
  func nesting() {
    func nested(_ depth: Int) -> Fixture {
      guard depth > 0 else {
        return Fixture(
          nodes: [Fixture.Node(op: "Relu", inputs: ["x"], outputs: ["r"])], outputs: ["r"])
      }
      let inner = nested(depth - 1)
      return Fixture(
        nodes: [
          Fixture.Node(
            op: "If", inputs: ["c"], outputs: ["r\(depth)"],
            attributes: [("then_branch", .graph(inner)), ("else_branch", .graph(inner))])
        ], outputs: ["r\(depth)"])
    }
    func file(_ depth: Int) -> Fixture {
      var fixture = nested(depth)
      fixture.initializers = [Fixture.Tensor(name: "c", shape: [], type: 9, ints: [1])]
      fixture.inputs = [Fixture.Value("x", [1, 4])]
      return fixture
    }
    #expect(throws: Never.self) { try importModel(file(7).bytes()) }
    #expect {
      try importModel(file(8).bytes())
    } throws: { error in
      guard case .onnx(.nesting)? = error as? ImportError else { return false }
      return true
    }
  }

  @Test("an operator that is not known is listed where the file states its output")
  func unknownOperators() throws {
    var fixture = Fixture(
      nodes: [
        Fixture.Node(op: "Fancy", inputs: ["x"], outputs: ["f"], domain: "my.domain"),
        Fixture.Node(op: "Relu", inputs: ["f"], outputs: ["y"]),
      ], inputs: [Fixture.Value("x", [1, 4])], outputs: ["y"])
    #expect {
      try importModel(fixture.bytes())
    } throws: { error in
      guard case .onnx(.shapeUnknown(_, let kind, _))? = error as? ImportError else { return false }
      return kind == "my.domain.Fancy"
    }
    fixture.values = [Fixture.Value("f", [1, 9])]
    let graph = try graph(fixture)
    #expect(graph.operations[0].op == .custom(name: "my.domain.Fancy"))
    #expect(outputShape(graph) == [1, 9])
  }

  @Test("both directions of an LSTM are two layers whose outputs are joined")
  func bidirectional() throws {
    let graph = try graph(
      Fixture(
        nodes: [Fixture.Node(op: "LSTM", inputs: ["x", "w", "r", "b"], outputs: ["y"], name: "l")],
        initializers: [
          Fixture.Tensor(name: "w", shape: [2, 80, 10]),
          Fixture.Tensor(name: "r", shape: [2, 80, 20]),
          Fixture.Tensor(name: "b", shape: [2, 160]),
        ], inputs: [Fixture.Value("x", [25, 1, 10])], outputs: ["y"]))
    #expect(graph.operations.map(\.op.kind) == [.lstm, .lstm, .concat])
    #expect(graph.macs == 2 * 25 * 80 * 30)
    #expect(graph.parameters == 2 * (80 * 10 + 80 * 20 + 160))
    #expect(outputShape(graph) == [25, 2, 1, 20])
  }

  @Test("one-dimensional convolutions are images of height 1")
  func sequences() throws {
    let graph = try graph(
      .single(
        "Conv", [1, 40, 98], [("strides", .ints([2])), ("pads", .ints([4, 4]))],
        weights: [Fixture.Tensor(name: "w", shape: [16, 40, 9])]))
    #expect(outputShape(graph) == [1, 49, 16])
    #expect(graph.macs == 49 * 16 * 9 * 40)
  }

  @Test("elementwise constants follow the layout of the image beside them")
  func channelConstants() throws {
    let graph = try graph(
      Fixture(
        nodes: [
          Fixture.Node(
            op: "MaxPool", inputs: ["x"], outputs: ["p"],
            attributes: [("kernel_shape", .ints([2, 2]))]),
          Fixture.Node(op: "Mul", inputs: ["p", "k"], outputs: ["y"]),
        ], initializers: [Fixture.Tensor(name: "k", shape: [6, 1, 1])],
        inputs: [Fixture.Value("x", [1, 6, 4, 4])], outputs: ["y"]))
    #expect(graph.operations[1].op == .binary(.mul, activation: .none))
    #expect(graph.tensors.first { $0.name == "k" }?.shape == [1, 1, 1, 6])
  }

  @Test("a concatenation of channels is one along the last axis")
  func concatenation() throws {
    let graph = try graph(
      Fixture(
        nodes: [
          Fixture.Node(
            op: "MaxPool", inputs: ["x"], outputs: ["p"],
            attributes: [("kernel_shape", .ints([1, 1]))]),
          Fixture.Node(
            op: "Concat", inputs: ["p", "x"], outputs: ["y"], attributes: [("axis", .int(1))]),
        ], inputs: [Fixture.Value("x", [1, 6, 4, 4])], outputs: ["y"]))
    #expect(graph.operations[1].op == .concatenation(axis: 3))
    #expect(outputShape(graph) == [1, 4, 4, 12])
  }

  @Test("operators that only move quantised values leave them quantised")
  func movedQuantisation() throws {
    func scaled(_ op: String, _ input: String, _ output: String) -> Fixture.Node {
      Fixture.Node(op: op, inputs: [input, "s", "z"], outputs: [output])
    }
    let fixture = Fixture(
      nodes: [
        scaled("QuantizeLinear", "x", "xq"), scaled("DequantizeLinear", "xq", "xd"),
        Fixture.Node(op: "Flatten", inputs: ["xd"], outputs: ["f"], name: "flatten"),
        scaled("DequantizeLinear", "w", "wd"),
        Fixture.Node(op: "MatMul", inputs: ["f", "wd"], outputs: ["m"], name: "dense"),
        scaled("QuantizeLinear", "m", "y"),
      ],
      initializers: [
        Fixture.Tensor(name: "w", shape: [12, 5], type: 3), Fixture.Tensor(name: "s", shape: []),
        Fixture.Tensor(name: "z", shape: [], type: 3, ints: [0]),
      ], inputs: [Fixture.Value("x", [1, 3, 4])], outputs: ["y"])
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.operations.map(\.op.kind) == [.quantize, .reshape, .fullyConnected])
    let types = graph.operations.map { graph.tensors[$0.outputs[0]].dataType }
    #expect(types == [.int8, .int8, .int8])
  }

  @Test("a split whose sizes only an inference knows has the shapes that the file states, or none")
  func unknownSizes() {
    let fixture = Fixture(
      nodes: [Fixture.Node(op: "Split", inputs: ["x", "sizes"], outputs: ["a", "b"])],
      inputs: [Fixture.Value("x", [6]), Fixture.Value("sizes", [2], type: 7)],
      outputs: ["a", "b"])
    #expect {
      try importModel(fixture.bytes())
    } throws: { error in
      guard case .onnx(.shapeUnknown)? = error as? ImportError else { return false }
      return true
    }
  }
}
