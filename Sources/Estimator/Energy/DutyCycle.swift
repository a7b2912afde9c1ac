/// How often a device infers, and what feeds it.
public struct DutyCycle: Hashable, Sendable {
  public var inferencesPerHour: Double
  /// What the battery gives; `nil` where nobody asks how long it lasts.
  public var battery: Joules?
  /// Drawn between inferences; `nil` is the device's own.
  public var sleepPower: Watts?

  public init(inferencesPerHour: Double, battery: Joules? = nil, sleepPower: Watts? = nil) {
    self.inferencesPerHour = inferencesPerHour
    self.battery = battery
    self.sleepPower = sleepPower
  }
}

/// What a duty cycle draws on average, and how long a battery feeds it.
public struct DutyCycleEstimate: Hashable, Sendable {
  public var cycle: DutyCycle
  /// Share of the time that inferences take; above 1 the device cannot keep up.
  public var activeFraction: Double?
  /// Milliwatts; `nil` where energy is unknown or the device cannot keep up.
  public var averagePower: Interval?
  /// How long the battery lasts; `nil` without a battery or an average.
  public var batteryHours: Interval?
  /// What was taken for the time between inferences; `nil` where nobody knows it.
  public var sleepPower: Sourced<Watts>?
  /// Whether all that the two phases draw is in the average. Otherwise it is a lower bound, and the
  /// battery's life an upper one.
  public var isComplete: Bool
  /// Why there is no average.
  public var reason: String?
  /// What the figures do not count, in sentences.
  public var leftOut: [String]
}

extension Estimate {
  /// The average over inferences and the sleep between them.
  ///
  ///     average = energy * rate + sleep power * (1 - latency * rate)
  ///
  /// The interval takes the errors of the energy and of the sleep power for independent.
  public func dutyCycle(_ cycle: DutyCycle) -> DutyCycleEstimate {
    let sleep =
      cycle.sleepPower.map { Sourced($0, source: "as asked", kind: .assumed) }
      ?? profile.device.sleepPower
    var result = DutyCycleEstimate(
      cycle: cycle, activeFraction: nil, averagePower: nil, batteryHours: nil, sleepPower: sleep,
      isComplete: totals.isComplete && sleep != nil, reason: nil,
      leftOut: leftOut(cycle, sleep: sleep))
    let rate = cycle.inferencesPerHour / 3_600
    if let latency = totals.latency { result.activeFraction = latency.value / 1e3 * rate }
    guard let energy = totals.energy, let active = result.activeFraction else {
      result.reason =
        profile.runtime.timingUnknown ?? profile.runtime.powerUnknown ?? "nothing was measured"
      return result
    }
    guard active <= 1 else {
      // An hour that is filled to the last bit of a number counts as filled.
      let most = Int(exactly: (cycle.inferencesPerHour / active * (1 + 1e-12)).rounded(.down))
      result.reason =
        "inferences take more time than there is"
        + (most.map { ": at most \($0) an hour" } ?? "")
      return result
    }
    // Microjoules times a rate are microwatts.
    let awake = energy.scaled(by: rate / 1e3)
    let asleep = (sleep?.value.milliwatts ?? 0) * (1 - active)
    let doubt = Interval.deviations * (sleep?.spread ?? 0) * asleep
    let reach = ((awake.high - awake.value) * (awake.high - awake.value) + doubt * doubt)
      .squareRoot()
    let average = awake.value + asleep
    let power = Interval(
      value: average, low: max(average * Interval.leastShare, average - reach),
      high: average + reach)
    result.averagePower = power
    if let battery = cycle.battery, average > 0 {
      let milliwattHours = battery.value / 3.6
      result.batteryHours = Interval(
        value: milliwattHours / power.value, low: milliwattHours / power.high,
        high: milliwattHours / power.low)
    }
    return result
  }

  private func leftOut(_ cycle: DutyCycle, sleep: Sourced<Watts>?) -> [String] {
    var sentences: [String] = []
    if sleep == nil {
      let reason = profile.device.sleepPowerUnknown ?? Device.noSleepPower
      sentences.append(
        "Power between inferences (\(reason)): the average is a lower bound, and the battery's life "
          + "an upper one.")
    }
    if !totals.isComplete {
      sentences.append("Operations that the profile cannot cost.")
    }
    sentences.append("Waking up and going back to sleep: their time and energy.")
    sentences.append(
      "Everything before and after the inference: sensors, feature extraction, radio.")
    if let power = profile.runtime.power {
      sentences.append("Whatever draws beside what the power covers: \(power.coverage).")
    }
    if cycle.battery != nil {
      sentences.append(
        "The battery's self-discharge, age and temperature, and a regulator's losses: all of its "
          + "energy is taken to arrive.")
    }
    return sentences
  }
}

extension Device {
  static let noSleepPower = "the device file states none"
}

extension Power {
  /// What the figure is of: `the whole board, idle included; at 3.3 V`.
  var coverage: String { includes + (supplyVolts.map { "; at \($0) V" } ?? "") }
}
