import Estimator

/// Convolutions and pools: [batch, channels, spatial...].
extension ONNXInference {
  /// The spatial extents of a sliding window and its padding, resolved from any of the ways in which
  /// ONNX writes it.
  struct Window: Hashable {
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    var before: [Int]
    var after: [Int]
    /// Whether the padding is TensorFlow's.
    var isSame = false
    var output: [Int]
  }

  func convolution(weights slot: Int) throws(ImportError) -> [Int]? {
    guard let input = shape(0), let weights = shape(slot) else { return nil }
    let window = try window(input: input, kernel: try kernel(weights, input))
    return [input[0], weights[0]] + window.output
  }

  /// The weights' spatial extents: [filters, channels / groups, spatial...].
  func kernel(_ weights: [Int], _ input: [Int]) throws(ImportError) -> [Int] {
    guard input.count >= 3, weights.count == input.count, weights.allSatisfy({ $0 > 0 }) else {
      throw operands("needs data and weights of equal rank, found \(input) and \(weights)")
    }
    return Array(weights[2...])
  }

  func window(input: [Int], kernel: [Int]) throws(ImportError) -> Window {
    let count = input.count - 2
    var window = Window(
      kernel: kernel, strides: try extents("strides", count: count, standard: 1, least: 1),
      dilations: try extents("dilations", count: count, standard: 1, least: 1),
      before: Array(repeating: 0, count: count), after: Array(repeating: 0, count: count),
      output: [])
    let pads = try extents("pads", count: 2 * count, standard: 0, least: 0)
    let mode = step.string("auto_pad") ?? "NOTSET"
    for axis in 0..<count {
      let length = input[axis + 2]
      // All below 2^31, so the products fit.
      let reach = (kernel[axis] - 1) * window.dilations[axis] + 1
      let stride = window.strides[axis]
      switch mode {
      case "SAME_UPPER", "SAME_LOWER":
        let windows = length == 0 ? 0 : (length - 1) / stride + 1
        let total = max(0, (windows - 1) * stride + reach - length)
        let half = mode == "SAME_UPPER" ? total / 2 : total - total / 2
        window.before[axis] = half
        window.after[axis] = total - half
        window.output.append(windows)
        window.isSame = mode == "SAME_UPPER"
      default:
        if mode != "VALID" {
          window.before[axis] = pads[axis]
          window.after[axis] = pads[axis + count]
        }
        let room = length + window.before[axis] + window.after[axis] - reach
        guard room >= 0 else {
          throw operands("a window of \(reach) does not fit an axis of \(length)")
        }
        window.output.append(room / stride + 1)
        if step.int("ceil_mode") == 1 { grow(&window, axis, room: room, length: length) }
      }
    }
    return window
  }

  /// A last window that begins inside the data counts, though it reaches past the end: as if the
  /// padding were larger.
  private func grow(_ window: inout Window, _ axis: Int, room: Int, length: Int) {
    let stride = window.strides[axis]
    let rest = room % stride
    guard rest != 0, (room / stride + 1) * stride < length + window.before[axis] else { return }
    window.after[axis] += stride - rest
    window.output[axis] += 1
  }

  func transposeConvolution() throws(ImportError) -> [Int]? {
    guard let input = shape(0), let weights = shape(1) else { return nil }
    let kernel = try kernel(weights, input)
    let groups = step.int("group") ?? 1
    let (filters, overflow) = weights[1].multipliedReportingOverflow(by: groups)
    guard groups > 0, !overflow else { throw operands("cannot have \(groups) groups") }
    let count = input.count - 2
    if let stated = step.ints("output_shape"), stated.count >= count {
      return [input[0], filters] + stated.suffix(count)
    }
    let strides = try extents("strides", count: count, standard: 1, least: 1)
    let dilations = try extents("dilations", count: count, standard: 1, least: 1)
    let extra = try extents("output_padding", count: count, standard: 0, least: 0)
    let pads = try extents("pads", count: 2 * count, standard: 0, least: 0)
    let isSame = step.string("auto_pad")?.hasPrefix("SAME") == true
    var result = [input[0], filters]
    for axis in 0..<count {
      if isSame {
        result.append(input[axis + 2] * strides[axis])
      } else {
        result.append(
          strides[axis] * (input[axis + 2] - 1) + extra[axis]
            + (kernel[axis] - 1) * dilations[axis] + 1 - pads[axis] - pads[axis + count])
      }
    }
    return result
  }

  func pool() throws(ImportError) -> [Int]? {
    guard let input = shape(0) else { return nil }
    return [input[0], input.count > 1 ? input[1] : 1]
      + (try window(input: input, kernel: try poolKernel(input)).output)
  }

  func poolKernel(_ input: [Int]) throws(ImportError) -> [Int] {
    guard input.count >= 3, step.ints("kernel_shape") != nil else {
      throw operands("needs kernel_shape and an input of 3 axes or more, found \(input)")
    }
    return try extents("kernel_shape", count: input.count - 2, standard: 1, least: 1)
  }

  func globalPool() -> [Int]? {
    guard let input = shape(0) else { return nil }
    return input.enumerated().map { $0.offset < 2 ? $0.element : 1 }
  }
}
