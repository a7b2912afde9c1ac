import Testing

@testable import Estimator

@Suite struct SplitAccessTests {
  private func convolution(depth: Int, pixels: Int = 100, filters: Int = 8) -> Work {
    var work = Work(kind: .conv2d, dataType: .int8)
    work.inputChannels = depth
    work.outputChannels = filters
    work.inputWidth = pixels
    work.outputWidth = pixels
    work.outputElements = pixels * filters
    return work
  }

  @Test("rows of whole words cost nothing")
  func alignedRows() {
    for kernelClass in KernelClass.allCases {
      #expect(convolution(depth: 64).splitAccesses(in: kernelClass) == 0)
    }
  }

  @Test("half words cost one access for every second row, odd bytes five for four rows")
  func unalignedRows() {
    // 50 pixel pairs x 8 filters x 25 words a row, of which 0.5 or 1.25 are split; with an odd depth
    // the second 16-bit column is split as well.
    #expect(convolution(depth: 102).splitAccesses(in: .convolution) == 50 * 8 * 25 * 0.5)
    #expect(convolution(depth: 101).splitAccesses(in: .convolution) == 50 * 8 * 25 * 2.25)
    #expect(convolution(depth: 101).splitAccesses(in: .fullyConnected) == 8 * 25 * 1.25)
  }

  @Test("only 8-bit weights are read four at a time")
  func otherTypes() {
    var work = convolution(depth: 101)
    work.dataType = .float32
    work.weightType = .float32
    #expect(work.splitAccesses(in: .convolution) == 0)
  }

  @Test("a convolution copies patches in the terms that grow with taps alone")
  func gatherTerms() throws {
    let kernel = Kernel(
      name: "conv", kernelClass: .convolution,
      terms: [
        try #require(CostTerm(10, [.tapsInBounds])),
        try #require(CostTerm(1, [.tapsInBounds, .channelsIn])),
        try #require(CostTerm(5, [.tapsInBounds, .channelsOut])),
        try #require(CostTerm(2, [.macs])),
      ])
    var work = convolution(depth: 3)
    work.kernelWidth = 1
    // One tap a pixel: 100 taps x 10, and x 3 channels.
    #expect(kernel.gatherInstructions(work) == 1_300)
    var pointwise = kernel
    pointwise.kernelClass = .pointwise
    #expect(pointwise.gatherInstructions(work) == 0)
  }
}
