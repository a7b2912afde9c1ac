import Estimator

/// Finds which values are images, and what their axes are once channels are last.
///
/// ONNX has images as [batch, channels, height, width]; kernels of microcontrollers want channels last.
/// Values that a convolution or pool reads or writes are images, and so is what elementwise operators
/// make of images. Everything else keeps its axes.
struct ONNXLayout {
  private(set) var isImage: [Bool]

  private static let spatial: Set<String> = [
    "Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "FusedConv", "MaxPool", "AveragePool",
    "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "QLinearAveragePool",
    "QLinearGlobalAveragePool", "BatchNormalization", "InstanceNormalization",
    "GroupNormalization", "LRN", "SpaceToDepth", "DepthToSpace", "Upsample",
  ]
  /// Operators that do not care for the order of axes, or name them.
  private static let others: Set<String> = [
    "Concat", "Pad", "Slice", "Split", "Resize", "Cast", "QuantizeLinear", "DequantizeLinear",
    "Where", "Expand", "Tile", "QLinearAdd", "QLinearMul", "QLinearConcat",
  ]

  init(_ rewriter: ONNXRewriter) {
    let values = rewriter.program.values
    isImage = Array(repeating: false, count: values.count)
    let steps = rewriter.program.steps.filter { !$0.isRemoved }
    func data(_ value: Int?) -> Int? {
      guard let value = value.map(rewriter.resolve), !values[value].isConstant,
        values[value].shape?.count ?? 0 >= 3
      else { return nil }
      return value
    }
    for step in steps where Self.spatial.contains(step.op) {
      if let value = data(step.inputs.first.flatMap { $0 }) { isImage[value] = true }
      if let value = data(step.outputs.first) { isImage[value] = true }
    }
    // Forward and backward in turn, until nothing changes; real graphs need two or three rounds.
    for round in 0..<8 {
      var hasChanged = false
      let order = round % 2 == 0 ? Array(steps.indices) : steps.indices.reversed()
      for index in order where Self.isAgnostic(steps[index].op) {
        let operands =
          steps[index].inputs.compactMap { data($0) }
          + steps[index].outputs.compactMap { data($0) }
        guard let rank = operands.first.flatMap({ values[$0].shape?.count }),
          operands.contains(where: { isImage[$0] })
        else { continue }
        for value in operands where !isImage[value] && values[value].shape?.count == rank {
          isImage[value] = true
          hasChanged = true
        }
      }
      if !hasChanged { break }
    }
  }

  private static func isAgnostic(_ op: String) -> Bool {
    others.contains(op)
      || ONNXInference.elementwise[op] != nil && op != "Softmax"
        && op != "LogSoftmax" && op != "Hardmax"
      || op.hasPrefix("Reduce")
  }

  /// The axes of ONNX in the order in which they are stored.
  static func axes(rank: Int, isImage: Bool) -> [Int] {
    guard isImage, rank >= 3 else { return Array(0..<rank) }
    return [0] + Array(2..<rank) + [1]
  }

  /// A shape as it is stored.
  static func stored(_ shape: [Int], isImage: Bool) -> [Int] {
    axes(rank: shape.count, isImage: isImage).map { shape[$0] }
  }

  /// The place of an axis once it is stored.
  static func stored(axis: Int, rank: Int, isImage: Bool) -> Int {
    let position = axis < 0 ? axis + rank : axis
    return axes(rank: rank, isImage: isImage).firstIndex(of: position) ?? position
  }
}
