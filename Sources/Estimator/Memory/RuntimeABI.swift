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
  var parameters: CaseTable<OperatorKind, Allocation>
  /// What a kernel keeps in place of the sizes of `RuntimeKernels`, because pointers or enums are
  /// wider.
  var stateOverrides: CaseTable<OperatorKind, Int>
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
      .fullyConnected: .init(5, align: 1), .add: .init(2, align: 1),
      .sub: .init(2, align: 1), .mul: .init(1, align: 1), .div: .init(1, align: 1),
      .mean: .init(1, align: 1), .sum: .init(1, align: 1), .reduceMax: .init(1, align: 1),
      .reduceMin: .init(1, align: 1), .shape: .init(1, align: 1),
      .reduceProduct: .init(1, align: 1), .reduceAny: .init(1, align: 1),
      .reduceAll: .init(1, align: 1), .split: .init(4, align: 4),
      .unpack: .init(8, align: 4), .l2Pool2d: .init(40, align: 4),
      .softmax: .init(4, align: 4), .leakyRelu: .init(4, align: 4),
      .splitV: .init(4, align: 4), .callOnce: .init(4, align: 4),
      .concat: .init(8, align: 4), .pack: .init(8, align: 4),
      .svdf: .init(8, align: 4), .varHandle: .init(8, align: 4),
      .transposeConv2d: .init(16, align: 4),
      .lstm: .init(16, align: 4),
      .stridedSlice: .init(24, align: 4), .conv2d: .init(28, align: 4),
      .depthwiseConv2d: .init(28, align: 4), .reshape: .init(36, align: 4),
      .argMax: .init(1, align: 1), .argMin: .init(1, align: 1),
      .l2Normalization: .init(1, align: 1), .mirrorPad: .init(1, align: 1),
      .cast: .init(2, align: 1), .cumulativeSum: .init(2, align: 1),
      .resizeBilinear: .init(2, align: 1), .resizeNearest: .init(2, align: 1),
      .matmul: .init(3, align: 1), .depthToSpace: .init(4, align: 4),
      .spaceToDepth: .init(4, align: 4), .gather: .init(8, align: 4),
      .ifOp: .init(8, align: 4), .whileOp: .init(8, align: 4),
      .squeeze: .init(36, align: 4),
      .averagePool2d: .init(40, align: 4), .maxPool2d: .init(40, align: 4),
    ],
    stateOverrides: [:])

  /// 32-bit Xtensa (ESP32): as Arm, with enums of 4 bytes in parameters and tensors.
  public static let xtensa = arm.with(
    tensorBytes: 40, parameters: wideEnums, stateOverrides: [.abs: 28, .rsqrt: 28])

  /// 64-bit x86, as the interpreter on PyPI.
  public static let x86 = RuntimeABI(
    allocatorBytes: 448, builtinDataAllocatorBytes: 16, subgraphBytes: 24, evalTensorBytes: 24,
    nodeBytes: 64, resourceListBytes: 16, resourceBytes: 40, scratchHandleBytes: 8,
    pointerBytes: 8, tensorBytes: 64, quantizationBytes: 24, wordAlignment: 8,
    scratchRequestBytes: 16, subgraphOffsetBytes: 8, allocationInfoBytes: 32,
    plannerBufferBytes: 40,
    parameters: arm.parameters.merging(wideEnums).merging([
      .fullyConnected: .init(32, align: 8), .varHandle: .init(16, align: 8),
    ]),
    stateOverrides: [
      .fullyConnected: 72, .conv2d: 80, .depthwiseConv2d: 80, .softmax: 80,
      .concat: 80, .assignVariable: 4, .transposeConv2d: 88, .abs: 28, .rsqrt: 28, .matmul: 32,
      .signalRFFT: 48, .signalIRFFT: 32, .signalFilterBank: 64,
      .signalSpectralSubtraction: 56, .signalFramer: 40, .signalStacker: 56, .signalDelay: 32,
      .signalOverlapAdd: 32,
    ])

  private static let wideEnums: CaseTable<OperatorKind, Allocation> = [
    .fullyConnected: .init(16, align: 4), .add: .init(8, align: 4),
    .sub: .init(8, align: 4), .mul: .init(4, align: 4), .div: .init(4, align: 4),
    .shape: .init(4, align: 4), .svdf: .init(12, align: 4),
    .transposeConv2d: .init(20, align: 4), .argMax: .init(4, align: 4),
    .argMin: .init(4, align: 4), .l2Normalization: .init(4, align: 4),
    .mirrorPad: .init(4, align: 4), .cast: .init(8, align: 4),
  ]

  private func with(
    tensorBytes: Int, parameters: CaseTable<OperatorKind, Allocation>,
    stateOverrides: CaseTable<OperatorKind, Int>
  ) -> RuntimeABI {
    var changed = self
    changed.tensorBytes = tensorBytes
    changed.stateOverrides = stateOverrides
    changed.parameters = changed.parameters.merging(parameters)
    return changed
  }
}
