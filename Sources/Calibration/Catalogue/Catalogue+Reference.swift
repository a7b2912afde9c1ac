internal import Estimator

extension Catalogue {
  /// TensorFlow Lite Micro's reference kernels: as they run inside the interpreter, which serves
  /// every operation that an optimised library leaves to them, and bare.
  ///
  /// The two do not mix: another compilation of the same loops moves them by 10-20 %.
  static let reference: [FitSpecification] = [
    interpretedReference("tflm-reference.dsp", core: "cortex-m4"),
    interpretedReference("tflm-reference-m7.dsp", core: "cortex-m7"),
    bareReference("tflm-reference.v6m", .v6m, core: "cortex-m0plus", "-O2", [.int8]),
    bareReference("tflm-reference.v7m", .v7m, core: "cortex-m3", "-O2", [.int8]),
    bareReference(
      "tflm-reference-bare-o2.dsp", .dsp, core: "cortex-m4", "-O2", [.int8, .float32]),
    bareReference(
      "tflm-reference-bare-ofast.dsp", .dsp, core: "cortex-m4", "-Ofast", [.int8, .float32]),
  ]

  /// Whose bare counts were compiled too differently to stand beside those of the interpreter.
  private static let rescaledKernels: Set<String> = [
    "reference_average_pool_int8", "reference_average_pool_float32", "reference_max_pool_int8",
    "reference_max_pool_float32", "reference_softmax_int8",
  ]

  private static let countedAs = "TFLM ref 90b983c (2026-08)"

  private static func interpretedReference(_ id: String, core: String) -> FitSpecification {
    FitSpecification(
      id: id, name: "TensorFlow Lite Micro reference kernels", version: "2026-08-20",
      instructionSet: .dsp, optimisation: "-O2",
      provenance: interpretedProvenance("TensorFlow Lite Micro", core),
      selects: {
        $0.core == core
          && ($0.interpreted
            ? $0.build == "ref" : $0.library == countedAs && $0.optimisation == "-O2")
      },
      groups: Reference.matrixGroups() + Reference.otherGroups(), rules: Reference.rules(),
      perInvocation: CountedInterpreter.perInvocation, perOperator: CountedInterpreter.perOperator,
      steadies: { !$0.interpreted && rescaledKernels.contains($1.name) })
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

  static func interpretedProvenance(_ library: String, _ core: String) -> String {
    """
    \(library) of 2026-08-20, arm-none-eabi-gcc 12.2, kernels at -O2, whole networks run under \
    qemu-system-arm with an instruction-counting plugin, operator by operator (\(core)).
    """
  }
}
