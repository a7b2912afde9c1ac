extension Work {
  /// Extra bus accesses of word loads that do not begin at a multiple of four bytes.
  ///
  /// Matrix kernels read int8 weights four at a time. Where the length of a row is not a multiple
  /// of four, most rows begin off a word: a load at an even address takes one more access, one at an
  /// odd address two (Cortex-M4 technical reference manual, unaligned accesses). Layers with 101
  /// channels are 9 % slower than their instructions tell, layers with 102 are 2 % slower, those
  /// with 100 not at all (NUCLEO-L496ZG, raw data of arXiv 2104.10645).
  public func splitAccesses(in kernelClass: KernelClass) -> Double {
    guard dataType == .int8, weightType == .int8, groups == 1 || kernelClass == .depthwise else {
      return 0
    }
    switch kernelClass {
    case .convolution: return convolutionSplits
    case .pointwise: return matrixSplits(pixels: pixelCount / 2)
    case .fullyConnected: return matrixSplits(pixels: Double(batches))
    case .depthwise: return depthwiseSplits
    default: return 0
    }
  }

  /// Weights once a pixel pair; of the two 16-bit columns the second begins half a word off where
  /// the depth is odd.
  private var convolutionSplits: Double {
    let pairs = (pixelCount / 2).rounded(.down)
    let odd = depth.remainder(dividingBy: 2) == 0 ? 0.0 : 1.0
    return pairs * Double(outputChannels) * (depth / 4).rounded(.down)
      * (Self.splits(rowBytes: depth) + odd)
  }

  private func matrixSplits(pixels: Double) -> Double {
    pixels * Double(outputChannels) * (depth / 4).rounded(.down) * Self.splits(rowBytes: depth)
  }

  /// Rows are as long as the channels; weights, the copy of the input and its 16-bit buffer are all
  /// read at the same offsets. The factor 4 was fitted (2.1 and 6.1 accesses a tap and four channels
  /// for remainders 2 and odd).
  private var depthwiseSplits: Double {
    let channels = Double(inputChannels)
    let odd = channels.remainder(dividingBy: 2) == 0 ? 0.0 : 1.0
    return pixelCount * (channels / 4).rounded(.down) * positionCount
      * (4 * Self.splits(rowBytes: channels) + odd)
  }

  /// Extra accesses of one word load, the mean over rows that follow each other without a gap.
  private static func splits(rowBytes: Double) -> Double {
    let rest = rowBytes - (rowBytes / 4).rounded(.down) * 4
    return rest == 0 ? 0 : rest == 2 ? 0.5 : 1.25
  }
}
