internal import Estimator

/// CMSIS-NN on cores without the DSP extension.
extension CMSISNN {
  static func scalarGroups() -> [FitGroup] {
    [
      FitGroup([
        .init(
          "arm_convolve_s8", .convolution, of: .conv2d,
          countedAs: ["arm_convolve_s8", "arm_convolve_1_x_n_s8"], terms: Loops.im2colPairs,
          scratch: Scratch.columns(roundedUpTo: 4))
      ]),
      FitGroup([
        .init("arm_convolve_1x1_s8_fast", .pointwise, of: .conv2d, terms: Loops.matrixPairs),
        .init("arm_convolve_1x1_s8", .pointwise, of: .conv2d, terms: Loops.matrixPairsByRow),
      ]),
      single(
        "arm_depthwise_conv_3x3_s8", .depthwise, of: .depthwiseConv2d, Loops.depthwise3x3),
      single(
        "arm_depthwise_conv_s8_opt", .depthwise, of: .depthwiseConv2d, Loops.depthwiseScalar),
    ] + multiplierGroups() + [
      single(
        "arm_fully_connected_s8", .fullyConnected, of: .fullyConnected, Loops.vectorThrees),
      single("arm_avgpool_s8", .averagePool, of: .averagePool2d, Loops.poolByChannel),
      single("arm_max_pool_s8", .maxPool, of: .maxPool2d, Loops.poolByTap),
    ] + elementwiseGroups() + [
      single("arm_svdf_s8", .recurrent, of: .svdf, Loops.svdfScalar),
      single(
        "arm_lstm_unidirectional_s8", .recurrent, of: .lstm, Loops.lstmScalar,
        scratch: Scratch.lstm),
    ]
  }
}
