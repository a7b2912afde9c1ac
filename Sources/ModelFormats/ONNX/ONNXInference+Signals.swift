import Estimator

/// Fourier transforms; the last axis holds real and imaginary parts.
extension ONNXInference {
  func spectrum() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), input.count >= 2 else { return ONNXInferred(nil, type(0)) }
    // An attribute until version 19, an input from 20 on.
    let standard = opset < 20 ? 1 : -2
    guard let stated = step.int("axis") ?? (has(2) ? ints(2)?.first : standard),
      let length = has(1) ? ints(1)?.first : .some(nil as Int?)
    else { return ONNXInferred(nil, type(0)) }
    let axis = try position(stated, rank: input.count)
    let isHalf = step.int("onesided") == 1
    let isInverse = step.int("inverse") == 1
    var result = input
    // Half of a real signal's spectrum is known to be the mirror of the other half.
    let standardLength = isHalf && isInverse ? max(0, 2 * (input[axis] - 1)) : input[axis]
    let samples = length ?? standardLength
    result[axis] = isHalf && !isInverse ? samples / 2 + 1 : samples
    result[result.count - 1] = isHalf && isInverse ? 1 : 2
    return ONNXInferred(result, type(0))
  }

  /// Frames of a signal and their frequencies.
  func shortSpectra() -> ONNXInferred {
    guard let input = shape(0), input.count >= 2, let hop = ints(1)?.first,
      let length = ints(3)?.first ?? shape(2)?.first, hop > 0, length > 0, length <= input[1]
    else { return ONNXInferred(nil, type(0)) }
    let frames = (input[1] - length) / hop + 1
    let bins = step.int("onesided") == 0 ? length : length / 2 + 1
    return ONNXInferred([input[0], frames, bins, 2], type(0))
  }
}
