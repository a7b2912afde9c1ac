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

  /// What the profile knows of one class of kernels.
  private struct ClassFacts {
    var cyclesPerInstruction: Double
    /// Relative standard deviation that all operations of the class share.
    var deviation: Double
    /// Watts at the clock; `nil` without power.
    var power: Double?
    var basis: Basis
  }

  private let library: KernelLibrary
  private let clock: Hertz
  private let hasTiming: Bool
  /// By the class's position: looked up once here, and not for each operation.
  private let classes: [ClassFacts]
  /// What patch copying costs beyond other instructions: the gather factor less 1.
  private let gatherSurplus: Double
  private let splitCycles: Double
  /// From operation to operation, relative.
  private let operationVariance: Double

  /// Shared by all rows: the device's error in time, and in energy.
  let sharedTimeDeviation: Double
  let sharedEnergyDeviation: Double

  init(profile: Profile, clock: Hertz) throws(EstimateError) {
    let timing = profile.runtime.timing
    if let timing, timing.clockScaling == .fixed, timing.clock != clock {
      throw .clockFixed(asked: clock, calibrated: timing.clock)
    }
    library = profile.library
    self.clock = clock
    hasTiming = timing != nil
    gatherSurplus = (timing?.gatherFactor?.value ?? 1) - 1
    splitCycles = timing?.splitCycles?.value ?? 0
    operationVariance = (timing?.operationSpread ?? 0) * (timing?.operationSpread ?? 0)
    sharedTimeDeviation = timing?.cyclesPerInstruction.spread ?? 0

    let power = timing == nil ? nil : profile.runtime.power
    let ratio = power.map { clock.value / $0.clock.value } ?? 1
    let isAssumed = timing?.cyclesPerInstruction.kind == .assumed
    classes = KernelClass.allCases.map { kernelClass in
      let factor = timing?.classFactors[kernelClass]
      let isMeasured = timing?.measuredClasses.contains(kernelClass) ?? false
      return ClassFacts(
        cyclesPerInstruction: (timing?.cyclesPerInstruction.value ?? 0) * (factor?.value ?? 1),
        deviation: factor?.spread ?? 0,
        power: power.map {
          $0.active.value.value * ratio * ($0.classFactors[kernelClass]?.value ?? 1)
        },
        basis: isAssumed ? .assumed : isMeasured ? .measured : .fitted)
    }
    if let power {
      let scaling = ratio == 1 ? 0 : Self.powerScalingSpread
      let spread = power.active.spread
      sharedEnergyDeviation =
        (sharedTimeDeviation * sharedTimeDeviation + spread * spread + scaling * scaling)
        .squareRoot()
    } else {
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
    guard let choice = library.choice(for: work) else { return nil }
    // Whole numbers, so that printed rows add up to printed totals.
    let instructions = (choice.kernel.instructions(work) + choice.overhead).rounded()
    let kernelDeviation = choice.kernel.fit?.residualSigma ?? Self.unfittedDeviation
    let classIndex = choice.kernel.kernelClass.index
    guard hasTiming else {
      return Cost(
        choice: choice, instructions: instructions, ownDeviation: kernelDeviation,
        classIndex: classIndex, classDeviation: 0, basis: .fitted)
    }
    let facts = classes[classIndex]
    let cycles = cycles(of: work, instructions, choice.kernel, facts).rounded()
    let seconds = cycles / clock.value
    return Cost(
      choice: choice, instructions: instructions, cycles: cycles, seconds: seconds,
      joules: facts.power.map { $0 * seconds },
      ownDeviation: (kernelDeviation * kernelDeviation + operationVariance).squareRoot(),
      classIndex: classIndex, classDeviation: facts.deviation, basis: facts.basis)
  }

  private func cycles(
    of work: Work, _ instructions: Double, _ kernel: Kernel, _ facts: ClassFacts
  ) -> Double {
    var weighted = instructions
    if gatherSurplus != 0 { weighted += gatherSurplus * kernel.gatherInstructions(work) }
    let cycles = weighted * facts.cyclesPerInstruction
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
