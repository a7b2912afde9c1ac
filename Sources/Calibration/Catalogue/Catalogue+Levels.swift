internal import Estimator

extension Catalogue {
  /// The same kernels at other optimisation levels, counted on the shapes of the measurements alone:
  /// the counts at -Ofast give the shape of the cost, these its size.
  static let otherLevels: [FitSpecification] = [
    level(
      "cmsis-5-2020-05-20-os.dsp", of: "cmsis-5-2020-05-20.dsp", "-Os",
      countedAs: "CMSIS_5 1150e71 (2020-05-20)"),
    level("cmsis-5-5.7.0-os.dsp", of: "cmsis-5-5.7.0.dsp", "-Os", countedAs: "CMSIS_5 5.7.0"),
    level("cmsis-5-5.7.0-o3.dsp", of: "cmsis-5-5.7.0.dsp", "-O3", countedAs: "CMSIS_5 5.7.0"),
    level("cmsis-5-5.8.0-o3.dsp", of: "cmsis-5-5.8.0.dsp", "-O3", countedAs: "CMSIS_5 5.8.0"),
    august2022,
  ]

  /// Between 5.9 and 4.0, whose kernels it has. The counts list its 1 x 1 convolutions of odd channels
  /// under the general kernel, but without its scratch: they ran the fast one.
  private static var august2022: FitSpecification {
    var specification = level(
      "cmsis-5-2022-08-31-o2.dsp", of: "cmsis-nn-4.0.0.dsp", "-O2",
      countedAs: "CMSIS_5 5126318 (2022-08-31)", steadiedBy: "CMSIS-NN v4.0.0",
      version: "5126318 (2022-08-31)")
    specification.name = "CMSIS-5"
    specification.groups = specification.groups.map { group in
      FitGroup(
        group.members.map { member in
          var member = member
          switch member.name {
          case "arm_convolve_1x1_s8_fast":
            member.countedAs.append("arm_convolve_s8")
            member.conditions = [
              .fixed(.kernelHeight, .equals(1)), .fixed(.kernelWidth, .equals(1)),
              .fixed(.strideWidth, .equals(1)),
            ]
          case "arm_convolve_s8":
            member.conditions = [.fixed(.kernelHeight, .atLeast(2))]
          default: break
          }
          return member
        })
    }
    // Its user is microTVM, whose code generator takes a convolution of one input channel for a
    // depthwise one (apache/tvm, src/relay/backend/contrib/cmsisnn/convolutions.cc,
    // IsCMSISNNDepthwise: output channels = filters x filter channels).
    specification.rules =
      [
        singleChannel([.fixed(.outputChannels, .multipleOf(4))], "arm_depthwise_conv_s8/mult_4"),
        singleChannel([], "arm_depthwise_conv_s8/generic"),
      ] + specification.rules
    specification.provenance +=
      " Dispatched as microTVM does: convolutions of one input channel run depthwise kernels."
    return specification
  }

  private static func singleChannel(_ more: [Condition], _ kernel: String) -> DispatchRule {
    DispatchRule(
      operation: .conv2d, dataTypes: [.int8], weightTypes: [.int8],
      conditions: [
        .fixed(.inputChannels, .equals(1)), .fixed(.kernelHeight, .atLeast(2)),
      ] + more,
      kernel: kernel)
  }

  private static func level(
    _ id: String, of base: String, _ optimisation: String, countedAs library: String,
    steadiedBy neighbour: String? = nil, version: String? = nil
  ) -> FitSpecification {
    guard var specification = olderCMSISNN.first(where: { $0.id == base }) else {
      // Names of the source's own tables, never of a file.
      preconditionFailure("the catalogue has no library '\(base)'")
    }
    let neighbour = neighbour ?? library
    specification.id = id
    specification.version = version ?? specification.version
    specification.optimisation = optimisation
    specification.provenance = """
      Instructions of \(specification.name) \(specification.version), arm-none-eabi-gcc 12.2 at \
      \(optimisation), counted call by call on the shapes of the published measurements under \
      qemu-system-arm (cortex-m4); counts of \(neighbour) at -Ofast steady the fit.
      """
    specification.selects = {
      !$0.interpreted && $0.core == "cortex-m4"
        && (($0.library == library && $0.optimisation == optimisation)
          || ($0.library == neighbour && $0.optimisation == "-Ofast"))
    }
    specification.steadies = { count, _ in
      !(count.library == library && count.optimisation == optimisation)
    }
    return specification
  }
}
