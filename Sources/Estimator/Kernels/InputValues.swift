/// What is known of the values that an operation meets, from the operations that made them.
///
/// Arithmetic by software returns early where an operand is zero, so that its cost follows from the
/// values. Nobody knows them before the network runs, but some producers leave their mark on them.
public enum InputValues: String, CaseIterable, Hashable, Sendable {
  /// No mark: the network's own inputs, layers without an activation.
  case any
  /// What a ReLU leaves of a layer: about half of it zeros.
  case rectified
  /// What a ReLU leaves of a sum, whose terms are mostly rectified already, or the greatest or the
  /// mean of several rectified values: fewer zeros.
  case rectifiedSum = "rectified_sum"
  /// Scores of a softmax: most of them next to nothing, which in int8 is the zero point.
  case scores
}

extension InputValues {
  /// The mark on what an operation of `kind` makes of values with this one.
  public func after(_ kind: OperatorKind, _ activation: Activation) -> InputValues {
    if activation == .relu || activation == .relu6 {
      return kind == .add ? .rectifiedSum : .rectified
    }
    switch kind {
    case .relu, .relu6: return .rectified
    case .softmax: return .scores
    case .maxPool2d, .averagePool2d, .mean: return self == .rectified ? .rectifiedSum : self
    case .reshape, .squeeze, .expandDims, .identity, .transpose, .concat, .pack, .unpack, .split,
      .splitV, .slice, .stridedSlice, .gather, .pad, .padV2, .mirrorPad, .tile, .reverse,
      .resizeNearest, .spaceToBatch, .batchToSpace, .spaceToDepth, .depthToSpace, .quantize,
      .dequantize, .cast:
      return self
    default: return .any
    }
  }
}

extension Operator {
  /// The function fused into the last step.
  var fusedActivation: Activation {
    switch self {
    case .convolution(let layer), .transposeConvolution(let layer): layer.activation
    case .depthwiseConvolution(let layer): layer.activation
    case .fullyConnected(let layer): layer.activation
    case .pool(let pool): pool.activation
    case .binary(_, let activation): activation
    default: .none
    }
  }
}
