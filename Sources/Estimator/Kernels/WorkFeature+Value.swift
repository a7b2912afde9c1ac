extension WorkFeature {
  /// The feature of `work`: a pure function of its shapes.
  ///
  /// - Complexity: O(1).
  public func value(_ work: Work) -> Double {
    var windows = WindowCounts()
    return value(work, &windows)
  }

  /// The same, with the counts over windows that were needed before.
  func value(_ work: Work, _ windows: inout WindowCounts) -> Double {
    switch self {
    case .one: 1

    case .macs: work.macCount
    case .macsInBounds: windows.taps(of: work) / work.groupCount * work.channelsPerTap
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
    case .segmentColumnFours: Window.columns(work).runs { whole($0 / 4) }
    case .segmentColumnRest4: Window.columns(work).runs { remainder($0, 4) }
    case .paddedPixelFours: work.paddedFours
    case .unpaddedPixelFours: quarter(work.pixelCount) - work.paddedFours
    case .restPixelPair: whole(remainder(work.pixelCount, 4) / 2)
    case .kernelPositions: work.positionCount
    case .kernelRows: Double(work.kernelHeight)
    case .positionPairs: half(work.positionCount)
    case .oddPosition: remainder(work.positionCount, 2)
    case .taps: work.tapCount
    case .tapsInBounds: windows.taps(of: work)
    case .tapsOutside: work.tapCount - windows.taps(of: work)
    case .tapRowsInBounds: windows.tapRows(of: work)
    case .insidePixels: work.insidePixelCount
    case .borderTapsInBounds:
      max(0, windows.taps(of: work) / work.groupCount - work.insidePixelCount * work.positionCount)
    case .laterColumnTaps: max(0, Window.columns(work).tapsInBounds - Double(work.outputWidth))
    case .laterRowTaps: max(0, Window.rows(work).tapsInBounds - Double(work.outputHeight))

    case .channelsIn: work.groupChannels
    case .channelsInFours: quarter(work.groupChannels)
    case .channelsInRest4: remainder(work.groupChannels, 4)
    case .hasChannelsInFours: flag(work.groupChannels >= 4)
    case .hasChannelsInRest4: flag(remainder(work.groupChannels, 4) > 0)
    case .channelsInSixteens: whole(work.groupChannels / 16)
    case .channelsInBlocks16: whole((work.groupChannels + 15) / 16)
    case .hasChannelsInRest16: flag(remainder(work.groupChannels, 16) > 0)
    case .channelsInRest16: remainder(work.groupChannels, 16)
    case .channelsInBlocks124: whole((work.groupChannels + 123) / 124)
    case .channelsInBlocks8: whole((work.groupChannels + 7) / 8)
    case .channelsInBlocks4: whole((work.groupChannels + 3) / 4)

    case .channelsOut: Double(work.outputChannels)
    case .channelPairs: perGroup(work, half)
    case .oddChannel: perGroup(work) { remainder($0, 2) }
    case .hasChannelPairs: flag(work.outputChannels >= 2)
    case .channelThrees: perGroup(work) { whole($0 / 3) }
    case .channelRest3: perGroup(work) { remainder($0, 3) }
    case .hasChannelThrees: flag(work.outputChannels >= 3)
    case .hasChannelRest3: flag(work.outputChannels % 3 > 0)
    case .channelFours: perGroup(work, quarter)
    case .channelRest4: perGroup(work) { remainder($0, 4) }
    case .hasChannelFours: flag(work.outputChannels >= 4)
    case .hasChannelRest4: flag(work.outputChannels % 4 > 0)
    case .channelBlocks4: perGroup(work) { whole(($0 + 3) / 4) }
    case .channelBlocks16: perGroup(work) { whole(($0 + 15) / 16) }
    case .multiplier: Double(work.multiplier)
    case .multiplierFours: Double(work.multiplier / 4)

    case .depth: work.depth
    case .depthFours: quarter(work.depth)
    case .depthRest4: remainder(work.depth, 4)
    case .hasDepthRest4: flag(remainder(work.depth, 4) > 0)
    case .depthSixteens: whole(work.depth / 16)
    case .hasDepthSixteens: flag(work.depth >= 16)
    case .depthFoursLeft: quarter(remainder(work.depth, 16))
    case .hasDepthFoursLeft: flag(remainder(work.depth, 16) >= 4)
    case .depthPast512: max(0, work.depth - 512)
    case .depthRest16: remainder(work.depth, 16)
    case .depthBlocks16: whole((work.depth + 15) / 16)
    case .hasDepthRest16: flag(remainder(work.depth, 16) > 0)
    case .depthBlocks8: whole((work.depth + 7) / 8)

    case .rows: Double(work.rows)
    case .rowElements: Double(work.rowElements)
    case .laterRowElements: Double(max(work.rowElements, 1)) - 1
    case .outputFours: Double(work.outputElements / 4)
    case .outputRest4: Double(work.outputElements % 4)
    case .hasOutputFours: flag(work.outputElements >= 4)
    case .hasOutputRest4: flag(work.outputElements % 4 > 0)
    case .outputSixteens: Double(work.outputElements / 16)
    case .hasOutputSixteens: flag(work.outputElements >= 16)
    case .outputRest16: Double(work.outputElements % 16)
    case .outputBlocks4: whole((Double(work.outputElements) + 3) / 4)
    case .outputBlocks16: whole((Double(work.outputElements) + 15) / 16)
    case .bytes: Double(work.bytes)
    case .copyBlocks64: whole(work.bytesPerPixel / 64)
    case .copyBlocks16Left: whole(remainder(work.bytesPerPixel, 64) / 16)
    case .copyWordsLeft: quarter(remainder(work.bytesPerPixel, 16))
    case .copyBytesLeft: remainder(work.bytesPerPixel, 4)
    case .inputRows: Double(work.batches) * Double(work.inputHeight)
    case .inputPixels: work.inputPixelCount
    case .hasPaddedChannels: flag(work.outputChannels > work.inputChannels)
    case .paddedChannelElements: work.paddedChannelCount
    case .paddedPixelElements:
      max(
        0,
        Double(work.outputElements) - Double(work.firstInputElements) - work.paddedChannelCount)
    case .unalignedElements: work.unalignedPixelShare * Double(work.firstInputElements)
    case .operands: Double(work.operands)
    case .results: Double(work.results)
    case .rank: Double(work.rank)
    case .rowOfOutputsFours: quarter(Double(work.outputWidth) * Double(work.outputChannels))
    case .rowOfOutputsRest4:
      remainder(Double(work.outputWidth) * Double(work.outputChannels), 4)

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
    case .unitBlocks16: whole((Double(work.units) + 15) / 16)
    case .unitBlocks8: whole((Double(work.units) + 7) / 8)
    case .memorySize: Double(work.memorySize)
    case .memoryFours: Double(work.memorySize / 4)
    case .memoryRest4: Double(work.memorySize % 4)
    case .memoryBlocks8: whole((Double(work.memorySize) + 7) / 8)
    case .svdfRank: Double(work.svdfRank)

    case .unlessRectified:
      flag(work.inputValues != .rectified && work.inputValues != .rectifiedSum)
    case .rectifiedSum: flag(work.inputValues == .rectifiedSum)
    case .unlessScores: flag(work.inputValues != .scores)
    }
  }
}

/// The largest whole number not above `value`, which is not negative: without a call into the C
/// library, which is what rounding is on a plain x86-64.
@inline(__always)
private func whole(_ value: Double) -> Double {
  value < 0x1p52 ? Double(Int64(value)) : value
}

@inline(__always)
private func remainder(_ value: Double, _ divisor: Double) -> Double {
  max(0, value - whole(value / divisor) * divisor)
}

@inline(__always)
private func half(_ value: Double) -> Double { whole(value * 0.5) }

@inline(__always)
private func quarter(_ value: Double) -> Double { whole(value * 0.25) }

@inline(__always)
private func flag(_ holds: Bool) -> Double { holds ? 1 : 0 }

/// A count over the output channels of each group, summed over the groups.
private func perGroup(_ work: Work, _ count: (Double) -> Double) -> Double {
  work.groups <= 1
    ? count(Double(work.outputChannels))
    : Double(work.groups) * count(Double(work.outputChannels / work.groups))
}
