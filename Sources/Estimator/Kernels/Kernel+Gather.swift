extension Kernel {
  /// Instructions of one call, and those of them that copy patches to where a convolution multiplies
  /// them (im2col).
  ///
  /// Gather terms grow with the taps and not with the output channels: one call and a few branches a
  /// tap. They take 1.6 to 2 times the cycles per instruction of the multiplications.
  ///
  /// - Complexity: O(terms); 0.1-0.3 us.
  func instructionsAndGather(_ work: borrowing Work) -> (all: Double, gather: Double) {
    Self.instructionsAndGather(terms, kernelClass, work)
  }

  /// The same of a kernel's parts: one handed on is a copy that counts its lists and names.
  static func instructionsAndGather(
    _ terms: [CostTerm], _ kernelClass: KernelClass, _ work: borrowing Work
  ) -> (all: Double, gather: Double) {
    var all = 0.0
    var gather = 0.0
    var windows = WindowCounts()
    let terms = terms.span
    for index in terms.indices {
      let part = terms[index].coefficient * terms[index].quantity(work, &windows)
      all += part
      if terms[index].isGather { gather += part }
    }
    return (all, kernelClass == .convolution ? gather : 0)
  }

  /// The part of `instructions` that copies patches.
  public func gatherInstructions(_ work: Work) -> Double { instructionsAndGather(work).gather }
}

extension WorkFeature {
  /// A factor of what happens once a tap.
  var growsWithTaps: Bool {
    switch self {
    case .taps, .tapsInBounds, .tapsOutside: true
    default: false
    }
  }

  /// A factor of what happens once an output channel.
  var growsWithOutputChannels: Bool {
    switch self {
    case .channelsOut, .channelPairs, .oddChannel, .channelFours, .channelRest4, .channelBlocks16,
      .channelThrees, .channelRest3, .outputs, .macs, .macsInBounds:
      true
    default: false
    }
  }
}
