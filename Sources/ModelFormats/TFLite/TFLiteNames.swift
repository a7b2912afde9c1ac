/// Names for operators, which TFLite files do not give.
struct TFLiteNames {
  /// Where each tensor's name lies in the file.
  var tensors: [Range<Int>] = []
  private var taken: Set<String> = []

  mutating func reserve(operators count: Int) { taken.reserveCapacity(count) }

  /// A name for an operator: that of its first output tensor.
  ///
  /// Converters join the names of everything they fused with `;` and put the model's name first, so
  /// `functional_1/activation/Relu;functional_1/conv2d/Conv2D` becomes `activation/Relu`. An operator
  /// without a named output is called by code and index: `CALL_ONCE_0`. A name that is taken gets
  /// its index: `add#7`.
  mutating func name(of node: TFLiteNode, code: String, in bytes: [UInt8]) -> String {
    var name = ""
    if let output = node.outputs.first, tensors.indices.contains(output) {
      let range = Self.shortName(tensors[output], in: bytes)
      name = String(decoding: bytes[range], as: UTF8.self)
    }
    if name.isEmpty { name = "\(code)_\(node.index)" }
    while !taken.insert(name).inserted { name += "#\(node.index)" }
    return name
  }

  /// The first of the joined names, without its first path component if it has three or more.
  static func shortName(_ name: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var start = name.lowerBound
    var end = start
    var slashes = 0
    while end < name.upperBound, bytes[end] != UInt8(ascii: ";") {
      if bytes[end] == UInt8(ascii: "/") {
        slashes += 1
        if slashes == 1 { start = end + 1 }
      }
      end += 1
    }
    return (slashes >= 2 ? start : name.lowerBound)..<end
  }
}
