internal import Estimator

/// The kernels and wrappers of CMSIS-NN for one class of cores.
struct CMSISNN {
  var groups: [FitGroup]
  var rules: [DispatchRule]

  static let dsp = CMSISNN(groups: dspGroups(), rules: dspRules())
  static let scalar = CMSISNN(groups: scalarGroups(), rules: dspRules())
  static let vector = CMSISNN(groups: vectorGroups(), rules: vectorRules())
}

extension CMSISNN {
  static let pointwise: [Condition] = [
    .fixed(.kernelHeight, .equals(1)), .fixed(.kernelWidth, .equals(1)),
    .fixed(.paddingTop, .equals(0)), .fixed(.paddingLeft, .equals(0)),
    .fixed(.dilationHeight, .equals(1)), .fixed(.dilationWidth, .equals(1)),
  ]

  static func dspGroups() -> [FitGroup] {
    [
      FitGroup([
        .init(
          "arm_convolve_s8", .convolution, of: .conv2d,
          countedAs: ["arm_convolve_s8", "arm_convolve_1_x_n_s8"], terms: Loops.im2colPairs,
          scratch: Scratch.columns(roundedUpTo: 4))
      ]),
      FitGroup([
        .init(
          "arm_convolve_1x1_s8_fast", .pointwise, of: .conv2d, terms: Loops.matrixPairs),
        .init(
          "arm_convolve_1x1_s8", .pointwise, of: .conv2d, terms: Loops.matrixPairsByRow),
      ]),
      FitGroup([
        .init(
          "arm_depthwise_conv_3x3_s8", .depthwise, of: .depthwiseConv2d, terms: Loops.depthwise3x3)
      ]),
      FitGroup([
        .init(
          "arm_depthwise_conv_s8_opt", .depthwise, of: .depthwiseConv2d,
          terms: Loops.depthwiseIm2col, scratch: Scratch.window)
      ]),
    ] + multiplierGroups() + [
      FitGroup([
        .init(
          "arm_fully_connected_s8", .fullyConnected, of: .fullyConnected, terms: Loops.vectorPairs)
      ]),
      FitGroup([
        .init(
          "arm_avgpool_s8", .averagePool, of: .averagePool2d, terms: Loops.poolByTap,
          scratch: Scratch.perChannel(4))
      ]),
      FitGroup([.init("arm_max_pool_s8", .maxPool, of: .maxPool2d, terms: Loops.poolByTap)]),
    ] + elementwiseGroups() + [
      FitGroup([.init("arm_svdf_s8", .recurrent, of: .svdf, terms: Loops.svdfPairs)]),
      FitGroup([
        .init(
          "arm_lstm_unidirectional_s8", .recurrent, of: .lstm, terms: Loops.lstmPairs,
          scratch: Scratch.lstm)
      ]),
    ]
  }

  /// A multiplier divisible by four has a loop of its own.
  static func multiplierGroups() -> [FitGroup] {
    [
      FitGroup([
        .init(
          "arm_depthwise_conv_s8/mult_4", .depthwise, of: .depthwiseConv2d,
          countedAs: ["arm_depthwise_conv_s8"], when: [.fixed(.multiplier, .multipleOf(4))],
          terms: Loops.depthwiseMultiplier)
      ]),
      FitGroup([
        .init(
          "arm_depthwise_conv_s8/generic", .depthwise, of: .depthwiseConv2d,
          countedAs: ["arm_depthwise_conv_s8"], when: [.fixed(.multiplier, .notMultipleOf(4))],
          terms: Loops.depthwiseMultiplier)
      ]),
    ]
  }

