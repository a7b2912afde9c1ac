@testable import Estimator

/// A small convolutional network: conv 3x3 same -> depthwise 3x3 -> average pool -> FC -> softmax.
enum GraphFixtures {
  static let image = Tensor(name: "image", shape: [1, 8, 8, 3], dataType: .int8)

  static func tensor(_ name: String, _ shape: [Int]? = nil, bytes: Int? = nil) -> Tensor {
    Tensor(name: name, shape: shape, dataType: .int8, statedBytes: bytes)
  }

  static func operation(
    _ name: String, _ op: Operator, _ inputs: [Int?], _ outputs: [Int],
    weights: Operation.Weights = .inputs
  ) -> Operation {
    Operation(name: name, op: op, inputs: inputs, outputs: outputs, weights: weights)
  }

  static let convolution = Operator.convolution(
    Convolution(filters: 4, kernel: Extent2D(3, 3), padding: .same, activation: .relu))

  static func smallNetwork() throws(GraphError) -> Graph {
    try Graph(
      name: "small",
      tensors: [image, tensor("a"), tensor("b"), tensor("c"), tensor("d"), tensor("scores")],
      operations: [
        operation("conv", convolution, [0], [1], weights: .implied(bias: true)),
        operation(
          "depthwise",
          .depthwiseConvolution(
            DepthwiseConvolution(
              kernel: Extent2D(3, 3), stride: Extent2D(2, 2), padding: .same, activation: .relu)),
          [1], [2], weights: .implied(bias: true)),
        operation(
          "pool",
          .pool(Pool(kind: .averagePool2d, kernel: Extent2D(4, 4), stride: Extent2D(4, 4))),
          [2], [3]),
        operation(
          "fc", .fullyConnected(FullyConnected(units: 10)), [3], [4],
          weights: .implied(bias: true)),
        operation("softmax", .rowwise(.softmax), [4], [5]),
      ],
      inputs: [0], outputs: [5])
  }

  /// One operation reading `inputs` and writing one tensor whose shape is left to be inferred.
  static func shape(
    of op: Operator, on shapes: [Int]..., weights: Operation.Weights = .inputs
  ) throws(GraphError) -> [Int]? {
    let inputs = shapes.enumerated().map { tensor("in\($0.offset)", $0.element) }
    let graph = try Graph(
      name: "one", tensors: inputs + [tensor("out")],
      operations: [
        operation("op", op, Array(inputs.indices), [inputs.count], weights: weights)
      ],
      inputs: Array(inputs.indices), outputs: [inputs.count])
    return graph.tensors[inputs.count].shape
  }
}
