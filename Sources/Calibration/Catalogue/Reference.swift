internal import Estimator

/// TensorFlow Lite Micro's loop over the operators, counted outside them on Cortex-M.
enum CountedInterpreter {
  static let perInvocation = 54.0
  static let perOperator = 18.0
}

/// The reference kernels: plain loops, bounds tested tap by tap.
enum Reference {
  private static let convolution = """
    one output_rows pixels outputs taps*channels_out taps_in_bounds*channels_out macs_in_bounds
    tap_rows_in_bounds*channels_out
    """
  private static let depthwise = """
    one output_rows pixels pixels*channels_in outputs taps*channels_out
    taps_in_bounds*channels_out outputs*kernel_rows
    """
  /// What the interpreter adds inside operators that few networks show: inside average pooling as beside
  /// CMSIS-NN, whose kernel was counted bare as well; inside conversions and PReLU as on the Cortex-M7,
  /// where an element takes equally many instructions whatever its value. The Cortex-M0+ needs 1.28
  /// times as many for the same calls, as inside the conversion of one element from int8 to uint8.
  static func knownInside(
    _ instructionSet: InstructionSet, core: String
  ) -> [OperatorKind: Double] {
    switch core {
    // Enough was counted there to tell.
    case "cortex-m7": [:]
    case "cortex-m55": [.averagePool2d: insideAveragePool]
    default:
      instructionSet == .v6m
        ? [.dequantize: 281, .prelu: 865] : [.dequantize: 219]
    }
  }
  static let insideAveragePool = 387.0

  /// How a core computes what the kernels leave to the compiler.
  struct Arithmetic {
    /// Floating point by software.
    var hasSoftFloat = false
    /// Double precision by software: all but the Cortex-M7 and the vector cores.
    var hasSoftDouble = false

    init(_ instructionSet: InstructionSet, core: String) {
      hasSoftFloat = instructionSet == .v6m || instructionSet == .v7m
      hasSoftDouble = instructionSet != .mve && core != "cortex-m7"
    }
  }

  private static let fullyConnected = "one batches outputs outputs*depth"
  /// Of values behind a ReLU half are zeros, and behind the ReLU of a sum fewer; multiplied and added by
  /// software, these cost next to nothing.
  private static func byValues(_ term: String) -> String {
    "\(term) \(term)*unless_rectified \(term)*rectified_sum"
  }
  /// The loops around the arithmetic as the same kernels for int8 have them on the Cortex-M0+ at the same
  /// level: few networks in floating point were counted there.
  private static let softConvolution: KeyValuePairs<String, Double> = [
    "one": 560, "output_rows": 92, "pixels": 40, "taps*channels_out": 12.4,
    "taps_in_bounds*channels_out": 6.2, "tap_rows_in_bounds*channels_out": 26.4,
  ]
  private static let softDepthwise: KeyValuePairs<String, Double> = [
    "one": 600, "output_rows": 46, "pixels": 32, "pixels*channels_in": 27,
    "taps*channels_out": 14.7, "outputs*kernel_rows": 24,
  ]
  private static let softPool: KeyValuePairs<String, Double> = [
    "one": 520, "output_rows": 50, "pixels": 40, "tap_rows_in_bounds*channels_out": 22,
  ]
  /// As the same loops for int8 on the Cortex-M4: three shapes were counted.
  private static let convolution16: KeyValuePairs<String, Double> = [
    "one": 480, "output_rows": 39, "pixels": 23, "taps*channels_out": 8.9,
    "taps_in_bounds*channels_out": 29, "tap_rows_in_bounds*channels_out": 15.5,
  ]
  private static let pool = """
    one output_rows pixels outputs tap_rows_in_bounds*channels_out taps_in_bounds*channels_out
    """
  private static let perOutput = "one outputs"
  private static let padding = """
    one pixels inputs padded_channel_elements padded_pixel_elements
    """

  /// Kernels with multiplications.
  static func matrixGroups() -> [FitGroup] {
    windowGroups([.int8, .float32]) + [
      single(
        "conv_int16", .convolution, .conv2d, .int16, convolution, expected: convolution16),
      single("lstm_int8", .recurrent, .lstm, .int8, "batches*steps*units macs"),
    ]
  }

