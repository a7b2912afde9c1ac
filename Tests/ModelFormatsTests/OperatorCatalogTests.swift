import Estimator
import Testing

@testable import ModelFormats

@Suite struct OperatorCatalogTests {
  @Test("every operation is in the table once")
  func complete() {
    #expect(OperatorCatalog.entries.map(\.kind) == OperatorKind.allCases)
  }

  @Test("only what a model file has to say is left to model files")
  func expressible() {
    let others = OperatorCatalog.entries.filter { !$0.isExpressible }.map(\.kind)
    #expect(others == [.ifOp, .whileOp, .callOnce, .varHandle])
  }

  @Test("writing a default down changes nothing", arguments: OperatorCatalog.entries)
  func defaults(_ entry: OperatorEntry) throws {
    for attribute in entry.attributes {
      guard let standard = attribute.standard else { continue }
      let plain = try #require(try Self.graph(of: entry))
      let written = try Self.graph(
        of: entry, adding: #""\#(attribute.name.text)": \#(standard)"#)
      #expect(plain == written, "\(entry.kind.rawValue).\(attribute.name.text)")
    }
  }

  @Test("every operation that graph JSON can express imports", arguments: OperatorCatalog.entries)
  func importable(_ entry: OperatorEntry) throws {
    guard entry.isExpressible else { return }
    let graph = try #require(try Self.graph(of: entry))
    #expect(graph.operations[0].op.kind == (entry.kind == .conv1d ? .conv2d : entry.kind))
  }

  /// A graph of one operation with its required attributes; shapes are such that each fits.
  static func graph(of entry: OperatorEntry, adding attribute: String = "") throws -> Graph? {
    let inputs = Array(
      repeating: "x", count: max(entry.inputs.lowerBound, entry.inputs.upperBound == 0 ? 0 : 1))
    var shape = "[1, 4, 4, 8]"
    var attributes: [String] = []
    for required in entry.attributes where required.isRequired {
      attributes.append(#""\#(required.name.text)": \#(value(required.name, of: entry.kind))"#)
    }
    if !attribute.isEmpty { attributes.append(attribute) }
    var tensors: String?
    switch entry.kind {
    case .conv1d, .lstm, .gru, .basicRNN: shape = "[1, 4, 8]"
    case .svdf: shape = "[1, 8]"
    case .matmul: shape = "[4, 4]"
    case .custom, .opaque, .readVariable, .stridedSlice, .range, .whereOp, .spaceToBatch,
      .batchToSpace, .gatherND, .scatterND, .broadcastArgs:
      tensors = #"{"name": "y", "shape": [2, 2]}"#
    case _ where OperatorKind.customNames[entry.kind] != nil:
      tensors = #"{"name": "y", "shape": [2, 2]}"#
    default: break
    }
    let outputs =
      switch entry.kind {
      case .assignVariable: "[]"
      case .topK, .splitV: #"["y", "z"]"#
      default: #"["y"]"#
      }
    let names = inputs.map { #""\#($0)""# }.joined(separator: ", ")
    let op =
      #"{"op": "\#(entry.kind.rawValue)", "inputs": [\#(names)], "outputs": \#(outputs)"#
      + attributes.map { ", " + $0 }.joined() + "}"
    return try importText(
      graphText(
        input: #"{"name": "x", "shape": \#(shape)}"#, tensors: tensors, op,
        outputs: entry.kind == .assignVariable ? #"["x"]"# : #"["y"]"#)
    ).graph
  }

  private static func value(_ name: AttributeName, of kind: OperatorKind) -> String {
    switch (kind, name) {
    case (.reshape, .shape): "[1, -1]"
    case (.transpose, .permutation): "[0, 3, 1, 2]"
    case (.slice, .begin): "[0, 0, 0, 0]"
    case (.slice, .size): "[1, 2, 2, 8]"
    case (.tile, .multiples): "[1, 2, 1, 1]"
    case (.splitV, .sizes): "[3, 5]"
    case (.conv1d, .kernel): "3"
    default: GraphJSONErrorTests.value(name)
    }
  }
}
