internal import Estimator

extension Catalogue {
  /// TensorFlow Lite Micro's reference kernels: as they run inside the interpreter, which serves
  /// every operation that an optimised library leaves to them, and bare.
  ///
  /// The two do not mix: another compilation of the same loops moves them by 10-20 %.
  static let reference: [FitSpecification] = [
    interpretedReference("tflm-reference.dsp", core: "cortex-m4"),
    interpretedReference("tflm-reference-m7.dsp", core: "cortex-m7"),
    completed(
      bareReference("tflm-reference.v6m", .v6m, core: "cortex-m0plus", "-O2", [.int8]),
      by: Reference.besideCMSISNN(.init(.v6m, core: "cortex-m0plus")), of: "cmsis",
      on: "cortex-m0plus"),
    completed(
      bareReference("tflm-reference.v7m", .v7m, core: "cortex-m3", "-O2", [.int8]),
      by: Reference.integersBesideCMSISNN(.init(.v7m, core: "cortex-m3")), of: "ref",
      on: "cortex-m4"),
    bareReference(
      "tflm-reference-bare-o2.dsp", .dsp, core: "cortex-m4", "-O2", [.int8, .float32]),
    bareReference(
      "tflm-reference-bare-ofast.dsp", .dsp, core: "cortex-m4", "-Ofast", [.int8, .float32]),
    reference2021,
  ]

  /// Few shapes were counted of this version: those of 2026 at the same level steady it.
  private static var reference2021: FitSpecification {
    let own = "TFLM ref e172d86 (2021-06)"
    var specification = bareReference(
      "tflm-reference-2021-06.dsp", .dsp, core: "cortex-m4", "-Ofast", [.int8, .float32])
    specification.version = "e172d86"
    specification.provenance = """
      Reference kernels of TensorFlow Lite Micro e172d86 (2021-06), arm-none-eabi-gcc 12.2 at -Ofast \
      with NDEBUG, counted call by call under qemu-system-arm with an instruction-counting plugin \
      (cortex-m4). Shapes of the kernels of 2026 steady the fit; pooling and softmax are theirs.
      """
    specification.selects = {
      !$0.interpreted && $0.core == "cortex-m4" && $0.optimisation == "-Ofast"
        && ($0.library == own || $0.library == countedAs)
    }
    specification.steadies = { count, _ in count.library == countedAs }
    return specification
  }

  /// Bare counts that stand beside those of the interpreter as they are: the operators of networks
  /// are few and small. The others were compiled too differently and steady the fit alone.
  private static let standBeside: Set<String> = [
    "reference_softmax_float32", "reference_mul_int8", "reference_mul_float32",
  ]

  static let countedAs = "TFLM ref 90b983c (2026-08)"

  private static func interpretedReference(_ id: String, core: String) -> FitSpecification {
    FitSpecification(
      id: id, name: "TensorFlow Lite Micro reference kernels", version: "2026-08-20",
      instructionSet: .dsp, optimisation: "-O2",
      provenance: interpretedProvenance("TensorFlow Lite Micro", core),
      fallbackID: composed(.dsp),
      selects: {
        $0.core == core
          && ($0.interpreted
            ? $0.build == "ref" : $0.library == countedAs && $0.optimisation == "-O2")
      },
      groups: Reference.matrixGroups() + Reference.otherGroups(.init(.dsp, core: core)),
      rules: Reference.rules(),
      perInvocation: CountedInterpreter.perInvocation, perOperator: CountedInterpreter.perOperator,
      knownInside: Reference.knownInside(.dsp, core: core).merging(
        [.averagePool2d: Reference.insideAveragePool]) { $1 },
      steadies: { !$0.interpreted && !standBeside.contains($1.name) })
  }

  private static func bareReference(
    _ id: String, _ instructionSet: InstructionSet, core: String, _ optimisation: String,
    _ types: [DataType]
  ) -> FitSpecification {
    let groups = Reference.bareGroups(types)
    return FitSpecification(
      id: id, name: "TensorFlow Lite Micro reference kernels", version: "90b983c",
      instructionSet: instructionSet, optimisation: optimisation,
      provenance: """
        Reference kernels of TensorFlow Lite Micro 90b983c (2026-08), arm-none-eabi-gcc 12.2 at \
        \(optimisation) with NDEBUG, counted call by call under qemu-system-arm with an \
        instruction-counting plugin (\(core)).
        """,
      selects: {
        !$0.interpreted && $0.library == countedAs && $0.core == core
          && $0.optimisation == optimisation
      },
      groups: groups, rules: Reference.rules(of: groups))
  }

  /// Bare kernels with, beside them, those operators that were counted in networks alone. On the
  /// Cortex-M3 no network was counted: integer code of the Cortex-M4 stands in, whose compiler had
  /// the same instructions but for SIMD, which this code does not use.
  private static func completed(
    _ bare: FitSpecification, by groups: [FitGroup], of build: String, on core: String
  ) -> FitSpecification {
    var specification = bare
    specification.fallbackID = composed(bare.instructionSet)
    let isBare = bare.selects
    specification.selects = { count in
      count.interpreted ? count.core == core && count.build == build : isBare(count)
    }
    specification.groups += groups
    specification.knownInside = Reference.knownInside(bare.instructionSet, core: core)
    specification.rules = Reference.rules(of: specification.groups) + Reference.movementLikeRules
    specification.provenance +=
      " Other operators: " + interpretedProvenance("TensorFlow Lite Micro", core)
    return specification
  }

  /// The library of what was composed of counted kernels, `scripts/compose-kernels`: the last resort.
  static func composed(_ instructionSet: InstructionSet) -> String {
    "tflm-composed.\(instructionSet.rawValue)"
  }

  static func interpretedProvenance(_ library: String, _ core: String) -> String {
    """
    \(library) of 2026-08-20, arm-none-eabi-gcc 12.2, kernels at -O2, whole networks run under \
    qemu-system-arm with an instruction-counting plugin, operator by operator (\(core)).
    """
  }
}
