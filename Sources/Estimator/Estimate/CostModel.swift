/// Instructions -> cycles -> time -> energy, for one profile at one clock.
///
///     cycles = (instructions + (gather factor - 1) * instructions that copy patches)
///              * cycles per instruction of the kernel's class
///              + split accesses * cycles for each
///              + bytes of weights fetched * cycles for each
///              + lines of code fetched * cycles for each
///     time   = cycles / clock
///     energy = power of the kernel's class * time
struct CostModel {
  /// The cost of one operation on the profile.
  struct Cost {
    var kernel: KernelPlace
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
  /// Of the library and of those behind it, one after the other.
  private let kernels: [Kernel]
  /// Where each library's begin.
  private let firstKernel: [Int]
  private let clock: Hertz
  /// Whether there are times, and with them energies.
  let hasTiming: Bool
  let hasPower: Bool
  /// By the class's position: looked up once here, and not for each operation.
  private let classes: [ClassFacts]
  /// What patch copying costs beyond other instructions: the gather factor less 1.
  private let gatherSurplus: Double
  private let splitCycles: Double
  /// Of weights where they are stored: cycles a byte, its relative deviation, the cache in front.
  private let weightByteCycles: Double
  private let weightDeviation: Double
  private let weightCacheBytes: Int?
  private let lineCycles: Double
  /// From operation to operation, relative.
  private let operationVariance: Double

  /// Shared by all rows: the device's error in time, and in energy.
  let sharedTimeDeviation: Double
  let sharedEnergyDeviation: Double

  init(
    runtime: Runtime, library: KernelLibrary, clock: Hertz
  ) throws(EstimateError) {
    let timing = runtime.timing
    if let timing, timing.clockScaling == .fixed, timing.clock != clock {
      throw .clockFixed(asked: clock, calibrated: timing.clock)
    }
    self.library = library
    var kernels = library.kernels
    var firstKernel = [0]
    for fallback in library.fallbacks {
      firstKernel.append(kernels.count)
      kernels += fallback.kernels
    }
    self.kernels = kernels
    self.firstKernel = firstKernel
    self.clock = clock
    hasTiming = timing != nil
    gatherSurplus = (timing?.gatherFactor?.value ?? 1) - 1
    splitCycles = timing?.splitCycles?.value ?? 0
    weightByteCycles = timing?.weightByteCycles?.value ?? 0
    weightDeviation = timing?.weightByteCycles?.spread ?? 0
    weightCacheBytes = timing?.weightCacheBytes
    lineCycles = timing?.lineCycles?.value ?? 0
    let errors = DeviceErrors(runtime, at: clock)
    operationVariance = errors.operation * errors.operation
    sharedTimeDeviation = errors.time
    sharedEnergyDeviation =
      (errors.energy * errors.energy + errors.powerScaling * errors.powerScaling).squareRoot()

    let power = timing == nil ? nil : runtime.power
    hasPower = power != nil
    let ratio = power.map { clock.value / $0.clock.value } ?? 1
    let isAssumed = timing?.cyclesPerInstruction.kind == .assumed
    var classes = Array(
      repeating: ClassFacts(
        cyclesPerInstruction: timing?.cyclesPerInstruction.value ?? 0, deviation: 0,
        power: power.map { $0.active.value.value * ratio }, basis: isAssumed ? .assumed : .fitted),
      count: KernelClass.allCases.count)
    for (kernelClass, factor) in timing?.classFactors ?? [:] {
      classes[kernelClass.caseNumber].cyclesPerInstruction *= factor.value
      classes[kernelClass.caseNumber].deviation = errors.classes[kernelClass.caseNumber]
    }
    for (kernelClass, factor) in power?.classFactors ?? [:] {
      classes[kernelClass.caseNumber].power? *= factor.value
    }
    for kernelClass in timing?.measuredClasses ?? [] where !isAssumed {
      classes[kernelClass.caseNumber].basis = .measured
    }
    self.classes = classes
  }

  /// `nil` when no kernel serves the work.
  func cost(of work: borrowing Work) -> Cost? {
    guard let place = library.place(for: work) else { return nil }
    let overhead = library.overhead(at: place, for: work.kind)
    // Looked at where it is: a copy of a kernel would count its lists and names.
    let kernels = kernels.span
    let number = number(place)
    let kernelClass = kernels[number].kernelClass
    let counted = Kernel.instructionsAndGather(kernels[number].terms, kernelClass, work)
    let isAssumed = kernels[number].isAssumed
    let kernelDeviation = Kernel.relativeDeviation(
      fitted: kernels[number].fit?.residualSigma, isAssumed: isAssumed)
    // Whole numbers, so that printed rows add up to printed totals.
    let instructions = (counted.all + overhead).rounded()
    guard hasTiming else {
      return Cost(
        kernel: place, instructions: instructions, ownDeviation: kernelDeviation,
        classIndex: kernelClass.caseNumber, classDeviation: 0,
        basis: isAssumed ? .assumed : .fitted)
    }
    let facts = classes[kernelClass.caseNumber]
    var cycles = (instructions + gatherSurplus * counted.gather) * facts.cyclesPerInstruction
    if splitCycles != 0 { cycles += splitCycles * work.splitAccesses(in: kernelClass) }
    if lineCycles != 0, !kernels[number].fetchedLines.isEmpty {
      cycles += lineCycles * Kernel.sum(kernels[number].fetchedLines, work)
    }
    var classDeviation = facts.deviation
    if weightByteCycles != 0 {
      let stall = weightByteCycles * work.fetchedWeightBytes(cacheBytes: weightCacheBytes)
      if stall > 0 {
        cycles += stall
        // Operations of a class are alike in how much of their time it is; they share its error too.
        let share = weightDeviation * stall / cycles
        classDeviation = (classDeviation * classDeviation + share * share).squareRoot()
      }
    }
    cycles.round()
    let seconds = cycles / clock.value
    return Cost(
      kernel: place, instructions: instructions, cycles: cycles, seconds: seconds,
      joules: facts.power.map { $0 * seconds },
      ownDeviation: (kernelDeviation * kernelDeviation + operationVariance).squareRoot(),
      classIndex: kernelClass.caseNumber, classDeviation: classDeviation,
      basis: isAssumed ? .assumed : facts.basis)
  }

  /// Of a kernel among those of all libraries.
  private func number(_ place: KernelPlace) -> Int { firstKernel[place.library] + place.kernel }

  /// Whether nobody counted the kernel.
  func isAssumed(_ place: KernelPlace) -> Bool { kernels[number(place)].isAssumed }

  func kernelName(_ place: KernelPlace) -> String { kernels[number(place)].name }

  func scratchBytes(_ place: KernelPlace, _ work: borrowing Work) -> Int? {
    // Looked at where it is, as above.
    let kernels = kernels.span
    return kernels[number(place)].scratch.bytes(for: work)
  }

  func libraryID(_ place: KernelPlace) -> String {
    place.library == 0 ? library.id : library.fallbacks[place.library - 1].id
  }
}
