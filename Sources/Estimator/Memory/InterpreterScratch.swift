/// The scratch buffers that an operator of TensorFlow Lite Micro requests, each placed by the planner
/// on its own: those of the interpreter's operator code and that of its kernel. Bytes.
///
/// Read off the buffers that the planner was given in whole networks (2026-08-20).
func scratchRequests(
  of work: borrowing Work, kernelScratch: Int, interpreter: Interpreter, isOptimised: Bool
) -> [Int] {
  let kernel = kernelScratch > 0 ? [kernelScratch] : []
  guard interpreter != .none else { return kernel }
  // Sizes of a checked graph: every factor is part of one tensor, whose bytes are bounded.
  switch work.kind {
  case .svdf where work.dataType != .float32:
    return [4 * work.batches * work.units, 4 * work.outputElements]
  case .lstm where work.dataType != .float32:
    // Gates in 16 bits: three with CMSIS-NN, four in the reference.
    return Array(repeating: 2 * work.batches * work.units, count: isOptimised ? 3 : 4)
  case .mean, .sum:
    // The sums in 32 bits, an index an axis, the axes.
    return [4 * work.outputElements, 16, 16]
  case .transposeConv2d where work.dataType == .int8:
    return isOptimised ? kernel : [4 * work.outputElements]
  case .transposeConv2d where work.dataType == .int16:
    return [8 * work.outputElements]
  default:
    return kernel
  }
}
