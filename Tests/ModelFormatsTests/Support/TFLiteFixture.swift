/// A TFLite file in the making, for tests that need no file of others.
struct TFLiteFixture {
  struct Tensor {
    var name: String?
    var shape: [Int]?
    /// int8, by the schema's number.
    var type = 9
    /// Bytes of data, which make the tensor a constant.
    var data: Int?
    var scales = 1
    var isVariable = false
  }

  struct Operator {
    var code: Int
    var custom: String?
    var inputs: [Int]
    var outputs: [Int]
    var options: [Int: FlatBufferValue]?
  }

  struct Subgraph {
    var name: String? = "main"
    var tensors: [Tensor]
    var operators: [Operator]
    var inputs: [Int]
    var outputs: [Int]
  }

  var subgraphs: [Subgraph]
  var metadata: [(name: String, data: [UInt8])] = []
  var description: String? = "fixture"

  /// A network of one operator: the first tensor is the input, the last the output.
  init(
    _ code: Int, custom: String? = nil, tensors: [Tensor], options: [Int: FlatBufferValue]? = nil
  ) {
    subgraphs = [
      Subgraph(
        tensors: tensors,
        operators: [
          Operator(
            code: code, custom: custom, inputs: Array(0..<tensors.count - 1),
            outputs: [tensors.count - 1], options: options)
        ], inputs: [0], outputs: [tensors.count - 1])
    ]
  }

  init(_ subgraphs: [Subgraph]) {
    self.subgraphs = subgraphs
  }

  func bytes() -> [UInt8] { FlatBufferWriter.file(model(), identifier: "TFL3") }

  /// Buffer 0 is empty by convention; then those of metadata, then those of tensors.
  private func model() -> FlatBufferValue {
    var buffers: [FlatBufferValue] = [.table([:])]
    var entries: [FlatBufferValue] = []
    for (name, data) in metadata {
      entries.append(.table([0: .string(name), 1: .int32(buffers.count)]))
      buffers.append(.table([0: .bytes(data)]))
    }
    var codes: [FlatBufferValue] = []
    let graphs = subgraphs.map { subgraph in
      graph(subgraph, buffers: &buffers, codes: &codes)
    }
    var fields: [Int: FlatBufferValue] = [
      0: .int32(3), 1: .tables(codes), 2: .tables(graphs), 4: .tables(buffers),
    ]
    if let description { fields[3] = .string(description) }
    if !entries.isEmpty { fields[6] = .tables(entries) }
    return .table(fields)
  }

  private func graph(
    _ subgraph: Subgraph, buffers: inout [FlatBufferValue], codes: inout [FlatBufferValue]
  ) -> FlatBufferValue {
    var tensors: [FlatBufferValue] = []
    for tensor in subgraph.tensors {
      var fields: [Int: FlatBufferValue] = [1: .int8(tensor.type)]
      if let shape = tensor.shape { fields[0] = .int32s(shape) }
      if let name = tensor.name { fields[3] = .string(name) }
      if tensor.isVariable { fields[5] = .bool(true) }
      if tensor.scales > 0 {
        fields[4] = .table([2: .floats(Array(repeating: 0.5, count: tensor.scales))])
      }
      if let data = tensor.data {
        fields[2] = .int32(buffers.count)
        buffers.append(.table([0: .bytes(Array(repeating: 1, count: data))]))
      }
      tensors.append(.table(fields))
    }
    let operators = subgraph.operators.map { node -> FlatBufferValue in
      var fields: [Int: FlatBufferValue] = [
        0: .int32(codes.count), 1: .int32s(node.inputs), 2: .int32s(node.outputs),
      ]
      var code: [Int: FlatBufferValue] = [0: .int8(min(node.code, 127)), 3: .int32(node.code)]
      if let custom = node.custom { code[1] = .string(custom) }
      codes.append(.table(code))
      if let options = node.options { fields[4] = .table(options) }
      return .table(fields)
    }
    var fields: [Int: FlatBufferValue] = [
      0: .tables(tensors), 1: .int32s(subgraph.inputs), 2: .int32s(subgraph.outputs),
      3: .tables(operators),
    ]
    if let name = subgraph.name { fields[4] = .string(name) }
    return .table(fields)
  }
}

extension TFLiteFixture {
  static func activation(_ name: String, _ shape: [Int], type: Int = 9) -> Tensor {
    Tensor(name: name, shape: shape, type: type)
  }

  static func constant(_ name: String, _ shape: [Int], type: Int = 9) -> Tensor {
    let width = type == 9 ? 1 : 4
    return Tensor(name: name, shape: shape, type: type, data: width * shape.reduce(1, *))
  }

  /// A network of three layers with everything that ordinary files have: convolution, pooling, a
  /// fully connected layer, biases, names joined by converters and metadata.
  static var small: TFLiteFixture {
    var fixture = TFLiteFixture([
      Subgraph(
        tensors: [
          activation("input", [1, 8, 8, 3]),
          constant("net/conv/weights", [4, 3, 3, 3]),
          constant("net/conv/bias", [4], type: 2),
          activation("net/conv/Relu;net/conv/Conv2D", [1, 4, 4, 4]),
          activation("net/pool/AvgPool", [1, 1, 1, 4]),
          constant("net/dense/weights", [10, 4]),
          constant("net/dense/bias", [10], type: 2),
          activation("output", [1, 10]),
        ],
        operators: [
          Operator(
            code: 3, inputs: [0, 1, 2], outputs: [3],
            options: [1: .int32(2), 2: .int32(2), 3: .int8(1)]),
          Operator(
            code: 1, inputs: [3], outputs: [4],
            options: [0: .int8(1), 1: .int32(4), 2: .int32(4), 3: .int32(4), 4: .int32(4)]),
          Operator(code: 9, inputs: [4, 5, 6], outputs: [7]),
        ], inputs: [0], outputs: [7])
    ])
    fixture.metadata = [("min_runtime_version", Array("1.5.0".utf8) + [0, 0, 0])]
    return fixture
  }
}