  static func windowGroups(_ types: [DataType]) -> [FitGroup] {
    types.flatMap { type in
      let suffix = suffix(type)
      let perChannel = type == .int8 ? "PerChannel" : ""
      return [
        single(
          "conv\(suffix)", .convolution, .conv2d, type, convolution, bare: "Conv\(perChannel)"),
        single(
          "depthwise_conv\(suffix)", .depthwise, .depthwiseConv2d, type, depthwise,
          bare: "DepthwiseConv\(perChannel)"),
        single(
          "fully_connected\(suffix)", .fullyConnected, .fullyConnected, type, fullyConnected,
          bare: "FullyConnected"),
        single(
          "average_pool\(suffix)", .averagePool, .averagePool2d, type, pool, bare: "AveragePool"),
        single("max_pool\(suffix)", .maxPool, .maxPool2d, type, pool, bare: "MaxPool"),
      ]
    }
  }

  /// The same for floating point by software.
  private static func softWindowGroups() -> [FitGroup] {
    [
      single(
        "conv_float32", .convolution, .conv2d, .float32,
        byValues("macs_in_bounds") + " outputs "
          + softConvolution.map(\.key).joined(separator: " "), expected: softConvolution),
      single(
        "depthwise_conv_float32", .depthwise, .depthwiseConv2d, .float32,
        byValues("taps_in_bounds*channels_out") + " outputs "
          + softDepthwise.map(\.key).joined(separator: " "), expected: softDepthwise),
      single(
        "fully_connected_float32", .fullyConnected, .fullyConnected, .float32,
        "one outputs " + byValues("outputs*depth"), expected: ["one": 480]),
      single(
        "average_pool_float32", .averagePool, .averagePool2d, .float32, pool, expected: softPool),
      single("max_pool_float32", .maxPool, .maxPool2d, .float32, pool, expected: softPool),
    ]
  }

  /// Everything else that only reference code serves.
  static func otherGroups(_ arithmetic: Arithmetic) -> [FitGroup] {
    [
      single("add_int8", .elementwise, .add, .int8, perOutput, when: [sameShapes]),
      single("add_float32", .elementwise, .add, .float32, perOutput),
      single("add_int16", .elementwise, .add, .int16, perOutput),
      softmaxFloat32,
      single("maximum_int8", .elementwise, .maximum, .int8, perOutput),
      single("pad_int8", .copy, .pad, .int8, padding),
      single("transpose_int8", .copy, .transpose, .int8, "outputs"),
      single(
        "softmax_int8", .transcendental, .softmax, .int8, "one rows rows*later_row_elements",
        bare: "Softmax"),
      single("mul_int8", .elementwise, .mul, .int8, perOutput, when: [sameShapes], bare: "Mul"),
      single("mul_float32", .elementwise, .mul, .float32, perOutput, bare: "Mul"),
    ] + fallbackGroups(arithmetic)
  }

  /// What runs reference code beside CMSIS-NN, as it runs in that build.
  static func besideCMSISNN(_ arithmetic: Arithmetic) -> [FitGroup] {
    (arithmetic.hasSoftFloat ? softWindowGroups() : windowGroups([.float32])) + [
      single("add_float32", .elementwise, .add, .float32, perOutput),
      single(
        "add_broadcast_int8", .elementwise, .add, .int8, "outputs", when: [broadcast]),
      arithmetic.hasSoftFloat ? softSoftmaxFloat32 : softmaxFloat32,
    ] + fallbackGroups(arithmetic)
  }

  private static let softmaxFloat32 = single(
    "softmax_float32", .transcendental, .softmax, .float32, "one rows rows*row_elements",
    bare: "Softmax")
  /// By software the exponential of zero, the greatest score less itself, is no work.
  private static let softSoftmaxFloat32 = single(
    "softmax_float32", .transcendental, .softmax, .float32, "one rows*later_row_elements")

  /// The same without floating point, for cores of another kind.
  static func integersBesideCMSISNN(_ arithmetic: Arithmetic) -> [FitGroup] {
    otherGroups(arithmetic).filter { group in
      !group.members[0].name.hasSuffix("_float32")
        && !["reference_add_int8", "reference_mul_int8", "reference_softmax_int8"].contains(
          group.members[0].name)
    }
  }

