public import Estimator

/// What a few measurements say about one device: its numbers, how far they can be trusted, and what
/// to measure next.
public struct DeviceCalibration: Sendable {
  /// One measured row against the result.
  public struct Row: Hashable, Sendable {
    public var line: Int
    public var measured: Seconds
    public var fitted: Seconds
    /// By a calibration that did not see this row; `nil` for a single row.
    public var leftOut: Seconds?
    /// Far beyond what the others and the prior explain: look at this row first.
    public var isOutlier: Bool

    /// Relative, of the prediction that did not see the row.
    public var leftOutError: Double? {
      leftOut.map { $0.value / measured.value - 1 }
    }
  }

  public enum Doubt: Hashable, Sendable {
    /// One row cannot be held against another.
    case singleRow
    /// Rows that cannot be true together, by line.
    case contradictory(lines: [Int])
    /// The rows are all of one kind: the others stay at the family's default.
    case oneClassOnly(KernelClass)
    /// The rows are all one network: how its time parts among kinds of operations is the profile's guess.
    case oneNetworkOnly(String)
    /// Far from every measured device of the family: a wrong clock or unit is likely.
    case unlikely(factor: Double)
    /// Energies over their times that differ by more than twice, by line: the power is a guess.
    case contradictoryEnergies(lines: [Int])
    /// The rows left out one by one are missed by more than this.
    case imprecise(error: Double)
  }

  /// What narrows the interval of an ordinary network most when it is measured next.
  public struct Advice: Hashable, Sendable {
    public var kernelClass: KernelClass
    /// Share of the variance that it explains.
    public var share: Double
  }

  public var factors: DeviceFactors
  public var rows: [Row]
  /// Mean of the absolute left-out errors.
  public var leaveOneOutError: Double?
  public var doubts: [Doubt]
  /// The most useful first.
  public var advice: [Advice]
  public var power: (active: Watts, spread: Double, clock: Hertz, supplyVolts: Double?)?
  public var measuredClasses: Set<KernelClass>
  /// Whole networks among the rows: their names, and how many rows they are.
  var networks: [String]
  var wholeNetworkCount: Int
  /// Rows with an energy.
  var energyCount: Int

  /// Whether the numbers may be used without a second look.
  public var isTrustworthy: Bool { doubts.isEmpty }
}

/// Why nothing can be calibrated.
public enum DeviceCalibrationError: Error, Hashable, Sendable {
  case noRows
  /// The library serves nothing of what was measured in this line.
  case notServed(line: Int)
}

/// Calibrates one device with one library from `measurements`, beginning at `prior`: what the fleet
/// knows of the device's kin (`DeviceFleet.factors(for:)`).
///
/// One whole network already moves the overall number; single layers move their class. What the rows
/// do not touch stays at the prior with its spread.
public func calibrateDevice(
  _ measurements: [DeviceMeasurement], on library: KernelLibrary, prior: DeviceFactors,
  splitCycles: Double, memory: DeviceMemory = .none, operationSpread: Double = 0
) throws(DeviceCalibrationError) -> DeviceCalibration {
  guard !measurements.isEmpty else { throw .noRows }
  var rows: [DevicePosterior.Row] = []
  for measurement in measurements {
    guard
      let load = DeviceLoad(
        measurement.work, on: library, splitCycles: splitCycles, memory: memory)
    else { throw .notServed(line: measurement.line) }
    rows.append(
      .init(
        load: load, cycles: measurement.latency.value * measurement.clock.value,
        ownVariance: DeviceLoad.ownVariance(
          of: measurement.work, on: library, operationSpread: operationSpread)))
  }
  return DeviceCalibration(measurements, rows, prior: prior)
}

extension DeviceCalibration {
  init(
    _ measurements: [DeviceMeasurement], _ rows: [DevicePosterior.Row], prior: DeviceFactors
  ) {
    let posterior = DevicePosterior(rows, prior: prior)
    let results = zip(measurements, rows).enumerated().map { index, pair in
      Self.result(pair.0, pair.1, at: index, of: rows, posterior.factors, prior)
    }
    let errors = results.compactMap { $0.leftOutError.map(abs) }
    factors = posterior.factors
    self.rows = results
    leaveOneOutError = errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
    measuredClasses = Set(
      zip(measurements, rows).compactMap { $0.isWholeNetwork ? nil : $1.mainClass })
    doubts = Self.doubts(measurements, results, rows, factors, prior: prior)
    advice = Self.advice(factors)
    power = Self.power(measurements)
    let whole = measurements.filter(\.isWholeNetwork)
    networks = Set(whole.map(\.network)).sorted()
    wholeNetworkCount = whole.count
    energyCount = measurements.count { $0.energy != nil }
  }

  private static func result(
    _ measurement: DeviceMeasurement, _ row: DevicePosterior.Row, at index: Int,
    of rows: [DevicePosterior.Row], _ factors: DeviceFactors, _ prior: DeviceFactors
  ) -> Row {
    var others = rows
    others.remove(at: index)
    let clock = measurement.clock
    let left = others.isEmpty ? nil : DevicePosterior(others, prior: prior).factors
    let expected = (left ?? prior).cycles(of: row.load)
    let distance = abs((row.cycles / expected.value).naturalLogarithm)
    let deviation =
      (expected.deviation * expected.deviation + 0.05 * 0.05 + row.ownVariance).squareRoot()
    return Row(
      line: measurement.line, measured: measurement.latency,
      fitted: Cycles(factors.cycles(of: row.load).value).duration(at: clock),
      leftOut: left.map { Cycles($0.cycles(of: row.load).value).duration(at: clock) },
      isOutlier: distance > 4 * deviation)
  }

