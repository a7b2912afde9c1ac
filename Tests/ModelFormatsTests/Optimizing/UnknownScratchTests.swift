import Estimator
import Testing

@testable import ModelFormats

/// Kernels that ask for memory which no library tells: the answer may not promise what they spoil.
@Suite struct UnknownScratchTests {
  private typealias Network = SketchedNetwork

  /// The branches, and one more operator of unknown scratch where much is alive.
  private func branches(with code: Int, custom: String? = nil) -> SketchedNetwork {
    var network = SketchedNetwork(inputs: [16])
    let left = network.add(reading: [0], bytes: 1024)
    let right = network.add(reading: [0], bytes: 1024)
    let narrow = [left, right].map {
      network.add(code, reading: [$0], bytes: 16, custom: custom)
    }
    network.setOutputs([network.add(reading: narrow, bytes: 16)])
    return network
  }

  /// Whatever an operator asks for, the file handed back needs no more than the file as it came.
  private func holdsForAnyScratch(_ file: [UInt8], _ step: Int) throws -> Bool {
    let before = try ArenaModel(try importModel(file), of: file)
    let optimized = try optimizeModel(file)
    let model = try importModel(optimized.bytes)
    let after = try ArenaModel(model, of: optimized.bytes)
    let offsets = model.facts.offlinePlan.map { Array($0.offsets) }
    let moved = try #require(after.operators.firstIndex(of: before.operators[step]))
    return stride(from: 0, through: 4096, by: 16).allSatisfy { bytes in
      func arena(_ model: ArenaModel, _ step: Int, _ offsets: [Int?]?) -> Int {
        var scratch = [[Int]](repeating: [], count: model.operators.count)
        if bytes > 0 { scratch[step] = [bytes] }
        return planGreedily(
          model.buffers(
            order: Array(model.operators.indices), scratch: scratch, offsets: offsets)
        ).arenaBytes
      }
      return arena(after, moved, offsets) <= arena(before, step, nil)
    }
  }

  @Test("a reduction's scratch is planned for: where it is in its input, and its axes")
  func reductions() throws {
    let optimized = try optimizeModel(branches(with: Network.reduceMax).bytes())
    #expect(optimized.arenas[0].scratchPeakBytes == 4 * 2 + 4)
    #expect(optimized.reason == nil)
  }

  @Test("a custom operator is a barrier: what stands before it stays before it")
  func customOperators() throws {
    let file = branches(with: Network.custom, custom: "Mine").bytes()
    let optimized = try optimizeModel(file)
    let operators = try importModel(optimized.bytes).graph.operations.map { $0.outputs[0] }
    let first = try #require(operators.firstIndex(of: 3))
    #expect(Set(operators[..<first]) == [1, 2])
    #expect(operators.firstIndex(of: 4) == first + 1)
    for step in 2..<4 { #expect(try holdsForAnyScratch(file, step)) }
  }

  @Test("scratch that is known is planned for: the sums of a mean, in 32 bits")
  func known() throws {
    let optimized = try optimizeModel(branches(with: Network.mean).bytes())
    #expect(optimized.arenas[0].scratchPeakBytes == 4 * 16 + 4 * 2 + 4)
    #expect(optimized.reason == nil)
  }

  @Test("a gain that leaves their room alone is still handed out")
  func gains() throws {
    let optimized = try optimizeModel(branches(with: Network.reduceMax).bytes())
    #expect(optimized.reason == nil)
    #expect(optimized.arenas[0].savedBytes == 1024 - 16)
  }

  @Test("a plan that would take the room beside such an operator is not handed out")
  func obstructs() throws {
    var network = SketchedNetwork(inputs: [192])
    var last = 0
    for (place, bytes) in [128, 128, 256, 64, 128, 128].enumerated() {
      last = network.add(
        place == 3 ? Network.custom : Network.stridedSlice, reading: [last], bytes: bytes,
        custom: place == 3 ? "Mine" : nil)
    }
    network.setOutputs([last])
    #expect(try holdsForAnyScratch(network.bytes(), 3))
  }
}
