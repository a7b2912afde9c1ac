import Estimator

extension AccuracyStudy {
  /// What the device file says, where it speaks of this supply voltage.
  func power(_ runtime: Runtime, _ entry: DeviceSurvey.Entry) -> PowerFleet.Estimate? {
    guard let power = runtime.power, isNear(power.supplyVolts, entry.measurement.supplyVolts)
    else { return nil }
    return PowerFleet.Estimate(
      wattsPerHertz: power.active.value.value / power.clock.value, spread: power.active.spread,
      factors: power.classFactors.mapValues { ($0.value, $0.spread) })
  }

  /// Meters show 3.306 and 3.310 V for the same supply.
  private func isNear(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 0.05
  }

  /// Energy of a row by the power of its classes, as an estimate sums it.
  func energy(
    _ entry: DeviceSurvey.Entry, _ factors: DeviceFactors, _ power: PowerFleet.Estimate
  ) -> Joules {
    let clock = entry.measurement.clock
    return power.energy(
      factors.classCycles(of: entry.load, main: entry.mainClass).map { $0 / clock.value },
      at: clock)
  }
}

extension DeviceFactors {
  /// The cycles of a load by kernel class; what memory and split accesses cost counts as `main`'s.
  func classCycles(of load: DeviceLoad, main: KernelClass) -> [Double] {
    var cycles = KernelClass.allCases.indices.map { slot in
      load.instructions[slot] * mean[slot].exponential
    }
    let gather = DeviceLoad.gatherSlot
    cycles[KernelClass.convolution.slot] += load.instructions[gather] * mean[gather].exponential
    cycles[main.slot] += load.fixedCycles
    for slot in [DeviceLoad.weightSlot, DeviceLoad.lineSlot] {
      cycles[main.slot] += load.instructions[slot] * mean[slot].exponential
    }
    return cycles
  }
}
