extension WorkFeature {
  /// The feature of `work`: a pure function of its shapes.
  ///
  /// - Complexity: O(1).
  public func value(_ work: Work) -> Double {
    switch self {
    case .one: 1

    case .macs: work.macCount
    case .macsInBounds: work.tapCountInBounds / work.groupCount * work.channelsPerTap
    case .outputs: Double(work.outputElements)
    case .inputs: Double(work.firstInputElements)

    case .pixels: work.pixelCount
    case .pixelPairs: half(work.pixelCount)
    case .oddPixel: remainder(work.pixelCount, 2)
    case .pixelFours: quarter(work.pixelCount)
    case .pixelRest4: remainder(work.pixelCount, 4)
    case .outputRows: Double(work.batches) * Double(work.outputHeight)
    case .rowPixels: Double(work.outputWidth)
    case .rowPixelPairs: Double(work.outputWidth / 2)
    case .oddRowPixel: Double(work.outputWidth % 2)
    case .rowPixelFours: Double(work.outputWidth / 4)
    case .rowPixelRest4: Double(work.outputWidth % 4)
    case .batches: Double(work.batches)
    case .borderColumns: Double(work.outputWidth) - Window.columns(work).outputsInside
    case .insideColumnFours: quarter(Window.columns(work).outputsInside)
    case .insideColumnRest4: remainder(Window.columns(work).outputsInside, 4)
    case .kernelPositions: work.positionCount
    case .kernelRows: Double(work.kernelHeight)
    case .positionPairs: half(work.positionCount)
    case .oddPosition: remainder(work.positionCount, 2)
    case .taps: work.tapCount
    case .tapsInBounds: work.tapCountInBounds
    case .tapsOutside: work.tapCount - work.tapCountInBounds
    case .tapRowsInBounds:
      Double(work.batches) * Double(work.outputWidth) * Window.rows(work).tapsInBounds

    case .channelsIn: work.groupChannels
    case .channelsInFours: quarter(work.groupChannels)
    case .channelsInRest4: remainder(work.groupChannels, 4)
    case .hasChannelsInFours: flag(work.groupChannels >= 4)
    case .hasChannelsInRest4: flag(remainder(work.groupChannels, 4) > 0)
    case .channelsInSixteens: (work.groupChannels / 16).rounded(.down)
    case .channelsInBlocks16: (work.groupChannels / 16).rounded(.up)
    case .hasChannelsInRest16: flag(remainder(work.groupChannels, 16) > 0)
    case .channelsInRest16: remainder(work.groupChannels, 16)
    case .channelsInBlocks124: (work.groupChannels / 124).rounded(.up)
    case .channelsInBlocks8: (work.groupChannels / 8).rounded(.up)
    case .channelsInBlocks4: (work.groupChannels / 4).rounded(.up)

    case .channelsOut: Double(work.outputChannels)
    case .channelPairs: perGroup(work, half)
    case .oddChannel: perGroup(work) { remainder($0, 2) }
    case .hasChannelPairs: flag(work.outputChannels >= 2)
    case .channelThrees: perGroup(work) { ($0 / 3).rounded(.down) }
    case .channelRest3: perGroup(work) { remainder($0, 3) }
    case .hasChannelThrees: flag(work.outputChannels >= 3)
    case .channelFours: perGroup(work, quarter)
    case .channelRest4: perGroup(work) { remainder($0, 4) }
    case .hasChannelFours: flag(work.outputChannels >= 4)
    case .hasChannelRest4: flag(work.outputChannels % 4 > 0)
    case .channelBlocks4: perGroup(work) { ($0 / 4).rounded(.up) }
    case .channelBlocks16: perGroup(work) { ($0 / 16).rounded(.up) }
    case .multiplier: Double(work.multiplier)
    case .multiplierFours: Double(work.multiplier / 4)

    case .depth: work.depth
    case .depthFours: quarter(work.depth)
    case .depthRest4: remainder(work.depth, 4)
    case .hasDepthRest4: flag(remainder(work.depth, 4) > 0)
    case .depthSixteens: (work.depth / 16).rounded(.down)
    case .hasDepthSixteens: flag(work.depth >= 16)
    case .depthFoursLeft: quarter(remainder(work.depth, 16))
    case .hasDepthFoursLeft: flag(remainder(work.depth, 16) >= 4)
    case .depthRest16: remainder(work.depth, 16)
    case .depthBlocks16: (work.depth / 16).rounded(.up)
    case .hasDepthRest16: flag(remainder(work.depth, 16) > 0)
    case .depthBlocks8: (work.depth / 8).rounded(.up)

    case .rows: Double(work.rows)
    case .rowElements: Double(work.rowElements)
    case .outputFours: Double(work.outputElements / 4)
    case .outputRest4: Double(work.outputElements % 4)
    case .hasOutputFours: flag(work.outputElements >= 4)
    case .hasOutputRest4: flag(work.outputElements % 4 > 0)
    case .outputSixteens: Double(work.outputElements / 16)
    case .outputRest16: Double(work.outputElements % 16)
    case .outputBlocks4: (Double(work.outputElements) / 4).rounded(.up)
    case .outputBlocks16: (Double(work.outputElements) / 16).rounded(.up)
    case .bytes: Double(work.bytes)
    case .inputRows: Double(work.batches) * Double(work.inputHeight)
    case .inputPixels: work.inputPixelCount
    case .hasPaddedChannels: flag(work.outputChannels > work.inputChannels)
    case .paddedChannelElements: work.paddedChannelCount
    case .paddedPixelElements:
      max(
        0,
        Double(work.outputElements) - Double(work.firstInputElements) - work.paddedChannelCount)
    case .operands: Double(work.operands)
    case .results: Double(work.results)
    case .rank: Double(work.rank)

    case .steps: Double(work.steps)
    case .stepsAfterFirst: Double(max(work.steps, 1)) - 1
    case .units: Double(work.units)
    case .unitPairs: Double(work.units / 2)
    case .oddUnit: Double(work.units % 2)
    case .unitThrees: Double(work.units / 3)
    case .unitRest3: Double(work.units % 3)
    case .unitFours: Double(work.units / 4)
    case .unitSixteens: Double(work.units / 16)
    case .unitFoursLeft: Double(work.units % 16 / 4)
    case .unitRest4: Double(work.units % 4)
    case .unitBlocks16: (Double(work.units) / 16).rounded(.up)
    case .unitBlocks8: (Double(work.units) / 8).rounded(.up)
    case .memorySize: Double(work.memorySize)
    case .memoryFours: Double(work.memorySize / 4)
    case .memoryRest4: Double(work.memorySize % 4)
    case .memoryBlocks8: (Double(work.memorySize) / 8).rounded(.up)
    case .svdfRank: Double(work.svdfRank)
    }
  }
}

private func remainder(_ value: Double, _ divisor: Double) -> Double {
  value - (value / divisor).rounded(.down) * divisor
}

private func half(_ value: Double) -> Double { (value * 0.5).rounded(.down) }

private func quarter(_ value: Double) -> Double { (value * 0.25).rounded(.down) }

private func flag(_ holds: Bool) -> Double { holds ? 1 : 0 }

/// A count over the output channels of each group, summed over the groups.
private func perGroup(_ work: Work, _ count: (Double) -> Double) -> Double {
  work.groups <= 1
    ? count(Double(work.outputChannels))
    : Double(work.groups) * count(Double(work.outputChannels / work.groups))
}
