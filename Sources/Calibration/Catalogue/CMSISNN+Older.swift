internal import Estimator

/// What older versions do in another way than 7.0.0.
struct CMSISNNVariant {
  var convolution = Loops.im2colPairs
  var convolutionScratch = Scratch.columns(roundedUpTo: 1)
  /// 1 x 1 with a stride has a kernel of its own.
  var stridedPointwise = false
  var depthwise3x3Scratch = ScratchRule()
  var depthwiseOpt = Loops.depthwiseIm2col
  var depthwiseOptScratch = Scratch.window
  var multiplier = Loops.depthwiseMultiplier
  var fullyConnected = Loops.vectorPairs
  var fullyConnectedScratch = ScratchRule()
  var averagePool = Loops.poolByTap
  var averagePoolScratch = Scratch.perChannel(4)
  var maxPool = Loops.poolByTap
  var has3x3 = true
  /// TensorFlow Lite Micro of 2020 called the general kernel for 3 x 3 too: its layer times fit no
  /// other (data README, versions behind the measurements).
  var dispatches3x3 = true
  var pointwiseLoops = (Loops.matrixPairs, Loops.matrixPairsByRow)
  var elementwise = Loops.elementwise
  /// Until 5.9 the fast 1 x 1 kernel was for channels divisible by four.
  var pointwiseNeedsFours = false
  /// Counts of one-dimensional convolutions are of the same loops.
  var mergesOneDimensional = true
}

extension CMSISNN {
  /// An older version: the kernels of 7.0.0's wrappers that it has, with its own loops.
  static func older(_ variant: CMSISNNVariant) -> CMSISNN {
    var pointwiseMembers = [
      KernelSpecification(
        "arm_convolve_1x1_s8_fast", .pointwise, of: .conv2d, terms: variant.pointwiseLoops.0)
    ]
    if variant.stridedPointwise {
      pointwiseMembers.append(
        .init("arm_convolve_1x1_s8", .pointwise, of: .conv2d, terms: variant.pointwiseLoops.1))
    }
    let names =
      ["arm_convolve_s8"] + (variant.mergesOneDimensional ? ["arm_convolve_1_x_n_s8"] : [])
    var groups = [
      FitGroup([
        .init(
          "arm_convolve_s8", .convolution, of: .conv2d, countedAs: names,
          terms: variant.convolution, scratch: variant.convolutionScratch)
      ]),
      FitGroup(pointwiseMembers),
      single(
        "arm_depthwise_conv_s8_opt", .depthwise, of: .depthwiseConv2d, variant.depthwiseOpt,
        scratch: variant.depthwiseOptScratch),
      multiplierGroup("mult_4", .multipleOf(4), variant.multiplier),
      multiplierGroup("generic", .notMultipleOf(4), variant.multiplier),
      single(
        "arm_fully_connected_s8", .fullyConnected, of: .fullyConnected, variant.fullyConnected,
        scratch: variant.fullyConnectedScratch),
      single(
        "arm_avgpool_s8", .averagePool, of: .averagePool2d, variant.averagePool,
        scratch: variant.averagePoolScratch),
      single("arm_max_pool_s8", .maxPool, of: .maxPool2d, variant.maxPool),
      single("arm_elementwise_add_s8", .elementwise, of: .add, variant.elementwise),
      single("arm_elementwise_mul_s8", .elementwise, of: .mul, variant.elementwise),
      single("arm_relu_q7", .elementwise, of: .relu, Loops.elementwise),
      single(
        "arm_relu6_s8", .elementwise, of: .relu6,
        variant.has3x3
          ? Loops.elementwise : "one has_output_sixteens output_sixteens output_rest_16"),
      softmaxGroup,
    ]
    if variant.has3x3 {
      groups.append(
        single(
          "arm_depthwise_conv_3x3_s8", .depthwise, of: .depthwiseConv2d, Loops.depthwise3x3,
          scratch: variant.depthwise3x3Scratch))
    }
    return CMSISNN(groups: groups, rules: rules(of: groups, variant))
  }

  private static func multiplierGroup(
    _ name: String, _ test: Condition.Test, _ terms: String
  ) -> FitGroup {
    FitGroup([
      .init(
        "arm_depthwise_conv_s8/\(name)", .depthwise, of: .depthwiseConv2d,
        countedAs: ["arm_depthwise_conv_s8"], when: [.fixed(.multiplier, test)], terms: terms)
    ])
  }

  /// The wrappers' rules for those of their kernels that are there.
  private static func rules(of groups: [FitGroup], _ variant: CMSISNNVariant) -> [DispatchRule] {
    var names = Set(groups.flatMap(\.members).map(\.name))
    if !variant.dispatches3x3 { names.remove("arm_depthwise_conv_3x3_s8") }
    return dspRules().filter { names.contains($0.kernel) }.map { rule in
      var rule = rule
      if variant.pointwiseNeedsFours, rule.kernel == "arm_convolve_1x1_s8_fast" {
        rule.conditions.append(.fixed(.inputChannels, .multipleOf(4)))
      }
      return rule
    }
  }
}