  /// Convolution of 16-bit activations, of which networks have three shapes: im2col, then two pixels (four
  /// on vector cores) and two channels at a time, four deep; past a depth of 512 in 64 bits.
  ///
  /// The loops of arm_convolve_s16 (46fee47), compiled for each class of cores at -O2 and counted call by
  /// call on 150 shapes, which these terms meet within 0.2 to 1.3 %. The networks' build takes up to 0.5 %
  /// more on the Cortex-M4 and M7, 14 to 19 % more on the Cortex-M0+: their shapes set the size.
  private static func loopsOfConvolution16(
    _ instructionSet: InstructionSet
  ) -> KeyValuePairs<String, Double> {
    switch instructionSet {
    case .mve:
      [
        "one": 198, "output_rows": 26.5, "pixels": 68.3, "pixels*kernel_rows": 20.8,
        "taps_in_bounds": 18.1, "taps_in_bounds*channels_in_blocks_8": 3, "taps_outside": 14.9,
        "taps_outside*channels_in_blocks_8": 2.2, "pixel_fours*channels_out": 118,
        "pixel_fours*channels_out*depth_blocks_8": 10,
        "pixel_fours*channels_out*depth_past_512": 12.8, "pixel_rest_4*channels_out": 50.3,
        "pixel_rest_4*channels_out*depth_fours": 4, "pixel_rest_4*channels_out*depth_past_512": 3,
      ]
    case .v6m:
      [
        "one": 100, "output_rows": 54.8, "pixels": 91.2, "pixels*kernel_rows": 28.8,
        "taps_in_bounds": 26.6, "taps_in_bounds*has_channels_in_fours": 42.3,
        "taps_in_bounds*channels_in_fours": 5.6, "taps_in_bounds*channels_in_rest_4": 12.3,
        "taps_outside": 40.5, "taps_outside*channels_in_fours": 7,
        "taps_outside*channels_in_rest_4": 5.7, "pixel_pairs*channel_pairs": 410,
        "pixel_pairs*channel_pairs*depth_fours": 92.2,
        "pixel_pairs*channel_pairs*depth_rest_4": 22.4,
        "pixel_pairs*channel_pairs*depth_past_512": 54.9, "pixel_pairs*odd_channel": 183,
        "pixel_pairs*odd_channel*depth_fours": 53.4, "pixel_pairs*odd_channel*depth_past_512": 24,
        "odd_pixel*channels_out": 129, "odd_pixel*channels_out*depth_fours": 55.5,
      ]
    default:
      [
        "one": 65.3, "output_rows": 38.1, "pixels": 71.1, "pixels*kernel_rows": 21.7,
        "taps_in_bounds": 31.3, "taps_in_bounds*has_channels_in_fours": 7.8,
        "taps_in_bounds*channels_in_fours": 4.1, "taps_in_bounds*channels_in_rest_4": 3.8,
        "taps_outside": 38, "taps_outside*channels_in_fours": 4.9, "pixel_pairs*channel_pairs": 198,
        "pixel_pairs*channel_pairs*depth_fours": 29.1,
        "pixel_pairs*channel_pairs*depth_rest_4": 8.5,
        "pixel_pairs*channel_pairs*has_depth_rest_4": 15.8,
        "pixel_pairs*channel_pairs*depth_past_512": 8.6, "pixel_pairs*odd_channel": 83.3,
        "pixel_pairs*odd_channel*depth_fours": 16.9, "pixel_pairs*odd_channel*depth_past_512": 2.6,
        "odd_pixel*channels_out": 63.3, "odd_pixel*channels_out*depth_fours": 15.8,
      ]
    }
  }

  /// Kernels that were counted inside the interpreter alone.
  static func interpretedGroups(_ instructionSet: InstructionSet) -> [FitGroup] {
    let convolution16 = loopsOfConvolution16(instructionSet)
    return [
      FitGroup([
        .init(
          "arm_convolve_s16", .convolution, of: .conv2d, dataTypes: [.int16],
          terms: convolution16.map(\.key).joined(separator: " "), expected: convolution16,
          scratch: Scratch.columns(roundedUpTo: 1))
      ]),
      FitGroup([
        .init(
          "arm_elementwise_add_s16", .elementwise, of: .add, dataTypes: [.int16],
          terms: "one outputs")
      ]),
      FitGroup([.init("arm_maximum_s8", .elementwise, of: .maximum, terms: "one outputs")]),
      FitGroup([
        .init(
          "arm_pad_s8", .copy, of: .pad,
          terms: """
            one input_rows has_padded_channels*input_pixels inputs
            has_padded_channels*input_pixels*channels_in_rest_16 unaligned_elements
            padded_channel_elements padded_pixel_elements
            """)
      ]),
      FitGroup([.init("arm_transpose_s8", .copy, of: .transpose, terms: "outputs")]),
      FitGroup([
        .init(
          "arm_softmax_s8_s16", .transcendental, of: .softmax, resultTypes: [.int16],
          terms: "row_elements*rows")
      ]),
    ]
  }

