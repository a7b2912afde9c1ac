internal import Estimator

extension Catalogue {
  /// CMSIS-NN 4.1 and 4.0, and CMSIS-5 5.9 to 5.7 and of 2020-05-20, bare.
  static let olderCMSISNN: [FitSpecification] =
    versions.flatMap { version in
      version.classes.map { entry in
        bareCMSISNN(
          "\(version.id).\(entry.instructionSet.rawValue)", name: version.name,
          version: version.version, countedAs: version.countedAs, entry.instructionSet,
          core: entry.core, entry.kernels)
      }
    }

  private struct Version {
    var id: String
    var name: String
    var version: String
    /// As the counts name it.
    var countedAs: String
    var classes: [(instructionSet: InstructionSet, core: String, kernels: CMSISNN)]
  }

  private static let versions = [
    Version(
      id: "cmsis-nn-4.1.0", name: "CMSIS-NN", version: "4.1.0",
      countedAs: "CMSIS-NN v4.1.0",
      classes: [
        (.dsp, "cortex-m4", .older(CMSISNNVariant(stridedPointwise: true))),
        (.v7m, "cortex-m3", .older(.scalar(strided: true))),
        (.mve, "cortex-m55", .older(.vector(Loops.vectorIm2col, strided: true))),
      ]),
    Version(
      id: "cmsis-nn-4.0.0", name: "CMSIS-NN", version: "4.0.0",
      countedAs: "CMSIS-NN v4.0.0",
      classes: [
        (
          .dsp, "cortex-m4",
          .older(CMSISNNVariant(stridedPointwise: true, depthwise3x3Scratch: Scratch.window))
        ),
        (.v7m, "cortex-m3", .older(.scalar(strided: true))),
        (.mve, "cortex-m55", .older(.vector(Loops.vectorIm2colUnpadded, strided: true))),
      ]),
    Version(
      id: "cmsis-5-5.9.0", name: "CMSIS-5", version: "5.9.0",
      countedAs: "CMSIS_5 5.9.0",
      classes: [
        (
          .dsp, "cortex-m4",
          .older(CMSISNNVariant(depthwise3x3Scratch: Scratch.window, pointwiseNeedsFours: true))
        ),
        (.v7m, "cortex-m3", .older(.scalar(strided: false))),
        (.mve, "cortex-m55", .older(.earlyVector(roundedUpTo: 8))),
      ]),
    Version(
      id: "cmsis-5-5.8.0", name: "CMSIS-5", version: "5.8.0",
      countedAs: "CMSIS_5 5.8.0",
      classes: [
        (
          .dsp, "cortex-m4",
          .older(CMSISNNVariant(depthwise3x3Scratch: Scratch.window, pointwiseNeedsFours: true))
        ),
        (.v7m, "cortex-m3", .older(.direct(Loops.vectorThrees, Loops.poolByTap))),
        (.mve, "cortex-m55", .older(.earlyVector(roundedUpTo: 1))),
      ]),
    Version(
      id: "cmsis-5-5.7.0", name: "CMSIS-5", version: "5.7.0",
      countedAs: "CMSIS_5 5.7.0",
      classes: [
        (
          .dsp, "cortex-m4",
          .older(
            CMSISNNVariant(
              averagePool: Loops.poolByChannel, averagePoolScratch: ScratchRule(),
              maxPool: Loops.poolByChannel, dispatches3x3: false, pointwiseNeedsFours: true))
        ),
        (.v7m, "cortex-m3", .older(.direct(Loops.vectorPairs, Loops.poolByChannel))),
      ]),
    Version(
      id: "cmsis-5-2020-05-20", name: "CMSIS-5", version: "1150e71 (2020-05-20)",
      countedAs: "CMSIS_5 1150e71 (2020-05-20)",
      classes: [
        (
          .dsp, "cortex-m4",
          .older(
            CMSISNNVariant(
              averagePoolScratch: Scratch.perChannel(2), maxPool: Loops.poolByChannel,
              dispatches3x3: false, pointwiseNeedsFours: true))
        ),
        (.v7m, "cortex-m3", .older(.direct(Loops.vectorPairs, Loops.poolByChannel))),
      ]),
  ]
}

extension CMSISNNVariant {
  /// Cores without the DSP extension since 5.9.
  static func scalar(strided: Bool) -> CMSISNNVariant {
    CMSISNNVariant(
      stridedPointwise: strided, depthwiseOpt: Loops.depthwiseScalar,
      depthwiseOptScratch: ScratchRule(), fullyConnected: Loops.vectorThrees,
      averagePool: Loops.poolByChannel, averagePoolScratch: ScratchRule(),
      pointwiseNeedsFours: !strided)
  }

  /// Cores without the DSP extension before 5.9: no im2col, no scratch.
  static func direct(_ fullyConnected: String, _ maxPool: String) -> CMSISNNVariant {
    CMSISNNVariant(
      convolution: Loops.direct, convolutionScratch: ScratchRule(),
      depthwiseOpt: Loops.depthwiseScalar, depthwiseOptScratch: ScratchRule(),
      fullyConnected: fullyConnected, averagePool: Loops.poolByChannel,
      averagePoolScratch: ScratchRule(), maxPool: maxPool, pointwiseNeedsFours: true)
  }

  /// Cores with vectors. One-dimensional convolutions were counted on a kernel that wrappers reach
  /// under conditions which the counts do not show; they are left to im2col.
  static func vector(_ convolution: String, strided: Bool) -> CMSISNNVariant {
    CMSISNNVariant(
      convolution: convolution, convolutionScratch: Scratch.columns(roundedUpTo: 8),
      stridedPointwise: strided, depthwiseOpt: Loops.vectorDepthwise,
      depthwiseOptScratch: ScratchRule([.init(bytes: 496, facts: [.kernelHeight, .kernelWidth])]),
      fullyConnected: Loops.vectorThreeRows, averagePool: Loops.vectorAveragePool,
      averagePoolScratch: ScratchRule(), maxPool: Loops.vectorMaxPool, has3x3: false,
      pointwiseLoops: (Loops.vectorMatrix, Loops.vectorMatrixByRow),
      elementwise: "one output_blocks_4", mergesOneDimensional: false)
  }

  /// The first vector kernels, 5.8 and 5.9.
  static func earlyVector(roundedUpTo lanes: Int) -> CMSISNNVariant {
    var variant = vector(Loops.vectorIm2colUnpadded, strided: false)
    variant.convolutionScratch = Scratch.columns(roundedUpTo: lanes)
    variant.depthwiseOptScratch = ScratchRule([
      .init(bytes: 4, facts: [.kernelHeight, .kernelWidth, .inputChannels]), .init(bytes: 4),
    ])
    variant.averagePool = Loops.vectorAveragePoolTail
    variant.pointwiseNeedsFours = true
    return variant
  }
}