  static func besideCMSISNNRules(_ arithmetic: Arithmetic) -> [DispatchRule] {
    besideCMSISNN(arithmetic).flatMap(\.members).map(rule) + movementLikeRules
  }

  /// Operations that run reference code under CMSIS-NN too.
  static func fallbackGroups(_ arithmetic: Arithmetic) -> [FitGroup] {
    let sameScale: KeyValuePairs<String, Double> =
      arithmetic.hasSoftFloat ? ["one": 204, "outputs": 8] : ["one": 160, "outputs": 5]
    return [
      single(
        "mul_broadcast_int8", .elementwise, .mul, .int8, "one outputs pixels", when: [broadcast]),
      single("mean_int8", .averagePool, .mean, .int8, "one outputs inputs"),
      single("logistic_int8", .transcendental, .sigmoid, .int8, perOutput),
      single("logistic_float32", .transcendental, .sigmoid, .float32, "outputs"),
      single("leaky_relu_int16", .elementwise, .leakyRelu, .int16, perOutput),
      // The broadcast's loops as on the Cortex-M4, 1.28 times: one network was counted.
      arithmetic.hasSoftFloat
        ? single(
          "prelu_float32", .elementwise, .prelu, .float32, "pixels outputs",
          expected: ["pixels": 20])
        : single("prelu_float32", .elementwise, .prelu, .float32, "one pixels outputs"),
      // The call as on the Cortex-M7, where rounding is one instruction; 1.28 times as much on the
      // Cortex-M0+.
      single(
        "quantize_float32", .conversion, .quantize, .float32, perOutput,
        expected: ["one": arithmetic.hasSoftFloat ? 285 : 223]),
      single(
        "requantize_int8", .conversion, .quantize, .int8, perOutput, results: [.int8]),
      // Equal scales: one loop moves the zero point, whichever of the two types is signed.
      single(
        "requantize_int8_uint8", .conversion, .quantize, .int8, perOutput, expected: sameScale,
        results: [.uint8]),
      single("requantize_int16", .conversion, .quantize, .int16, perOutput),
      single(
        "requantize_uint8", .conversion, .quantize, .uint8, perOutput, expected: sameScale),
      // Of scores all but the greatest are at the zero point, mostly: multiplied in no time.
      single(
        "dequantize_int8", .conversion, .dequantize, .int8,
        arithmetic.hasSoftDouble ? "outputs outputs*unless_scores" : perOutput),
      single("pad_int16", .copy, .pad, .int16, padding),
      single("pad_float32", .copy, .pad, .float32, padding),
      single(
        "transpose_conv_int16", .convolution, .transposeConv2d, .int16,
        """
        one pixels outputs inputs inputs*kernel_rows inputs*kernel_positions
        taps_in_bounds*channels_in*channels_out taps_outside*channels_in*channels_out
        """),
      movement("reshape", .reshape, "one bytes"),
      movement("concatenation", .concat, "one bytes"),
      // One call of memcpy a pixel.
      movement(
        "strided_slice", .stridedSlice,
        """
        one output_rows pixels pixels*copy_blocks_64 pixels*copy_blocks_16_left
        pixels*copy_words_left pixels*copy_bytes_left
        """),
      movement("split_v", .splitV, "one inputs"),
      movement("read_variable", .readVariable, "one bytes"),
      movement("assign_variable", .assignVariable, "one bytes"),
      movement("pack", .pack, "one"),
      control("shape", .shape),
      control("var_handle", .varHandle),
      control("call_once", .callOnce),
    ]
  }

  /// The kernels that were counted call by call.
  static func bareGroups(_ types: [DataType]) -> [FitGroup] {
    types.flatMap { type in
      let perChannel = type == .int8 ? "PerChannel" : ""
      return [
        bare("conv", "Conv\(perChannel)", .convolution, .conv2d, type, convolution),
        bare(
          "depthwise_conv", "DepthwiseConv\(perChannel)", .depthwise, .depthwiseConv2d, type,
          depthwise),
        bare(
          "fully_connected", "FullyConnected", .fullyConnected, .fullyConnected, type,
          fullyConnected),
        bare("average_pool", "AveragePool", .averagePool, .averagePool2d, type, pool),
        bare("max_pool", "MaxPool", .maxPool, .maxPool2d, type, pool),
        bare("add", "Add", .elementwise, .add, type, Loops.elementwise),
        bare("mul", "Mul", .elementwise, .mul, type, Loops.elementwise),
        bare("softmax", "Softmax", .transcendental, .softmax, type, Loops.softmax),
      ]
    }
  }

