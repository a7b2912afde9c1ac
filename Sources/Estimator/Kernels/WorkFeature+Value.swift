extension WorkFeature {
  /// The feature of `work`: a pure function of its shapes.
  ///
  /// - Complexity: O(1).
  public func value(_ work: Work) -> Double {
    switch self {
    case .one: 1
    case .macs: Double(work.outputElements) * work.depth
    case .macsInBounds: work.tapCountInBounds * work.channelsPerTap
    case .outputs: Double(work.outputElements)
    case .inputs: Double(work.inputElements)
    case .im2colElements: work.pixelCount * work.depth

    case .pixels: work.pixelCount
    case .pixelPairs: (work.pixelCount / 2).rounded(.down)
    case .oddPixel: remainder(work.pixelCount, 2)
    case .pixelFours: (work.pixelCount / 4).rounded(.down)
    case .pixelRest4: remainder(work.pixelCount, 4)
    case .outputRows: Double(work.batches) * Double(work.outputHeight)
    case .batches: Double(work.batches)
    case .kernelPositions: work.positionCount
    case .kernelRows: Double(work.kernelHeight)
    case .taps: work.pixelCount * work.positionCount
    case .tapsInBounds: work.tapCountInBounds
    case .tapsOutside: work.pixelCount * work.positionCount - work.tapCountInBounds
    case .tapRowsInBounds:
      Double(work.batches) * Double(work.outputWidth) * Window.rows(work).tapsInBounds
    case .pixelsInside:
      Double(work.batches) * Window.rows(work).outputsInside * Window.columns(work).outputsInside
    case .pixelsOnBorder:
      work.pixelCount - Double(work.batches) * Window.rows(work).outputsInside
        * Window.columns(work).outputsInside

    case .channelsIn: Double(work.inputChannels)
    case .channelsOut: Double(work.outputChannels)
    case .channelPairs: Double(work.outputChannels / 2)
    case .oddChannel: Double(work.outputChannels % 2)
    case .channelFours: Double(work.outputChannels / 4)
    case .channelRest4: Double(work.outputChannels % 4)
    case .channelBlocks16: blocks(work.outputChannels, of: 16)
    case .channelThrees: Double(work.outputChannels / 3)
    case .channelRest3: Double(work.outputChannels % 3)

    case .depth: work.depth
    case .depthFours: (work.depth / 4).rounded(.down)
    case .depthRest4: remainder(work.depth, 4)
    case .depthSixteens: (work.depth / 16).rounded(.down)
    case .depthFoursLeft: (remainder(work.depth, 16) / 4).rounded(.down)
    case .depthBlocks16: (work.depth / 16).rounded(.up)
    case .depthBlocks8: (work.depth / 8).rounded(.up)
    case .channelsInFours: Double(work.inputChannels / 4)
    case .channelsInRest4: Double(work.inputChannels % 4)
    case .channelsInBlocks16: blocks(work.inputChannels, of: 16)

    case .rows: Double(work.rows)
    case .rowElements: Double(work.rowElements)
    case .outputFours: Double(work.outputElements / 4)
    case .outputRest4: Double(work.outputElements % 4)
    case .outputBlocks16: blocks(work.outputElements, of: 16)
    case .bytes: Double(work.bytes)
    case .operands: Double(work.operands)
    case .results: Double(work.results)
    case .rank: Double(work.rank)

    case .steps: Double(work.steps)
    case .stepsAfterFirst: Double(max(work.steps, 1)) - 1
    case .units: Double(work.units)
    case .memorySize: Double(work.memorySize)
    case .svdfRank: Double(work.svdfRank)
    }
  }
}

private func remainder(_ value: Double, _ divisor: Double) -> Double {
  value - (value / divisor).rounded(.down) * divisor
}

private func blocks(_ count: Int, of size: Int) -> Double {
  Double(count / size + (count % size == 0 ? 0 : 1))
}
