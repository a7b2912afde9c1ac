import Estimator

/// A tensor that the file holds: its shape and type, and where its numbers lie.
struct ONNXTensor {
  var name = ONNXNames.empty
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

/// The attributes of a node: a handful, so that looking through them is faster than hashing.
struct ONNXAttributes {
  private(set) var all: [(name: String, value: ONNXAttribute)] = []

  mutating func append(_ name: String, _ value: ONNXAttribute) { all.append((name, value)) }

  subscript(name: String) -> ONNXAttribute? {
    for attribute in all where attribute.name == name { return attribute.value }
    return nil
  }
}

/// A node as the file has it; names are numbers of `ONNXNames` and not looked up yet.
struct ONNXNode {
  var op = ""
  var domain = ""
  var name = ONNXNames.empty
  var inputs: [Int] = []
  var outputs: [Int] = []
  var attributes = ONNXAttributes()
}

/// What the file says of a value: its type, and its extents as numbers or symbols.
struct ONNXValueInfo {
  enum Extent: Hashable {
    case number(Int)
    /// Named, or empty where not even that.
    case symbol(String)
  }

  var name = ONNXNames.empty
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

  /// Elements of the largest tensor of integers whose content is read.
  static let limit = 1024
  /// Of floats only scales of a resize and bounds of a clip are wanted.
  static let floatLimit = 16

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
