import Estimator
import Testing

@testable import ModelFormats

/// Files at the limits: what costs the square of their size would not end in time.
@Suite(.timeLimit(.minutes(20))) struct LargeModelTests {
  @Test("a TFLite file of as many operators as are accepted")
  func tflite() throws {
    typealias Fixture = TFLiteFixture
    let count = GraphLimits().operations
    let fixture = TFLiteFixture([
      Fixture.Subgraph(
        tensors: (0...count).map { Fixture.activation("a/b/\($0 % 100)", [1, 4]) },
        operators: (0..<count).map { Fixture.Operator(code: 19, inputs: [$0], outputs: [$0 + 1]) },
        inputs: [0], outputs: [count])
    ])
    let graph = try importModel(fixture.bytes()).graph
    #expect(graph.operations.count == count)
    #expect(Set(graph.operations.map(\.name)).count == count)
  }

  @Test("a graph JSON of as many operations as are accepted, each completed")
  func graphJSON() throws {
    let count = GraphLimits().operations
    let ops = (0..<count).map { index in
      #"{"op": "identity", "inputs": ["t\#(index)"], "outputs": ["t\#(index + 1)"]}"#
    }
    let text = graphText(
      input: #"{"name": "t0", "shape": [1, 4]}"#, ops.joined(separator: ","),
      outputs: #"["t\#(count)"]"#)
    #expect(try importText(text).graph.operations.count == count)
  }

  @Test("an ONNX file of many nodes and many inputs")
  func onnx() throws {
    typealias Fixture = ONNXFixture
    let count = 15_000
    let fixture = Fixture(
      nodes: (0..<count).map { index in
        Fixture.Node(
          op: index % 2 == 0 ? "Add" : "Identity", inputs: ["t\(index)", "i\(index)"],
          outputs: ["t\(index + 1)"])
      },
      inputs: (0..<count).map { Fixture.Value("i\($0)", [1, 4]) } + [Fixture.Value("t0", [1, 4])],
      outputs: ["t\(count)"])
    #expect(try importModel(fixture.bytes()).graph.operations.count == count / 2)
  }
}
