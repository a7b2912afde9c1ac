import Estimator
import JSON
import Testing

@testable import ModelFormats

@Suite struct GraphJSONTests {
  @Test("a graph's shapes, weights and types follow from its attributes")
  func inference() throws {
    let graph = try importText(
      graphText(
        #"""
        {"op": "conv2d", "name": "c", "inputs": ["x"], "outputs": ["a"], "filters": 6,
         "kernel": [3, 3], "stride": [2, 2], "padding": "same", "activation": "relu"},
        {"op": "reshape", "inputs": ["a"], "outputs": ["b"], "shape": [1, -1]},
        {"op": "fully_connected", "inputs": ["b"], "outputs": ["y"], "units": 10, "bias": false}
        """#)
    ).graph
    #expect(graph.operations.map(\.name) == ["c", "reshape#1", "fully_connected#2"])
    #expect(graph.macs == 4 * 4 * 6 * 36 + 960)
    // Weights, an int32 bias, a table of two int32 extents, weights without a bias.
    #expect(graph.weightBytes == 6 * 36 + 24 + 8 + 960)
    #expect(graph.parameters == 6 * 36 + 6 + 960)
    #expect(graph.tensors.first { $0.name == "a" }?.shape == [1, 4, 4, 6])
    #expect(graph.tensors.first { $0.name == "c/bias" }?.dataType == .int32)
    #expect(graph.operations[0].weightBytes == 6 * 36 + 24)
    #expect(graph.operations.map(\.work.kind) == [.conv2d, .reshape, .fullyConnected])
  }

  @Test("a name means one tensor however many there are", arguments: [30, 31, 32, 33, 34, 100])
  func manyNames(count: Int) throws {
    let chain = (0..<count).map {
      #"{"op": "relu", "inputs": ["\#($0 == 0 ? "x" : "t\($0 - 1)")"], "outputs": ["t\#($0)"]},"#
    }
    // Reads the first tensor and one from the middle once more, behind all others.
    let last = #"{"op": "add", "inputs": ["x", "t\#(count / 2)"], "outputs": ["y"]}"#
    let graph = try importText(graphText(chain.joined() + last)).graph
    #expect(graph.tensors.count == count + 2)
    #expect(Set(graph.tensors.map(\.name)).count == count + 2)
    let operands = try #require(graph.operations.last).inputs.compactMap { $0 }
    #expect(operands.map { graph.tensors[$0].name } == ["x", "t\(count / 2)"])
  }

  @Test("members may stand in any order")
  func anyOrder() throws {
    let text = #"""
      {"outputs": ["y"], "ops": [{"outputs": ["y"], "activation": "relu6", "kernel": [1, 1],
       "filters": 2, "inputs": ["x"], "op": "conv2d"}], "dtype": "float32",
       "inputs": [{"shape": [1, 2, 2, 3], "name": "x"}], "name": "n", "format": "opmeter-graph/1"}
      """#
    let graph = try importText(text).graph
    #expect(graph.name == "n")
    #expect(graph.weightBytes == 4 * 8)
    #expect(graph.tensors[graph.outputs[0]].dataType == .float32)
  }

  @Test("a tensors list states shapes, types, sizes and storage")
  func statedTensors() throws {
    let graph = try importText(
      graphText(
        tensors: #"""
          {"name": "y", "shape": [1, 8, 8, 4], "dtype": "int16"},
          {"name": "k", "shape": [4], "storage": "constant"}
          """#, opText("mul", inputs: #"["x", "k"]"#))
    ).graph
    #expect(graph.tensors[graph.outputs[0]].dataType == .int16)
    #expect(graph.weightBytes == 4)
  }

  @Test("a stated shape is checked against what the operation makes")
  func statedShapeMismatch() throws {
    let error = refusal(
      of: graphText(tensors: #"{"name": "y", "shape": [1, 8, 8, 5]}"#, opText("relu")))
    guard case .graph(.shapeMismatch(_, _, let stated, let computed), _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(stated == [1, 8, 8, 5] && computed == [1, 8, 8, 4])
    #expect(error?.category == .invalidModel)
    #expect(error?.path == "$.ops[0]")
    #expect(error?.op == "relu#0")
    #expect(error?.tensor == "y")
  }

  @Test("opaque operations move bytes and cost nothing")
  func opaque() throws {
    let graph = try importText(
      graphText(
        input: #"{"name": "x", "bytes": 1000}"#,
        tensors: #"{"name": "a", "bytes": 300}, {"name": "y", "bytes": 10}"#,
        #"""
        {"op": "opaque", "inputs": ["x"], "outputs": ["a"]},
        {"op": "opaque", "inputs": ["a", "x"], "outputs": ["y"]}
        """#)
    ).graph
    #expect(graph.macs == 0 && graph.weightBytes == 0)
    #expect(graph.tensors.map(\.byteCount) == [1000, 300, 10])
  }

  @Test("padding is a word, four amounts, or a pair for each axis of a pad")
  func paddingForms() throws {
    let same = try importText(
      graphText(opText("conv2d", #""filters": 1, "kernel": [3, 3], "padding": "same""#)))
    let four = try importText(
      graphText(opText("conv2d", #""filters": 1, "kernel": [3, 3], "padding": [1, 1, 1, 1]"#)))
    #expect(same.graph.tensors[1].shape == four.graph.tensors[1].shape)
    let image = try importText(graphText(opText("pad", #""padding": [1, 2, 3, 4]"#)))
    let pairs = try importText(
      graphText(opText("pad", #""padding": [[0, 0], [1, 2], [3, 4], [0, 0]]"#)))
    #expect(image.graph == pairs.graph)
    #expect(image.graph.tensors[1].shape == [1, 11, 15, 4])
  }

  @Test("a type given to a conversion is that of what follows")
  func types() throws {
    let graph = try importText(
      graphText(
        #"""
        {"op": "dequantize", "inputs": ["x"], "outputs": ["a"]},
        {"op": "relu", "inputs": ["a"], "outputs": ["b"]},
        {"op": "cast", "inputs": ["b"], "outputs": ["c"], "dtype": "float16"},
        {"op": "greater", "inputs": ["c", "c"], "outputs": ["y"]}
        """#)
    ).graph
    let types = ["x", "a", "b", "c", "y"].map { name in
      graph.tensors.first { $0.name == name }?.dataType
    }
    #expect(types == [.int8, .float32, .float32, .float16, .bool])
  }

  @Test("layers with state have weights and variables as converters write them")
  func recurrent() throws {
    func graph(_ op: String, _ attributes: String) throws -> Graph {
      try importText(
        graphText(input: #"{"name": "x", "shape": [1, 25, 10]}"#, opText(op, attributes))
      ).graph
    }
    let lstm = try graph("lstm", #""units": 20, "return_sequences": true"#)
    #expect(lstm.tensors[lstm.outputs[0]].shape == [1, 25, 20])
    #expect(lstm.macs == 25 * 4 * 20 * 30)
    #expect(lstm.parameters == 4 * 20 * 30 + 80)
    #expect(lstm.tensors.filter { $0.storage == .variable }.map(\.byteCount) == [20, 40])
    let gru = try graph("gru", #""units": 20"#)
    #expect(gru.tensors[gru.outputs[0]].shape == [1, 20])
    #expect(gru.macs == 25 * 3 * 20 * 30)
    let rnn = try graph("basic_rnn", #""units": 20, "bias": false"#)
    #expect(rnn.parameters == 20 * 30)
    let svdf = try importText(
      graphText(
        input: #"{"name": "x", "shape": [1, 40]}"#,
        opText("svdf", #""units": 16, "rank": 2, "memory_size": 8"#))
    ).graph
    #expect(svdf.tensors[svdf.outputs[0]].shape == [1, 16])
    #expect(svdf.macs == 32 * 40 + 32 * 8)
  }

  @Test("a one-dimensional convolution is one over an image of height 1")
  func conv1d() throws {
    let graph = try importText(
      graphText(
        input: #"{"name": "x", "shape": [1, 49, 40]}"#,
        opText("conv1d", #""filters": 16, "kernel": 9, "stride": 2, "padding": "same""#))
    ).graph
    #expect(graph.tensors[graph.outputs[0]].shape == [1, 25, 16])
    #expect(graph.macs == 25 * 16 * 9 * 40)
  }

  @Test(
    "output shapes of operations that move data",
    arguments: [
      ("transpose", #""permutation": [0, 3, 1, 2]"#, [1, 4, 8, 8]),
      ("squeeze", "", [8, 8, 4]), ("squeeze", #""axes": [0]"#, [8, 8, 4]),
      ("expand_dims", #""axis": -1"#, [1, 8, 8, 4, 1]),
      ("slice", #""begin": [0, 2, 0, 0], "size": [1, 3, -1, 4]"#, [1, 3, 8, 4]),
      ("tile", #""multiples": [2, 1, 1, 3]"#, [2, 8, 8, 12]),
      ("resize_bilinear", #""size": [16, 4]"#, [1, 16, 4, 4]),
      ("space_to_depth", #""block_size": 2"#, [1, 4, 4, 16]),
      ("depth_to_space", #""block_size": 2"#, [1, 16, 16, 1]),
      (
        "transpose_conv2d", #""filters": 3, "kernel": [3, 3], "stride": [2, 2], "padding": "same""#,
        [1, 16, 16, 3]
      ),
      ("transpose_conv2d", #""filters": 3, "kernel": [3, 3], "stride": [2, 2]"#, [1, 17, 17, 3]),
      ("embedding", #""vocabulary": 100, "units": 16"#, [1, 8, 8, 4, 16]),
      ("one_hot", #""depth": 3"#, [1, 8, 8, 4, 3]), ("shape", "", [4]), ("rank", "", []),
      ("broadcast_to", #""shape": [2, 8, 8, 4]"#, [2, 8, 8, 4]), ("cumsum", "", [1, 8, 8, 4]),
      ("mean", #""axes": [1, 2]"#, [1, 4]),
      ("mean", #""axes": -1, "keep_dims": true"#, [1, 8, 8, 1]),
      ("arg_max", "", [1, 8, 8]), ("layer_norm", "", [1, 8, 8, 4]), ("prelu", "", [1, 8, 8, 4]),
      ("pack", "", [1, 1, 8, 8, 4]), ("unpack", #""axis": 0"#, [8, 8, 4]),
    ] as [(String, String, [Int])])
  func movement(_ op: String, _ attributes: String, _ shape: [Int]) throws {
    let graph = try importText(graphText(opText(op, attributes))).graph
    #expect(graph.tensors[graph.outputs[0]].shape == shape)
  }

  @Test("matrices multiply along the axes that they share")
  func matmul() throws {
    func shape(_ b: String, _ attributes: String = "") throws -> [Int]? {
      let graph = try importText(
        graphText(
          input: #"{"name": "x", "shape": [2, 3, 4]}, {"name": "b", "shape": \#(b)}"#,
          opText("matmul", attributes, inputs: #"["x", "b"]"#))
      ).graph
      #expect(graph.macs == 2 * 3 * 4 * 5)
      return graph.tensors[graph.outputs[0]].shape
    }
    #expect(try shape("[2, 4, 5]") == [2, 3, 5])
    #expect(try shape("[1, 5, 4]", #""transpose_b": true"#) == [2, 3, 5])
  }

  @Test("a float network can be looked at as if it were quantised")
  func assumedType() throws {
    let op = opText("conv2d", #""filters": 6, "kernel": [3, 3]"#)
    let float = try importText(graphText(dtype: "float32", op))
    let quantised = try importText(graphText(dtype: "int8", op))
    let assumed = try float.assuming(.int8)
    #expect(assumed.graph.weightBytes == quantised.graph.weightBytes)
    #expect(assumed.graph.tensors.map(\.dataType) == quantised.graph.tensors.map(\.dataType))
    #expect(assumed.graph.operations[0].work == quantised.graph.operations[0].work)
    #expect(assumed.facts.subgraphs[0].inputScaleCounts == [1])
    #expect(assumed.facts.notes.map(\.code) == ["assumed_dtype"])
  }

  @Test("a graph inside another document is read where it stands")
  func nested() throws {
    let graph = graphText(opText("relu"))
    let text = #"{"id": 7, "graph": \#(graph)}"#
    var reader = try JSONReader(document: Array(text.utf8))
    var members = try reader.object()
    var model: ImportedModel?
    while let name = try members.next(&reader) {
      if name == "graph" { model = try importGraph(&reader) }
    }
    try reader.finish()
    #expect(model?.graph.operations.count == 1)
  }

  @Test("places in a graph inside another document are those of the whole")
  func nestedPlaces() throws {
    let graph = graphText(opText("relux"))
    let text = #"{"graph": \#(graph)}"#
    var reader = try JSONReader(document: Array(text.utf8))
    var members = try reader.object()
    _ = try members.next(&reader)
    do {
      _ = try importGraph(&reader)
      Issue.record("accepted")
    } catch {
      #expect(error.path == "$.graph.ops[0].op")
      #expect(error.suggestion == "relu")
      let offset = try #require(error.byteOffset)
      #expect(String(decoding: Array(text.utf8)[offset...].prefix(7), as: UTF8.self) == #""relux""#)
    }
  }

  @Test("a model of the file format's own names stands beside the graph")
  func facts() throws {
    let model = try importText(graphText(opText("relu")))
    #expect(model.format == .graphJSON)
    #expect(model.facts.subgraphs[0].operators.map(\.code) == ["RELU"])
    #expect(model.facts.subgraphs[0].inputScaleCounts == [1])
  }
}
