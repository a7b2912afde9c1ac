public import Estimator

extension DeviceFactors {
  /// What a device file says: the spread of the overall number moves all slots alike, that of a
  /// factor its own.
  public init(_ timing: Timing) {
    let base = timing.cyclesPerInstruction
    let shared = Self.variance(base.spread)
    var mean: [Double] = []
    var own: [Double] = []
    for kernelClass in KernelClass.allCases {
      let factor = timing.classFactors[kernelClass]
      mean.append((base.value * (factor?.value ?? 1)).naturalLogarithm)
      own.append(Self.variance(factor?.spread ?? 0))
    }
    let convolution = KernelClass.convolution.slot
    let gather = DeviceLoad.gatherSlot
    mean.append(mean[convolution] + (timing.gatherFactor?.value ?? 1).naturalLogarithm)
    own.append(own[convolution] + Self.variance(timing.gatherFactor?.spread ?? 0))
    for number in [timing.weightByteCycles, timing.lineCycles] {
      mean.append(max(number?.value ?? 0, 1e-9).naturalLogarithm)
      own.append(Self.variance(number?.spread ?? 0))
    }
    self.mean = mean
    covariance = own.indices.map { row in
      own.indices.map { column in
        // The memory's numbers are known apart from the core's.
        (max(row, column) > gather ? 0 : shared) + (row == column ? own[row] : 0)
      }
    }
    covariance[gather][convolution] += own[convolution]
    covariance[convolution][gather] += own[convolution]
  }

  /// Files may state a spread of 0; a prior of exactly 0 could learn nothing.
  private static func variance(_ spread: Double) -> Double { max(spread * spread, 1e-8) }
}
