import Estimator

extension PowerFleet {
  /// Power of a device with a runtime, overall and by class.
  struct Estimate {
    /// Of an ordinary mix of operations, at 1 Hz.
    var wattsPerHertz: Double
    /// Relative, of an ordinary network: one standard deviation.
    var spread: Double
    /// Relative to the mix, by class, with what they have beyond its spread.
    var factors: [KernelClass: (value: Double, spread: Double)]
  }

  /// `nil` where the device was never metered at this voltage, with any runtime.
  func estimate(_ identity: DeviceIdentity, volts: Double?) -> Estimate? {
    let atVoltage = Effect(
      level: .deviceAtVoltage, first: identity.device, decivolts: volts.map(Self.decivolts))
    guard indexByEffect[atVoltage] != nil else { return nil }
    let mix = KernelClass.allCases.map { DeviceFactors.ordinaryMix[$0] ?? 0 }
    let (base, variance) = moments(Self.effects(identity, volts: volts, shares: mix))
    var factors: [KernelClass: (value: Double, spread: Double)] = [:]
    for (index, kernelClass) in KernelClass.allCases.enumerated() {
      var difference = mix.map(-)
      difference[index] += 1
      let effects = KernelClass.allCases.indices.flatMap { slot in
        Self.effects(identity, volts: volts, shares: Self.only(slot))
          .filter { $0.effect.kernelClass != nil }
          .map { ($0.effect, $0.scale, difference[slot]) }
      }
      let (shift, own) = moments(effects)
      factors[kernelClass] = (shift.exponential, own.squareRoot())
    }
    let residual = Self.networkSpread * Self.networkSpread
    return Estimate(
      wattsPerHertz: (mean + base).exponential, spread: (variance + residual).squareRoot(),
      factors: factors)
  }

  private static func only(_ slot: Int) -> [Double] {
    KernelClass.allCases.indices.map { $0 == slot ? 1 : 0 }
  }

  /// Of a sum of effects: those that nothing was metered of have their scale as spread.
  private func moments(
    _ effects: [(effect: Effect, scale: Double, share: Double)]
  ) -> (mean: Double, variance: Double) {
    var sum = 0.0
    var variance = 0.0
    var selector = [Double](repeating: 0, count: values.count)
    for (effect, scale, share) in effects {
      if let index = indexByEffect[effect] {
        sum += values[index] * share
        selector[index] += share
      } else {
        variance += share * share * scale * scale
      }
    }
    if let factor {
      variance += zip(selector, factor.solve(selector)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (sum, max(0, variance))
  }
}

extension PowerFleet.Estimate {
  /// The energy of a load whose classes take `seconds` each at `clock`.
  func energy(_ seconds: [Double], at clock: Hertz) -> Joules {
    var joules = 0.0
    for (kernelClass, time) in zip(KernelClass.allCases, seconds) {
      joules += time * (factors[kernelClass]?.value ?? 1)
    }
    return Joules(joules * wattsPerHertz * clock.value)
  }
}
