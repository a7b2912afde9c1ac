import Foundation
import Testing

@testable import ModelFormats

/// The inputs that fuzzing begins with are written by the fixtures of these tests; nothing in them is
/// anyone else's. `RECORD_GOLDENS=1` writes them and fails, so that a change is looked at.
@Suite struct FuzzCorpusTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fuzz/Corpus").standardizedFileURL

  static var tflite: [(String, TFLiteFixture)] {
    typealias Fixture = TFLiteFixture
    var planned = Fixture.small
    planned.metadata.append(("OfflineMemoryAllocation", Array(repeating: 0, count: 24)))
    var branch = TFLiteFixture(
      118, tensors: [Fixture.activation("x", [1, 4]), Fixture.activation("y", [1, 4])],
      options: [0: .int32(1), 1: .int32(1)])
    branch.subgraphs.append(
      Fixture.Subgraph(
        name: "body",
        tensors: [Fixture.activation("a", [1, 4]), Fixture.activation("b", [1, 4])],
        operators: [Fixture.Operator(code: 19, inputs: [0], outputs: [1])], inputs: [0],
        outputs: [1]))
    let custom = TFLiteFixture(
      32, custom: "ethos-u",
      tensors: [
        Fixture.activation("x", [1, 64]), Fixture.constant("commands", [10]),
        Fixture.activation("y", [1, 10]),
      ])
    let svdf = TFLiteFixture(
      27,
      tensors: [
        Fixture.activation("x", [1, 16]), Fixture.constant("features", [8, 16]),
        Fixture.constant("time", [8, 10]), Fixture.activation("y", [1, 4]),
      ], options: [0: .int32(2)])
    return [
      ("small", .small), ("planned", planned), ("branch", branch), ("custom", custom),
      ("svdf", svdf),
    ]
  }

  static var onnx: [(String, ONNXFixture)] {
    typealias Fixture = ONNXFixture
    let scale = Fixture.Tensor(name: "s", shape: [])
    let shapes = Fixture(
      nodes: [
        Fixture.Node(op: "Shape", inputs: ["x"], outputs: ["a"]),
        Fixture.Node(
          op: "Slice", inputs: ["a", "zero", "two"], outputs: ["b"]),
        Fixture.Node(
          op: "Concat", inputs: ["b", "open"], outputs: ["c"], attributes: [("axis", .int(0))]),
        Fixture.Node(op: "Reshape", inputs: ["x", "c"], outputs: ["y"]),
      ],
      initializers: [
        Fixture.Tensor(name: "zero", shape: [1], type: 7, ints: [0]),
        Fixture.Tensor(name: "two", shape: [1], type: 7, ints: [2]),
        Fixture.Tensor(name: "open", shape: [1], type: 7, ints: [-1]),
      ], inputs: [Fixture.Value("x", [2, 3, 4, 5])], outputs: ["y"])
    let wrapped = Fixture(
      nodes: [
        Fixture.Node(op: "QuantizeLinear", inputs: ["x", "s"], outputs: ["q"]),
        Fixture.Node(op: "DequantizeLinear", inputs: ["q", "s"], outputs: ["d"]),
        Fixture.Node(op: "Conv", inputs: ["d", "w"], outputs: ["c"]),
        Fixture.Node(op: "QuantizeLinear", inputs: ["c", "s"], outputs: ["y"]),
      ], initializers: [scale, Fixture.Tensor(name: "w", shape: [2, 3, 3, 3])],
      inputs: [Fixture.Value("x", [1, 3, 5, 5])], outputs: ["y"])
    let lstm = Fixture(
      nodes: [Fixture.Node(op: "LSTM", inputs: ["x", "w", "r"], outputs: ["y"])],
      initializers: [
        Fixture.Tensor(name: "w", shape: [1, 80, 10]),
        Fixture.Tensor(name: "r", shape: [1, 80, 20]),
      ], inputs: [Fixture.Value("x", [25, 1, 10])], outputs: ["y"])
    return [
      ("small", .small), ("shapes", shapes), ("wrapped", wrapped), ("lstm", lstm),
      ("formulas", formulas),
    ]
  }

  /// Operators whose shapes follow from an equation, from sizes or from several operands.
  private static var formulas: ONNXFixture {
    typealias Fixture = ONNXFixture
    return Fixture(
      nodes: [
        Fixture.Node(
          op: "Einsum", inputs: ["x", "x"], outputs: ["e"],
          attributes: [("equation", .string("...hij,bhkj->bhik"))]),
        Fixture.Node(op: "Attention", inputs: ["x", "x", "x"], outputs: ["a"]),
        Fixture.Node(
          op: "Resize", inputs: ["x", "", "", "sizes"], outputs: ["r"],
          attributes: [
            ("axes", .ints([2, 3])), ("keep_aspect_ratio_policy", .string("not_larger")),
          ]),
        Fixture.Node(
          op: "DFT", inputs: ["x", "length"], outputs: ["d"],
          attributes: [("axis", .int(1)), ("onesided", .int(1)), ("inverse", .int(1))]),
        Fixture.Node(
          op: "Split", inputs: ["x", "sizes"], outputs: ["s", "t"],
          attributes: [("axis", .int(3))]),
        Fixture.Node(op: "CenterCropPad", inputs: ["x", "shape"], outputs: ["c"]),
        Fixture.Node(op: "GridSample", inputs: ["x", "c"], outputs: ["g"]),
      ],
      initializers: [
        Fixture.Tensor(name: "sizes", shape: [2], type: 7, ints: [5, 3]),
        Fixture.Tensor(name: "length", shape: [], type: 7, ints: [6]),
        Fixture.Tensor(name: "shape", shape: [4], type: 7, ints: [1, 3, 7, 2]),
      ], inputs: [Fixture.Value("x", [1, 4, 6, 8])],
      outputs: ["e", "a", "r", "d", "s", "t", "c", "g"])
  }

  static var graphs: [(String, String)] {
    [
      (
        "layers",
        graphText(
          #"""
          {"op": "conv2d", "inputs": ["x"], "outputs": ["a"], "filters": 6, "kernel": [3, 3],
           "padding": "same", "activation": "relu"},
          {"op": "depthwise_conv2d", "inputs": ["a"], "outputs": ["b"], "kernel": 3, "stride": [2, 2]},
          {"op": "average_pool2d", "inputs": ["b"], "outputs": ["c"], "kernel": [3, 3]},
          {"op": "fully_connected", "inputs": ["c"], "outputs": ["y"], "units": 4}
          """#)
      ),
      (
        "moves",
        graphText(
          tensors: #"{"name": "k", "shape": [4], "storage": "constant"}"#,
          #"""
          {"op": "pad", "inputs": ["x"], "outputs": ["a"], "padding": [[0, 0], [1, 1], [2, 2], [0, 0]]},
          {"op": "mul", "inputs": ["a", "k"], "outputs": ["b"]},
          {"op": "transpose", "inputs": ["b"], "outputs": ["c"], "permutation": [0, 3, 1, 2]},
          {"op": "slice", "inputs": ["c"], "outputs": ["y"], "begin": [0, 0, 0, 0],
           "size": [1, 2, -1, -1]}
          """#)
      ),
      (
        "sequence",
        graphText(
          input: #"{"name": "x", "shape": [1, 25, 10]}"#, dtype: "float32",
          #"""
          {"op": "lstm", "inputs": ["x"], "outputs": ["a"], "units": 8, "return_sequences": true},
          {"op": "gru", "inputs": ["a"], "outputs": ["y"], "units": 4}
          """#)
      ),
      (
        "memory",
        graphText(
          input: #"{"name": "x", "bytes": 100}"#, tensors: #"{"name": "y", "bytes": 40}"#,
          #"{"op": "opaque", "inputs": ["x"], "outputs": ["y"]}"#)
      ),
    ]
  }

  private static var files: [(path: String, bytes: [UInt8])] {
    tflite.map { ("tflite/\($0.0).tflite", $0.1.bytes()) }
      + onnx.map { ("onnx/\($0.0).onnx", $0.1.bytes()) }
      + graphs.map { ("graph/\($0.0).json", Array($0.1.utf8)) }
  }

  @Test("the committed corpus is what the fixtures write")
  func corpus() throws {
    let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"
    for (path, bytes) in Self.files {
      let url = Self.folder.appending(path: path)
      if isRecording {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
      }
      let written = try? Data(contentsOf: url)
      #expect(written.map { [UInt8]($0) } == bytes, "\(path)")
    }
    #expect(!isRecording, "the corpus was written; look at the change, then test without recording")
  }

  @Test("every input of the corpus is a sound model")
  func sound() {
    for (path, bytes) in Self.files {
      #expect(throws: Never.self, "\(path)") { try importModel(bytes) }
    }
  }
}
