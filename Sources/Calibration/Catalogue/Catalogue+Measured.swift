internal import Estimator

extension Catalogue {
  /// Libraries of accelerators: nobody can count what runs beside the core, so that their "instructions"
  /// are cycles of measured layers.
  static let measured: [FitSpecification] = [
    FitSpecification(
      id: "tflm-mvp.dsp", name: "TensorFlow Lite Micro on the MVP of EFR32xG24", version: "2022",
      instructionSet: .dsp, optimisation: "-O2",
      provenance: """
        Not counted but measured: cycles at 78 MHz of layers on BRD2601 that the reports of the MLTK's \
        tutorials print (SiliconLabs/mltk@a071446), layers below 0.2 ms left out since reports round to \
        0.03 ms.
        """,
      fallbackID: "tflm-reference.dsp",
      selects: { $0.library == "TFLM on MVP (2022)" },
      groups: [
        accelerated(
          "mvp_conv_s8", .convolution, .conv2d,
          """
          one outputs macs_in_bounds taps_in_bounds*channels_out taps_outside*channels_out
          tap_rows_in_bounds*channels_out
          """),
        accelerated("mvp_conv_1x1_s8", .pointwise, .conv2d, "one outputs macs"),
        accelerated(
          "mvp_depthwise_conv_s8", .depthwise, .depthwiseConv2d,
          "one pixels outputs macs_in_bounds tap_rows_in_bounds*channels_out taps_in_bounds"),
        accelerated(
          "mvp_fully_connected_s8", .fullyConnected, .fullyConnected, "one outputs outputs*depth"),
        accelerated("mvp_add_s8", .elementwise, .add, "one outputs"),
        accelerated("mvp_max_pool_s8", .maxPool, .maxPool2d, "one pixels channels_out outputs"),
        accelerated(
          "mvp_average_pool_s8", .averagePool, .averagePool2d, "one pixels outputs"),
      ],
      rules: [
        DispatchRule(
          operation: .conv2d, dataTypes: [.int8],
          conditions: [.fixed(.kernelHeight, .equals(1)), .fixed(.kernelWidth, .equals(1))],
          kernel: "mvp_conv_1x1_s8"),
        DispatchRule(operation: .conv2d, dataTypes: [.int8], kernel: "mvp_conv_s8"),
        DispatchRule(
          operation: .depthwiseConv2d, dataTypes: [.int8], kernel: "mvp_depthwise_conv_s8"),
        DispatchRule(
          operation: .fullyConnected, dataTypes: [.int8], kernel: "mvp_fully_connected_s8"),
        DispatchRule(
          operation: .add, dataTypes: [.int8], conditions: [Reference.sameShapes],
          kernel: "mvp_add_s8"),
        DispatchRule(operation: .maxPool2d, dataTypes: [.int8], kernel: "mvp_max_pool_s8"),
        DispatchRule(operation: .averagePool2d, dataTypes: [.int8], kernel: "mvp_average_pool_s8"),
      ], isMeasured: true)
  ]

  private static func accelerated(
    _ name: String, _ kernelClass: KernelClass, _ operation: OperatorKind, _ terms: String
  ) -> FitGroup {
    FitGroup([
      KernelSpecification(name, kernelClass, of: operation, terms: terms, checksScratch: false)
    ])
  }
}
