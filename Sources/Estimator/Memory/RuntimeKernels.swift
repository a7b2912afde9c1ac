/// What a set of kernels keeps from one inference to the next, on a 32-bit target.
///
/// Measured with TensorFlow Lite Micro of 2026-08-20 and CMSIS-NN 7.0.0; ESP-NN keeps what the
/// reference kernels do (arena of the same ESP32 with both).
public struct RuntimeKernels: Hashable, Sendable {
  /// Arrays with one entry for each of the operator's channels.
  struct ChannelArrays: Hashable, Sendable {
    var count: Int
    var types: [RuntimeModel.Operator.ElementType]
    /// Bytes of an entry: 4, but 8 where 16-bit data has sums in 64 bits.
    var wideInt16 = false
    /// Whether an operator that runs as a convolution does without.
    var exceptAsConvolution = false
  }

  /// The kernel's own structure, aligned to 16.
  var stateBytes: CaseTable<OperatorKind, Int>
  /// What it allocates while it is prepared, aligned to 16.
  var channelArrays: CaseTable<OperatorKind, ChannelArrays>
}

extension RuntimeKernels {
  /// Of operators that no measured network has: the state of a small kernel.
  static let assumedState = 32

  /// The portable kernels, and optimised ones that keep the same.
  public static let reference = RuntimeKernels(
    stateBytes: commonState.merging([
      .conv2d: 56, .depthwiseConv2d: 56, .fullyConnected: 48, .averagePool2d: 32,
      .maxPool2d: 32, .softmax: 56, .svdf: 36, .transposeConv2d: 72,
      .lstm: 688,
    ]),
    channelArrays: [
      .conv2d: .init(count: 2, types: [.int8, .int16, .float32, .other]),
      .depthwiseConv2d: .init(count: 2, types: [.int8, .int16, .float32, .other]),
      .transposeConv2d: .init(count: 2, types: [.int8, .int16, .float32, .other]),
    ])

  /// CMSIS-NN on cores without vector instructions (Cortex-M0+ to M7, M33).
  public static let cmsisNN = RuntimeKernels(
    stateBytes: commonState.merging([
      .conv2d: 60, .depthwiseConv2d: 60, .fullyConnected: 72, .averagePool2d: 36,
      .maxPool2d: 36, .softmax: 64, .svdf: 40, .transposeConv2d: 76, .lstm: 912,
      .matmul: 36,
    ]),
    channelArrays: [
      .conv2d: .init(count: 2, types: [.int8, .int16]),
      .depthwiseConv2d: .init(count: 2, types: [.int8, .int16]),
      .transposeConv2d: .init(count: 2, types: [.int8, .int16]),
      .lstm: .init(count: 8, types: [.int8, .int16], wideInt16: true),
    ])

  /// CMSIS-NN on cores with vector instructions (Cortex-M55, M85): it also keeps sums of weights.
  public static let cmsisNNVector = RuntimeKernels(
    stateBytes: cmsisNN.stateBytes,
    channelArrays: cmsisNN.channelArrays.merging([
      .fullyConnected: .init(count: 1, types: [.int8], exceptAsConvolution: true),
      .svdf: .init(count: 1, types: [.int8]),
    ]))

  /// Kernels that CMSIS-NN does not have, or has with the same state.
  private static let commonState: CaseTable<OperatorKind, Int> = [
    .add: 60, .sub: 52, .mul: 36, .pad: 56, .padV2: 56, .concat: 24,
    .stridedSlice: 84, .quantize: 32, .dequantize: 32, .sigmoid: 16, .leakyRelu: 24,
    .prelu: 28, .div: 28, .mean: 44, .sum: 44, .reduceMax: 44, .reduceMin: 44,
    .reduceProduct: 44, .reduceAny: 44, .reduceAll: 44, .unpack: 0, .split: 0, .opaque: 0,
    .mirrorPad: 20, .callOnce: 8, .varHandle: 4, .reshape: 0, .splitV: 0, .pack: 0,
    .shape: 0, .readVariable: 0, .assignVariable: 0, .maximum: 0, .minimum: 0,
    .transpose: 0, .cast: 0,
    // From here on by one-operator files in the interpreter on PyPI (`Tests/Integration/operators.py`);
    // structures with pointers or enums by their definition, for 32 bits.
    .neg: 0, .ceil: 0, .floor: 0, .round: 0, .cos: 0, .sin: 0, .exp: 0, .log: 0, .sqrt: 0,
    .square: 0, .logicalNot: 0, .zerosLike: 0, .floorDiv: 0, .floorMod: 0, .logicalAnd: 0,
    .logicalOr: 0, .addN: 0, .argMax: 0, .argMin: 0, .cumulativeSum: 0, .logSoftmax: 0,
    .expandDims: 0, .squeeze: 0, .slice: 0, .batchToSpace: 0, .broadcastTo: 0,
    .broadcastArgs: 0, .fill: 0, .resizeBilinear: 0, .resizeNearest: 0, .reverse: 0,
    .dynamicUpdateSlice: 0, .select: 1, .l2Normalization: 4, .spaceToBatch: 4, .relu6: 8,
    .ifOp: 8, .whileOp: 8, .gather: 12, .gatherND: 12, .tanh: 16, .abs: 20, .rsqrt: 20,
    .hardSwish: 20, .depthToSpace: 20, .spaceToDepth: 20, .l2Pool2d: 20, .relu: 28,
    .equal: 32, .notEqual: 32, .less: 32, .lessEqual: 32, .greater: 32, .greaterEqual: 32,
    .squaredDifference: 112, .elu: 256, .matmul: 16,
    .signalWindow: 8, .signalRFFT: 32, .signalIRFFT: 24, .signalEnergy: 8,
    .signalAutoScale: 0, .signalFilterBank: 36, .signalSquareRoot: 0, .signalLog: 8,
    .signalSpectralSubtraction: 44, .signalPCAN: 4, .signalFramer: 28, .signalStacker: 36,
    .signalDelay: 20, .signalOverlapAdd: 24, .circularBuffer: 8,
  ]
}
