import Estimator

/// What one measured network is worth, or two: a board that the fit never saw, calibrated with the times
/// of some of its networks, against the others.
public struct CalibrationTrial: Hashable, Sendable {
  public var device: String
  public var runtime: String
  /// The networks that were given.
  public var given: [String]
  /// The network that was predicted.
  public var network: String
  /// Relative errors without the given time, and with it.
  public var before: Double
  public var after: Double
  /// Whether the 90 % interval after the calibration holds the measured time.
  public var isCovered: Bool
}

extension AccuracyStudy {
  /// Every network of the board as the given one, and every two; every other of the same runtime as the
  /// predicted one.
  ///
  /// As `opmeter calibrate` does it: from the numbers and spreads of a device file that knows the
  /// board's kin alone.
  func trials(_ job: Job, _ fleet: DeviceFleet) -> [CalibrationTrial] {
    guard job.seen == .boardLeftOut else { return [] }
    let own = survey.entries.filter {
      $0.identity.device == job.device && $0.measurement.isWholeNetwork
    }
    var trials: [CalibrationTrial] = []
    for (identity, entries) in Dictionary(grouping: own, by: \.identity)
      .sorted(by: { $0.key.version < $1.key.version })
    {
      // A network that was measured twice counts once.
      var networks: [DeviceSurvey.Entry] = []
      for entry in entries
      where !networks.contains(where: { $0.measurement.network == entry.measurement.network }) {
        networks.append(entry)
      }
      guard networks.count > 1 else { continue }
      let prior = DeviceFactors(timing(fleet.factors(for: identity), of: networks[0]))
      for given in Self.choices(networks.count) where given.count < networks.count {
        let rows = given.map { index in
          DevicePosterior.Row(
            load: networks[index].load, cycles: networks[index].cycles,
            ownVariance: networks[index].ownVariance)
        }
        let after = DevicePosterior(rows, prior: prior).factors
        let names = given.map { networks[$0].measurement.network }
        for (index, entry) in networks.enumerated() where !given.contains(index) {
          trials.append(trial(entry, given: names, prior: prior, after: after))
        }
      }
    }
    return trials
  }

  /// Every one of so many, then every two.
  private static func choices(_ count: Int) -> [[Int]] {
    (0..<count).map { [$0] }
      + (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { [first, $0] } }
  }

  private func trial(
    _ entry: DeviceSurvey.Entry, given: [String], prior: DeviceFactors,
    after: DeviceFactors
  ) -> CalibrationTrial {
    let (cycles, deviation) = after.cycles(of: entry.load)
    let beyond = DeviceSurvey.networkSpread * DeviceSurvey.networkSpread
    let reach =
      1.645 * (deviation * deviation + beyond + entry.ownVariance).squareRoot() * cycles
    return CalibrationTrial(
      device: entry.identity.device, runtime: entry.identity.version,
      given: given, network: entry.measurement.network,
      before: prior.cycles(of: entry.load).value / entry.cycles - 1,
      after: cycles / entry.cycles - 1, isCovered: abs(entry.cycles - cycles) <= reach)
  }

  /// What a device file would say.
  func timing(_ factors: DeviceFactors, of entry: DeviceSurvey.Entry) -> Timing {
    factors.timing(
      at: entry.measurement.clock, scaling: .proportional, splitCycles: nil,
      memory: entry.identity.memory, provenance: .init(source: "left out", kind: .assumed),
      operationSpread: entry.operationSpread, measured: [], beyond: DeviceSurvey.networkSpread)
  }
}
