/// How far a profile's numbers may be off, as relative standard deviations.
///
///     true time of operation i = estimate * (1 + own_i + class of i + device)
///
/// `own_i` is the error of the kernel's fit and the spread from operation to operation; each
/// operation draws its own. The error of a class moves all operations of the class, that of the
/// device all there are.
struct DeviceErrors {
  /// Shared by all operations, in time.
  private(set) var time: Double
  /// Shared by all operations, in energy, at the clock at which power was measured.
  private(set) var energy: Double
  /// What a clock at which power was not measured adds to `energy`.
  private(set) var powerScaling: Double
  /// From operation to operation, beside the kernel's own.
  private(set) var operation: Double
  /// By the class's case number.
  private(set) var classes: [Double]
  /// Of what bringing in weights takes.
  private(set) var weightMemory: Double

  init(_ runtime: Runtime, at clock: Hertz) {
    let timing = runtime.timing
    let power = timing == nil ? nil : runtime.power
    let shared = timing?.cyclesPerInstruction.spread ?? 0
    time = shared
    operation = timing?.operationSpread ?? 0
    weightMemory = timing?.weightByteCycles?.spread ?? 0
    classes = Array(repeating: 0, count: KernelClass.allCases.count)
    for (kernelClass, factor) in timing?.classFactors ?? [:] {
      classes[kernelClass.caseNumber] = factor.spread
    }
    let spread = power?.active.spread ?? 0
    energy = power == nil ? 0 : (shared * shared + spread * spread).squareRoot()
    powerScaling = power == nil || power?.clock == clock ? 0 : Self.powerScalingSpread
  }

  /// What taking power to follow the clock adds in error: a part of it (leakage, regulators, the
  /// rest of the board) does not. A bound chosen by us, not a measurement.
  private static let powerScalingSpread = 0.15
}

extension Kernel {
  /// The error of its fit; a kernel that was never checked on left-out shapes is trusted this much.
  /// One that nobody counted is trusted half as much: kernels of one operation differ by up to a factor
  /// of two.
  var relativeDeviation: Double {
    Self.relativeDeviation(fitted: fit?.residualSigma, isAssumed: isAssumed)
  }

  static func relativeDeviation(fitted: Double?, isAssumed: Bool) -> Double {
    fitted ?? (isAssumed ? 0.6 : 0.3)
  }
}
