import Estimator
import Testing

@testable import ModelFormats

@Suite struct OptimizingTests {
  private typealias Network = SketchedNetwork

  @Test("a better order halves what two wide branches need")
  func reorders() throws {
    let file = Network.branches.bytes()
    let optimized = try optimizeModel(file)
    #expect(optimized.reason == nil)
    #expect(optimized.movedOperatorCount == 2)
    let arena = try #require(optimized.arenas.first)
    #expect(arena.libraries == ["reference"])
    #expect(arena.beforeBytes == 2048 + 16)
    #expect(arena.afterBytes == 1024 + 32)
    #expect(arena.afterBytes == arena.lowerBoundBytes)
    let outputs = try importModel(optimized.bytes).graph.operations.map { $0.outputs[0] }
    #expect(outputs == [1, 3, 2, 4, 5])
  }

  @Test("where the order is best already, a plan alone closes the planner's gap")
  func places() throws {
    let optimized = try optimizeModel(Network.gaps.bytes())
    #expect(optimized.movedOperatorCount == 0)
    #expect(optimized.plannedTensorCount == 7)
    let arena = try #require(optimized.arenas.first)
    #expect(arena.afterBytes == 384)
    #expect(arena.afterBytes < arena.beforeBytes)
  }

  @Test("where nothing is gained the file comes back byte for byte")
  func leavesAlone() throws {
    let file = Network.chain.bytes()
    let optimized = try optimizeModel(file)
    #expect(optimized.bytes == file)
    #expect(optimized.reason == .nothingToGain)
    #expect(optimized.arenas.map(\.savedBytes) == [0])
  }

  @Test("an optimised file is left alone the second time")
  func isStable() throws {
    let once = try optimizeModel(Network.branches.bytes())
    let twice = try optimizeModel(once.bytes)
    #expect(twice.bytes == once.bytes)
    #expect(twice.reason == .alreadyPlanned)
  }

  @Test("the plan in the file is sound for the order in the file")
  func planIsSound() throws {
    for network in [Network.branches, Network.gaps] {
      let optimized = try optimizeModel(network.bytes())
      let plan = try plan(in: optimized.bytes)
      #expect(verify(plan) == nil)
      #expect(plan.arenaBytes == optimized.arenas[0].afterBytes)
    }
  }

  @Test("scratch counts: no build gets worse, and the favourite decides")
  func scratchCounts() throws {
    let slices = try profile("slices.dsp", .stridedSlice, scratchBytes: 64)
    let optimized = try optimizeModel(
      Network.gaps.bytes(), profiles: [slices], favourite: slices)
    #expect(optimized.arenas.map(\.libraries) == [["reference"], ["slices.dsp"]])
    #expect(optimized.arenas[1].scratchPeakBytes == 64)
    #expect(optimized.arenas.allSatisfy { $0.savedBytes >= 0 })
    #expect(optimized.arenas[1].savedBytes > 0)
  }

  @Test("profiles whose kernels ask for the same scratch are one build")
  func buildsAreJoined() throws {
    let profiles = try [
      profile("a.dsp", .stridedSlice, scratchBytes: 0), profile("b.dsp", .conv2d, scratchBytes: 9),
      profile("b.dsp", .conv2d, scratchBytes: 9),
    ]
    let optimized = try optimizeModel(Network.branches.bytes(), profiles: profiles)
    #expect(optimized.arenas.map(\.libraries) == [["reference", "a.dsp", "b.dsp"]])
  }

  @Test("profiles that do not run TensorFlow Lite Micro do not count")
  func otherRuntimes() throws {
    let closed = try profile("a.dsp", .stridedSlice, scratchBytes: 64, interpreter: .none)
    let optimized = try optimizeModel(
      Network.branches.bytes(), profiles: [closed], favourite: closed)
    #expect(optimized.arenas.map(\.libraries) == [["reference"]])
    #expect(optimized.reason == nil)
  }

  @Test("the same file gives the same bytes")
  func isDeterministic() throws {
    let file = Network.branches.bytes()
    #expect(try optimizeModel(file) == optimizeModel(file))
  }

  @Test("other kinds of model and broken files are refused with their own errors")
  func refusals() throws {
    #expect(throws: OptimizationError.notTFLite(.graphJSON)) {
      try optimizeModel(try Examples.bytes("kws.json"))
    }
    #expect(throws: OptimizationError.file(.empty)) { try optimizeModel([]) }
    #expect(throws: OptimizationError.file(.unrecognised)) {
      try optimizeModel(Array("no model".utf8))
    }
    var limits = ImportLimits()
    limits.fileBytes = 100
    #expect(throws: OptimizationError.self) {
      try optimizeModel(Network.branches.bytes(), limits: limits)
    }
  }

  @Test("every part of a file and every damaged byte gets an answer", .timeLimit(.minutes(20)))
  func survivesDamage() throws {
    let file = try optimizeModel(Network.branches.bytes()).bytes
    let fresh = Network.branches.bytes()
    for bytes in [file, fresh] {
      for count in stride(from: 0, to: bytes.count, by: 3) {
        _ = try? optimizeModel(Array(bytes.prefix(count)))
      }
    }
    var answers = 0
    for place in fresh.indices {
      var damaged = fresh
      damaged[place] ^= place % 2 == 0 ? 0xFF : 0x01
      if let optimized = try? optimizeModel(damaged) {
        answers += 1
        #expect(optimized.bytes.suffix(damaged.count).elementsEqual(damaged))
      }
    }
    #expect(answers > 0)
  }
}

/// The plan that a file carries, over the buffers that the runtime makes of the file.
func plan(in file: [UInt8]) throws -> ArenaPlan {
  let model = try importModel(file)
  let arena = try ArenaModel(model, of: file)
  let offsets = try #require(model.facts.offlinePlan).offsets
  let buffers = arena.buffers(
    order: Array(arena.operators.indices), scratch: arena.operators.map { _ in [] },
    offsets: Array(offsets.prefix(arena.tensorBytes.count)))
  return planGreedily(buffers)
}
