internal import Estimator

extension Catalogue {
  /// CMSIS-5 5.3.0 with 8-bit fixed point: the kernels of 2018 that the paper's networks ran on.
  static let legacy: [FitSpecification] = [
    legacy("cmsis-5-5.3.0-q7.dsp", .dsp, core: "cortex-m4", Legacy.groups(simd: true)),
    legacy("cmsis-5-5.3.0-q7-m7.dsp", .dsp, core: "cortex-m7", Legacy.groups(simd: true)),
    legacy("cmsis-5-5.3.0-q7.v7m", .v7m, core: "cortex-m3", Legacy.groups(simd: false)),
  ]

  private static func legacy(
    _ id: String, _ instructionSet: InstructionSet, core: String, _ groups: [FitGroup]
  ) -> FitSpecification {
    FitSpecification(
      id: id, name: "CMSIS-5 (q7)", version: "5.3.0", instructionSet: instructionSet,
      optimisation: "-Ofast",
      provenance: """
        Instructions of CMSIS-5 5.3.0, arm-none-eabi-gcc 12.2 at -Ofast, counted call by call under \
        qemu-system-arm with an instruction-counting plugin (\(core)).
        """,
      selects: { !$0.interpreted && $0.library == "CMSIS_5 5.3.0" && $0.core == core },
      groups: groups, rules: Legacy.rules)
  }
}

/// The kernels of 2018. Callers picked them; the rules are the conditions that each demands, the
/// fastest first, as the paper's code did.
enum Legacy {
  static func groups(simd: Bool) -> [FitGroup] {
    let convolution = simd ? Loops.im2colPairs : Loops.direct
    return [
      group(
        "arm_convolve_HWC_q7_RGB", .convolution, .conv2d, convolution,
        scratch: Scratch.columns(roundedUpTo: 1)),
      group(
        "arm_convolve_1x1_HWC_q7_fast_nonsquare", .pointwise, .conv2d, convolution,
        scratch: Scratch.columns(roundedUpTo: 1)),
      group(
        "arm_convolve_HWC_q7_fast", .convolution, .conv2d, simd ? regions : Loops.direct,
        scratch: Scratch.columns(roundedUpTo: 1)),
      group(
        "arm_convolve_HWC_q7_basic", .convolution, .conv2d, convolution,
        scratch: Scratch.columns(roundedUpTo: 1)),
      group(
        "arm_depthwise_separable_conv_HWC_q7", .depthwise, .depthwiseConv2d,
        simd ? Loops.depthwiseIm2col : Loops.poolByChannel,
        scratch: ScratchRule([
          .init(bytes: 4, facts: [.kernelHeight, .kernelWidth, .inputChannels])
        ])),
      group(
        "arm_fully_connected_q7_opt", .fullyConnected, .fullyConnected,
        simd ? interleaved : interleavedScalar, scratch: Scratch.perChannel(2)),
      group(
        "arm_fully_connected_q7", .fullyConnected, .fullyConnected,
        simd ? widened : "one outputs outputs*depth", scratch: Scratch.perChannel(2)),
      group(
        "arm_avepool_q7_HWC", .averagePool, .averagePool2d,
        simd ? twoPasses : Loops.poolByChannel,
        scratch: ScratchRule([.init(bytes: 2, facts: [.outputWidth, .inputChannels])])),
      group(
        "arm_maxpool_q7_HWC", .maxPool, .maxPool2d, simd ? twoPasses : Loops.poolByChannel,
        note: simd ? "Compares in place: what it copies depends on the data." : nil),
      group(
        "arm_relu_q7", .elementwise, .relu, "one output_fours output_rest_4",
        countedAs: "arm_relu_q7(legacy)"),
      group("arm_softmax_q7", .transcendental, .softmax, "one row_elements*rows"),
    ]
  }

