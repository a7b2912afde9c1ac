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

  /// Kernels that were counted inside the interpreter alone.
  static func interpretedGroups() -> [FitGroup] {
    [
      FitGroup([
        .init(
          "arm_convolve_s16", .convolution, of: .conv2d, dataTypes: [.int16],
          terms: "outputs macs", scratch: Scratch.columns(roundedUpTo: 1))
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
