/// Sizes of TensorFlow Lite Micro's own structures in one binary interface.
///
/// Measured on whole networks: 32-bit Arm under qemu-system-arm (TensorFlow Lite Micro of 2026-08-20,
/// gcc 12.2, short enums), Xtensa on real ESP32 boards (4 of 4 models), x86-64 in the PyPI package
/// `tflite-micro`, whose allocator also records and whose kernels can decompress weights.
public struct RuntimeABI: Hashable, Sendable {
  /// A size and the alignment that it is allocated with.
  struct Allocation: Hashable, Sendable {
    var bytes: Int
    var alignment: Int

    init(_ bytes: Int, align alignment: Int) {
      self.bytes = bytes
      self.alignment = alignment
    }
  }

  /// Kept for the model as a whole: the allocators, the planner and the interpreter's own objects.
  var allocatorBytes: Int
  var builtinDataAllocatorBytes: Int
  var subgraphBytes: Int
  var evalTensorBytes: Int
  var nodeBytes: Int
  /// The list of variables that outlive an inference, and each entry; only if there are any.
  var resourceListBytes: Int
  var resourceBytes: Int
  var scratchHandleBytes: Int
  /// For each input and output of the model: pointer, tensor, and quantisation besides its entries.
  var pointerBytes: Int
  var tensorBytes: Int
  var quantizationBytes: Int
  /// Alignment of what is aligned to a pointer or less.
  var wordAlignment: Int
  /// Needed while planning only.
  var scratchRequestBytes: Int
  var subgraphOffsetBytes: Int
  var allocationInfoBytes: Int
  var plannerBufferBytes: Int
  /// An operator's parameters, copied from the file.
  var parameters: [RuntimeOperatorKind: Allocation]
  /// What a kernel keeps, beyond the sizes of `RuntimeKernels`, because pointers are wider.
  var stateOverrides: [RuntimeOperatorKind: Int]
}

extension RuntimeABI {
  /// 32-bit Arm as arm-none-eabi compiles it: an enum takes as few bytes as its values need.
  public static let arm = RuntimeABI(
    allocatorBytes: 36 + 44 + 36, builtinDataAllocatorBytes: 8, subgraphBytes: 8,
    evalTensorBytes: 12, nodeBytes: 32, resourceListBytes: 12, resourceBytes: 20,
    scratchHandleBytes: 4, pointerBytes: 4, tensorBytes: 32, quantizationBytes: 12,
    wordAlignment: 4, scratchRequestBytes: 12, subgraphOffsetBytes: 4, allocationInfoBytes: 24,
    plannerBufferBytes: 40,
    parameters: [
      "FULLY_CONNECTED": .init(5, align: 1), "ADD": .init(2, align: 1),
      "SUB": .init(2, align: 1), "MUL": .init(1, align: 1), "DIV": .init(1, align: 1),
      "MEAN": .init(1, align: 1), "SUM": .init(1, align: 1), "REDUCE_MAX": .init(1, align: 1),
      "REDUCE_MIN": .init(1, align: 1), "SHAPE": .init(1, align: 1),
      "REDUCE_PROD": .init(1, align: 1), "REDUCE_ANY": .init(1, align: 1),
      "REDUCE_ALL": .init(1, align: 1), "SPLIT": .init(4, align: 4),
      "UNPACK": .init(8, align: 4), "L2_POOL_2D": .init(40, align: 4),
      "SOFTMAX": .init(4, align: 4), "LEAKY_RELU": .init(4, align: 4),
      "SPLIT_V": .init(4, align: 4), "CALL_ONCE": .init(4, align: 4),
      "CONCATENATION": .init(8, align: 4), "PACK": .init(8, align: 4),
      "SVDF": .init(8, align: 4), "VAR_HANDLE": .init(8, align: 4),
      "TRANSPOSE_CONV": .init(16, align: 4),
      "UNIDIRECTIONAL_SEQUENCE_LSTM": .init(16, align: 4),
      "STRIDED_SLICE": .init(24, align: 4), "CONV_2D": .init(28, align: 4),
      "DEPTHWISE_CONV_2D": .init(28, align: 4), "RESHAPE": .init(36, align: 4),
      "AVERAGE_POOL_2D": .init(40, align: 4), "MAX_POOL_2D": .init(40, align: 4),
    ],
    stateOverrides: [:])

  /// 32-bit Xtensa (ESP32): as Arm, with enums of 4 bytes in parameters and tensors.
  public static let xtensa = arm.with(tensorBytes: 40, parameters: wideEnums)

  /// 64-bit x86, as the interpreter on PyPI.
  public static let x86 = RuntimeABI(
    allocatorBytes: 456, builtinDataAllocatorBytes: 16, subgraphBytes: 16, evalTensorBytes: 24,
    nodeBytes: 64, resourceListBytes: 16, resourceBytes: 40, scratchHandleBytes: 8,
    pointerBytes: 8, tensorBytes: 64, quantizationBytes: 24, wordAlignment: 8,
    scratchRequestBytes: 16, subgraphOffsetBytes: 8, allocationInfoBytes: 32,
    plannerBufferBytes: 40,
    parameters: arm.parameters.merging(wideEnums) { $1 }.merging([
      "FULLY_CONNECTED": .init(32, align: 4), "SVDF": .init(16, align: 4),
      "VAR_HANDLE": .init(16, align: 8),
    ]) { $1 },
    stateOverrides: [
      "FULLY_CONNECTED": 72, "CONV_2D": 80, "DEPTHWISE_CONV_2D": 80, "SOFTMAX": 80,
      "CONCATENATION": 80, "ASSIGN_VARIABLE": 4,
    ])

  private static let wideEnums: [RuntimeOperatorKind: Allocation] = [
    "FULLY_CONNECTED": .init(16, align: 4), "ADD": .init(8, align: 4),
    "SUB": .init(8, align: 4), "MUL": .init(4, align: 4), "DIV": .init(4, align: 4),
    "SHAPE": .init(4, align: 4), "SVDF": .init(12, align: 4),
    "TRANSPOSE_CONV": .init(20, align: 4),
  ]

  private func with(
    tensorBytes: Int, parameters: [RuntimeOperatorKind: Allocation]
  ) -> RuntimeABI {
    var changed = self
    changed.tensorBytes = tensorBytes
    changed.parameters.merge(parameters) { $1 }
    return changed
  }
}