  /// A whole network has operations of many kinds, whichever takes most of its time; a layer has one.
  private static func onlyDoubt(
    _ measurements: [DeviceMeasurement], _ rows: [DevicePosterior.Row]
  ) -> Doubt? {
    if let name = measurements.first?.network,
      measurements.allSatisfy({ $0.isWholeNetwork && $0.network == name })
    {
      return .oneNetworkOnly(name)
    }
    guard !measurements.contains(where: \.isWholeNetwork), let only = rows.first?.mainClass,
      rows.allSatisfy({ $0.mainClass == only })
    else { return nil }
    return .oneClassOnly(only)
  }

  private static func doubts(
    _ measurements: [DeviceMeasurement], _ results: [Row], _ rows: [DevicePosterior.Row],
    _ factors: DeviceFactors, prior: DeviceFactors
  ) -> [Doubt] {
    var doubts: [Doubt] = []
    if rows.count == 1 { doubts.append(.singleRow) }
    let outliers = results.filter(\.isOutlier).map(\.line)
    let common = commonFactor(rows, prior, allOutliers: outliers.count == rows.count)
    if rows.count > 1, !outliers.isEmpty, common == nil {
      doubts.append(.contradictory(lines: outliers))
    }
    let energies = contradictoryEnergies(measurements)
    if !energies.isEmpty { doubts.append(.contradictoryEnergies(lines: energies)) }
    if rows.count > 1, let doubt = onlyDoubt(measurements, rows) { doubts.append(doubt) }
    let shift = factors.overall.mean - prior.overall.mean
    if let common {
      doubts.append(.unlikely(factor: common))
    } else if abs(shift) > 3 * prior.overall.deviation {
      doubts.append(.unlikely(factor: shift.exponential))
    } else if rows.count == 1, results[0].isOutlier {
      // The fit gives a row that is far off no weight: alone it shows as itself.
      let expected = prior.cycles(of: rows[0].load).value
      doubts.append(.unlikely(factor: rows[0].cycles / expected))
    }
    let errors = results.compactMap { $0.leftOutError.map(abs) }
    let error = errors.isEmpty ? 0 : errors.reduce(0, +) / Double(errors.count)
    if outliers.isEmpty, error > Self.impreciseError { doubts.append(.imprecise(error: error)) }
    return doubts
  }

  /// Rows that agree with each other and none of which agrees with the profile: a unit is wrong for
  /// all of them. `nil` where it is otherwise.
  private static func commonFactor(
    _ rows: [DevicePosterior.Row], _ prior: DeviceFactors, allOutliers: Bool
  ) -> Double? {
    guard rows.count > 1, allOutliers else { return nil }
    let logs = rows.map { ($0.cycles / prior.cycles(of: $0.load).value).naturalLogarithm }
    guard let least = logs.min(), let most = logs.max(), most - least < 2.0.naturalLogarithm
    else { return nil }
    return (logs.reduce(0, +) / Double(logs.count)).exponential
  }

  /// Lines whose power is more than twice the middle one's, or less than half of it.
  private static func contradictoryEnergies(_ measurements: [DeviceMeasurement]) -> [Int] {
    let powers = measurements.compactMap { measurement in
      measurement.energy.map {
        (
          line: measurement.line,
          watts: $0.value / measurement.latency.value
            / measurement.clock.value
        )
      }
    }
    let sorted = powers.map(\.watts).sorted()
    guard let least = sorted.first, let most = sorted.last, most > 2 * least else { return [] }
    // Of two nobody knows which is wrong.
    guard powers.count > 2 else { return powers.map(\.line) }
    let middle = sorted[sorted.count / 2]
    return powers.filter { $0.watts > 2 * middle || 2 * $0.watts < middle }.map(\.line)
  }

  /// Twice what networks left out are missed by on boards with few rows.
  private static let impreciseError = 0.2

  /// The classes by their share in the variance of an ordinary network.
  private static func advice(_ factors: DeviceFactors) -> [Advice] {
    var shares: [Advice] = []
    var total = 0.0
    for (kernelClass, weight) in DeviceFactors.ordinaryMix.sorted(by: {
      $0.key.rawValue < $1.key.rawValue
    }) {
      let slot = kernelClass.slot
      let share = weight * weight * factors.covariance[slot][slot]
      total += share
      shares.append(Advice(kernelClass: kernelClass, share: share))
    }
    guard total > 0 else { return [] }
    return shares.map { Advice(kernelClass: $0.kernelClass, share: $0.share / total) }
      .sorted { $0.share > $1.share }
  }

  private static func power(
    _ measurements: [DeviceMeasurement]
  ) -> (active: Watts, spread: Double, clock: Hertz, supplyVolts: Double?)? {
    let metered = measurements.filter { $0.energy != nil }
    guard let first = metered.first else { return nil }
    let watts = metered.map { ($0.energy?.value ?? 0) / $0.latency.value }
    let mean = DevicePower.mean(of: watts)
    return (Watts(mean.watts), mean.spread, first.clock, first.supplyVolts)
  }
}
