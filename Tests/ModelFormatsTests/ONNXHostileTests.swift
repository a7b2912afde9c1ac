import Estimator
import Testing

@testable import ModelFormats

@Suite(.timeLimit(.minutes(20))) struct ONNXHostileTests {
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

  // MARK: - The wire format

  /// A model around one graph, whose parts are written by hand.
  private func model(_ graph: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var writer = ProtobufWriter()
    writer.number(1, 8)
    writer.message(7, graph)
    writer.message(8) { $0.number(2, 17) }
    return writer.bytes
  }

  private func convolution(_ weights: (inout ProtobufWriter) -> Void) -> [UInt8] {
    model { graph in
      graph.message(1) { node in
        for input in ["x", "w"] { node.string(1, input) }
        node.string(2, "y")
        node.string(4, "Conv")
      }
      graph.message(5) { tensor in
        weights(&tensor)
        tensor.number(2, 1)
        tensor.string(8, "w")
      }
      graph.message(11) { value in
        value.string(1, "x")
        value.message(2) {
          $0.message(1) {
            $0.number(1, 1)
            $0.message(2) { shape in
              for extent in [1, 3, 8, 8] { shape.message(1) { $0.number(1, extent) } }
            }
          }
        }
      }
      graph.message(12) { $0.string(1, "y") }
    }
  }

  @Test("lists are read packed, one by one, and as a mix of both")
  func packedLists() throws {
    let packed = try importModel(convolution { $0.bytes(1, [4, 3, 3, 3]) }).graph
    #expect(packed.macs == 36 * 4 * 27)
    let single = convolution { tensor in for extent in [4, 3, 3, 3] { tensor.number(1, extent) } }
    #expect(try importModel(single).graph == packed)
    let mixed = convolution { tensor in
      tensor.number(1, 4)
      tensor.bytes(1, [3, 3])
      tensor.number(1, 3)
    }
    #expect(try importModel(mixed).graph == packed)
  }

  @Test("fields that are not known are stepped over, whatever is in them")
  func unknownFields() throws {
    let plain = try importModel(convolution { $0.bytes(1, [4, 3, 3, 3]) }).graph
    let strange = convolution { tensor in
      tensor.number(1000, 7)
      tensor.float(77, 1)
      // No message, though a reader that followed it would think so.
      tensor.bytes(500, [0x0B, 0xFF, 0xFF, 0xFF])
      tensor.bytes(1, [4, 3, 3, 3])
      tensor.string(12, "documentation")
    }
    #expect(try importModel(strange).graph == plain)
  }

  @Test("a list that is cut off, or whose numbers do not end, is refused with its place")
  func brokenLists() {
    for list in [[4, 3, 3, 0x83], Array(repeating: UInt8(0xFF), count: 64)] as [[UInt8]] {
      #expect {
        try importModel(convolution { $0.bytes(1, list) })
      } throws: { ($0 as? ImportError)?.category == .malformed }
    }
  }

  @Test("a group inside a message that is read is refused, inside one that is not it is not seen")
  func groups() {
    #expect {
      try importModel(convolution { tensor in tensor.append(raw: [0x0B, 0x0C]) })
    } throws: { ($0 as? ImportError)?.category == .malformed }
  }

  @Test("messages inside messages cost no stack")
  func depth() {
    // Attributes with graphs in graphs, far deeper than any are followed.
    var inner: [UInt8] = []
    for _ in 0..<2000 {
      var writer = ProtobufWriter()
      writer.message(1) { node in
        node.string(4, "If")
        node.message(5) { attribute in
          attribute.string(1, "then_branch")
          attribute.bytes(6, inner)
        }
      }
      inner = writer.bytes
      if inner.count > 1 << 20 { break }
    }
    #expect {
      try importModel(model { $0.append(raw: inner) })
    } throws: { ($0 as? ImportError)?.category != .unsupportedKind }
  }

  @Test("equations that fit no shapes are refused, and strange ones end nothing")
  func equations() {
    for equation in [
      "", "->", ",", "...", "i->", "ij->k", "ij,jk->ik", "i...->...i", "....->i", "->->", "ii->i",
      "a,b,c,d->", "ij->ij->ij", "\u{0}->\u{0}", String(repeating: "i", count: 300),
    ] {
      for shape in [[4], [4, 8], [2, 3, 4, 5]] {
        let fixture = Fixture.single("Einsum", shape, [("equation", .string(equation))])
        do { _ = try importModel(fixture.bytes()) } catch {
          #expect(error.category == .invalidModel)
        }
      }
    }
  }
}
