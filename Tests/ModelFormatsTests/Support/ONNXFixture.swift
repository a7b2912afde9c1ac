/// Writes protobuf messages field by field.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  mutating func number(_ field: Int, _ value: Int) {
    append(UInt64(field << 3))
    append(UInt64(bitPattern: Int64(value)))
  }

  mutating func float(_ field: Int, _ value: Float) {
    append(UInt64(field << 3 | 5))
    for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> (8 * place))) }
  }

  mutating func bytes(_ field: Int, _ content: [UInt8]) {
    append(UInt64(field << 3 | 2))
    append(UInt64(content.count))
    bytes += content
  }

  /// Bytes as they are.
  mutating func append(raw: [UInt8]) { bytes += raw }

  mutating func string(_ field: Int, _ text: String) { bytes(field, Array(text.utf8)) }

  mutating func message(_ field: Int, _ write: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    write(&inner)
    bytes(field, inner.bytes)
  }

  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// An ONNX file in the making.
struct ONNXFixture {
  enum Attribute {
    case int(Int)
    case ints([Int])
    case float(Float)
    case string(String)
    case tensor(Tensor)
    /// The bytes of a graph.
    case encoded([UInt8])
  }

  struct Node {
    var op: String
    var inputs: [String]
    var outputs: [String]
    var attributes: [(String, Attribute)] = []
    var name = ""
    var domain = ""
  }

  struct Tensor {
    var name: String
    var shape: [Int]
    /// `TensorProto.DataType`: 1 is float, 3 int8, 7 int64.
    var type = 1
    /// 64-bit elements; none for weights, whose content is not looked at.
    var ints: [Int] = []
  }

  struct Value {
    var name: String
    /// Numbers, or symbols for what the file leaves open.
    var shape: [String]
    var type = 1

    init(_ name: String, _ shape: [Int], type: Int = 1) {
      self.name = name
      self.shape = shape.map(String.init)
      self.type = type
    }

    init(_ name: String, symbols shape: [String], type: Int = 1) {
      self.name = name
      self.shape = shape
      self.type = type
    }
  }

  var nodes: [Node] = []
  var initializers: [Tensor] = []
  var inputs: [Value] = []
  var outputs: [String] = []
  var values: [Value] = []
  var irVersion = 8

  func bytes() -> [UInt8] {
    var writer = ProtobufWriter()
    writer.number(1, irVersion)
    writer.string(2, "fixture")
    writer.message(7, graph)
    writer.message(8) { $0.number(2, 17) }
    return writer.bytes
  }

  fileprivate func graph(_ writer: inout ProtobufWriter) {
    for node in nodes { writer.message(1) { Self.write(node, &$0) } }
    writer.string(2, "g")
    for tensor in initializers { writer.message(5) { Self.write(tensor, &$0) } }
    for value in inputs { writer.message(11) { Self.write(value, &$0) } }
    for output in outputs { writer.message(12) { $0.string(1, output) } }
    for value in values { writer.message(13) { Self.write(value, &$0) } }
  }

  private static func write(_ node: Node, _ writer: inout ProtobufWriter) {
    for input in node.inputs { writer.string(1, input) }
    for output in node.outputs { writer.string(2, output) }
    if !node.name.isEmpty { writer.string(3, node.name) }
    writer.string(4, node.op)
    for (name, attribute) in node.attributes {
      writer.message(5) { writer in
        writer.string(1, name)
        switch attribute {
        case .int(let value): writer.number(3, value)
        case .ints(let values): for value in values { writer.number(8, value) }
        case .float(let value): writer.float(2, value)
        case .string(let text): writer.string(4, text)
        case .tensor(let tensor): writer.message(5) { write(tensor, &$0) }
        case .encoded(let graph): writer.bytes(6, graph)
        }
      }
    }
    if !node.domain.isEmpty { writer.string(7, node.domain) }
  }

  private static func write(_ tensor: Tensor, _ writer: inout ProtobufWriter) {
    for extent in tensor.shape { writer.number(1, extent) }
    writer.number(2, tensor.type)
    for value in tensor.ints { writer.number(7, value) }
    writer.string(8, tensor.name)
  }

  private static func write(_ value: Value, _ writer: inout ProtobufWriter) {
    writer.string(1, value.name)
    writer.message(2) { writer in
      writer.message(1) { writer in
        writer.number(1, value.type)
        writer.message(2) { writer in
          for extent in value.shape {
            writer.message(1) { writer in
              if let number = Int(extent) {
                writer.number(1, number)
              } else {
                writer.string(2, extent)
              }
            }
          }
        }
      }
    }
  }
}

extension ONNXFixture.Attribute {
  static func graph(_ fixture: ONNXFixture) -> ONNXFixture.Attribute {
    var writer = ProtobufWriter()
    fixture.graph(&writer)
    return .encoded(writer.bytes)
  }
}

extension ONNXFixture {
  /// Convolution, normalisation, activation, pool, flatten, fully connected layer, softmax.
  static var small: ONNXFixture {
    ONNXFixture(
      nodes: [
        Node(
          op: "Conv", inputs: ["x", "w"], outputs: ["c"],
          attributes: [("pads", .ints([1, 1, 1, 1])), ("strides", .ints([2, 2]))], name: "conv"),
        Node(
          op: "BatchNormalization", inputs: ["c", "scale", "offset", "mean", "variance"],
          outputs: ["n"]),
        Node(op: "Relu", inputs: ["n"], outputs: ["r"]),
        Node(op: "GlobalAveragePool", inputs: ["r"], outputs: ["p"], name: "pool"),
        Node(op: "Flatten", inputs: ["p"], outputs: ["f"], name: "flatten"),
        Node(
          op: "Gemm", inputs: ["f", "d", "b"], outputs: ["l"],
          attributes: [("transB", .int(1))], name: "dense"),
        Node(op: "Softmax", inputs: ["l"], outputs: ["y"], name: "softmax"),
      ],
      initializers: [
        Tensor(name: "w", shape: [6, 3, 3, 3]), Tensor(name: "scale", shape: [6]),
        Tensor(name: "offset", shape: [6]), Tensor(name: "mean", shape: [6]),
        Tensor(name: "variance", shape: [6]), Tensor(name: "d", shape: [10, 6]),
        Tensor(name: "b", shape: [10]),
      ], inputs: [Value("x", [1, 3, 8, 12])], outputs: ["y"])
  }

  /// A graph of one node from `x` to `y`.
  static func single(
    _ op: String, _ shape: [Int], _ attributes: [(String, Attribute)] = [],
    weights: [Tensor] = []
  ) -> ONNXFixture {
    ONNXFixture(
      nodes: [
        Node(
          op: op, inputs: ["x"] + weights.map(\.name), outputs: ["y"], attributes: attributes,
          name: "n")
      ], initializers: weights, inputs: [Value("x", shape)], outputs: ["y"])
  }
}
