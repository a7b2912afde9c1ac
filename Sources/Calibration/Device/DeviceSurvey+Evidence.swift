public import Estimator

extension DeviceSurvey {
  /// `devices` with what each runtime's times were fitted to, and their error on it. The left-out
  /// error stays as it is: it takes a fit for each network (`adding(leftOut:to:)`).
  public func addingEvidence(to devices: [Device]) -> [Device] {
    let errors = Self.meanErrors(AccuracyStudy(self, devices: devices).inSampleRows())
    return devices.map { device in
      var device = device
      for index in device.runtimes.indices {
        let runtime = device.runtimes[index]
        guard boards[device.id] != nil, builds[runtime.id] != nil else { continue }
        var evidence = evidence(device: device.id, runtime: runtime.id)
        evidence.inSampleError = errors[Key(device: device.id, runtime: runtime.id)]
        evidence.leftOutError = runtime.evidence?.leftOutError
        device.runtimes[index].evidence = evidence
      }
      return device
    }
  }

  /// `device` with the errors of rows whose network was left out.
  public static func adding(leftOut rows: [AccuracyRow], to device: Device) -> Device {
    let errors = meanErrors(rows.filter { $0.seen == .networkLeftOut })
    var device = device
    for index in device.runtimes.indices {
      let key = Key(device: device.id, runtime: device.runtimes[index].id)
      device.runtimes[index].evidence?.leftOutError = errors[key]
    }
    return device
  }

  private struct Key: Hashable {
    var device: String
    var runtime: String
  }

  private static func meanErrors(_ rows: [AccuracyRow]) -> [Key: Double] {
    Dictionary(grouping: rows) { Key(device: $0.device, runtime: $0.runtime) }
      .mapValues { rows in
        (rows.reduce(0) { $0 + abs($1.error) } / Double(rows.count)).digits(3)
      }
  }

  private func evidence(device: String, runtime: String) -> Evidence {
    let own = entries.lazy.filter {
      $0.identity.device == device && $0.identity.version == runtime
    }.map(\.measurement)
    let sources = Set(own.map(\.source)).filter { !$0.isEmpty }.sorted()
    return Evidence(
      networks: Set(own.filter(\.isWholeNetwork).map(\.network)).sorted(),
      layers: own.filter { !$0.isWholeNetwork }.count,
      energies: own.filter { $0.energy != nil }.count,
      sources: Array(sources.prefix(Self.sourcesShown)))
  }

  /// Rows name a file each; the tables of measurements have them all.
  private static let sourcesShown = 6
}
