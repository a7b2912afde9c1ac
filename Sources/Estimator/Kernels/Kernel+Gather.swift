extension Kernel {
  /// The part of `instructions` that copies patches to where a convolution multiplies them (im2col).
  ///
  /// Terms that grow with the taps and not with the output channels: one call and a few branches a
  /// tap. They take 1.6 to 2 times the cycles per instruction of the multiplications.
  public func gatherInstructions(_ work: Work) -> Double {
    guard kernelClass == .convolution else { return 0 }
    var sum = 0.0
    for term in terms where term.isGather { sum += term.coefficient * term.quantity(work) }
    return sum
  }
}

extension CostTerm {
  /// Whether the term counts what happens once a tap, whatever the number of output channels.
  var isGather: Bool {
    var touchesTaps = false
    for feature in [first, second, third, fourth] {
      switch feature {
      case .taps, .tapsInBounds, .tapsOutside: touchesTaps = true
      case .channelsOut, .channelPairs, .oddChannel, .channelFours, .channelRest4,
        .channelBlocks16, .channelThrees, .channelRest3, .outputs, .macs, .macsInBounds:
        return false
      default: break
      }
    }
    return touchesTaps
  }
}
