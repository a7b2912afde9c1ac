/// A sliding window along one axis, and how much of it lies on real input.
///
/// Closed forms, so that a hostile kernel or padding of 2^31 costs no more than a small one.
struct Window {
  /// All in `Double`: nothing here can overflow.
  let inputs: Double
  let outputs: Double
  let kernel: Double
  let stride: Double
  let dilation: Double
  let paddingBefore: Double

  /// A transposed convolution slides over its output, one window for each of its inputs.
  static func rows(_ work: Work) -> Window {
    Window(
      inputs: Double(work.isTransposed ? work.outputHeight : work.inputHeight),
      outputs: Double(work.isTransposed ? work.inputHeight : work.outputHeight),
      kernel: Double(work.kernelHeight), stride: Double(work.strideHeight),
      dilation: Double(work.dilationHeight), paddingBefore: Double(work.paddingTop))
  }

  static func columns(_ work: Work) -> Window {
    Window(
      inputs: Double(work.isTransposed ? work.outputWidth : work.inputWidth),
      outputs: Double(work.isTransposed ? work.inputWidth : work.outputWidth),
      kernel: Double(work.kernelWidth), stride: Double(work.strideWidth),
      dilation: Double(work.dilationWidth), paddingBefore: Double(work.paddingLeft))
  }
}

extension Window {
  /// Inputs that the last window reaches past the end.
  private var paddingAfter: Double {
    max(0, (outputs - 1) * stride + (kernel - 1) * dilation + 1 - paddingBefore - inputs)
  }

  /// Taps of all windows that fall on real input.
  ///
  /// The taps lost before the input and after it are counted alike, the axis mirrored; no tap is
  /// both while the kernel's reach is not past both ends with one tap.
  var tapsInBounds: Double {
    outputs * kernel - tapsLost(to: paddingBefore) - tapsLost(to: paddingAfter)
  }

  /// Windows that lie wholly on real input.
  var outputsInside: Double { max(0, unpaddedOutputs) }

  /// Windows less those that reach past each end; negative where some reach past both.
  var unpaddedOutputs: Double { outputs - outputsBefore - outputsAfter }

  /// Windows that reach past the beginning, and past the end.
  var outputsBefore: Double { min(outputs, (paddingBefore / stride).rounded(.up)) }
  var outputsAfter: Double { min(outputs, (paddingAfter / stride).rounded(.up)) }

  /// `count` of the windows in the padding before, on real input and in the padding after, summed.
  func runs(_ count: (Double) -> Double) -> Double {
    count(outputsBefore) + count(outputsInside) + count(outputsAfter)
  }

  /// Taps that fall into `padding` at one end: window *i* loses ceil((padding - i stride) / dilation)
  /// of them, at most all.
  private func tapsLost(to padding: Double) -> Double {
    if padding <= 0 { return 0 }
    let touching = min(outputs, (padding / stride).rounded(.up))
    let whole = min(
      touching, max(0, ((padding - (kernel - 1) * dilation) / stride).rounded(.up)))
    let partial = touching - whole
    if partial <= 0 { return whole * kernel }
    if partial <= Self.exactWindows {
      var lost = whole * kernel
      var index = whole
      while index < touching {
        lost += min(kernel, ((padding - index * stride) / dilation).rounded(.up))
        index += 1
      }
      return lost
    }
    // The mean of an arithmetic series; a padding this deep is not a network's, only bounded work.
    let first = (padding - whole * stride) / dilation
    let last = (padding - (touching - 1) * stride) / dilation
    return whole * kernel + partial * min(kernel, (first + last) / 2)
  }

  /// Windows that are counted one by one before a series takes over.
  private static let exactWindows = 64.0
}
