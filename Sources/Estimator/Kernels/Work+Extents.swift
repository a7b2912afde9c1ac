extension Work {
  /// Output pixels of all batches.
  var pixelCount: Double { Double(batches) * Double(outputHeight) * Double(outputWidth) }

  /// Bytes of the channels of one output pixel, which lie side by side.
  var bytesPerPixel: Double { pixelCount > 0 ? Double(bytes) / pixelCount : 0 }

  /// Input pixels of all batches.
  var inputPixelCount: Double { Double(batches) * Double(inputHeight) * Double(inputWidth) }

  /// Elements that a padding adds beside the channels of the input's pixels.
  var paddedChannelCount: Double {
    inputPixelCount * max(0, Double(outputChannels) - Double(inputChannels))
  }

  /// Of the pixels that a padding of channels copies, those that are read or written off a word: of
  /// one-byte elements, pixel after pixel.
  var unalignedPixelShare: Double {
    guard outputChannels > inputChannels else { return 0 }
    // Both counts of channels divide by four, or by two, or one of them by neither.
    let both = inputChannels | outputChannels
    return both % 4 == 0 ? 0 : both % 2 == 0 ? 0.5 : 0.75
  }

  /// Output pixels whose window lies wholly on real input.
  var insidePixelCount: Double {
    Double(batches) * Window.rows(self).outputsInside * Window.columns(self).outputsInside
  }

  var positionCount: Double { Double(kernelHeight) * Double(kernelWidth) }

  var groupCount: Double { Double(max(groups, 1)) }

  /// Input channels that one filter sees.
  var groupChannels: Double { Double(WorkFact.groupChannels.value(self)) }

  /// The length of one filter: of one channel's window where channels do not mix.
  var depth: Double { mixesChannels ? positionCount * groupChannels : positionCount }

  /// Kernel positions of all pixels, of a transposed convolution of all input pixels; each group of a
  /// grouped convolution walks its own.
  var tapCount: Double {
    (isTransposed ? inputPixelCount : pixelCount) * positionCount * groupCount
  }

  var isTransposed: Bool { kind == .transposeConv2d }

  /// Fours of pixels, in the order of the image, of which one or more touch the padding.
  ///
  /// Exact where a row holds whole fours; else each run of such pixels (the end of one row and the
  /// beginning of the next) is taken to spread over (length + 3) / 4 fours, its mean.
  var paddedFours: Double {
    let rows = Window.rows(self)
    let columns = Window.columns(self)
    let fours = (pixelCount / 4).rounded(.down)
    let borderRows = rows.outputs - rows.outputsInside
    let width = columns.outputs
    let row: Double
    if outputWidth % 4 == 0 {
      let ends = (columns.outputsBefore / 4).rounded(.up) + (columns.outputsAfter / 4).rounded(.up)
      row = min(width / 4, ends)
    } else {
      let run = columns.outputsBefore + columns.outputsAfter
      row = run == 0 ? 0 : min((run + 3) / 4, width / 4)
    }
    return min(fours, Double(batches) * (borderRows * width / 4 + rows.outputsInside * row))
  }

  /// Multiply-accumulates, padded taps included; of an LSTM's four gates, the first step without
  /// a state; of an SVDF's two filters.
  var macCount: Double {
    let runs = Double(batches) * Double(units)
    switch kind {
    case .lstm:
      let state = Double(max(steps, 1) - 1) * Double(units)
      return 4 * runs * (Double(steps) * Double(inputChannels) + state)
    case .svdf: return runs * (Double(inputChannels) + Double(memorySize))
    default: return Double(outputElements) * depth
    }
  }

  /// Multiplications (or window elements) behind one tap of all groups.
  var channelsPerTap: Double {
    mixesChannels ? groupChannels * Double(outputChannels) : Double(outputChannels)
  }

  private var mixesChannels: Bool {
    switch kind {
    case .depthwiseConv2d, .averagePool2d, .maxPool2d, .l2Pool2d: false
    default: true
    }
  }
}
