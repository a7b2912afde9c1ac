public import Estimator

/// The instructions behind a measured time, split into what a device spends its cycles on.
///
///     cycles = sum over slots of exp(log cycles per instruction of the slot) * instructions
///              + fixed cycles
///
/// Slots are the kernel classes and, last, the patch copying of convolutions.
public struct DeviceLoad: Hashable, Sendable {
  public var instructions: [Double]
  /// Cycles that do not scale with the fit: split accesses and instruction fetches that thrash.
  public var fixedCycles: Double

  /// The kernel classes and patch copying.
  static let slotCount = KernelClass.allCases.count + 1
  static let gatherSlot = KernelClass.allCases.count

  /// The class whose factors a slot shares.
  static func kernelClass(ofSlot slot: Int) -> KernelClass {
    slot == gatherSlot ? .convolution : KernelClass.allCases[slot]
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
  /// Operations that it does not serve, or by kernels that nobody counted, are left out where others are there: in whole networks these
  /// are reshapes and the like.
  public init?(
    _ work: [Work], on library: KernelLibrary, splitCycles: Double, fetch: DeviceFetch
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
      load.fixedCycles += fetch.cyclesPerInstruction(library.id, kernel.kernelClass) * all
    }
    guard isServed else { return nil }
    self = load
  }
}

extension DeviceLoad {
  /// Sum of the squared shares of instructions of single operations; 1 where nothing is served.
  static func concentration(of work: [Work], on library: KernelLibrary) -> Double {
    var sum = 0.0
    var squares = 0.0
    for one in work {
      guard let choice = library.choice(for: one), !choice.kernel.isAssumed else { continue }
      let count = choice.kernel.instructions(one) + choice.overhead
      sum += count
      squares += count * count
    }
    return sum > 0 ? squares / (sum * sum) : 1
  }
}

extension KernelClass {
  /// Position among the slots of a load.
  var slot: Int {
    KernelClass.allCases.firstIndex(of: self) ?? DeviceLoad.slotCount - 1
  }
}

/// Instruction fetches that a small cache in front of flash does not hold.
///
/// A loop longer than the cache fetches every line again on each round. Of the kernels that were
/// counted with an idealised cache of 32 lines of 32 bytes only these miss: the addition of CMSIS-5
/// of 2020-05-20, whose body is unrolled to 3 KiB, and its 1x1 convolution at -Os.
public struct DeviceFetch: Hashable, Sendable {
  /// Cycles for one line of 32 bytes.
  public var cyclesPerLine: Double

  public init(cyclesPerLine: Double) {
    self.cyclesPerLine = cyclesPerLine
  }

  /// Nothing is lost: a cache of several KiB, or flash without wait states.
  public static let none = DeviceFetch(cyclesPerLine: 0)

  /// Lines missed for each instruction, by library and class.
  private static let linesPerInstruction: [String: [KernelClass: Double]] = [
    "cmsis-5-2020-05-20.dsp": [.elementwise: 0.0891],
    "cmsis-5-2020-05-20-os.dsp": [.elementwise: 0.1153, .pointwise: 0.0303],
  ]

  func cyclesPerInstruction(_ libraryID: String, _ kernelClass: KernelClass) -> Double {
    guard cyclesPerLine > 0 else { return 0 }
    return cyclesPerLine * (Self.linesPerInstruction[libraryID]?[kernelClass] ?? 0)
  }
}
