/// Kernels that differ in the memory they ask for.
enum KernelSet: Hashable, Sendable {
  /// The portable kernels.
  case reference
  /// CMSIS-NN and its like.
  case optimised
  /// CMSIS-NN on cores with vector instructions.
  case vector
}

/// The scratch buffers that an operator of TensorFlow Lite Micro requests, each placed by the planner
/// on its own: those of the interpreter's operator code and that of its kernel. Bytes.
///
/// Read off the buffers that the planner was given in whole networks (2026-08-20), and for the other
/// kinds off the interpreter on PyPI (`Tests/Integration/operators.py`).
func scratchRequests(
  of work: borrowing Work, kernelScratch: Int, interpreter: Interpreter, kernels: KernelSet
) -> [Int] {
  let kernel = kernelScratch > 0 ? [kernelScratch] : []
  guard interpreter != .none else { return kernel }
  let isOptimised = kernels != .reference
  // Sizes of a checked graph: every factor is part of one tensor, whose bytes are bounded.
  switch work.kind {
  case .svdf where work.dataType != .float32:
    return [4 * work.batches * work.units, 4 * work.outputElements]
  case .svdf:
    return [4 * work.batches * work.units]
  case .lstm where work.dataType != .float32:
    // Gates in 16 bits: three with CMSIS-NN, four in the reference.
    return Array(repeating: 2 * work.batches * work.units, count: isOptimised ? 3 : 4)
  case .lstm:
    return Array(repeating: 4 * work.batches * work.units, count: 4)
  case .mean, .sum:
    // The sums of integers in 32 bits.
    let sums = work.dataType.bitWidth <= 16 ? [4 * work.outputElements] : []
    return sums + work.reductionIndices
  case .reduceMax, .reduceMin, .reduceAll, .reduceAny, .reduceProduct:
    return work.reductionIndices
  case .mirrorPad:
    return Array(repeating: 4 * work.inputRank, count: 2)
  case .addN:
    // Pointers to the operands.
    return [(interpreter == .tflmX86 ? 8 : 4) * work.operands]
  case .matmul where work.dataType == .int8 && kernels == .vector:
    // Sums of the columns (CMSIS-NN, arm_fully_connected_s8_get_buffer_size).
    return [4 * work.outputChannels]
  case .transposeConv2d where work.dataType == .int8:
    return isOptimised ? kernel : [4 * work.outputElements]
  case .transposeConv2d where work.dataType == .int16:
    return [8 * work.outputElements]
  case .signalRFFT:
    // A frame padded with zeros; the output has half its frequencies and one, each a pair.
    return [work.dataType.bitWidth / 8 * max(0, work.outputChannels - 2)]
  case .conv2d, .conv1d, .depthwiseConv2d, .fullyConnected:
    return work.weightType == .int4 && !isOptimised ? [work.unpackedWeights] : kernel
  default:
    return kernel
  }
}

extension Work {
  /// Where a reduction is in its input, and the axes; an entry each.
  fileprivate var reductionIndices: [Int] { [4 * inputRank, 4 * max(1, secondInputElements)] }

  /// Bytes of weights of 4 bits once each has a byte.
  fileprivate var unpackedWeights: Int {
    switch kind {
    case .fullyConnected: rowElements * outputChannels
    case .depthwiseConv2d: kernelHeight * kernelWidth * outputChannels
    default:
      kernelHeight * kernelWidth * (inputChannels / max(1, groups)) * outputChannels
    }
  }
}
