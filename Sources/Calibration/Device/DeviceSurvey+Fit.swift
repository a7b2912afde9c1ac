import Estimator

extension DeviceSurvey {
  /// Entries that count as one: the layers of a sweep differ by one channel and tell the same.
  private struct Group: Hashable {
    var identity: DeviceIdentity
    var network: String
    var kind: OperatorKind
    var kernelHeight: Int
    var rest: Int
    var isWide: Bool
    var isShort: Bool
  }

  /// What the fit sees: whole networks as they are, layers that tell the same with less weight.
  public func observations() -> [DeviceObservation] {
    var counts: [Group: Int] = [:]
    for entry in entries { if let group = group(of: entry) { counts[group, default: 0] += 1 } }
    return entries.map { entry in
      let repeats = group(of: entry).flatMap { counts[$0] } ?? 1
      let deviation = Self.deviation * Double(repeats).squareRoot()
      return DeviceObservation(
        identity: entry.identity, load: entry.load, cycles: entry.cycles, deviation: deviation,
        isLayer: !entry.measurement.isWholeNetwork)
    }
  }

  /// How far the form is from one layer, once the device is known.
  private static let deviation = 0.03

  private func group(of entry: Entry) -> Group? {
    let measurement = entry.measurement
    guard !measurement.isWholeNetwork, measurement.network.hasPrefix("sweep"),
      let work = measurement.work.first
    else { return nil }
    let depth = work.kernelHeight * work.kernelWidth * work.inputChannels
    return Group(
      identity: entry.identity, network: measurement.network, kind: work.kind,
      kernelHeight: work.kernelHeight, rest: depth % 4, isWide: work.inputChannels > 1_000,
      isShort: work.outputChannels < 20)
  }

  /// The fit over everything but the entries for which `isLeftOut` answers true.
  public func fleet(
    startingFrom start: DeviceFleet? = nil, leavingOut isLeftOut: (Entry) -> Bool = { _ in false }
  ) -> DeviceFleet {
    DeviceFleet(
      zip(entries, observations()).compactMap { isLeftOut($0) ? nil : $1 }, startingFrom: start)
  }
}
