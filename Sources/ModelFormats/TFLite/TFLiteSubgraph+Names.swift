import Estimator

extension TFLiteSubgraph {
  /// A name for an operator, which TFLite files do not give: that of its first output tensor.
  ///
  /// Converters join the names of everything they fused with `;` and put the model's name first, so
  /// `functional_1/activation/Relu;functional_1/conv2d/Conv2D` becomes `activation/Relu`. An operator
  /// without a named output is called by code and index: `CALL_ONCE_0`. A name that is taken gets
  /// its index: `add#7`.
  mutating func operationName(of node: TFLiteNode, code: String) -> String {
    var name = "\(code)_\(node.index)"
    if let output = node.outputs.first, tensors.indices.contains(output),
      let short = Self.shortName(tensors[output].name)
    {
      name = short
    }
    while !names.insert(name).inserted { name += "#\(node.index)" }
    return name
  }

  /// The first of the joined names, without its first path component if it has three or more.
  static func shortName(_ name: String) -> String? {
    let utf8 = name.utf8
    let end = utf8.firstIndex(of: UInt8(ascii: ";")) ?? utf8.endIndex
    var start = utf8.startIndex
    if let first = utf8[start..<end].firstIndex(of: UInt8(ascii: "/")) {
      let rest = utf8.index(after: first)
      if utf8[rest..<end].contains(UInt8(ascii: "/")) { start = rest }
    }
    return start == end ? nil : String(name[start..<end])
  }
}
