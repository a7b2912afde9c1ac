import Estimator
import JSON
import Testing

@testable import ModelFormats

/// Each mistake is answered with its place, what it concerns and, for a mistyped name, the name
/// that was probably meant.
@Suite struct GraphJSONErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var category: ImportError.Category
    var path: String
    var op: String? = nil
    var tensor: String? = nil
    var suggestion: String? = nil
    /// What stands at the error's byte offset.
    var at: String? = nil

    var testDescription: String { text }
  }

  static let cases: [Case] = [
    Case(
      text: #"{"format": "opmeter-graph/1", "inputs": [{"name": "x", "shape": [1, "8"]}]}"#,
      category: .malformed, path: "$.inputs[0].shape[1]", at: #""8""#),
    Case(
      text: graphText(opText("conv2d", #""filters": 4, "kernel": [3, null]"#)),
      category: .malformed, path: "$.ops[0].kernel[1]", at: "null"),
    Case(
      text: graphText(opText("conv2d", #""filters": 4.5, "kernel": [3, 3]"#)),
      category: .malformed, path: "$.ops[0].filters", at: "4.5"),
    Case(text: #"{"format": "opmeter-graph/2"}"#, category: .malformed, path: "$.format"),
    Case(text: "{}", category: .malformed, path: "$"),
    Case(
      text: #"{"format": "opmeter-graph/1", "input": []}"#, category: .malformed, path: "$.input",
      suggestion: "inputs", at: #""input""#),
    Case(
      text: graphText(opText("relu", #""kernl": 3"#)), category: .malformed,
      path: "$.ops[0].kernl", at: #""kernl""#),
    Case(
      text: graphText(opText("conv2d", #""filters": 4, "kernl": 3"#)), category: .malformed,
      path: "$.ops[0].kernl", suggestion: "kernel", at: #""kernl""#),
    Case(
      text: graphText(opText("conv2", #""filters": 4, "kernel": [3, 3]"#)),
      category: .invalidModel, path: "$.ops[0].op", suggestion: "conv2d", at: #""conv2""#),
    Case(
      text: graphText(opText("relu", #""filters": 4"#)), category: .invalidModel,
      path: "$.ops[0].filters", op: "relu#0", at: "4"),
    Case(
      text: graphText(opText("conv2d", #""kernel": [3, 3]"#)), category: .invalidModel,
      path: "$.ops[0]", op: "conv2d#0"),
    Case(
      text: graphText(opText("conv2d", #""filters": 4, "kernel": [3, 3], "padding": "smae""#)),
      category: .invalidModel, path: "$.ops[0].padding", suggestion: "same", at: #""smae""#),
    Case(
      text: graphText(opText("conv2d", #""filters": 4, "kernel": [3, 3], "padding": [1, 1]"#)),
      category: .invalidModel, path: "$.ops[0].padding", at: "[1, 1]"),
    Case(
      text: graphText(opText("add", #""activation": "rely""#, inputs: #"["x", "x"]"#)),
      category: .invalidModel, path: "$.ops[0].activation", suggestion: "relu"),
    Case(
      text: graphText(dtype: "int9", opText("relu")), category: .invalidModel, path: "$.dtype",
      suggestion: "int4"),
    Case(
      text: graphText(opText("relu", inputs: #"["x", "x"]"#)), category: .invalidModel,
      path: "$.ops[0].inputs", op: "relu#0"),
    Case(
      text: graphText(opText("if")), category: .invalidModel, path: "$.ops[0].op", op: "if#0"),
    Case(
      text: graphText(
        input: #"{"name": "mfcc", "shape": [4]}"#, opText("relu", inputs: #"["mfc"]"#)),
      category: .invalidModel, path: "$.ops[0].inputs[0]", op: "relu#0", tensor: "mfc",
      suggestion: "mfcc", at: #""mfc""#),
    Case(
      text: graphText(opText("relu"), outputs: #"["zzz"]"#), category: .invalidModel,
      path: "$.outputs[0]", tensor: "zzz", at: #""zzz""#),
    Case(
      text: graphText(input: #"{"name": "x"}"#, opText("relu")), category: .invalidModel,
      path: "$.inputs[0]", tensor: "x"),
    Case(
      text: graphText(
        input: #"{"name": "x", "shape": [4]}, {"name": "x", "shape": [4]}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[1]", tensor: "x"),
    Case(
      text: graphText(
        #"""
        {"op": "relu", "name": "first", "inputs": ["b"], "outputs": ["y"]},
        {"op": "relu", "name": "second", "inputs": ["x"], "outputs": ["b"]}
        """#), category: .invalidModel, path: "$.ops[0]", op: "first", tensor: "b"),
    Case(
      text: graphText(
        #"""
        {"op": "add", "name": "a", "inputs": ["x", "q"], "outputs": ["p"]},
        {"op": "relu", "name": "b", "inputs": ["p"], "outputs": ["q"]},
        {"op": "relu", "name": "c", "inputs": ["q"], "outputs": ["y"]}
        """#), category: .invalidModel, path: "$.ops[0]", op: "a"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [1, 8, 0, 4]}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[0]", tensor: "x"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [1, -8, 8, 4]}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[0]", tensor: "x"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [2147483648, 2147483648]}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[0]", tensor: "x"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [2147483647, 2147483647]}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[0]", tensor: "x"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [9223372036854775807]}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[0]", tensor: "x"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [9223372036854775808]}"#, opText("relu")),
      category: .malformed, path: "$.inputs[0].shape[0]"),
    Case(
      text: graphText(opText("conv2d", #""filters": 0, "kernel": [3, 3]"#)),
      category: .invalidModel, path: "$.ops[0].filters", op: "conv2d#0", at: "0"),
    Case(
      text: graphText(opText("conv2d", #""filters": 4, "kernel": [3, 3], "stride": [0, 1]"#)),
      category: .invalidModel, path: "$.ops[0].stride", op: "conv2d#0", at: "[0, 1]"),
    Case(
      text: graphText(opText("conv2d", #""filters": 4, "kernel": [3, 3], "groups": 0"#)),
      category: .invalidModel, path: "$.ops[0].groups", op: "conv2d#0"),
    Case(
      text: graphText(opText("space_to_depth", #""block_size": 0"#)),
      category: .invalidModel, path: "$.ops[0].block_size", op: "space_to_depth#0"),
    Case(
      text: graphText(opText("gather_nd", inputs: #"["x", "x"]"#)), category: .invalidModel,
      path: "$.ops[0]", op: "gather_nd#0", tensor: "y"),
    Case(
      text: graphText(input: #"{"name": "x", "shape": [4], "storage": "flash"}"#, opText("relu")),
      category: .invalidModel, path: "$.inputs[0]"),
  ]

  @Test("a mistake is answered with its kind, place and names", arguments: cases)
  func mistake(_ mistake: Case) throws {
    let error = try #require(refusal(of: mistake.text))
    #expect(error.category == mistake.category)
    #expect(error.path == mistake.path)
    if let op = mistake.op { #expect(error.op == op) }
    if let tensor = mistake.tensor { #expect(error.tensor == tensor) }
    #expect(error.suggestion == mistake.suggestion)
    let offset = try #require(error.byteOffset)
    let rest = Array(mistake.text.utf8)[offset...]
    if let at = mistake.at {
      #expect(
        rest.starts(with: at.utf8), "found \(String(decoding: rest.prefix(20), as: UTF8.self))")
    }
    #expect(error.description.contains { $0.isLetter })
  }

  @Test(
    "numbers at the edge of what an integer holds are refused, not added up",
    arguments: [
      "units", "filters", "kernel", "stride", "dilation", "multiplier", "groups", "rank",
      "memory_size", "vocabulary", "depth", "count", "block_size", "axis",
    ])
  func edges(_ attribute: String) {
    let entries = OperatorCatalog.entries.filter { entry in
      entry.isExpressible && entry.attributes.contains { $0.name.text == attribute }
    }
    #expect(!entries.isEmpty)
    for entry in entries {
      for value in [Int.max, Int.min, Int.max / 2, 1 << 31, 1 << 32, -1, 0] {
        for shape in ["[1, 8, 8, 4]", "[1, 8, 4]", "[1, 4]"] {
          var attributes = entry.attributes.filter(\.isRequired).map {
            #""\#($0.name.text)": \#(Self.value($0.name))"#
          }.filter { !$0.hasPrefix(#""\#(attribute)":"#) }
          attributes.append(#""\#(attribute)": \#(value)"#)
          let inputs = Array(repeating: #""x""#, count: max(1, entry.inputs.lowerBound))
          let text = graphText(
            input: #"{"name": "x", "shape": \#(shape)}"#,
            opText(
              entry.kind.rawValue, attributes.joined(separator: ", "),
              inputs: "[\(inputs.joined(separator: ", "))]"))
          do {
            let graph = try importText(text).graph
            #expect(graph.operations.count == 1)
          } catch {
            #expect(error.category == .invalidModel, "\(text): \(error)")
          }
        }
      }
    }
  }

  /// A value of the right type.
  static func value(_ name: AttributeName) -> String {
    switch name.type {
    case .integer: "2"
    case .extent: "[2, 2]"
    case .integers: "[1, 2]"
    case .axes: "[1]"
    case .boolean: "true"
    case .text: #""t""#
    case .padding: #"[1, 1, 1, 1]"#
    case .activation: #""relu""#
    case .dataType: #""int8""#
    }
  }

  @Test("every prefix and every changed byte of a graph is answered")
  func everyByte() {
    let text = graphText(
      #"""
      {"op": "conv2d", "inputs": ["x"], "outputs": ["a"], "filters": 6, "kernel": [3, 3]},
      {"op": "lstm", "inputs": ["a"], "outputs": ["y"], "units": 3}
      """#)
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: ImportError.self) { try importModel(Array(bytes.prefix(count))) }
    }
    for index in bytes.indices {
      for replacement in [UInt8(ascii: "\""), UInt8(ascii: "9"), UInt8(ascii: "-"), 0, 0xFF] {
        var changed = bytes
        changed[index] = replacement
        do { _ = try importModel(changed) } catch { #expect(!error.description.isEmpty) }
      }
    }
  }

  @Test("counts past their limit are refused, at it they pass")
  func limits() throws {
    let text = graphText(
      #"""
      {"op": "relu", "inputs": ["x"], "outputs": ["a"]},
      {"op": "relu", "inputs": ["a"], "outputs": ["y"]}
      """#)
    var limits = ImportLimits()
    limits.graph.operations = 2
    limits.graph.tensors = 3
    #expect(throws: Never.self) { try importModel(Array(text.utf8), limits: limits) }
    for change: (inout ImportLimits) -> Void in [
      { $0.graph.operations = 1 }, { $0.graph.tensors = 2 }, { $0.fileBytes = 100 },
    ] {
      var tight = limits
      change(&tight)
      #expect {
        try importModel(Array(text.utf8), limits: tight)
      } throws: { ($0 as? ImportError)?.category == .overLimit }
    }
  }
}
