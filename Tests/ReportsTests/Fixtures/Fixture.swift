import Reports

@testable import Estimator

/// Reports with numbers that can be followed by hand: three operations of 8, 3.5 and 0.5 ms.
enum Fixture {
  static let digest = "sha256:" + String(repeating: "0f", count: 32)

  static func profile(
    device id: String = "nucleo-test", ramName: String = "SRAM", library: String = "lib-1.0.dsp"
  ) throws -> Profile {
    let library = try KernelLibrary(
      id: library, name: "lib", version: "1.0", instructionSet: .dsp, optimisation: "-O2",
      provenance: "made up", rules: [], kernels: [])
    let runtime = Runtime(
      id: "lib-1.0", libraryID: library.id, optimisation: "-O2", interpreter: .tflmArm,
      timingUnknown: "nobody measured it")
    let clock = Hertz(megahertz: 100)
    let device = Device(
      id: id, name: id.uppercased(), version: "2026-01", core: "cortex-m4", instructionSet: .dsp,
      defaultClock: clock, maximumClock: clock, clockSource: "made up",
      memory: [
        MemoryRegion(name: ramName, kind: .ram, bytes: 320 << 10),
        MemoryRegion(name: "CCM", kind: .ram, bytes: 64 << 10, isDefault: false),
        MemoryRegion(name: "FLASH", kind: .flash, bytes: 1 << 20),
      ], runtimes: [runtime])
    return Profile(device: device, runtime: runtime, library: library, digest: digest)
  }

  static func row(
    _ index: Int, _ name: String, _ kind: OperatorKind, type: String, macs: Int,
    milliseconds: Double
  ) -> OperationEstimate {
    OperationEstimate(
      index: index, name: name, kind: kind, type: type, kernel: "arm_\(kind.rawValue)_s8",
      library: "lib-1.0.dsp", outputShape: [1, 25, 5, 64], macs: macs, outputs: 8000,
      instructions: milliseconds * 8e4, cycles: milliseconds * 1e5,
      latency: interval(milliseconds), energy: interval(milliseconds * 200),
      arithmeticOperations: 2 * macs, liveBytes: 16_000 - index * 1000, scratchBytes: index * 640,
      weightBytes: 2560, basis: .fitted)
  }

  static func interval(_ value: Double) -> Interval {
    Interval(value: value, low: value * 0.75, high: value * 1.25)
  }

  static func estimate(
    on profile: Profile, names: [String] = ["conv0", "depthwise1", "scores"],
    change: (inout Estimate) -> Void = { _ in }
  ) -> Estimate {
    let rows = [
      row(0, names[0], .conv2d, type: "conv2d_1x1", macs: 300_000, milliseconds: 8),
      row(
        1, names[1], .depthwiseConv2d, type: "depthwise_conv2d", macs: 100_000, milliseconds: 3.5),
      row(2, names[2], .softmax, type: "softmax", macs: 0, milliseconds: 0.5),
    ]
    var estimate = Estimate(
      profile: profile, clock: profile.device.defaultClock,
      coverage: Coverage(macsFraction: 1, operationsFraction: 1, notCovered: []),
      totals: Totals(
        latency: interval(12), energy: interval(2400), cycles: interval(1_200_000),
        instructions: 960_000, inferencesPerSecond: 1000 / 12.0,
        arithmeticOperationsPerSecond: 800_000 / 0.012, nanojoulesPerArithmeticOperation: 3,
        averagePower: Watts(0.2), basis: .fitted, isComplete: true),
      memory: memory(names),
      flash: FlashEstimate(
        weightBytes: 7680, codeBytes: 50_000, totalBytes: 57_680),
      ramFit: Fit(availableBytes: 320 << 10, neededBytes: 22_528),
      flashFit: Fit(availableBytes: 1 << 20, neededBytes: 57_680), byType: shares(rows),
      operations: rows, warnings: [])
    change(&estimate)
    return estimate
  }

  private static func memory(_ names: [String]) -> MemoryEstimate {
    MemoryEstimate(
      activationPeakBytes: 16_000, peakStep: 0, givenOrderPeakBytes: 16_000,
      bestOrderPeakBytes: 15_000, lowerBoundBytes: 15_000, lowerBoundProved: true,
      arenaBytes: 20_480, arenaPlanner: "tflm-greedy", scratchPeakBytes: 1280,
      persistentBytes: 2048, allocateBytes: 22_528, totalFootprintBytes: 23_680,
      timeline: names.enumerated().map { index, name in
        MemoryEstimate.Step(
          operation: name, liveBytes: 16_000 - index * 1000, scratchBytes: index * 640,
          tensors: ["in \(name)", "out \(name)"])
      })
  }

  private static func shares(_ rows: [OperationEstimate]) -> [TypeShare] {
    rows.map { row in
      var share = TypeShare(type: row.type)
      share.count = 1
      share.macs = row.macs
      share.arithmeticOperations = row.arithmeticOperations
      share.arithmeticOperationsFraction = Double(row.arithmeticOperations) / 800_000
      share.macsFraction = Double(row.macs) / 400_000
      share.latency = row.latency?.value
      share.energy = row.energy?.value
      share.latencyFraction = row.latency.map { $0.value / 12 }
      share.energyFraction = row.energy.map { $0.value / 2400 }
      share.arithmeticOperationsPerSecond = row.arithmeticOperationsPerSecond
      return share
    }
  }

  static func budgets(_ settings: [(String, String)]) throws -> BudgetSet {
    var budgets = BudgetSet()
    for (name, value) in settings { try budgets.set(name, to: value) }
    return budgets
  }

  static func report(
    model name: String = "tiny", detail: EstimateOptions.Detail = .ops,
    budgets: [(String, String)] = [], _ estimates: [Estimate]
  ) throws -> Report {
    let set = try Self.budgets(budgets)
    return Report(
      version: "0.1.0", profilesDigest: digest,
      model: Report.Model(
        name: name, format: "tflite", sha256: String(repeating: "ab", count: 32),
        operationCount: 3, macs: 400_000, arithmeticOperations: 800_000, parameters: 7000,
        weightBytes: 7680),
      detail: detail,
      results: estimates.map { Report.Result($0, budgets: set.evaluate($0, macs: 400_000)) })
  }
}
