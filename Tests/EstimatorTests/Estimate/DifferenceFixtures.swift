import Testing

@testable import Estimator

/// Pairs of networks as rows of an estimate, and truths drawn from the model of the error.
struct DifferenceFixtures {
  enum Relation: CaseIterable, Sendable {
    case oneProfile, twoClocks, twoDevices
  }

  private static let kernels = ["conv", "depthwise", "pool", "fc"]
  private static let classes: [KernelClass] = [
    .convolution, .depthwise, .averagePool, .fullyConnected,
  ]

  private let near: Profile
  private let far: Profile
  private var random: SeededGenerator

  init(seed: Int) throws {
    random = SeededGenerator(seed: UInt64(seed))
    near = try Self.profile(device: "near", shared: 0.12)
    far = try Self.profile(device: "far", shared: 0.2)
  }

  private static func profile(device id: String, shared: Double) throws -> Profile {
    let profile = try ProfileFixtures.profile()
    var device = profile.device
    device.id = id
    var runtime = profile.runtime
    runtime.timing?.cyclesPerInstruction.spread = shared
    runtime.timing?.operationSpread = shared / 2
    runtime.timing?.weightByteCycles = Sourced(
      0.5, spread: shared * 2, source: "made up", kind: .fitted)
    for kernelClass in classes.dropFirst() {
      runtime.timing?.classFactors[kernelClass] = Sourced(
        1, spread: shared * 0.7, source: "made up", kind: .fitted)
    }
    return Profile(device: device, runtime: runtime, library: profile.library, digest: id)
  }

  /// Rows named by kernel, shape and milliseconds; two of one kernel and shape are identical.
  static func side(
    _ rows: [(kernel: String, shape: Int, latency: Double)], on profile: Profile,
    clock: Double = 100
  ) -> CostSide {
    CostSide(
      profile: profile, clock: Hertz(megahertz: clock),
      operations: rows.map {
        CostedOperation(
          identity: .init(
            kernel: $0.kernel, library: "test.dsp", type: $0.kernel, outputShape: [$0.shape],
            macs: $0.shape, outputs: 1, instructions: 1),
          latency: $0.latency, energy: $0.latency * 50,
          // Half a cycle a byte: two fifths of the time.
          weightBytes: $0.kernel == "fc" ? Int($0.latency * clock * 1e3 * 0.4 / 0.5) : 0)
      })
  }

  /// Two networks of up to 12 operations, most of them common.
  mutating func sides(_ relation: Relation) -> (base: CostSide, head: CostSide) {
    let pool = (0..<10).map { shape in
      (
        kernel: Self.kernels[Int.random(in: 0..<4, using: &random)], shape: shape,
        latency: Double.random(in: 1...30, using: &random)
      )
    }
    func pick() -> [(kernel: String, shape: Int, latency: Double)] {
      (0..<Int.random(in: 4...12, using: &random)).map { _ in
        pool[Int.random(in: 0..<pool.count, using: &random)]
      }
    }
    let base = Self.side(pick(), on: near)
    let rows = pick()
    switch relation {
    case .oneProfile: return (base, Self.side(rows, on: near))
    case .twoClocks:
      let slower = rows.map { ($0.kernel, $0.shape, $0.latency * 2) }
      return (base, Self.side(slower, on: near, clock: 50))
    case .twoDevices:
      let slower = rows.map { ($0.kernel, $0.shape, $0.latency * 1.4) }
      return (base, Self.side(slower, on: far))
    }
  }

  private static func weightShare(_ row: CostedOperation) -> Double {
    row.identity.kernel == "fc" ? 0.4 : 0
  }

  /// Half the width of the interval of one side alone, as the totals of an estimate have it.
  static func reachAlone(_ side: CostSide) -> Double {
    var sum = UncertainSum()
    let timing = side.profile.runtime.timing
    for row in side.operations {
      guard let index = kernels.firstIndex(of: row.identity.kernel ?? "") else { continue }
      let operation = timing?.operationSpread ?? 0
      sum.add(
        row.latency ?? 0, ownDeviation: (0.02 * 0.02 + operation * operation).squareRoot(),
        class: classes[index].caseNumber,
        classDeviation: timing?.classFactors[classes[index]]?.spread ?? 0)
    }
    let interval = sum.interval(
      sharedDeviation: timing?.cyclesPerInstruction.spread ?? 0)
    let memory =
      side.operations.reduce(0) { $0 + ($1.latency ?? 0) * weightShare($1) }
      * (timing?.weightByteCycles?.spread ?? 0) * Interval.deviations
    let reach = interval.high - interval.value
    return (reach * reach + memory * memory).squareRoot()
  }
}

// MARK: - Truths

extension DifferenceFixtures {
  /// What one draw of all errors makes of the two networks, `head - base`.
  mutating func trueDifference(
    _ base: CostSide, _ head: CostSide
  ) -> (latency: Double, energy: Double) {
    let isOneProfile = base.profile.id == head.profile.id
    let isOneClock = base.clock == head.clock
    let first = drawDevice(base)
    var second = drawDevice(head)
    if isOneProfile {
      second = Draw(
        time: first.time, power: first.power,
        scaling: isOneClock ? first.scaling : second.scaling, memory: first.memory,
        classes: first.classes)
    }
    // Operations one after another, each paired with the first identical one still free.
    var latency = 0.0
    var energy = 0.0
    func add(_ row: CostedOperation, own: Double, _ draw: Draw, sign: Double) {
      let shared = draw.classes[row.identity.kernel ?? ""] ?? 0
      let error = own + shared + draw.time + draw.memory * Self.weightShare(row)
      latency += sign * (row.latency ?? 0) * (1 + error)
      energy += sign * (row.energy ?? 0) * (1 + error + draw.power + draw.scaling)
    }
    var free = base.operations
    for row in head.operations {
      let fit = 0.02 * normal()
      let own = spread(head) * normal()
      add(row, own: fit + own, second, sign: 1)
      if let place = free.firstIndex(where: { $0.identity == row.identity }) {
        let twin = free.remove(at: place)
        add(twin, own: fit + (isOneProfile ? own : spread(base) * normal()), first, sign: -1)
      }
    }
    for row in free { add(row, own: 0.02 * normal() + spread(base) * normal(), first, sign: -1) }
    return (latency, energy)
  }

  private struct Draw {
    var time: Double
    var power: Double
    var scaling: Double
    var memory: Double
    var classes: [String: Double]
  }

  private func spread(_ side: CostSide) -> Double {
    side.profile.runtime.timing?.operationSpread ?? 0
  }

  private mutating func drawDevice(_ side: CostSide) -> Draw {
    let runtime = side.profile.runtime
    var classes: [String: Double] = [:]
    for (kernel, kernelClass) in zip(Self.kernels, Self.classes) {
      classes[kernel] = (runtime.timing?.classFactors[kernelClass]?.spread ?? 0) * normal()
    }
    return Draw(
      time: (runtime.timing?.cyclesPerInstruction.spread ?? 0) * normal(),
      power: (runtime.power?.active.spread ?? 0) * normal(),
      scaling: runtime.power?.clock == side.clock ? 0 : 0.15 * normal(),
      memory: (runtime.timing?.weightByteCycles?.spread ?? 0) * normal(), classes: classes)
  }

  /// Near enough to a normal distribution: the sum of 12 uniform ones (kurtosis 2.9).
  private mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
  }
}
