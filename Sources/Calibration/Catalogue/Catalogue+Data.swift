internal import Estimator

/// Kernels whose cost follows from the values that they meet as well as from the shape: no feature of
/// the shape tells them, and their errors stay.
extension Catalogue {
  static func namingWhatDependsOnData(_ specification: FitSpecification) -> FitSpecification {
    var specification = specification
    specification.groups = specification.groups.map { group in
      FitGroup(
        group.members.map { member in
          var member = member
          member.dependsOnData = reason(member.name, specification)
          return member
        })
    }
    return specification
  }

  private static func reason(_ kernel: String, _ library: FitSpecification) -> String? {
    if kernel == "arm_softmax_s8" || kernel == "reference_softmax_int8" {
      return "Depends on the data: exponentials of scores far below the greatest are skipped; real "
        + "scores cost 0.2 to 1.1 of this."
    }
    // Neither of these cores has a unit for floating point.
    let isSoft = library.instructionSet == .v6m || library.instructionSet == .v7m
    if kernel.hasSuffix("_float32"), isSoft {
      return
        "Depends on the data: floating point by software returns early where an operand is zero, "
        + "as half of what a ReLU leaves is, and shifts by what the exponents differ."
    }
    switch kernel {
    // The reference multiplies in double precision; only the Cortex-M7's unit has it.
    case "reference_dequantize_int8" where !library.id.contains("m7"):
      return "Depends on the data: double precision by software returns early at the zero point, "
        + "where most scores behind a softmax are."
    case "reference_quantize_float32":
      return "Depends on the data: rounding branches by the exponent."
    case "reference_softmax_float32":
      return "Depends on the data: the exponential function branches by its argument."
    case "reference_prelu_float32":
      return "Depends on the data: the negative half is multiplied."
    default: return nil
    }
  }
}
