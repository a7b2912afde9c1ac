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

  /// What the fit sees: layers that tell the same with less weight; whole networks as they are, save
  /// where their layers were measured too: the sum would say the same again, and an odd layer, which
  /// is weighed little, would come back through it.
  public func observations(
    leavingOut isLeftOut: (Entry) -> Bool = { _ in false }
  ) -> [DeviceObservation] {
    let seen = entries.filter { !isLeftOut($0) }
    var counts: [Group: Int] = [:]
    var layered: [Network: Int] = [:]
    for entry in seen where !entry.measurement.isWholeNetwork {
      layered[Network(entry), default: 0] += 1
      if let group = group(of: entry) { counts[group, default: 0] += 1 }
    }
    return seen.compactMap { entry in
      if entry.measurement.isWholeNetwork, layered[Network(entry), default: 0] >= Self.fewLayers {
        return nil
      }
      let repeats = group(of: entry).flatMap { counts[$0] } ?? 1
      return DeviceObservation(
        identity: entry.identity, load: entry.load, cycles: entry.cycles,
        deviation: Self.deviation(of: entry) * Double(repeats).squareRoot(),
        isLayer: !entry.measurement.isWholeNetwork)
    }
  }

  private struct Network: Hashable {
    var identity: DeviceIdentity
    var name: String

    init(_ entry: Entry) {
      identity = entry.identity
      name = entry.measurement.network
    }
  }

  /// From so many layers on a network counts as measured layer by layer.
  private static let fewLayers = 5

  /// How far the form is from one measurement, once the device is known: more where the structure of
  /// the kernels is another than the counted one's.
  private static func deviation(of entry: Entry) -> Double {
    entry.operationSpread > 0.08 ? entry.operationSpread * 2 / 3 : 0.03
  }

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
    DeviceFleet(observations(leavingOut: isLeftOut), startingFrom: start)
  }
}
