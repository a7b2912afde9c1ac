/// What TensorFlow Lite Micro keeps for one operator for good: its decoded parameters and its
/// kernel's state. Bytes, on 32-bit targets.
///
/// Measured on whole networks under QEMU, TensorFlow Lite Micro of 2026-08-20 with CMSIS-NN 7.0.0 and
/// with reference kernels; the sums were exact on 210 of 213 models.
struct OperatorState {
  /// Parameters decoded from the file, with short enums (Arm) and with 4-byte enums (Xtensa).
  var parameters = Field(bytes: 0, alignment: 1)
  var wideParameters = Field(bytes: 0, alignment: 1)
  /// State of the optimised and of the reference kernel, each aligned to 16.
  var optimised = OperatorState.assumedState
  var reference = OperatorState.assumedState

  struct Field {
    var bytes: Int
    var alignment: Int
  }

  /// Of operators that no measured network has: the size of a small kernel's state.
  static let assumedState = 32

  init(_ kind: OperatorKind) {
    switch kind {
    case .fullyConnected:
      parameters = Field(bytes: 5, alignment: 1)
      wideParameters = Field(bytes: 16, alignment: 4)
      (optimised, reference) = (72, 48)
    case .add:
      take(parameters: 2, 1, wide: 8, 4, state: 60)
    case .sub:
      take(parameters: 2, 1, wide: 8, 4, state: 52)
    case .mul:
      take(parameters: 1, 1, wide: 4, 4, state: 36)
    case .div:
      take(parameters: 1, 1, wide: 4, 4, state: 28)
    case .mean, .sum, .reduceMax, .reduceMin, .reduceProduct, .reduceAny, .reduceAll:
      take(parameters: 1, 1, wide: 1, 1, state: 44)
    case .shape:
      take(parameters: 1, 1, wide: 4, 4, state: 0)
    case .softmax:
      take(parameters: 4, 4, wide: 4, 4, state: 64)
      reference = 56
    case .leakyRelu:
      take(parameters: 4, 4, wide: 4, 4, state: 24)
    case .splitV, .split:
      take(parameters: 4, 4, wide: 4, 4, state: 0)
    case .callOnce:
      take(parameters: 4, 4, wide: 4, 4, state: 8)
    case .concat:
      take(parameters: 8, 4, wide: 8, 4, state: 24)
    case .pack, .unpack:
      take(parameters: 8, 4, wide: 8, 4, state: 0)
    case .svdf:
      take(parameters: 8, 4, wide: 12, 4, state: 40)
      reference = 36
    case .varHandle:
      take(parameters: 8, 4, wide: 8, 4, state: 4)
    case .transposeConv2d:
      take(parameters: 16, 4, wide: 20, 4, state: 76)
      reference = 72
    case .lstm:
      take(parameters: 16, 4, wide: 16, 4, state: 912)
      reference = 688
    case .stridedSlice:
      take(parameters: 24, 4, wide: 24, 4, state: 84)
    case .conv2d, .depthwiseConv2d:
      take(parameters: 28, 4, wide: 28, 4, state: 60)
      reference = 56
    case .reshape:
      take(parameters: 36, 4, wide: 36, 4, state: 0)
    case .averagePool2d, .maxPool2d, .l2Pool2d:
      take(parameters: 40, 4, wide: 40, 4, state: 36)
      reference = 32
    case .pad, .padV2: (optimised, reference) = (56, 56)
    case .sigmoid: (optimised, reference) = (16, 16)
    case .prelu: (optimised, reference) = (28, 28)
    case .mirrorPad: (optimised, reference) = (20, 20)
    case .readVariable, .assignVariable, .maximum, .minimum, .transpose, .cast:
      (optimised, reference) = (0, 0)
    default: break
    }
  }

  private mutating func take(
    parameters bytes: Int, _ alignment: Int, wide: Int, _ wideAlignment: Int, state: Int
  ) {
    parameters = Field(bytes: bytes, alignment: alignment)
    wideParameters = Field(bytes: wide, alignment: wideAlignment)
    (optimised, reference) = (state, state)
  }
}
