import Estimator

/// What a group of rows shows.
public struct AccuracyFigures: Hashable, Sendable {
  public var count: Int
  /// Mean, median and largest absolute error; shares.
  public var mean: Double
  public var median: Double
  public var worst: Double
  /// Share of rows within their 90 % interval.
  public var coverage: Double
  public var baseline: Double?
  public var energyCount: Int
  public var energy: Double?
  public var energyWorst: Double?

  public init?(_ rows: [AccuracyRow]) {
    guard !rows.isEmpty else { return nil }
    let errors = rows.map { abs($0.error) }.sorted()
    count = rows.count
    mean = errors.reduce(0, +) / Double(rows.count)
    median = errors[rows.count / 2]
    worst = errors[rows.count - 1]
    coverage = Double(rows.count { $0.isCovered }) / Double(rows.count)
    let plain = rows.compactMap(\.baselineError).map(abs)
    baseline = plain.isEmpty ? nil : plain.reduce(0, +) / Double(plain.count)
    let energies = rows.compactMap(\.energyError).map(abs)
    energyCount = energies.count
    energy = energies.isEmpty ? nil : energies.reduce(0, +) / Double(energies.count)
    energyWorst = energies.max()
  }

  /// Of all pairs of layers on one board and runtime whose measured throughputs differ by more than
  /// `spread`, how many are ordered right.
  public static func orderedPairs(
    _ rows: [AccuracyRow], spread: Double = 0.02
  ) -> (right: Int, of: Int) {
    var right = 0
    var all = 0
    let layers = rows.filter { !$0.isWhole && $0.macs > 0 }
    for (_, group) in Dictionary(grouping: layers, by: { "\($0.device) \($0.runtime)" }) {
      for (index, one) in group.enumerated() {
        for other in group[(index + 1)...] {
          let measured = (one.macs / one.measured.value) / (other.macs / other.measured.value)
          guard measured > 1 + spread || measured < 1 / (1 + spread) else { continue }
          let predicted = (one.macs / one.predicted.value) / (other.macs / other.predicted.value)
          all += 1
          if (measured > 1) == (predicted > 1) { right += 1 }
        }
      }
    }
    return (right, all)
  }
}
