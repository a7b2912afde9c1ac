@testable import Estimator

/// Estimates with round numbers: 100 ms (80 to 120), 50 mJ (40 to 60), 100,000 bytes of RAM of
/// 200,000, 400,000 bytes of flash of 500,000.
enum BudgetFixture {
  static let macs = 1_000_000

  static func estimate(_ change: (inout Estimate) -> Void = { _ in }) throws -> Estimate {
    let library = try KernelLibrary(
      id: "lib.dsp", name: "lib", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "made up", rules: [], kernels: [])
    let runtime = Runtime(
      id: "lib", libraryID: library.id, optimisation: "-O2", interpreter: .tflmArm,
      timingUnknown: "nobody measured it", powerUnknown: "no meter was at hand")
    let clock = Hertz(megahertz: 100)
    let device = Device(
      id: "board", name: "BOARD", version: "1", core: "cortex-m4", instructionSet: .dsp,
      defaultClock: clock, maximumClock: clock, clockSource: "made up", memory: [],
      runtimes: [runtime])
    var estimate = Estimate(
      profile: Profile(device: device, runtime: runtime, library: library, digest: "sha256:00"),
      clock: clock,
      coverage: Coverage(macsFraction: 1, operationsFraction: 1, notCovered: []),
      totals: Totals(
        latency: Interval(value: 100, low: 80, high: 120),
        energy: Interval(value: 50_000, low: 40_000, high: 60_000), cycles: nil, instructions: 1,
        basis: .fitted, isComplete: true),
      memory: MemoryEstimate(
        activationPeakBytes: 80_000, peakStep: 0, givenOrderPeakBytes: 80_000, arenaBytes: 90_000,
        arenaPlanner: "tflm-greedy", scratchPeakBytes: 0, persistentBytes: 10_000,
        allocateBytes: 100_000, totalFootprintBytes: 380_000, timeline: []),
      flash: FlashEstimate(weightBytes: 300_000, codeBytes: 100_000, totalBytes: 400_000),
      ramFit: Fit(availableBytes: 200_000, neededBytes: 100_000),
      flashFit: Fit(availableBytes: 500_000, neededBytes: 400_000),
      byType: [], operations: [], warnings: [])
    change(&estimate)
    return estimate
  }

  /// Leaves one operation without a cost.
  static func loseCoverage(_ estimate: inout Estimate) {
    estimate.totals.isComplete = false
    estimate.coverage.notCovered = [
      Coverage.Gap(index: 3, operation: "lstm", type: "lstm", reason: "no kernel")
    ]
  }

  static func result(
    _ name: String, _ limit: String, end: String = "value",
    _ change: (inout Estimate) -> Void = { _ in }
  ) throws -> BudgetResult {
    var budgets = BudgetSet()
    try budgets.set(name, to: limit)
    try budgets.set("on", to: end)
    return try budgets.evaluate(estimate(change), macs: macs)[0]
  }
}
