/// A measured time as the fit sees it.
public struct DeviceObservation: Hashable, Sendable {
  public var identity: DeviceIdentity
  public var load: DeviceLoad
  public var cycles: Double
  /// Of the log of the measurement against the model, one standard deviation.
  public var deviation: Double
  /// One operation of a network; its table may be wrong about what ran.
  public var isLayer: Bool

  public init(
    identity: DeviceIdentity, load: DeviceLoad, cycles: Double, deviation: Double = 0.03,
    isLayer: Bool = false
  ) {
    self.identity = identity
    self.load = load
    self.cycles = cycles
    self.deviation = deviation
    self.isLayer = isLayer
  }
}

/// Cycles per instruction of all measured devices at once, each learning from the others.
///
/// The log of the cycles per instruction of a class is a sum of effects: of the core, the chip
/// family, the runtime's vendor and version, the device, each alone and with the class. Every effect
/// is drawn towards zero by its scale, so that a device with many rows follows its own and a device
/// with few follows its kin. Measured sums (whole networks) and single layers enter alike.
///
/// The posterior's mode, by Gauss-Newton with step halving: the logs of sums of exponentials are
/// almost linear near it. The spreads are those of the linear problem at the mode.
public struct DeviceFleet: Sendable {
  private let scales: DeviceEffectScales
  private let indexByEffect: [DeviceEffect: Int]
  private let values: [Double]
  /// Of the posterior's precision at the mode.
  private let factor: CholeskyFactor

  /// Fits `observations`; `start`, a fit of nearly the same, only saves steps.
  public init(_ observations: [DeviceObservation], startingFrom start: DeviceFleet? = nil) {
    self.init(observations, scales: start?.scales ?? .standard, startingFrom: start)
  }

  init(
    _ observations: [DeviceObservation], scales: DeviceEffectScales,
    startingFrom start: DeviceFleet? = nil
  ) {
    let problem = DeviceFleetProblem(observations, scales: scales)
    let solution = problem.solve { effect in
      start.flatMap { start in start.indexByEffect[effect].map { start.values[$0] } } ?? 0
    }
    self.scales = scales
    indexByEffect = problem.indexByEffect
    values = solution.values
    factor = solution.factor
  }

  /// What is known of a device with a runtime, measured or not: where nothing of an effect was
  /// measured it keeps its scale as spread.
  public func factors(for identity: DeviceIdentity) -> DeviceFactors {
    var mean: [Double] = []
    var seen: [[Int]] = []
    var unseen: [[(effect: DeviceEffect, variance: Double)]] = []
    for slot in 0..<DeviceLoad.slotCount {
      // Loads have none of what a memory does not cost.
      var sum = identity.memory.prior(ofSlot: slot).map { max($0, 1e-9).naturalLogarithm } ?? 0
      var indices: [Int] = []
      var new: [(effect: DeviceEffect, variance: Double)] = []
      for (effect, scale) in identity.effects(slot: slot, scales: scales) {
        if let index = indexByEffect[effect] {
          sum += values[index]
          indices.append(index)
        } else {
          new.append((effect, scale * scale))
        }
      }
      mean.append(sum)
      seen.append(indices)
      unseen.append(new)
    }
    return DeviceFactors(mean: mean, covariance: covariance(seen, unseen))
  }

  private func covariance(
    _ seen: [[Int]], _ unseen: [[(effect: DeviceEffect, variance: Double)]]
  ) -> [[Double]] {
    seen.indices.map { slot in
      var selector = [Double](repeating: 0, count: values.count)
      for index in seen[slot] { selector[index] += 1 }
      let column = factor.solve(selector)
      return seen.indices.map { other in
        let known = seen[other].reduce(0) { $0 + column[$1] }
        // In the order of the effects: sums of doubles depend on their order.
        let common = Set(unseen[other].map(\.effect))
        return unseen[slot].reduce(known) {
          common.contains($1.effect) ? $0 + $1.variance : $0
        }
      }
    }
  }
}
