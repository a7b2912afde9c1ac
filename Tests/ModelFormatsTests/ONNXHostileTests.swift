import Estimator
import Testing

@testable import ModelFormats

@Suite(.timeLimit(.minutes(5))) struct ONNXHostileTests {
  private typealias Fixture = ONNXFixture

  @Test("every prefix of a small file is answered")
  func prefixes() {
    let bytes = Fixture.small.bytes()
    for count in 0..<bytes.count {
      do {
        _ = try importModel(Array(bytes.prefix(count)))
      } catch { #expect(!error.description.isEmpty) }
    }
    #expect(throws: Never.self) { try importModel(bytes) }
  }

  @Test("every flip of a bit is answered")
  func flips() {
    let bytes = Fixture.small.bytes()
    var answers = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << UInt8(bit)
        if (try? importModel(flipped)) != nil { answers += 1 }
      }
    }
    #expect(answers > 0 && answers < 8 * bytes.count)
  }

  @Test(
    "zeros and huge numbers divide nothing and overflow nothing",
    arguments: [
      ("Conv", "group"), ("Conv", "strides"), ("Conv", "dilations"), ("Conv", "pads"),
      ("MaxPool", "kernel_shape"), ("MaxPool", "strides"), ("DepthToSpace", "blocksize"),
      ("SpaceToDepth", "blocksize"), ("ConvTranspose", "group"), ("ConvTranspose", "output_shape"),
      ("ConvTranspose", "strides"), ("Flatten", "axis"), ("Softmax", "axis"), ("Concat", "axis"),
      ("Split", "axis"), ("ReduceMean", "axes"), ("Transpose", "perm"), ("Squeeze", "axes"),
      ("Unsqueeze", "axes"), ("ArgMax", "axis"), ("TopK", "k"), ("Pad", "pads"),
      ("Slice", "starts"),
      ("Tile", "repeats"), ("LSTM", "hidden_size"), ("Shape", "start"),
    ])
  func edges(_ op: String, _ attribute: String) {
    let isLayer = op.hasPrefix("Conv")
    let weights = isLayer ? [Fixture.Tensor(name: "w", shape: [4, 4, 3, 3])] : []
    for value in [0, -1, 1, Int.max, Int.min, 1 << 31, 1 << 62, Int(Int32.max)] {
      for count in 1...4 {
        let list = Array(repeating: value, count: count)
        for form in [Fixture.Attribute.int(value), .ints(list)] {
          var attributes = [(attribute, form)]
          if op == "MaxPool", attribute != "kernel_shape" {
            attributes.append(("kernel_shape", .ints([2, 2])))
          }
          if op == "Slice" { attributes.append(("ends", form)) }
          let fixture = Fixture.single(op, [1, 4, 8, 8], attributes, weights: weights)
          do {
            let graph = try importModel(fixture.bytes()).graph
            #expect(graph.operations.count <= 2)
          } catch { #expect(error.category != .unsupportedKind) }
        }
      }
    }
  }

  @Test(
    "contents that shapes follow from may be anything",
    arguments: [
      "Reshape", "Expand", "Tile", "Slice", "Pad", "TopK", "OneHot", "ConstantOfShape", "Range",
      "Resize", "Gather", "Squeeze", "Unsqueeze", "Split", "ReduceSum",
    ])
  func contents(_ op: String) {
    for values in [
      [0], [-1], [Int.max], [Int.min], [1 << 31, 1 << 31], [Int.max, Int.max, Int.max],
      [0, Int.max], [-1, -1], [2, -3, 1 << 40], [],
    ] {
      let tensor = Fixture.Tensor(name: "k", shape: [values.count], type: 7, ints: values)
      for operands in [["x", "k"], ["x", "k", "k"], ["x", "k", "k", "k", "k"], ["k", "k", "k"]] {
        let fixture = Fixture(
          nodes: [
            Fixture.Node(op: op, inputs: operands, outputs: ["y"]),
            Fixture.Node(op: "Relu", inputs: ["y"], outputs: ["z"]),
            Fixture.Node(op: "Reshape", inputs: ["x", "y"], outputs: ["q"]),
          ], initializers: [tensor], inputs: [Fixture.Value("x", [1, 4, 8])], outputs: ["z", "q"])
        do { _ = try importModel(fixture.bytes()) } catch {
          #expect(error.category == .invalidModel || error.category == .overLimit)
        }
      }
    }
  }

  @Test(
    "extents of zero, less and 2^31 are refused",
    arguments: [
      [1, 0, 8, 8], [1, -3, 8, 8], [1, 1 << 31, 8, 8], [1, Int(Int32.max), Int(Int32.max), 8],
      [Int.max, Int.max], Array(repeating: 1, count: 9),
    ])
  func dimensions(_ shape: [Int]) {
    #expect {
      try importModel(Fixture.single("Relu", shape).bytes())
    } throws: { ($0 as? ImportError)?.category == .invalidModel }
  }

  @Test("names that are not there, or there twice, are refused")
  func names() {
    var missing = Fixture.single("Relu", [4])
    missing.nodes[0].inputs = ["z"]
    #expect(throws: ImportError.onnx(.unknownValue("z", op: "n"))) {
      try importModel(missing.bytes())
    }
    var twice = Fixture.single("Relu", [4])
    twice.nodes.append(twice.nodes[0])
    #expect {
      try importModel(twice.bytes())
    } throws: { error in
      guard case .onnx(.producedTwice("y", _))? = error as? ImportError else { return false }
      return true
    }
    var output = Fixture.single("Relu", [4])
    output.outputs = ["nowhere"]
    #expect(throws: ImportError.self) { try importModel(output.bytes()) }
  }

  @Test("counts past their limit are refused, at it they pass")
  func limits() throws {
    var limits = ImportLimits()
    // Eight initializers and inputs, seven results.
    limits.graph.tensors = 15
    #expect(throws: Never.self) { try importModel(Fixture.small.bytes(), limits: limits) }
    limits.graph.tensors = 14
    #expect {
      try importModel(Fixture.small.bytes(), limits: limits)
    } throws: { ($0 as? ImportError)?.category == .overLimit }
  }
}
