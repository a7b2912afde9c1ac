public import Estimator

/// The instructions behind a measured time, split into what a device spends its cycles on.
///
///     cycles = sum over slots of exp(log cycles per unit of the slot) * units + fixed cycles
///
/// Slots are the kernel classes and the patch copying of convolutions, in instructions; then weights
/// that are brought in, in bytes, and code that is fetched again, in lines.
public struct DeviceLoad: Hashable, Sendable {
  public var instructions: [Double]
  /// Cycles that do not scale with the fit: split accesses.
  public var fixedCycles: Double

  /// The kernel classes, patch copying, weights and lines.
  static let slotCount = KernelClass.allCases.count + 3
  static let gatherSlot = KernelClass.allCases.count
  static let weightSlot = KernelClass.allCases.count + 1
  static let lineSlot = KernelClass.allCases.count + 2

  /// The class whose factors a slot shares.
  static func kernelClass(ofSlot slot: Int) -> KernelClass {
    slot >= gatherSlot ? .convolution : KernelClass.allCases[slot]
  }

  init(instructions: [Double], fixedCycles: Double = 0) {
    precondition(instructions.count == Self.slotCount, "a load has one number for each slot")
    self.instructions = instructions
    self.fixedCycles = fixedCycles
  }
}

extension DeviceLoad {
  /// What `work` runs on `library`; `nil` when the library serves none of it.
  ///
  /// Operations that it does not serve, or by kernels that nobody counted, are left out where others
  /// are there: in whole networks these are reshapes and the like.
  public init?(
    _ work: [Work], on library: KernelLibrary, splitCycles: Double, memory: DeviceMemory
  ) {
    var load = DeviceLoad(instructions: [Double](repeating: 0, count: Self.slotCount))
    var isServed = false
    for one in work {
      guard let choice = library.choice(for: one), !choice.kernel.isAssumed else { continue }
      isServed = true
      let kernel = choice.kernel
      let slot = kernel.kernelClass.slot
      let gather = kernel.gatherInstructions(one)
      let all = kernel.instructions(one) + choice.overhead
      load.instructions[slot] += all - gather
      load.instructions[Self.gatherSlot] += gather
      load.fixedCycles += splitCycles * one.splitAccesses(in: kernel.kernelClass)
      if memory.weightByteCycles > 0 {
        load.instructions[Self.weightSlot] += one.fetchedWeightBytes(
          cacheBytes: memory.weightCacheBytes)
      }
      if memory.lineCycles > 0 {
        load.instructions[Self.lineSlot] += kernel.fetchedLineCount(one)
      }
    }
    guard isServed else { return nil }
    self = load
  }
}

extension DeviceLoad {
  /// Relative variance of a total from errors that operations do not share: of their kernels' fits, and
  /// `operationSpread` of each.
  static func ownVariance(
    of work: [Work], on library: KernelLibrary, operationSpread: Double
  ) -> Double {
    var sum = 0.0
    var squares = 0.0
    for one in work {
      guard let choice = library.choice(for: one), !choice.kernel.isAssumed else { continue }
      let count = choice.kernel.instructions(one) + choice.overhead
      sum += count
      let kernelSpread = choice.kernel.fit?.residualSigma ?? 0
      squares += count * count * (operationSpread * operationSpread + kernelSpread * kernelSpread)
    }
    return sum > 0 ? squares / (sum * sum) : operationSpread * operationSpread
  }
}

extension KernelClass {
  /// Position among the slots of a load.
  var slot: Int {
    KernelClass.allCases.firstIndex(of: self) ?? DeviceLoad.slotCount - 1
  }
}

/// What memory adds to a device's cycles, as its manual lets one expect: the fit moves it where
/// measurements say so.
public struct DeviceMemory: Hashable, Sendable {
  /// Cycles a byte of weights: wait states of one read over its width. 0 where nothing is lost.
  public var weightByteCycles: Double
  /// Of a cache in front of slow memory; `nil` where weights are as good as read once.
  public var weightCacheBytes: Int?
  /// Cycles a line of 32 bytes of instructions. 0 where nothing is lost: a cache of several KiB, or
  /// flash without wait states.
  public var lineCycles: Double

  public init(weightByteCycles: Double, weightCacheBytes: Int? = nil, lineCycles: Double) {
    self.weightByteCycles = weightByteCycles
    self.weightCacheBytes = weightCacheBytes
    self.lineCycles = lineCycles
  }

  public static let none = DeviceMemory(weightByteCycles: 0, lineCycles: 0)
}

extension DeviceMemory {
  /// What a device file says.
  init(_ timing: Timing) {
    self.init(
      weightByteCycles: timing.weightByteCycles?.value ?? 0,
      weightCacheBytes: timing.weightCacheBytes, lineCycles: timing.lineCycles?.value ?? 0)
  }

  /// Cycles for one unit of a slot before anything is fitted; `nil` where the slot is not the
  /// memory's.
  func prior(ofSlot slot: Int) -> Double? {
    switch slot {
    case DeviceLoad.weightSlot: weightByteCycles
    case DeviceLoad.lineSlot: lineCycles
    default: nil
    }
  }
}
