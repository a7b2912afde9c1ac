extension Work {
  /// Output pixels of all batches.
  var pixelCount: Double { Double(batches) * Double(outputHeight) * Double(outputWidth) }

  /// Input pixels of all batches.
  var inputPixelCount: Double { Double(batches) * Double(inputHeight) * Double(inputWidth) }

  /// Elements that a padding adds beside the channels of the input's pixels.
  var paddedChannelCount: Double {
    inputPixelCount * max(0, Double(outputChannels) - Double(inputChannels))
  }

  var positionCount: Double { Double(kernelHeight) * Double(kernelWidth) }

  var groupCount: Double { Double(max(groups, 1)) }

  /// Input channels that one filter sees.
  var groupChannels: Double { Double(WorkFact.groupChannels.value(self)) }

  /// The length of one filter: of one channel's window where channels do not mix.
  var depth: Double { mixesChannels ? positionCount * groupChannels : positionCount }

  /// Kernel positions of all pixels; each group of a grouped convolution walks its own.
  var tapCount: Double { pixelCount * positionCount * groupCount }

  /// Those that fall on real input.
  var tapCountInBounds: Double {
    Double(batches) * Window.rows(self).tapsInBounds * Window.columns(self).tapsInBounds
      * groupCount
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
