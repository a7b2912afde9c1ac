import Testing

@testable import Estimator

@Suite struct WorkFeatureTests {
  /// The first layer of the keyword-spotting network of MLPerf Tiny.
  static var convolution: Work {
    var work = Work(kind: .conv2d, dataType: .int8)
    work.inputHeight = 49
    work.inputWidth = 10
    work.outputHeight = 25
    work.outputWidth = 5
    work.outputChannels = 64
    work.kernelHeight = 10
    work.kernelWidth = 4
    work.strideHeight = 2
    work.strideWidth = 2
    work.paddingTop = 4
    work.paddingLeft = 1
    work.outputElements = 25 * 5 * 64
    return work
  }

  static let extents: [(WorkFeature, Double)] = [
    (WorkFeature.one, 1.0), (.macs, 320_000), (.outputs, 8_000), (.pixels, 125),
    (.pixelPairs, 62), (.oddPixel, 1), (.depth, 40), (.depthSixteens, 2), (.depthFoursLeft, 2),
    (.depthRest4, 0), (.channelPairs, 32), (.oddChannel, 0), (.taps, 5_000),
    (.channelsIn, 1), (.hasChannelsInFours, 0), (.hasChannelsInRest4, 1),
  ]

  @Test(
    "features are the extents of the loops",
    arguments: extents)
  func featuresAreExtents(_ feature: WorkFeature, _ value: Double) {
    #expect(feature.value(Self.convolution) == value)
  }

  @Test("taps inside and outside are all taps")
  func tapsAddUp() {
    let work = Self.convolution
    let inside = WorkFeature.tapsInBounds.value(work)
    let outside = WorkFeature.tapsOutside.value(work)
    #expect(inside + outside == WorkFeature.taps.value(work))
    #expect(outside > 0)
  }

  @Test(
    "a padding of channels leaves words where the channels are no multiple of four",
    arguments: [(16, 32, 0.0), (36, 42, 0.5), (42, 48, 0.5), (3, 4, 0.75), (3, 3, 0)])
  func unalignedPixels(from: Int, to: Int, share: Double) {
    var work = Work(kind: .pad, dataType: .int8)
    work.inputChannels = from
    work.outputChannels = to
    work.firstInputElements = 10 * from
    #expect(WorkFeature.unalignedElements.value(work) == share * 10 * Double(from))
  }

  @Test("groups split the channels and repeat the taps")
  func groups() {
    var work = Self.convolution
    work.inputChannels = 8
    work.groups = 4
    #expect(WorkFeature.channelsIn.value(work) == 2)
    #expect(WorkFeature.depth.value(work) == 80)
    #expect(WorkFeature.taps.value(work) == 20_000)
    #expect(WorkFeature.macsInBounds.value(work) <= WorkFeature.macs.value(work))
  }

  @Test(
    "a transposed convolution has a window of its output for each input",
    arguments: [(4, 82, 0, 640.0, 0.0), (2, 80, 1, 316, 324)])
  func transposed(height: Int, width: Int, padding: Int, inside: Double, outside: Double) {
    var work = Work(kind: .transposeConv2d, dataType: .int16)
    work.inputWidth = 40
    work.outputHeight = height
    work.outputWidth = width
    work.kernelHeight = 4
    work.kernelWidth = 4
    work.strideHeight = 2
    work.strideWidth = 2
    work.paddingTop = padding
    work.paddingLeft = padding
    #expect(WorkFeature.tapsInBounds.value(work) == inside)
    #expect(WorkFeature.tapsOutside.value(work) == outside)
  }

  @Test("a copy of a pixel is blocks of 64 and 16 bytes, words and bytes")
  func copies() {
    var work = Work(kind: .stridedSlice, dataType: .int8)
    work.outputHeight = 3
    work.outputWidth = 5
    work.bytes = 15 * (2 * 64 + 3 * 16 + 1 * 4 + 3)
    #expect(WorkFeature.copyBlocks64.value(work) == 2)
    #expect(WorkFeature.copyBlocks16Left.value(work) == 3)
    #expect(WorkFeature.copyWordsLeft.value(work) == 1)
    #expect(WorkFeature.copyBytesLeft.value(work) == 3)
  }

  @Test("a depth past 512 is told apart")
  func deep() {
    var work = Self.convolution
    #expect(WorkFeature.depthPast512.value(work) == 0)
    work.inputChannels = 16
    #expect(WorkFeature.depthPast512.value(work) == 128)
  }

  @Test("features of values tell what made the input", arguments: InputValues.allCases)
  func values(_ values: InputValues) {
    var work = Self.convolution
    work.inputValues = values
    #expect(WorkFeature.unlessScores.value(work) == (values == .scores ? 0 : 1))
    #expect(WorkFeature.rectifiedSum.value(work) == (values == .rectifiedSum ? 1 : 0))
    let isRectified = values == .rectified || values == .rectifiedSum
    #expect(WorkFeature.unlessRectified.value(work) == (isRectified ? 0 : 1))
  }

  @Test(
    "no shape makes a feature negative, infinite or a trap", arguments: WorkFeature.allCases)
  func hostileShapes(_ feature: WorkFeature) {
    let extents = [1, 2, 3, 7, 1 << 31, Int.max]
    for kind in [OperatorKind.conv2d, .depthwiseConv2d, .maxPool2d, .lstm, .svdf, .add] {
      for a in extents {
        for b in extents {
          var work = Work(kind: kind, dataType: .int8)
          work.batches = b
          work.inputHeight = a
          work.inputWidth = b
          work.inputChannels = a
          work.outputHeight = b
          work.outputWidth = a
          work.outputChannels = b
          work.kernelHeight = a
          work.kernelWidth = b
          work.strideWidth = b
          work.dilationHeight = a
          work.paddingTop = b
          work.paddingLeft = a
          work.groups = a
          work.outputElements = a
          work.units = b
          work.steps = a
          let value = feature.value(work)
          #expect(value.isFinite && value >= 0, "\(kind) \(a) \(b): \(value)")
        }
      }
    }
  }
}
