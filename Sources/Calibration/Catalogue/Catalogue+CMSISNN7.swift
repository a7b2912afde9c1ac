internal import Estimator

extension Catalogue {
  /// CMSIS-NN 7.0.0 inside TensorFlow Lite Micro at -O2, which is what profiles of that runtime
  /// name, and bare at -Ofast.
  static let cmsisNN7: [FitSpecification] = [
    interpretedCMSISNN("cmsis-nn-7.0.0.dsp", .dsp, core: "cortex-m4", CMSISNN.dsp),
    interpretedCMSISNN(
      "cmsis-nn-7.0.0-m7.dsp", .dsp, core: "cortex-m7", CMSISNN.dsp,
      alsoRescales: [
        "arm_convolve_s8"
      ]),
    interpretedCMSISNN(
      "cmsis-nn-7.0.0.mve", .mve, core: "cortex-m55", CMSISNN.vector,
      alsoRescales: [
        "arm_convolve_s8", "arm_depthwise_conv_s8_opt",
      ]),
    interpretedCMSISNN("cmsis-nn-7.0.0.v6m", .v6m, core: "cortex-m0plus", CMSISNN.scalar),
    bareCMSISNN7("cmsis-nn-7.0.0-ofast.dsp", .dsp, core: "cortex-m4", CMSISNN.dsp),
    bareCMSISNN7("cmsis-nn-7.0.0-ofast.mve", .mve, core: "cortex-m55", CMSISNN.vector),
    bareCMSISNN7("cmsis-nn-7.0.0-ofast.v6m", .v6m, core: "cortex-m0plus", CMSISNN.scalar),
    bareCMSISNN7("cmsis-nn-7.0.0.v7m", .v7m, core: "cortex-m3", CMSISNN.scalar),
  ]

  /// Bare counts give the shapes, whole networks at -O2 the level and the interpreter.
  ///
  /// At -O2 the kernels of the DSP class run within 0.2 % of the instructions of -Ofast, save 3 x 3
  /// depthwise (7 % fewer) and pooling (1-2 %), whose bare counts are rescaled.
  private static func interpretedCMSISNN(
    _ id: String, _ instructionSet: InstructionSet, core: String, _ kernels: CMSISNN,
    alsoRescales: Set<String> = []
  ) -> FitSpecification {
    let rescaled = alsoRescales.union([
      "arm_depthwise_conv_3x3_s8", "arm_max_pool_s8", "arm_avgpool_s8",
    ])
    // One transposition was counted, and on the small cores none: its network does not fit them.
    let beside = CMSISNN.interpretedGroups(instructionSet).filter {
      instructionSet != .v6m || $0.members[0].operation != .transpose
    }
    let rules = CMSISNN.interpretedRules().filter {
      instructionSet != .v6m || $0.operation != .transpose
    }
    let arithmetic = Reference.Arithmetic(instructionSet, core: core)
    return FitSpecification(
      id: id, name: "CMSIS-NN", version: "7.0.0", instructionSet: instructionSet,
      optimisation: "-O2",
      provenance: interpretedProvenance(
        "CMSIS-NN 7.0.0 plus 33 commits in TensorFlow Lite Micro", core)
        + " Shapes of kernels counted call by call at -Ofast steady the fit.",
      fallbackID: instructionSet == .dsp
        ? (core == "cortex-m7" ? "tflm-reference-m7.dsp" : "tflm-reference.dsp")
        : composed(instructionSet),
      // Counts of SVDF in networks lack its memory.
      selects: {
        $0.core == core
          && ($0.interpreted
            ? $0.build == "cmsis" && $0.work.kind != .svdf
            : $0.library == "CMSIS-NN v7.0.0"
              || ($0.library == countedAs && $0.optimisation == "-O2"))
      },
      groups: (instructionSet == .mve
        ? inInterpreter(kernels.groups + beside) : kernels.groups + beside)
        + Reference.besideCMSISNN(arithmetic),
      rules: kernels.rules + rules + Reference.besideCMSISNNRules(arithmetic),
      perInvocation: CountedInterpreter.perInvocation, perOperator: CountedInterpreter.perOperator,
      knownInside: Reference.knownInside(instructionSet, core: core),
      steadies: {
        !$0.interpreted && (rescaled.contains($1.name) || $1.name.hasPrefix("reference_"))
      })
  }

  /// The vector kernels take sums of their weights, which TensorFlow Lite Micro computes once and
  /// keeps with its persistent data: no scratch memory there, though the bare kernels ask for it.
  private static func inInterpreter(_ groups: [FitGroup]) -> [FitGroup] {
    groups.map { group in
      FitGroup(
        group.members.map { member in
          var member = member
          if member.name == "arm_convolve_s16" {
            // Four columns where the scalar kernel has two.
            member.scratch = ScratchRule([
              .init(bytes: 8, facts: [.kernelHeight, .kernelWidth, .groupChannels])
            ])
          }
          guard ["arm_fully_connected_s8", "arm_svdf_s8"].contains(member.name) else {
            return member
          }
          member.scratch = ScratchRule()
          member.checksScratch = false
          member.note = "The interpreter keeps 4 bytes a row of weights with its persistent data."
          return member
        })
    }
  }

  private static func bareCMSISNN7(
    _ id: String, _ instructionSet: InstructionSet, core: String, _ kernels: CMSISNN
  ) -> FitSpecification {
    bareCMSISNN(
      id, version: "7.0.0", countedAs: "CMSIS-NN v7.0.0", instructionSet, core: core, kernels)
  }

  /// What serves the operations that no counted kernel of a bare library does.
  static func fallback(_ instructionSet: InstructionSet) -> String {
    switch instructionSet {
    case .mve: "cmsis-nn-7.0.0.mve"
    default: "tflm-reference.\(instructionSet.rawValue)"
    }
  }

  static func bareCMSISNN(
    _ id: String, name: String = "CMSIS-NN", version: String, countedAs library: String,
    _ instructionSet: InstructionSet, core: String, _ kernels: CMSISNN
  ) -> FitSpecification {
    let optimisation = "-Ofast"
    return FitSpecification(
      id: id, name: name, version: version, instructionSet: instructionSet,
      optimisation: optimisation,
      provenance: """
        Instructions of \(name) \(version), arm-none-eabi-gcc 12.2 at \(optimisation), counted call \
        by call under qemu-system-arm with an instruction-counting plugin (\(core)).
        """,
      fallbackID: fallback(instructionSet),
      // The first counts were all made at -Ofast and do not say so.
      selects: {
        !$0.interpreted && $0.library == library && $0.core == core
          && ($0.optimisation == optimisation || $0.optimisation.isEmpty)
      },
      groups: kernels.groups, rules: kernels.rules)
  }
}
