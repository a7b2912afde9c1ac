import Estimator

/// The power of one device and runtime, from measured energies.
struct DevicePower {
  /// Energies of one supply voltage: watts at 1.8 V and at 3.3 V are different numbers.
  struct Group {
    var supplyVolts: Double?
    var clock: Hertz
    /// Mean power of each measurement.
    var watts: [Double]
  }

  /// The group that is spoken for by most rows; at equal numbers the lower voltage.
  static func mainGroup(of entries: [DeviceSurvey.Entry]) -> Group? {
    var groups: [Group] = []
    for (watts, measurement) in powers(of: entries) {
      let index = groups.firstIndex {
        $0.clock == measurement.clock && near($0.supplyVolts, measurement.supplyVolts)
      }
      if let index {
        groups[index].watts.append(watts)
      } else {
        groups.append(
          Group(
            supplyVolts: measurement.supplyVolts, clock: measurement.clock, watts: [watts]))
      }
    }
    return groups.max { a, b in
      a.watts.count == b.watts.count
        ? (a.supplyVolts ?? 0) > (b.supplyVolts ?? 0) : a.watts.count < b.watts.count
    }
  }

  /// One power a network: of the whole, or the energy of its layers over their time, so that a
  /// hundred small layers do not outvote a network.
  private static func powers(
    of entries: [DeviceSurvey.Entry]
  ) -> [(watts: Double, measurement: DeviceMeasurement)] {
    var powers: [(watts: Double, measurement: DeviceMeasurement)] = []
    var layers: [(energy: Double, time: Double, first: DeviceSurvey.Entry)] = []
    for entry in entries {
      let measurement = entry.measurement
      guard let energy = measurement.energy?.value else { continue }
      let time = measurement.latency.value
      if measurement.isWholeNetwork {
        powers.append((energy / time, measurement))
      } else if let index = layers.firstIndex(where: {
        $0.first.measurement.network == measurement.network && $0.first.identity == entry.identity
      }) {
        layers[index].energy += energy
        layers[index].time += time
      } else {
        layers.append((energy, time, entry))
      }
    }
    for layer in layers {
      let isCounted = powers.contains {
        $0.measurement.network == layer.first.measurement.network
          && $0.measurement.runtime == layer.first.measurement.runtime
      }
      if !isCounted { powers.append((layer.energy / layer.time, layer.first.measurement)) }
    }
    return powers
  }

  /// Meters show 3.306 and 3.310 V for the same supply.
  private static func near(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 0.05
  }

  /// The least spread of a power: networks on one device and runtime differ by 2 to 16 %.
  private static let leastSpread = 0.03
  /// The spread that few rows cannot show.
  private static let priorSpread = 0.06
  private static let priorRows = 3.0

  /// Geometric mean and relative spread of `watts`, drawn towards what other devices show.
  static func mean(of watts: [Double]) -> (watts: Double, spread: Double) {
    let logs = watts.map(\.naturalLogarithm)
    let count = Double(logs.count)
    let mean = logs.reduce(0, +) / count
    let squares = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let spread =
      ((squares + priorRows * priorSpread * priorSpread) / (count - 1 + priorRows)).squareRoot()
    return (mean.exponential, max(leastSpread, spread))
  }
}

extension DeviceSurvey.Entry {
  /// The class that most of its instructions are of.
  var mainClass: KernelClass {
    var best = 0
    for slot in 0..<KernelClass.allCases.count
    where load.instructions[slot] > load.instructions[best] { best = slot }
    return KernelClass.allCases[best]
  }
}