  static func interpretedRules() -> [DispatchRule] {
    [
      DispatchRule(
        operation: .conv2d, dataTypes: [.int16], weightTypes: [.int8], kernel: "arm_convolve_s16"),
      DispatchRule(
        operation: .add, dataTypes: [.int16],
        conditions: [.fixed(.broadcast, .equals(0))], kernel: "arm_elementwise_add_s16"),
      rule(.maximum, [], "arm_maximum_s8"),
      rule(.minimum, [], "arm_maximum_s8"),
      rule(.pad, [], "arm_pad_s8"),
      rule(.padV2, [], "arm_pad_s8"),
      rule(.transpose, [], "arm_transpose_s8"),
      DispatchRule(
        operation: .softmax, dataTypes: [.int8], resultTypes: [.int16],
        kernel: "arm_softmax_s8_s16"),
    ]
  }

  static func elementwiseGroups() -> [FitGroup] {
    [
      FitGroup([.init("arm_elementwise_add_s8", .elementwise, of: .add, terms: Loops.elementwise)]),
      FitGroup([.init("arm_elementwise_mul_s8", .elementwise, of: .mul, terms: Loops.elementwise)]),
      FitGroup([.init("arm_relu_q7", .elementwise, of: .relu, terms: Loops.elementwise)]),
      FitGroup([.init("arm_relu6_s8", .elementwise, of: .relu6, terms: Loops.elementwise)]),
      softmaxGroup,
    ]
  }

  static let softmaxGroup = FitGroup([
    .init(
      "arm_softmax_s8", .transcendental, of: .softmax, resultTypes: [.int8], terms: Loops.softmax)
  ])

  /// The wrappers' conditions, in their order.
  static func dspRules() -> [DispatchRule] {
    let unitStride: [Condition] = [
      .fixed(.strideHeight, .equals(1)), .fixed(.strideWidth, .equals(1)),
    ]
    return [
      rule(.conv2d, pointwise + unitStride, "arm_convolve_1x1_s8_fast"),
      rule(.conv2d, pointwise, "arm_convolve_1x1_s8"),
      rule(.conv2d, [], "arm_convolve_s8"),
      rule(
        .depthwiseConv2d,
        [
          .fixed(.multiplier, .equals(1)), .fixed(.kernelHeight, .equals(3)),
          .fixed(.kernelWidth, .equals(3)), .fixed(.dilationHeight, .equals(1)),
          .fixed(.dilationWidth, .equals(1)), .fixed(.paddingTop, .atMost(1)),
          .fixed(.paddingLeft, .atMost(1)),
        ], "arm_depthwise_conv_3x3_s8"),
      rule(
        .depthwiseConv2d,
        [
          .fixed(.multiplier, .equals(1)), .fixed(.dilationHeight, .equals(1)),
          .fixed(.dilationWidth, .equals(1)),
        ], "arm_depthwise_conv_s8_opt"),
      rule(
        .depthwiseConv2d, [.fixed(.multiplier, .multipleOf(4))], "arm_depthwise_conv_s8/mult_4"),
      rule(.depthwiseConv2d, [], "arm_depthwise_conv_s8/generic"),
      rule(
        .fullyConnected, [.fixed(.rank, .atLeast(3)), .fixed(.rowElements, .multipleOf(4))],
        "arm_convolve_1x1_s8_fast"),
      rule(.fullyConnected, [], "arm_fully_connected_s8"),
    ] + sharedRules()
  }

  static func sharedRules() -> [DispatchRule] {
    [
      rule(.averagePool2d, [], "arm_avgpool_s8"),
      rule(.maxPool2d, [], "arm_max_pool_s8"),
      rule(.add, [.fixed(.broadcast, .equals(0))], "arm_elementwise_add_s8"),
      rule(.mul, [.fixed(.broadcast, .equals(0))], "arm_elementwise_mul_s8"),
      rule(.relu, [], "arm_relu_q7"),
      rule(.relu6, [], "arm_relu6_s8"),
      DispatchRule(
        operation: .softmax, dataTypes: [.int8], resultTypes: [.int8], kernel: "arm_softmax_s8"),
      rule(.svdf, [], "arm_svdf_s8"),
      rule(.lstm, [], "arm_lstm_unidirectional_s8"),
    ]
  }

  static func rule(
    _ operation: OperatorKind, _ conditions: [Condition], _ kernel: String
  ) -> DispatchRule {
    let weighted = [.conv2d, .depthwiseConv2d, .fullyConnected].contains(operation)
    return DispatchRule(
      operation: operation, dataTypes: [.int8], weightTypes: weighted ? [.int8] : [],
      conditions: conditions, kernel: kernel)
  }
}
