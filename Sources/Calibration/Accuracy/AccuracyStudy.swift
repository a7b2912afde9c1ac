public import Estimator

/// Predicts every measured row in three ways: with the device files, with its network left out, and
/// with its board left out.
///
/// A left-out prediction is what the device files would give had they been fitted without those
/// rows: the same fit, the same spreads. Jobs are independent, so that a caller may run them beside
/// each other.
public struct AccuracyStudy: Sendable {
  /// One fit to make and the rows to predict with it.
  public struct Job: Hashable, Sendable {
    public var seen: AccuracyRow.Seen
    public var device: String
    /// Empty where a whole board is left out.
    public var runtime: String
    public var network: String
  }

  let survey: DeviceSurvey
  let devices: [String: Device]

  public init(_ survey: DeviceSurvey, devices: [Device]) {
    self.survey = survey
    self.devices = Dictionary(devices.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Every leave-out, in an order that repeats.
  public var jobs: [Job] {
    let networks = Set(
      survey.entries.map {
        Job(
          seen: .networkLeftOut, device: $0.identity.device, runtime: $0.identity.version,
          network: $0.measurement.network)
      })
    let boards = Set(
      survey.entries.map {
        Job(seen: .boardLeftOut, device: $0.identity.device, runtime: "", network: "")
      })
    return boards.sorted { $0.device < $1.device }
      + networks.sorted {
        ($0.device, $0.runtime, $0.network) < ($1.device, $1.runtime, $1.network)
      }
  }

  func isLeftOut(_ entry: DeviceSurvey.Entry, by job: Job) -> Bool {
    entry.identity.device == job.device
      && (job.seen == .boardLeftOut
        || entry.identity.version == job.runtime && entry.measurement.network == job.network)
  }

  /// What one leave-out shows.
  public struct Result: Sendable {
    public var rows: [AccuracyRow]
    public var pairs: [AccuracyPair]
    public var trials: [CalibrationTrial]
  }

  /// `start` is the fit of everything; it only saves steps.
  public func result(of job: Job, startingFrom start: DeviceFleet) -> Result {
    let fleet = survey.fleet(startingFrom: start) { isLeftOut($0, by: job) }
    let seen = survey.entries.filter { !isLeftOut($0, by: job) }
    let powers = PowerFleet(seen)
    var known: [DeviceIdentity: DeviceFactors] = [:]
    let rows = survey.entries.filter { isLeftOut($0, by: job) }.map { entry in
      let factors = known[entry.identity] ?? fleet.factors(for: entry.identity)
      known[entry.identity] = factors
      return row(
        entry, job.seen, factors, beyond: DeviceSurvey.networkSpread, knowing: seen,
        power: powers.estimate(entry.identity, volts: entry.measurement.supplyVolts))
    }
    return Result(rows: rows, pairs: pairs(job, fleet), trials: trials(job, fleet))
  }

  /// The rows that the device files speak of.
  public func inSampleRows() -> [AccuracyRow] {
    survey.entries.compactMap { entry in
      guard
        let runtime = devices[entry.identity.device]?.runtimes.first(where: {
          $0.id == entry.identity.version
        }), let timing = runtime.timing
      else { return nil }
      return row(
        entry, .inSample, DeviceFactors(timing), beyond: 0, knowing: survey.entries,
        power: power(runtime, entry))
    }
  }

  private func row(
    _ entry: DeviceSurvey.Entry, _ seen: AccuracyRow.Seen, _ factors: DeviceFactors,
    beyond networkSpread: Double, knowing known: [DeviceSurvey.Entry], power: PowerFleet.Estimate?
  ) -> AccuracyRow {
    let measurement = entry.measurement
    let (cycles, deviation) = factors.cycles(of: entry.load)
    let time = Cycles(cycles).duration(at: measurement.clock)
    return AccuracyRow(
      seen: seen, device: entry.identity.device, core: entry.identity.core,
      runtime: entry.identity.version, network: measurement.network,
      operation: measurement.isWholeNetwork
        ? "network" : measurement.work.first?.kind.rawValue ?? "network",
      library: entry.libraryID, isOpen: entry.isOpen, isWhole: measurement.isWholeNetwork,
      macs: entry.macs,
      measured: measurement.latency, predicted: time,
      deviation: (deviation * deviation + networkSpread * networkSpread + entry.ownVariance)
        .squareRoot(),
      measuredEnergy: measurement.energy,
      predictedEnergy: measurement.energy == nil
        ? nil : power.map { energy(entry, factors, $0) },
      baseline: baseline(entry, seen, knowing: known).map {
        Cycles($0).duration(at: measurement.clock)
      },
      hasKin: known.contains {
        $0.identity == entry.identity && $0.mainClass == entry.mainClass
      })
  }

  /// MACs times a constant: of this board and runtime, or of the core where the board is left out.
  private func baseline(
    _ entry: DeviceSurvey.Entry, _ seen: AccuracyRow.Seen, knowing known: [DeviceSurvey.Entry]
  ) -> Double? {
    guard entry.macs > 0 else { return nil }
    let isWhole = entry.measurement.isWholeNetwork
    let kin = known.filter {
      $0.macs > 0 && $0.measurement.isWholeNetwork == isWhole
        && (seen == .boardLeftOut
          ? $0.identity.core == entry.identity.core : $0.identity == entry.identity)
    }
    guard !kin.isEmpty else { return nil }
    let logs = kin.reduce(0) { $0 + ($1.cycles / $1.macs).naturalLogarithm }
    return entry.macs * (logs / Double(kin.count)).exponential
  }
}

extension DeviceSurvey.Entry {
  /// Of the operations that multiply.
  var macs: Double {
    measurement.work.reduce(0) { sum, work in
      switch work.kind {
      case .conv2d, .depthwiseConv2d, .fullyConnected: sum + WorkFeature.macs.value(work)
      default: sum
      }
    }
  }
}
