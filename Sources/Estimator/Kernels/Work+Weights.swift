extension Work {
  /// Bytes of weights and biases of a layer that multiplies; 0 for all others.
  public var weightBytes: Double {
    switch kind {
    case .conv2d, .depthwiseConv2d, .transposeConv2d, .fullyConnected: break
    default: return 0
    }
    // A filter for each output channel; groups and depthwise filters see their own channels alone.
    let elements = Double(outputChannels) * (kind == .fullyConnected ? depth : filterElements)
    return elements * Double(weightType.bitWidth) / 8 + Double(outputChannels) * Self.biasBytes
  }

  /// Bytes of weights that one inference brings in from where they are stored.
  ///
  /// Each is read at least once. Where a cache of `cacheBytes` stands in front of slow memory, a layer
  /// whose weights do not fit it reads some again for each pixel: walked round and round, two ways of
  /// a set keep nothing of three lines. The share that is lost is that of the lines in sets which hold
  /// more than two. A depthwise filter is small and stays.
  public func fetchedWeightBytes(cacheBytes: Int?) -> Double {
    let bytes = weightBytes
    guard let cacheBytes, kind != .depthwiseConv2d, bytes > Double(cacheBytes) else { return bytes }
    let lost = min(1, (bytes - Double(cacheBytes)) * 3 / bytes)
    return bytes * (1 + max(0, pixelCount - 1) * lost)
  }

  private var filterElements: Double {
    kind == .depthwiseConv2d ? positionCount : positionCount * groupChannels
  }

  private static let biasBytes = 4.0
}
