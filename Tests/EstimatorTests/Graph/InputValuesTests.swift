import Testing

@testable import Estimator

@Suite struct InputValuesTests {
  static let marks: [(InputValues, OperatorKind, Activation, InputValues)] = [
    (.any, .conv2d, .none, .any), (.any, .conv2d, .relu, .rectified),
    (.scores, .depthwiseConv2d, .relu6, .rectified), (.any, .relu, .none, .rectified),
    (.rectified, .add, .relu, .rectifiedSum), (.rectified, .add, .none, .any),
    (.rectified, .mul, .relu, .rectified), (.rectified, .maxPool2d, .none, .rectifiedSum),
    (.any, .averagePool2d, .none, .any), (.rectified, .mean, .none, .rectifiedSum),
    (.rectified, .reshape, .none, .rectified), (.rectified, .pad, .none, .rectified),
    (.any, .softmax, .none, .scores), (.scores, .dequantize, .none, .scores),
    (.rectified, .fullyConnected, .none, .any), (.rectified, .tanh, .none, .any),
  ]

  @Test("an operation leaves its mark, or passes the one it met", arguments: marks)
  func after(
    _ values: InputValues, _ kind: OperatorKind, _ activation: Activation, _ result: InputValues
  ) {
    #expect(values.after(kind, activation) == result)
  }

  @Test("a graph's operations know what made their input")
  func graph() throws {
    let graph = try Graph(
      name: "marks",
      tensors: [
        GraphFixtures.tensor("a", [1, 8, 8, 3]), GraphFixtures.tensor("b"),
        GraphFixtures.tensor("c"),
        GraphFixtures.tensor("d"), GraphFixtures.tensor("e"),
      ],
      operations: [
        GraphFixtures.operation(
          "conv", .convolution(Convolution(filters: 4, kernel: .one, activation: .relu)), [0], [1]),
        GraphFixtures.operation("sum", .binary(.add, activation: .relu6), [1, 1], [2]),
        GraphFixtures.operation("softmax", .rowwise(.softmax), [2], [3]),
        GraphFixtures.operation("square", .binary(.mul, activation: .none), [3, 3], [4]),
      ],
      inputs: [0], outputs: [4])
    #expect(
      graph.operations.map(\.work.inputValues) == [.any, .rectified, .rectifiedSum, .scores])
  }
}
