import Estimator

/// A tensor that the file holds: its shape and type, and where its numbers lie.
struct ONNXTensor {
  var name = ""
  var shape: [Int] = []
  var type = DataType.float32
  /// Little-endian elements.
  var raw: Range<Int>?
  /// Elements as numbers, packed: 64-bit or 32-bit integers.
  var packedInts: Range<Int>?
  /// Elements as floats, packed.
  var packedFloats: Range<Int>?
  /// Elements that were written one by one; at most `ONNXContent.limit`.
  var ints: [Int] = []
}

/// An attribute of a node.
enum ONNXAttribute {
  case int(Int)
  case float(Float)
  case string(String)
  case ints([Int])
  case floats([Float])
  case tensor(ONNXTensor)
  /// The bytes of a graph inside the graph.
  case graph(Range<Int>)
  case other
}

/// A node as the file has it; names are not looked up yet.
struct ONNXNode {
  var op = ""
  var domain = ""
  var name = ""
  var inputs: [String] = []
  var outputs: [String] = []
  var attributes: [String: ONNXAttribute] = [:]
}

/// What the file says of a value: its type, and its extents as numbers or symbols.
struct ONNXValueInfo {
  enum Extent: Hashable {
    case number(Int)
    /// Named, or empty where not even that.
    case symbol(String)
  }

  var name = ""
  var type = DataType.float32
  /// `nil` where the rank is not known.
  var shape: [Extent]?
}

/// A graph as the file has it.
struct ONNXGraph {
  var name = ""
  var nodes: [ONNXNode] = []
  var initializers: [ONNXTensor] = []
  var inputs: [ONNXValueInfo] = []
  var outputs: [ONNXValueInfo] = []
  var valueInfos: [ONNXValueInfo] = []
}

/// The small contents that shapes are computed from; contents of weights are never read.
enum ONNXContent: Hashable {
  case ints([Int])
  case floats([Double])

  /// Elements of the largest tensor whose content is read.
  static let limit = 1024

  var ints: [Int]? {
    if case .ints(let values) = self { values } else { nil }
  }

  var floats: [Double] {
    switch self {
    case .ints(let values): values.map(Double.init)
    case .floats(let values): values
    }
  }
}
