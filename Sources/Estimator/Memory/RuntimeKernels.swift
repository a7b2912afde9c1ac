/// What a set of kernels keeps from one inference to the next, on a 32-bit target.
///
/// Measured with TensorFlow Lite Micro of 2026-08-20 and CMSIS-NN 7.0.0; ESP-NN keeps what the
/// reference kernels do (arena of the same ESP32 with both).
public struct RuntimeKernels: Hashable, Sendable {
  /// Arrays of 4 bytes an entry, one entry for each of the operator's channels.
  struct ChannelArrays: Hashable, Sendable {
    var count: Int
    var types: Set<RuntimeModel.Operator.ElementType>
    /// Whether an operator that runs as a convolution does without.
    var exceptAsConvolution = false
  }

  /// The kernel's own structure, aligned to 16.
  var stateBytes: [RuntimeOperatorKind: Int]
  /// What it allocates while it is prepared, aligned to 16.
  var channelArrays: [RuntimeOperatorKind: ChannelArrays]
}

extension RuntimeKernels {
  /// Of operators that no measured network has: the state of a small kernel.
  static let assumedState = 32

  /// The portable kernels, and optimised ones that keep the same.
  public static let reference = RuntimeKernels(
    stateBytes: commonState.merging([
      "CONV_2D": 56, "DEPTHWISE_CONV_2D": 56, "FULLY_CONNECTED": 48, "AVERAGE_POOL_2D": 32,
      "MAX_POOL_2D": 32, "L2_POOL_2D": 32, "SOFTMAX": 56, "SVDF": 36, "TRANSPOSE_CONV": 72,
      "UNIDIRECTIONAL_SEQUENCE_LSTM": 688,
    ]) { $1 },
    channelArrays: [
      "CONV_2D": .init(count: 2, types: [.int8, .int16, .float32, .other]),
      "DEPTHWISE_CONV_2D": .init(count: 2, types: [.int8, .int16, .float32, .other]),
      "TRANSPOSE_CONV": .init(count: 2, types: [.int8, .int16, .float32, .other]),
    ])

  /// CMSIS-NN on cores without vector instructions (Cortex-M0+ to M7, M33).
  public static let cmsisNN = RuntimeKernels(
    stateBytes: commonState.merging([
      "CONV_2D": 60, "DEPTHWISE_CONV_2D": 60, "FULLY_CONNECTED": 72, "AVERAGE_POOL_2D": 36,
      "MAX_POOL_2D": 36, "L2_POOL_2D": 36, "SOFTMAX": 64, "SVDF": 40, "TRANSPOSE_CONV": 76,
      "UNIDIRECTIONAL_SEQUENCE_LSTM": 912,
    ]) { $1 },
    channelArrays: [
      "CONV_2D": .init(count: 2, types: [.int8, .int16]),
      "DEPTHWISE_CONV_2D": .init(count: 2, types: [.int8, .int16]),
      "TRANSPOSE_CONV": .init(count: 2, types: [.int8, .int16]),
      "UNIDIRECTIONAL_SEQUENCE_LSTM": .init(count: 8, types: [.int8]),
    ])

  /// CMSIS-NN on cores with vector instructions (Cortex-M55, M85): it also keeps sums of weights.
  public static let cmsisNNVector = RuntimeKernels(
    stateBytes: cmsisNN.stateBytes,
    channelArrays: cmsisNN.channelArrays.merging([
      "FULLY_CONNECTED": .init(count: 1, types: [.int8], exceptAsConvolution: true),
      "SVDF": .init(count: 1, types: [.int8]),
    ]) { $1 })

  /// Kernels that CMSIS-NN does not have, or has with the same state.
  private static let commonState: [RuntimeOperatorKind: Int] = [
    "ADD": 60, "SUB": 52, "MUL": 36, "PAD": 56, "PADV2": 56, "CONCATENATION": 24,
    "STRIDED_SLICE": 84, "QUANTIZE": 32, "DEQUANTIZE": 32, "LOGISTIC": 16, "LEAKY_RELU": 24,
    "PRELU": 28, "DIV": 28, "MEAN": 44, "SUM": 44, "REDUCE_MAX": 44, "REDUCE_MIN": 44,
    "REDUCE_PROD": 44, "REDUCE_ANY": 44, "REDUCE_ALL": 44, "UNPACK": 0, "SPLIT": 0, "OPAQUE": 0,
    "MIRROR_PAD": 20, "CALL_ONCE": 8, "VAR_HANDLE": 4, "RESHAPE": 0, "SPLIT_V": 0, "PACK": 0,
    "SHAPE": 0, "READ_VARIABLE": 0, "ASSIGN_VARIABLE": 0, "MAXIMUM": 0, "MINIMUM": 0,
    "TRANSPOSE": 0, "CAST": 0,
  ]
}
