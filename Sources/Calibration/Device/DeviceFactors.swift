public import Estimator

/// Log cycles per instruction of each slot with their joint spread: a device as the fit knows it.
public struct DeviceFactors: Hashable, Sendable {
  /// One for each kernel class, and last for patch copying.
  var mean: [Double]
  /// Of the logs; row by row.
  var covariance: [[Double]]
}

extension DeviceFactors {
  /// How an ordinary network spends its instructions: the mix whose cycles per instruction is the
  /// overall number of a device file.
  static let ordinaryMix: [KernelClass: Double] = [
    .convolution: 0.4, .pointwise: 0.3, .depthwise: 0.2, .fullyConnected: 0.1,
  ]

  private var mix: [Double] {
    (0..<DeviceLoad.slotCount).map { slot in
      slot >= DeviceLoad.gatherSlot ? 0 : Self.ordinaryMix[KernelClass.allCases[slot]] ?? 0
    }
  }

  /// Where the numbers of a file come from, and of which kind they are.
  public struct Provenance: Hashable, Sendable {
    public var source: String
    public var kind: Sourced<Double>.Kind

    public init(source: String, kind: Sourced<Double>.Kind) {
      self.source = source
      self.kind = kind
    }
  }

  /// The timing of a device file: an overall number, and factors where a class differs from it.
  ///
  /// The spread of the overall number is that of the mix; a factor's is what its class has beyond
  /// it. `beyond` is what every network has beyond the fit.
  public func timing(
    at clock: Hertz, scaling: Timing.ClockScaling, splitCycles: Sourced<Double>?,
    memory: DeviceMemory = .none, memorySource: String = "", provenance: Provenance,
    operationSpread: Double, measured: Set<KernelClass>,
    beyond networkSpread: Double = 0
  ) -> Timing {
    let weights = mix
    let base = zip(weights, mean).reduce(0) { $0 + $1.0 * $1.1 }
    let shared = covariance.map { row in zip(weights, row).reduce(0) { $0 + $1.0 * $1.1 } }
    let variance = zip(weights, shared).reduce(0) { $0 + $1.0 * $1.1 }

    func factor(_ slot: Int, relativeTo other: (mean: Double, variance: Double)) -> Sourced<Double>
    {
      Sourced(
        (mean[slot] - other.mean).exponential.digits(4),
        spread: max(0, other.variance).squareRoot().digits(3),
        source: provenance.source, kind: provenance.kind)
    }
    var factors: [KernelClass: Sourced<Double>] = [:]
    for kernelClass in KernelClass.allCases {
      let slot = kernelClass.slot
      factors[kernelClass] = factor(
        slot,
        relativeTo: (base, covariance[slot][slot] - 2 * shared[slot] + variance))
    }
    let gather = DeviceLoad.gatherSlot
    let convolution = KernelClass.convolution.slot
    let gatherVariance =
      covariance[gather][gather] - 2 * covariance[gather][convolution]
      + covariance[convolution][convolution]
    func cycles(_ slot: Int) -> Sourced<Double>? {
      guard memory.prior(ofSlot: slot) ?? 0 > 0 else { return nil }
      return Sourced(
        mean[slot].exponential.digits(3),
        spread: max(0, covariance[slot][slot]).squareRoot().digits(3),
        source: memorySource.isEmpty ? provenance.source : memorySource, kind: provenance.kind)
    }
    return Timing(
      clock: clock, clockScaling: scaling,
      cyclesPerInstruction: Sourced(
        base.exponential.digits(4),
        spread: (variance + networkSpread * networkSpread).squareRoot().digits(3),
        source: provenance.source, kind: provenance.kind),
      classFactors: factors,
      gatherFactor: factor(gather, relativeTo: (mean[convolution], gatherVariance)),
      splitCycles: splitCycles, weightByteCycles: cycles(DeviceLoad.weightSlot),
      weightCacheBytes: memory.weightByteCycles > 0 ? memory.weightCacheBytes : nil,
      lineCycles: cycles(DeviceLoad.lineSlot), operationSpread: operationSpread,
      measuredClasses: measured)
  }

  /// Cycles of a load, and one standard deviation of their log.
  public func cycles(of load: DeviceLoad) -> (value: Double, deviation: Double) {
    var parts: [Double] = []
    for slot in 0..<DeviceLoad.slotCount {
      parts.append(load.instructions[slot] * mean[slot].exponential)
    }
    let total = parts.reduce(load.fixedCycles, +)
    guard total > 0 else { return (0, 0) }
    var variance = 0.0
    for (row, left) in parts.enumerated() where left > 0 {
      for (column, right) in parts.enumerated() where right > 0 {
        variance += left * right * covariance[row][column]
      }
    }
    return (total, max(0, variance).squareRoot() / total)
  }
}

extension DeviceFactors {
  /// Variance of the cycles of one load less those of another, from what they share: what weighs alike
  /// on both cancels.
  func variance(ofDifference load: DeviceLoad, _ other: DeviceLoad) -> Double {
    let parts = (0..<DeviceLoad.slotCount).map { slot in
      (load.instructions[slot] - other.instructions[slot]) * mean[slot].exponential
    }
    var variance = 0.0
    for (row, left) in parts.enumerated() where left != 0 {
      for (column, right) in parts.enumerated() where right != 0 {
        variance += left * right * covariance[row][column]
      }
    }
    return max(0, variance)
  }
}

extension Double {
  /// Rounded to so many significant digits: what a device file writes.
  package func digits(_ count: Int) -> Double {
    guard self != 0, isFinite else { return self }
    var scale = 1.0
    var magnitude = abs(self)
    while magnitude >= 10 {
      magnitude /= 10
      scale /= 10
    }
    while magnitude < 1 {
      magnitude *= 10
      scale *= 10
    }
    for _ in 1..<count { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
