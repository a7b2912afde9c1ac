import Estimator

extension AccuracyStudy {
  /// What the device file says, where it speaks of this supply voltage.
  func power(_ runtime: Runtime, _ entry: DeviceSurvey.Entry) -> Double? {
    guard let power = runtime.power, isNear(power.supplyVolts, entry.measurement.supplyVolts)
    else { return nil }
    return power.active.value.value * (entry.measurement.clock.value / power.clock.value)
      * (entry.measurement.isWholeNetwork ? 1 : power.classFactors[entry.mainClass]?.value ?? 1)
  }

  /// The mean power of the other networks of this board and runtime at this voltage; of the board's
  /// other runtimes where there are none.
  func leftOutPower(
    _ entry: DeviceSurvey.Entry, knowing known: [DeviceSurvey.Entry]
  ) -> Double? {
    let metered = known.filter {
      $0.measurement.energy != nil && $0.identity.device == entry.identity.device
        && $0.measurement.isWholeNetwork == entry.measurement.isWholeNetwork
        && isNear($0.measurement.supplyVolts, entry.measurement.supplyVolts)
    }
    let own = metered.filter { $0.identity == entry.identity }
    let used = own.isEmpty ? metered : own
    guard !used.isEmpty else { return nil }
    let logs = used.reduce(0) { sum, other in
      let watts = (other.measurement.energy?.value ?? 0) / other.measurement.latency.value
      return sum
        + (watts * entry.measurement.clock.value / other.measurement.clock.value).naturalLogarithm
    }
    return (logs / Double(used.count)).exponential
  }

  /// Meters show 3.306 and 3.310 V for the same supply.
  private func isNear(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 0.05
  }
}
