/// The graph JSON of DESIGN.md section 7 as plain structs, the same for both parsers.
struct GraphDocument: Codable, Equatable {
  struct Input: Codable, Equatable {
    var name: String
    var shape: [Int]
  }

  struct Operation: Codable, Equatable {
    var op: String
    var name: String?
    var inputs: [String]
    var outputs: [String]
    var filters: Int?
    var units: Int?
    var kernel: [Int]?
    var stride: [Int]?
    var shape: [Int]?
    var padding: String?
    var activation: String?
  }

  var format: String
  var name: String
  var dtype: String
  var inputs: [Input]
  var ops: [Operation]
  var outputs: [String]
}

extension GraphDocument {
  /// A MobileNet-like network of 32 operations; about 5 KB as compact JSON.
  static var sample: GraphDocument {
    var ops = [convolution("conv2d", 0, filters: 8, kernel: 3, stride: 2)]
    for block in 0..<14 {
      let stride = block % 4 == 1 ? 2 : 1
      ops.append(
        convolution("depthwise_conv2d", ops.count, filters: nil, kernel: 3, stride: stride))
      ops.append(convolution("conv2d", ops.count, filters: 16 << (block / 4), kernel: 1, stride: 1))
    }
    ops.append(plain("average_pool2d", ops.count) { $0.kernel = [3, 3] })
    ops.append(plain("fully_connected", ops.count) { $0.units = 2 })
    ops.append(plain("softmax", ops.count) { $0.outputs = ["scores"] })
    return GraphDocument(
      format: "opmeter-graph/1", name: "mobilenet-v1-0.25-96", dtype: "int8",
      inputs: [Input(name: "image", shape: [1, 96, 96, 3])], ops: ops, outputs: ["scores"])
  }

  private static func plain(
    _ type: String, _ index: Int, _ fill: (inout Operation) -> Void
  ) -> Operation {
    var op = Operation(
      op: type, inputs: [index == 0 ? "image" : "t\(index - 1)"], outputs: ["t\(index)"])
    fill(&op)
    return op
  }

  private static func convolution(
    _ type: String, _ index: Int, filters: Int?, kernel: Int, stride: Int
  ) -> Operation {
    plain(type, index) {
      $0.name = "block\(index)/\(type)"
      $0.filters = filters
      $0.kernel = [kernel, kernel]
      $0.stride = [stride, stride]
      $0.padding = "same"
      $0.activation = "relu6"
    }
  }
}
