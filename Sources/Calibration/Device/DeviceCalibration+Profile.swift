public import Estimator

extension DeviceCalibration {
  /// What a stranger's table may cost: each row is left out once, so that work grows with the square.
  public static let maximumRows = 256

  /// Whether the numbers must not be believed: rows that cannot be true together, or a device that
  /// cannot be. A single row and rows of one class only say little.
  public var isContradicted: Bool {
    doubts.contains { doubt in
      switch doubt {
      case .contradictory, .contradictoryEnergies, .unlikely: true
      case .singleRow, .oneClassOnly, .oneNetworkOnly, .imprecise: false
      }
    }
  }

  /// `profile`'s device as `id`, with this one runtime and what the rows say of it.
  ///
  /// Where rows contradict each other the numbers are marked as assumed, and their spread is at least
  /// what was known before them and what they miss each other by.
  public func device(id: String, name: String, from profile: Profile, clock: Hertz) -> Device? {
    guard let before = profile.runtime.timing else { return nil }
    var device = profile.device
    var runtime = profile.runtime
    device.id = id
    device.name = name
    device.aliases = []
    if clock != device.defaultClock {
      device.defaultClock = clock
      device.clockSource = "of the measurements; " + device.clockSource
    }
    let kind: Sourced<Double>.Kind = isContradicted ? .assumed : .fitted
    let source =
      "calibrated from \(rows.count) measured rows, beginning at \(profile.id)"
      + (isContradicted ? "; the rows contradict each other or their kin" : "")
    var timing = factors.timing(
      at: clock, scaling: .proportional, splitCycles: before.splitCycles,
      memory: DeviceMemory(before),
      provenance: .init(source: source, kind: kind), operationSpread: before.operationSpread,
      measured: measuredClasses, beyond: DeviceSurvey.networkSpread)
    if isContradicted {
      let misses = (leaveOneOutError ?? 0).digits(3)
      timing.cyclesPerInstruction.spread = max(
        timing.cyclesPerInstruction.spread, before.cyclesPerInstruction.spread, min(misses, 1))
    }
    runtime.timing = timing
    runtime.timingUnknown = nil
    if let power {
      runtime.power = Power(
        clock: power.clock,
        active: Sourced(
          Watts(milliwatts: power.active.milliwatts.digits(4)), spread: power.spread.digits(3),
          source: source, kind: isContradicted ? .assumed : .fitted),
        classFactors: runtime.power?.classFactors ?? [:], supplyVolts: power.supplyVolts,
        includes: "what the given energies include")
      runtime.powerUnknown = nil
    }
    runtime.evidence = evidence
    device.runtimes = [runtime]
    return device
  }
}

extension DeviceCalibration {
  /// What the device file says of the rows behind it.
  var evidence: Evidence {
    let misses = rows.map { abs($0.fitted.value / $0.measured.value - 1) }
    return Evidence(
      networks: networks, layers: rows.count - wholeNetworkCount, energies: energyCount,
      sources: [],
      inSampleError: (misses.reduce(0, +) / Double(max(1, misses.count))).digits(3),
      leftOutError: leaveOneOutError?.digits(3))
  }
}

/// Calibrates from the numbers of `profile`; `nil` where it has none for time.
public func calibrateDevice(
  _ measurements: [DeviceMeasurement], from profile: Profile
) throws(DeviceCalibrationError) -> DeviceCalibration? {
  guard let timing = profile.runtime.timing else { return nil }
  return try calibrateDevice(
    measurements, on: profile.library, prior: DeviceFactors(timing),
    splitCycles: timing.splitCycles?.value ?? 0, memory: DeviceMemory(timing),
    operationSpread: timing.operationSpread)
}
