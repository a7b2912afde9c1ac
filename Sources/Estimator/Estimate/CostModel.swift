/// Instructions -> cycles -> time -> energy, for one profile at one clock.
///
///     cycles = (instructions + (gather factor - 1) * instructions that copy patches)
///              * cycles per instruction of the kernel's class
///              + split accesses * cycles for each
///     time   = cycles / clock
///     energy = power of the kernel's class * time
struct CostModel {
  /// The cost of one operation on the profile.
  struct Cost {
    var choice: KernelChoice
    var instructions: Double
    /// `nil` without timing.
    var cycles: Double?
    /// Seconds.
    var seconds: Double?
    /// Joules.
    var joules: Double?
    /// Relative standard deviation that is this operation's own.
    var ownDeviation: Double
    /// Position of the kernel's class, and the deviation that all operations of it share.
    var classIndex: Int
    var classDeviation: Double
    var basis: Basis
  }

  private let profile: Profile
  private let clock: Hertz
  /// Power at `clock`.
  private let activePower: Watts?
  /// Cycles per instruction and relative power, by class.
  private let cyclesPerInstruction: [Double]
  private let classDeviation: [Double]
  /// What patch copying costs beyond other instructions: the gather factor less 1.
  private let gatherSurplus: Double
  private let splitCycles: Double
  private let classPower: [Double]

  /// Shared by all rows: the device's error in time, and in energy.
  let sharedTimeDeviation: Double
  let sharedEnergyDeviation: Double

  init(profile: Profile, clock: Hertz) throws(EstimateError) {
    self.profile = profile
    self.clock = clock
    let timing = profile.runtime.timing
    if let timing, timing.clockScaling == .fixed, timing.clock != clock {
      throw .clockFixed(asked: clock, calibrated: timing.clock)
    }
    cyclesPerInstruction = KernelClass.allCases.map {
      (timing?.cyclesPerInstruction.value ?? 0) * (timing?.classFactors[$0]?.value ?? 1)
    }
    classDeviation = KernelClass.allCases.map { timing?.classFactors[$0]?.spread ?? 0 }
    gatherSurplus = (timing?.gatherFactor?.value ?? 1) - 1
    splitCycles = timing?.splitCycles?.value ?? 0
    sharedTimeDeviation = timing?.cyclesPerInstruction.spread ?? 0
    let power = profile.runtime.power
    classPower = KernelClass.allCases.map { power?.classFactors[$0]?.value ?? 1 }
    if let power {
      let ratio = clock.value / power.clock.value
      activePower = Watts(power.active.value.value * ratio)
      let scaling = ratio == 1 ? 0 : Self.powerScalingSpread
      let spread = power.active.spread
      sharedEnergyDeviation =
        (sharedTimeDeviation * sharedTimeDeviation + spread * spread + scaling * scaling)
        .squareRoot()
    } else {
      activePower = nil
      sharedEnergyDeviation = 0
    }
  }

  /// What taking power to follow the clock adds in error: a part of it (leakage, regulators, the
  /// rest of the board) does not. A bound chosen by us, not a measurement.
  private static let powerScalingSpread = 0.15

  /// A kernel that was never checked on left-out shapes is trusted this much.
  private static let unfittedDeviation = 0.3

  /// `nil` when no kernel serves the work.
  func cost(of work: Work) -> Cost? {
    guard let choice = profile.library.choice(for: work) else { return nil }
    // Whole numbers, so that printed rows add up to printed totals.
    let instructions = (choice.kernel.instructions(work) + choice.overhead).rounded()
    let kernelDeviation = choice.kernel.fit?.residualSigma ?? Self.unfittedDeviation
    let kernelClass = choice.kernel.kernelClass
    let classIndex = kernelClass.index
    guard let timing = profile.runtime.timing else {
      return Cost(
        choice: choice, instructions: instructions, ownDeviation: kernelDeviation,
        classIndex: classIndex, classDeviation: 0, basis: .fitted)
    }
    let cycles = self.cycles(of: work, instructions, choice.kernel).rounded()
    let seconds = cycles / clock.value
    let own = kernelDeviation * kernelDeviation + timing.operationSpread * timing.operationSpread
    let basis: Basis =
      timing.cyclesPerInstruction.kind == .assumed
      ? .assumed : timing.measuredClasses.contains(kernelClass) ? .measured : .fitted
    return Cost(
      choice: choice, instructions: instructions, cycles: cycles, seconds: seconds,
      joules: activePower.map { $0.value * classPower[classIndex] * seconds },
      ownDeviation: own.squareRoot(), classIndex: classIndex,
      classDeviation: classDeviation[classIndex], basis: basis)
  }

  private func cycles(of work: Work, _ instructions: Double, _ kernel: Kernel) -> Double {
    var weighted = instructions
    if gatherSurplus != 0 { weighted += gatherSurplus * kernel.gatherInstructions(work) }
    let cycles = weighted * cyclesPerInstruction[kernel.kernelClass.index]
    if splitCycles == 0 { return cycles }
    return cycles + splitCycles * work.splitAccesses(in: kernel.kernelClass)
  }
}

extension KernelClass {
  /// Position in `allCases`.
  fileprivate var index: Int {
    switch self {
    case .convolution: 0
    case .pointwise: 1
    case .depthwise: 2
    case .fullyConnected: 3
    case .averagePool: 4
    case .maxPool: 5
    case .elementwise: 6
    case .transcendental: 7
    case .recurrent: 8
    case .copy: 9
    case .conversion: 10
    case .control: 11
    }
  }
}