  private static func bare(
    _ name: String, _ counted: String, _ kernelClass: KernelClass, _ operation: OperatorKind,
    _ type: DataType, _ terms: String
  ) -> FitGroup {
    FitGroup([
      KernelSpecification(
        "reference_\(name)\(suffix(type))", kernelClass, of: operation, countedAs: [counted],
        dataTypes: [type], terms: terms)
    ])
  }

  static func rules(of groups: [FitGroup]) -> [DispatchRule] {
    groups.flatMap(\.members).map(rule)
  }

  /// In the order of the operations; every kernel serves the types that it was counted on.
  static func rules() -> [DispatchRule] {
    (matrixGroups() + otherGroups(Arithmetic(.dsp, core: ""))).flatMap(\.members).map(rule)
      + likeRules
  }

  /// Movements that run the loops of one that was counted.
  static let movementLikeRules: [DispatchRule] = [
    DispatchRule(operation: .squeeze, kernel: "reference_reshape"),
    DispatchRule(operation: .expandDims, kernel: "reference_reshape"),
    DispatchRule(operation: .split, kernel: "reference_split_v"),
    DispatchRule(operation: .slice, kernel: "reference_strided_slice"),
  ]

  /// Operations that run the same loops as one that was counted.
  private static let likeRules: [DispatchRule] =
    [
      DispatchRule(operation: .add, dataTypes: [.int8], kernel: "reference_add_int8"),
      DispatchRule(operation: .sub, dataTypes: [.int8], kernel: "reference_add_int8"),
      DispatchRule(operation: .sub, dataTypes: [.int16], kernel: "reference_add_int16"),
      DispatchRule(operation: .sub, dataTypes: [.float32], kernel: "reference_add_float32"),
      DispatchRule(operation: .minimum, dataTypes: [.int8], kernel: "reference_maximum_int8"),
      DispatchRule(operation: .padV2, dataTypes: [.int8], kernel: "reference_pad_int8"),
    ] + movementLikeRules

  private static func rule(_ kernel: KernelSpecification) -> DispatchRule {
    DispatchRule(
      operation: kernel.operation,
      dataTypes: kernel.dataTypes.count == DataType.allCases.count ? [] : kernel.dataTypes,
      resultTypes: kernel.resultTypes, conditions: kernel.conditions, kernel: kernel.name)
  }

  static let sameShapes = Condition.fixed(.broadcast, .equals(0))
  static let broadcast = Condition.fixed(.broadcast, .equals(1))

  private static func suffix(_ type: DataType) -> String { "_\(type.rawValue)" }

  private static func single(
    _ name: String, _ kernelClass: KernelClass, _ operation: OperatorKind, _ type: DataType,
    _ terms: String, expected: KeyValuePairs<String, Double> = [:], results: [DataType] = [],
    when conditions: [Condition] = [], bare: String? = nil
  ) -> FitGroup {
    FitGroup([
      KernelSpecification(
        "reference_\(name)", kernelClass, of: operation,
        countedAs: [""] + (bare.map { [$0] } ?? []), dataTypes: [type], resultTypes: results,
        when: conditions, terms: terms, expected: expected)
    ])
  }

  /// Copies do not care for the type.
  private static func movement(
    _ name: String, _ operation: OperatorKind, _ terms: String
  ) -> FitGroup {
    FitGroup([
      KernelSpecification(
        "reference_\(name)", .copy, of: operation, countedAs: [""], dataTypes: DataType.allCases,
        terms: terms)
    ])
  }

  private static func control(_ name: String, _ operation: OperatorKind) -> FitGroup {
    FitGroup([
      KernelSpecification(
        "reference_\(name)", .control, of: operation, countedAs: [""],
        dataTypes: DataType.allCases, terms: "one")
    ])
  }
}
