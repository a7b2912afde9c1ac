import Estimator

/// Power of all metered devices at once, each learning from the others.
///
///     log(watts / clock) = device + device at this voltage + device with runtime + the same at this
///                          voltage + sum over classes of share x (class + class with release)
///
/// Every effect is drawn to zero by its scale: a runtime that was metered with one network follows the
/// board, and a class weighs as it does in other runtimes of the release. Errors follow Student's t
/// with 2 degrees of freedom, because one submission in ten is off by a fifth for a reason of its own
/// (another probe, another regulator).
struct PowerFleet: Sendable {
  let indexByEffect: [Effect: Int]
  let values: [Double]
  /// Of the posterior's precision; `nil` where nothing was metered.
  let factor: CholeskyFactor?
  /// Of the log over all devices: the effects are about it.
  let mean: Double

  private static let freedom = 2.0
  private static let steps = 12

  /// What the next network on one device has beyond the fit: 90 % of energies left out are within their
  /// intervals with it.
  static let networkSpread = 0.05

  private struct Row {
    var log: Double
    var variance: Double
    var parts: [(effect: Int, share: Double)]
  }

  /// Fits the rows of `entries` that have an energy.
  init(_ entries: [DeviceSurvey.Entry]) {
    let metered = entries.filter { $0.measurement.energy != nil }
    let layers = Dictionary(grouping: metered.filter { !$0.measurement.isWholeNetwork }) {
      Network(identity: $0.identity, name: $0.measurement.network)
    }.mapValues(\.count)
    var indexByEffect: [Effect: Int] = [:]
    var precisions: [Double] = []
    var rows: [Row] = []
    for entry in metered {
      let measurement = entry.measurement
      let watts = (measurement.energy?.value ?? 0) / measurement.latency.value
      var parts: [(effect: Int, share: Double)] = []
      for (effect, scale, share) in Self.effects(
        entry.identity, volts: measurement.supplyVolts, shares: entry.shares)
      {
        let index = indexByEffect[effect] ?? precisions.count
        if index == precisions.count {
          indexByEffect[effect] = index
          precisions.append(1 / (scale * scale))
        }
        parts.append((index, share))
      }
      // A hundred small layers do not outvote a network.
      let repeats =
        layers[Network(identity: entry.identity, name: measurement.network)] ?? 1
      let variance =
        measurement.isWholeNetwork
        ? Scale.network * Scale.network : Scale.layer * Scale.layer * Double(repeats)
      rows.append(
        Row(
          log: (watts / measurement.clock.value).naturalLogarithm, variance: variance, parts: parts)
      )
    }
    self.indexByEffect = indexByEffect
    mean = rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.log } / Double(rows.count)
    (values, factor) = Self.solve(rows, precisions: precisions, mean: mean)
  }

  private struct Network: Hashable {
    var identity: DeviceIdentity
    var name: String
  }

  /// The posterior's mode, each step with the weights that the step before leaves.
  private static func solve(
    _ rows: [Row], precisions: [Double], mean: Double
  ) -> ([Double], CholeskyFactor?) {
    let size = precisions.count
    var values = [Double](repeating: 0, count: size)
    var factor: CholeskyFactor?
    var weights = rows.map { 1 / $0.variance }
    for _ in 0..<steps where size > 0 {
      var matrix = [Double](repeating: 0, count: size * size)
      var right = [Double](repeating: 0, count: size)
      for index in 0..<size { matrix[index * size + index] = precisions[index] }
      for (row, weight) in zip(rows, weights) {
        for (first, left) in row.parts {
          right[first] += left * (row.log - mean) * weight
          for (second, other) in row.parts {
            matrix[first * size + second] += left * other * weight
          }
        }
      }
      guard let normal = CholeskyFactor(matrix, size: size) else {
        // Weights are positive and finite whatever the rows say; only the project's own fit comes here.
        preconditionFailure("a matrix with a positive prior on its diagonal is positive definite")
      }
      factor = normal
      values = normal.solve(right)
      weights = rows.map { row in
        let error = row.log - mean - row.parts.reduce(0) { $0 + values[$1.effect] * $1.share }
        return (freedom + 1) / (freedom * row.variance + error * error)
      }
    }
    return (values, factor)
  }
}