  static let rules: [DispatchRule] = [
    rule(.conv2d, [.fixed(.inputChannels, .equals(3))], "arm_convolve_HWC_q7_RGB"),
    rule(.conv2d, CMSISNN.pointwise + fast, "arm_convolve_1x1_HWC_q7_fast_nonsquare"),
    rule(.conv2d, fast, "arm_convolve_HWC_q7_fast"),
    rule(.conv2d, [], "arm_convolve_HWC_q7_basic"),
    rule(
      .depthwiseConv2d, [.fixed(.multiplier, .equals(1))], "arm_depthwise_separable_conv_HWC_q7"),
    rule(.fullyConnected, [], "arm_fully_connected_q7_opt"),
    rule(.averagePool2d, [], "arm_avepool_q7_HWC"),
    rule(.maxPool2d, [], "arm_maxpool_q7_HWC"),
    rule(.relu, [], "arm_relu_q7"),
    rule(.softmax, [], "arm_softmax_q7"),
  ]

  private static let fast: [Condition] = [
    .fixed(.inputChannels, .multipleOf(4)), .fixed(.outputChannels, .multipleOf(2)),
    .fixed(.groups, .equals(1)),
  ]

  /// Convolution that splits the image: pixels wholly inside copy a kernel row at a time.
  private static let regions = """
    one output_rows pixels inside_pixels inside_pixels*kernel_rows inside_pixels*depth_fours
    border_taps_in_bounds border_taps_in_bounds*channels_in_fours
    taps_outside taps_outside*channels_in_fours
    pixel_pairs*channel_pairs pixel_pairs*channel_pairs*depth_fours
    odd_pixel*channels_out odd_pixel*channels_out*depth_fours
    """

  /// The vector is widened once, then rows in pairs.
  private static let widened = """
    one depth_fours depth_rest_4 has_depth_rest_4 has_channel_pairs channel_pairs odd_channel
    channel_pairs*depth_fours channel_pairs*depth_rest_4 channel_pairs*has_depth_rest_4
    odd_channel*depth_fours odd_channel*depth_rest_4 odd_channel*has_depth_rest_4
    """

  /// Weights of four rows interleaved.
  private static let interleaved = """
    one depth_fours depth_rest_4 has_channel_fours has_channel_rest_4 channel_fours channel_rest_4
    channel_fours*depth_fours channel_fours*depth_rest_4 channel_fours*has_depth_rest_4
    channel_rest_4*depth_fours channel_rest_4*depth_rest_4 channel_rest_4*has_depth_rest_4
    """

  private static let interleavedScalar = """
    one has_channel_fours has_channel_rest_4 channel_fours channel_rest_4 channel_fours*depth_fours
    channel_fours*depth_rest_4 channel_fours*has_depth_rest_4 channel_rest_4*depth
    """

  /// Pooling along the rows of the input, then along the columns, in place.
  private static let twoPasses = """
    one input_rows input_rows*row_pixels input_rows*row_pixels*channels_in
    input_rows*row_pixels*channels_in_fours input_rows*row_pixels*channels_in_rest_4
    input_rows*later_column_taps input_rows*later_column_taps*channels_in_fours
    input_rows*later_column_taps*channels_in_rest_4 output_rows
    output_rows*row_of_outputs_fours output_rows*row_of_outputs_rest_4
    later_row_taps later_row_taps*row_of_outputs_fours later_row_taps*row_of_outputs_rest_4
    """

  private static func group(
    _ name: String, _ kernelClass: KernelClass, _ operation: OperatorKind, _ terms: String,
    countedAs: String? = nil, scratch: ScratchRule = ScratchRule(), note: String? = nil
  ) -> FitGroup {
    FitGroup([
      .init(
        name, kernelClass, of: operation, countedAs: [countedAs ?? name], terms: terms,
        scratch: scratch, note: note)
    ])
  }

  private static func rule(
    _ operation: OperatorKind, _ conditions: [Condition], _ kernel: String
  ) -> DispatchRule {
    DispatchRule(
      operation: operation, dataTypes: [.int8], conditions: conditions, kernel: kernel)
  }
}
