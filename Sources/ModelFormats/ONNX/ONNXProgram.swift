import Estimator

/// A value of an ONNX graph as far as it is known without running it.
struct ONNXValue {
  /// Its number among the file's names.
  var name: Int
  /// In ONNX's own order of axes; `nil` where it is not known.
  var shape: [Int]?
  var type: DataType
  /// Whether it is the same at every inference, so that it lies in flash or is folded away.
  var isConstant = false
  /// Numbers that shapes may be computed from.
  var content: ONNXContent?
}

/// A node whose operands are values by number.
struct ONNXStep {
  var op: String
  var name: String
  var inputs: [Int?]
  var outputs: [Int]
  var attributes: ONNXAttributes

  /// What was fused into it.
  var activation = Activation.none
  /// Channels of a bias that a fused normalisation or addition makes.
  var foldedBias: Int?
  var isRemoved = false
}

/// All nodes in order, those of chosen branches in the place of their `If`.
struct ONNXProgram {
  var name = ""
  /// The version of the standard operators.
  var opset = 0
  var values: [ONNXValue] = []
  var steps: [ONNXStep] = []
  var inputs: [Int] = []
  var outputs: [Int] = []
  var names = ONNXNames([])
  var notes: [ImportNote] = []
}

extension ONNXStep {
  func int(_ name: String) -> Int? {
    if case .int(let value)? = attributes[name] { value } else { nil }
  }

  func ints(_ name: String) -> [Int]? {
    if case .ints(let values)? = attributes[name] { values } else { nil }
  }

  func string(_ name: String) -> String? {
    if case .string(let value)? = attributes[name] { value } else { nil }
  }

  func float(_ name: String) -> Float? {
    if case .float(let value)? = attributes[name] { value } else { nil }
  }
}
