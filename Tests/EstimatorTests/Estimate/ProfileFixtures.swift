import Testing

@testable import Estimator

/// A profile with round numbers, so that expected values can be worked out by hand.
enum ProfileFixtures {
  static func library(
    overhead: RuntimeOverhead = .none, lines: [CostTerm] = []
  ) throws -> KernelLibrary {
    func kernel(
      _ name: String, _ kernelClass: KernelClass, _ coefficient: Double, _ feature: WorkFeature,
      scratch: ScratchRule = ScratchRule()
    ) throws -> Kernel {
      Kernel(
        name: name, kernelClass: kernelClass,
        terms: [try #require(CostTerm(coefficient, [feature]))], scratch: scratch,
        fetchedLines: name == "conv" ? lines : [],
        fit: KernelFit(
          shapes: 10, median: 0.01, mean: 0.01, p95: 0.02, worst: 0.05, residualSigma: 0.02))
    }
    return try KernelLibrary(
      id: "test.dsp", name: "test", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "made up for tests", overhead: overhead,
      rules: [
        DispatchRule(operation: .conv2d, dataTypes: [.int8], kernel: "conv"),
        DispatchRule(operation: .depthwiseConv2d, dataTypes: [.int8], kernel: "depthwise"),
        DispatchRule(operation: .averagePool2d, dataTypes: [.int8], kernel: "pool"),
        DispatchRule(operation: .fullyConnected, dataTypes: [.int8], kernel: "fc"),
      ],
      kernels: [
        kernel(
          "conv", .convolution, 2, .macs,
          scratch: ScratchRule([.init(bytes: 4, facts: [.inputChannels])])),
        kernel("depthwise", .depthwise, 10, .macs),
        kernel("pool", .averagePool, 3, .outputs),
        kernel("fc", .fullyConnected, 1, .macs),
      ])
  }

  static func profile(
    scaling: Timing.ClockScaling = .proportional, timing: Bool = true, power: Bool = true,
    overhead: RuntimeOverhead = .none, lines: [CostTerm] = [],
    changing change: (inout Timing) -> Void = { _ in }
  ) throws -> Profile {
    let clock = Hertz(megahertz: 100)
    var runtime = Runtime(
      id: "test", libraryID: "test.dsp", optimisation: "-O2", interpreter: .none,
      timing: timing
        ? Timing(
          clock: clock, clockScaling: scaling,
          cyclesPerInstruction: Sourced(2, spread: 0.05, source: "made up", kind: .fitted),
          classFactors: [
            .averagePool: Sourced(1.5, spread: 0.1, source: "made up", kind: .fitted)
          ],
          operationSpread: 0.1, measuredClasses: [.convolution]) : nil,
      timingUnknown: timing ? nil : "it is a test",
      power: power
        ? Power(
          clock: clock,
          active: Sourced(Watts(milliwatts: 50), spread: 0.03, source: "made up", kind: .measured),
          includes: "chip") : nil)
    if var timing = runtime.timing {
      change(&timing)
      runtime.timing = timing
    }
    let device = Device(
      id: "board", name: "BOARD", version: "1", core: "cortex-m4", instructionSet: .dsp,
      defaultClock: clock, maximumClock: Hertz(megahertz: 200), clockSource: "made up",
      memory: [
        MemoryRegion(name: "sram", kind: .ram, bytes: 1024),
        MemoryRegion(name: "ccm", kind: .ram, bytes: 512, isDefault: false),
        MemoryRegion(name: "flash", kind: .flash, bytes: 4096),
      ],
      runtimes: [runtime])
    return Profile(
      device: device, runtime: runtime, library: try library(overhead: overhead, lines: lines),
      digest: "test")
  }
}
