/// Finds the graph inputs that are weights: exporters may leave weights out of the file, and files of
/// IR version 3 list all weights among the inputs.
struct ONNXWeightInputs {
  private enum Use {
    case none, weight, data
  }

  /// By the numbers of names.
  private let uses: [Use]

  /// Slots that only weights go into, by operator.
  private static let slots: [String: Set<Int>] = [
    "Conv": [1, 2], "ConvTranspose": [1, 2], "ConvInteger": [1],
    "QLinearConv": [1, 2, 3, 4, 5, 6, 7, 8],
    "Gemm": [1, 2], "BatchNormalization": [1, 2, 3, 4], "InstanceNormalization": [1, 2],
    "LayerNormalization": [1, 2], "GroupNormalization": [1, 2], "PRelu": [1],
    "LSTM": [1, 2, 3, 7], "GRU": [1, 2, 3], "RNN": [1, 2, 3], "Gather": [0],
    "ConstantOfShape": [0], "Reshape": [1], "Expand": [1], "Tile": [1], "Slice": [1, 2, 3, 4],
    "Pad": [1, 2], "Resize": [1, 2, 3], "Upsample": [1], "Clip": [1, 2], "Squeeze": [1],
    "Unsqueeze": [1], "TopK": [1], "Split": [1], "ReduceSum": [1], "ReduceMean": [1],
    "QuantizeLinear": [1, 2], "DequantizeLinear": [1, 2],
  ]
  /// Operators that give a weight another form.
  private static let reshaping: Set<String> = [
    "Unsqueeze", "Squeeze", "Reshape", "Transpose", "Identity", "Cast", "Flatten",
  ]
  private static let elementwise: Set<String> = ["Add", "Sub", "Mul", "Div"]

  init(graph: ONNXGraph, irVersion: Int, nameCount: Int) {
    // From the last node to the first: a value is a weight if all that read it take it as one.
    var uses: [Use] = Array(repeating: .none, count: nameCount)
    func note(_ name: Int, _ asWeight: Bool) {
      uses[name] = asWeight && uses[name] != .data ? .weight : .data
    }
    for output in graph.outputs { note(output.name, false) }
    for node in graph.nodes.reversed() {
      let slots = Self.slots[node.op]
      // In old files a second operand among the inputs is a scale or an offset.
      let isScale = irVersion < 4 && Self.elementwise.contains(node.op)
      for (slot, input) in node.inputs.enumerated() {
        if slots?.contains(slot) == true {
          note(input, true)
        } else if slot == 0, Self.reshaping.contains(node.op), let output = node.outputs.first {
          note(input, uses[output] == .weight)
        } else {
          note(input, isScale && slot == 1)
        }
      }
    }
    self.uses = uses
  }

  func contains(_ name: Int) -> Bool { uses[name] == .weight }
}
