import Estimator
import Testing

@testable import ModelFormats

/// The promises of the optimiser on networks that nobody thought of.
@Suite struct RandomNetworkTests {
  @Test("never worse, sound, and nothing but order and plan changed", arguments: 0..<100)
  func promises(_ seed: Int) throws {
    var random = Generator(seed: UInt64(seed))
    let file = random.network().bytes()
    let profiles = try [
      profile("a.dsp", .stridedSlice, scratchBytes: 16 * Int.random(in: 1...40, using: &random)),
      profile("b.dsp", .relu, scratchBytes: 16 * Int.random(in: 1...40, using: &random)),
    ]
    let optimized = try optimizeModel(
      file, profiles: profiles, favourite: Bool.random(using: &random) ? profiles[0] : nil)
    let came = try Reading(file)
    let back = try Reading(optimized.bytes)
    #expect(optimized.bytes.suffix(file.count).elementsEqual(file))
    #expect(optimized.arenas.allSatisfy { $0.lowerBoundBytes <= $0.afterBytes })
    guard optimized.reason == nil else {
      #expect(optimized.bytes == file)
      return
    }
    let order = try #require(back.order(of: came))
    #expect(order.enumerated().count { $0 != $1 } == optimized.movedOperatorCount)
    #expect(back.keepsOrderOf(came, came.customSteps))

    let builds = KernelScratch.builds(of: came.model.graph, profiles: profiles)
    for (build, arena) in zip(builds, optimized.arenas) {
      let plan = back.plan(scratch: order.map { build.requests[$0] })
      #expect(verify(plan) == nil)
      #expect(plan.arenaBytes == arena.afterBytes)
      #expect(came.plan(scratch: build.requests).arenaBytes == arena.beforeBytes)
      #expect(arena.afterBytes <= arena.beforeBytes)
    }
    // Kernels may ask for what they like where it is not known.
    for _ in 0..<20 {
      let requests = came.model.graph.operations.indices.map { index -> [Int] in
        let isUnknown = came.model.graph.operations[index].hasUnknownScratch(for: profiles)
        guard isUnknown, Bool.random(using: &random) else { return builds[0].requests[index] }
        return [16 * Int.random(in: 1...200, using: &random)]
      }
      let after = back.plan(scratch: order.map { requests[$0] })
      #expect(after.arenaBytes <= came.plan(scratch: requests).arenaBytes)
    }
  }

  @Test("among them are gains of every sort, and gains that must be left")
  func areVaried() throws {
    var moved = 0
    var placed = 0
    var left = 0
    for seed in 0..<100 {
      var random = Generator(seed: UInt64(seed))
      let optimized = try optimizeModel(random.network().bytes())
      if case .unknownScratch = optimized.reason { left += 1 }
      guard optimized.reason == nil else { continue }
      if optimized.movedOperatorCount > 0 { moved += 1 } else { placed += 1 }
    }
    #expect(moved > 10)
    #expect(placed > 1)
    #expect(left > 1)
  }
}

/// A file as the runtime reads it.
private struct Reading {
  let model: ImportedModel
  let arena: ArenaModel

  init(_ file: [UInt8]) throws {
    model = try importModel(file)
    arena = try ArenaModel(model, of: file)
  }

  var customSteps: [Int] {
    model.graph.operations.indices.filter {
      if case .custom = model.graph.operations[$0].op { true } else { false }
    }
  }

  func plan(scratch: [[Int]]) -> ArenaPlan {
    planGreedily(
      arena.buffers(
        order: Array(arena.operators.indices), scratch: scratch,
        offsets: model.facts.offlinePlan?.offsets))
  }

  /// The places that the operators had in `other`; `nil` when some are missing.
  func order(of other: Reading) -> [Int]? {
    let order = arena.operators.compactMap { other.arena.operators.firstIndex(of: $0) }
    return order.count == other.arena.operators.count ? order : nil
  }

  /// Whether the same operators stand before and behind each of these steps of `other`.
  func keepsOrderOf(_ other: Reading, _ steps: [Int]) -> Bool {
    guard let order = order(of: other) else { return false }
    return steps.allSatisfy { step in
      order.firstIndex(of: step).map { Set(order[..<$0]) == Set(0..<step) } ?? false
    }
  }
}

/// splitmix64 (Steele et al. 2014): the same networks on every machine.
private struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// Up to 16 operators that each read one or two tensors, mostly new ones.
  mutating func network() -> SketchedNetwork {
    var network = SketchedNetwork(inputs: [16 * Int.random(in: 1...20, using: &self)])
    var tensors = [0]
    var unread: Set<Int> = [0]
    // One in three has operators whose scratch is not known.
    let rareCode =
      [SketchedNetwork.relu, SketchedNetwork.reduceMax, SketchedNetwork.custom]
      .randomElement(using: &self) ?? SketchedNetwork.relu
    for _ in 0..<Int.random(in: 3...16, using: &self) {
      var inputs: [Int] = []
      for _ in 0..<Int.random(in: 1...2, using: &self) {
        let fresh = unread.sorted()
        let isFresh = !fresh.isEmpty && Int.random(in: 0..<3, using: &self) > 0
        inputs.append((isFresh ? fresh : tensors).randomElement(using: &self) ?? 0)
      }
      let isRare = Int.random(in: 0..<5, using: &self) == 0
      let code = isRare ? rareCode : SketchedNetwork.stridedSlice
      if code == SketchedNetwork.relu { inputs = Array(inputs.prefix(1)) }
      let bytes =
        code == SketchedNetwork.relu
        ? network.bytes(of: inputs[0]) : 16 * Int.random(in: 1...40, using: &self)
      let output = network.add(
        code, reading: inputs, bytes: bytes,
        custom: code == SketchedNetwork.custom ? "Mine" : nil)
      unread.subtract(inputs)
      unread.insert(output)
      tensors.append(output)
    }
    network.setOutputs(unread.subtracting([0]).sorted())
    return network
  }
}
