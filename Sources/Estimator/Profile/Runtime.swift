/// A build that runs networks on a device: kernels, interpreter, compiler level, and what was
/// measured of them together.
public struct Runtime: Hashable, Sendable {
  /// Second half of the profile's id: `cmsis-nn-7.0.0`.
  public var id: String
  /// Id of the kernel library.
  public var libraryID: String
  public var optimisation: String
  public var interpreter: Interpreter
  /// Whether channels whose weights are all zero are left out when a model is translated.
  public var dropsDeadChannels: Bool
  /// `nil` when nothing is known about time; `timingUnknown` says why.
  public var timing: Timing?
  public var timingUnknown: String?
  public var power: Power?
  public var powerUnknown: String?
  /// Flash taken by kernels and interpreter.
  public var code: Sourced<Int>?
  /// `nil` where nobody said what the times were fitted to.
  public var evidence: Evidence?

  public init(
    id: String, libraryID: String, optimisation: String, interpreter: Interpreter,
    dropsDeadChannels: Bool = false,
    timing: Timing? = nil, timingUnknown: String? = nil, power: Power? = nil,
    powerUnknown: String? = nil, code: Sourced<Int>? = nil, evidence: Evidence? = nil
  ) {
    self.id = id
    self.libraryID = libraryID
    self.optimisation = optimisation
    self.interpreter = interpreter
    self.dropsDeadChannels = dropsDeadChannels
    self.timing = timing
    self.timingUnknown = timingUnknown
    self.power = power
    self.powerUnknown = powerUnknown
    self.code = code
    self.evidence = evidence
  }
}

/// What plans memory and calls the kernels. Decides what is kept beside the arena.
public enum Interpreter: String, CaseIterable, Hashable, Sendable {
  /// TensorFlow Lite Micro on 32-bit Arm with short enums.
  case tflmArm = "tflm-arm32"
  /// TensorFlow Lite Micro on Xtensa: 32 bits, 4-byte enums.
  case tflmXtensa = "tflm-xtensa"
  /// TensorFlow Lite Micro on RISC-V: 32 bits, 4-byte enums.
  case tflmRISCV = "tflm-riscv32"
  /// TensorFlow Lite Micro on x86-64, as in its Python package.
  case tflmX86 = "tflm-x86-64"
  /// Generated code or a closed runtime, whose own memory is not known.
  case none
}

/// From instructions to cycles.
public struct Timing: Hashable, Sendable {
  public enum ClockScaling: String, CaseIterable, Hashable, Sendable {
    /// Cycles do not depend on the clock: code and data are served without wait states, or through
    /// a cache that hides them.
    case proportional
    /// Holds at `clock` alone: wait states change with the clock.
    case fixed
  }

  /// At which it was calibrated.
  public var clock: Hertz
  public var clockScaling: ClockScaling
  public var cyclesPerInstruction: Sourced<Double>
  /// Cycles per instruction of a class relative to the overall number; 1 where not listed.
  public var classFactors: [KernelClass: Sourced<Double>]
  /// Cycles per instruction of copying patches, relative to the convolution that asks for them; 1
  /// where it is `nil`. Copies of a few bytes are calls and branches, not long straight loops, which
  /// is why first layers with 1 to 3 channels are slower than their instructions tell.
  public var gatherFactor: Sourced<Double>?
  /// Cycles for each extra bus access of a word that does not begin at a multiple of four bytes
  /// (`Work.splitAccesses`): 1 on Cortex-M4. 0 where it is `nil`.
  public var splitCycles: Sourced<Double>?
  /// Cycles for each byte of weights that comes from where they are stored (`Work.fetchedWeightBytes`):
  /// wait states of flash, or an external chip behind a cache. 0 where it is `nil`.
  public var weightByteCycles: Sourced<Double>?
  /// Size of the cache in front of slow memory: layers whose weights it does not hold read them again
  /// for each pixel. `nil` where weights are as good as read once.
  public var weightCacheBytes: Int?
  /// Cycles for each line of 32 bytes of instructions that a small cache in front of flash does not
  /// hold (`Kernel.fetchedLines`). 0 where it is `nil`.
  public var lineCycles: Sourced<Double>?
  /// Spread from operation to operation that the fit leaves, relative, one standard deviation.
  /// Independent between operations. The spread of `cyclesPerInstruction` is shared by all, that of
  /// a class factor by the operations of the class.
  public var operationSpread: Double
  /// Classes that were measured one by one on this device with this library.
  public var measuredClasses: Set<KernelClass>

  public init(
    clock: Hertz, clockScaling: ClockScaling, cyclesPerInstruction: Sourced<Double>,
    classFactors: [KernelClass: Sourced<Double>] = [:], gatherFactor: Sourced<Double>? = nil,
    splitCycles: Sourced<Double>? = nil, weightByteCycles: Sourced<Double>? = nil,
    weightCacheBytes: Int? = nil, lineCycles: Sourced<Double>? = nil, operationSpread: Double,
    measuredClasses: Set<KernelClass> = []
  ) {
    self.clock = clock
    self.clockScaling = clockScaling
    self.cyclesPerInstruction = cyclesPerInstruction
    self.classFactors = classFactors
    self.gatherFactor = gatherFactor
    self.splitCycles = splitCycles
    self.weightByteCycles = weightByteCycles
    self.weightCacheBytes = weightCacheBytes
    self.lineCycles = lineCycles
    self.operationSpread = operationSpread
    self.measuredClasses = measuredClasses
  }
}

/// Power while an inference runs.
public struct Power: Hashable, Sendable {
  /// At which it was measured; power is taken to follow the clock.
  public var clock: Hertz
  public var active: Sourced<Watts>
  /// Power of a class relative to `active`; 1 where not listed.
  public var classFactors: [KernelClass: Sourced<Double>]
  public var supplyVolts: Double?
  /// What the figure covers: "board", "chip", "board above idle".
  public var includes: String

  public init(
    clock: Hertz, active: Sourced<Watts>, classFactors: [KernelClass: Sourced<Double>] = [:],
    supplyVolts: Double? = nil, includes: String
  ) {
    self.clock = clock
    self.active = active
    self.classFactors = classFactors
    self.supplyVolts = supplyVolts
    self.includes = includes
  }
}
