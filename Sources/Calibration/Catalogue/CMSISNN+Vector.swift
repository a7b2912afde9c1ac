internal import Estimator

/// CMSIS-NN on cores with vectors (Cortex-M55, M85).
extension CMSISNN {
  static func vectorGroups() -> [FitGroup] {
    [
      single(
        "arm_convolve_s8", .convolution, of: .conv2d, Loops.vectorIm2col,
        scratch: Scratch.columns(roundedUpTo: 16)),
      FitGroup([
        .init(
          "arm_convolve_1_x_n_s8", .convolution, of: .conv2d, when: oneDimensional,
          terms: Loops.vectorOneDimensional,
          scratch: oneDimensionalScratch)
      ]),
      FitGroup([
        .init("arm_convolve_1x1_s8_fast", .pointwise, of: .conv2d, terms: Loops.vectorMatrix),
        .init("arm_convolve_1x1_s8", .pointwise, of: .conv2d, terms: Loops.vectorMatrixByRow),
      ]),
      single(
        "arm_depthwise_conv_s8_opt", .depthwise, of: .depthwiseConv2d, Loops.vectorDepthwise,
        scratch: vectorDepthwiseScratch),
      FitGroup([
        .init(
          "arm_convolve_s8/from_depthwise", .convolution, of: .depthwiseConv2d,
          countedAs: [
            "arm_depthwise_conv_s8", "dw_to_conv(arm_depthwise_conv_wrapper_s8)",
            "arm_transpose_s8",
          ], when: oneInputChannel, terms: Loops.vectorOneChannel,
          scratch: ScratchRule([
            .init(bytes: 4, facts: [.kernelHeight, .kernelWidth], roundedUpTo: 16),
            .init(bytes: 1, facts: [.kernelHeight, .kernelWidth, .outputChannels]),
          ]), checksScratch: false)
      ]),
      FitGroup([
        .init(
          "arm_depthwise_conv_s8/mult_4", .depthwise, of: .depthwiseConv2d,
          countedAs: ["arm_depthwise_conv_s8"],
          when: [.fixed(.multiplier, .multipleOf(4)), .fixed(.inputChannels, .atLeast(2))],
          terms: Loops.vectorMultiplier)
      ]),
      FitGroup([
        .init(
          "arm_depthwise_conv_s8/generic", .depthwise, of: .depthwiseConv2d,
          countedAs: ["arm_depthwise_conv_s8"],
          when: [.fixed(.multiplier, .notMultipleOf(4)), .fixed(.inputChannels, .atLeast(2))],
          terms: Loops.vectorMultiplier)
      ]),
      single(
        "arm_fully_connected_s8", .fullyConnected, of: .fullyConnected, Loops.vectorFours,
        scratch: ScratchRule([.init(bytes: 4, facts: [.outputChannels])])),
      single("arm_avgpool_s8", .averagePool, of: .averagePool2d, Loops.vectorAveragePool),
      single("arm_max_pool_s8", .maxPool, of: .maxPool2d, Loops.vectorMaxPool),
      single("arm_elementwise_add_s8", .elementwise, of: .add, "one output_blocks_4"),
      single("arm_elementwise_mul_s8", .elementwise, of: .mul, "one output_blocks_4"),
      single("arm_relu_q7", .elementwise, of: .relu, "one outputs"),
      single(
        "arm_relu6_s8", .elementwise, of: .relu6,
        "one has_output_sixteens output_sixteens output_rest_16"),
    ] + [softmaxGroup] + [
      single(
        "arm_svdf_s8", .recurrent, of: .svdf, Loops.vectorSVDF,
        scratch: ScratchRule([.init(bytes: 4, facts: [.units])])),
      single(
        "arm_lstm_unidirectional_s8", .recurrent, of: .lstm, Loops.vectorLSTM,
        scratch: Scratch.lstm),
    ]
  }

  static func single(
    _ name: String, _ kernelClass: KernelClass, of operation: OperatorKind, _ terms: String,
    scratch: ScratchRule = ScratchRule()
  ) -> FitGroup {
    FitGroup([.init(name, kernelClass, of: operation, terms: terms, scratch: scratch)])
  }

  static let oneInputChannel: [Condition] = [
    .fixed(.inputChannels, .equals(1)), .fixed(.outputChannels, .atLeast(3)),
  ]

  /// Four columns of up to 124 channels.
  private static let vectorDepthwiseScratch = ScratchRule([
    .init(bytes: 496, facts: [.kernelHeight, .kernelWidth])
  ])

  /// One padded window and its padding.
  private static let oneDimensionalScratch = ScratchRule([
    .init(bytes: 1, facts: [.kernelWidth, .inputChannels]),
    .init(bytes: 1, facts: [.paddingLeft, .inputChannels]),
  ])

  static func vectorRules() -> [DispatchRule] {
    let unitStride: [Condition] = [
      .fixed(.strideHeight, .equals(1)), .fixed(.strideWidth, .equals(1)),
    ]
    return [
      rule(.conv2d, pointwise + unitStride, "arm_convolve_1x1_s8_fast"),
      rule(.conv2d, pointwise, "arm_convolve_1x1_s8"),
      rule(.conv2d, oneDimensional, "arm_convolve_1_x_n_s8"),
      rule(.conv2d, [], "arm_convolve_s8"),
      rule(
        .depthwiseConv2d,
        [
          .fixed(.multiplier, .equals(1)), .fixed(.dilationHeight, .equals(1)),
          .fixed(.dilationWidth, .equals(1)),
        ], "arm_depthwise_conv_s8_opt"),
      rule(.depthwiseConv2d, oneInputChannel, "arm_convolve_s8/from_depthwise"),
      rule(
        .depthwiseConv2d, [.fixed(.multiplier, .multipleOf(4))], "arm_depthwise_conv_s8/mult_4"),
      rule(.depthwiseConv2d, [], "arm_depthwise_conv_s8/generic"),
      rule(
        .fullyConnected, [.fixed(.rank, .atLeast(3)), .fixed(.rowElements, .multipleOf(4))],
        "arm_convolve_1x1_s8_fast"),
      rule(.fullyConnected, [], "arm_fully_connected_s8"),
    ] + sharedRules()
  }

  /// `arm_convolve_wrapper_s8`: rows of one pixel height whose steps keep words aligned.
  static let oneDimensional: [Condition] = [
    .fixed(.inputHeight, .equals(1)), .fixed(.kernelHeight, .equals(1)),
    .fixed(.dilationWidth, .equals(1)), .fixed(.groups, .equals(1)),
    .fixed(.strideBytes, .multipleOf(4)), .fixed(.unpaddedColumns, .atLeast(0)),
  ]
}
