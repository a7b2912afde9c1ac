extension Work {
  /// Output pixels of all batches.
  var pixelCount: Double { Double(batches) * Double(outputHeight) * Double(outputWidth) }

  var positionCount: Double { Double(kernelHeight) * Double(kernelWidth) }

  /// The length of one filter: of one channel's window where channels do not mix.
  var depth: Double {
    mixesChannels ? positionCount * Double(WorkFact.groupChannels.value(self)) : positionCount
  }

  /// Kernel positions of all pixels that fall on real input.
  var tapCountInBounds: Double {
    Double(batches) * Window.rows(self).tapsInBounds * Window.columns(self).tapsInBounds
  }

  /// Multiplications (or window elements) behind one tap.
  var channelsPerTap: Double {
    let outputs = Double(outputChannels)
    return mixesChannels ? Double(WorkFact.groupChannels.value(self)) * outputs : outputs
  }

  private var mixesChannels: Bool {
    switch kind {
    case .depthwiseConv2d, .averagePool2d, .maxPool2d, .l2Pool2d: false
    default: true
    }
  }
}
