/// The sparse least-squares problem behind `DeviceFleet`.
struct DeviceFleetProblem {
  private(set) var indexByEffect: [DeviceEffect: Int] = [:]
  private var precisions: [Double] = []
  private var rows: [Row] = []

  private struct Row {
    var logCycles: Double
    var precision: Double
    var fixedCycles: Double
    /// Whether a large error takes weight from the row.
    var isRobust: Bool
    /// Slots that ran anything: instructions and the effects they add up.
    var parts: [(instructions: Double, effects: [Int])]
  }

  struct Solution {
    var values: [Double]
    var factor: CholeskyFactor
  }

  init(_ observations: [DeviceObservation], scales: DeviceEffectScales) {
    for observation in observations {
      var parts: [(instructions: Double, effects: [Int])] = []
      for (slot, count) in observation.load.instructions.enumerated() where count > 0 {
        var indices: [Int] = []
        for (effect, scale) in observation.identity.effects(slot: slot, scales: scales) {
          indices.append(index(of: effect, scale: scale))
        }
        parts.append(
          (count * (observation.identity.memory.prior(ofSlot: slot) ?? 1), indices))
      }
      rows.append(
        Row(
          logCycles: observation.cycles.naturalLogarithm,
          precision: 1 / (observation.deviation * observation.deviation),
          fixedCycles: observation.load.fixedCycles, isRobust: observation.isLayer,
          parts: parts))
    }
  }

  private mutating func index(of effect: DeviceEffect, scale: Double) -> Int {
    if let index = indexByEffect[effect] { return index }
    indexByEffect[effect] = precisions.count
    precisions.append(1 / (scale * scale))
    return precisions.count - 1
  }

  /// A row's residual and its derivative by each effect, both of the log.
  private func residual(
    _ row: Row, at values: [Double]
  ) -> (residual: Double, shares: [(part: Int, share: Double)]) {
    var cycles = row.fixedCycles
    var shares: [(part: Int, share: Double)] = []
    for (index, part) in row.parts.enumerated() {
      let log = part.effects.reduce(0) { $0 + values[$1] }
      let count = part.instructions * min(max(log, -20), 20).exponential
      cycles += count
      shares.append((index, count))
    }
    return (
      row.logCycles - cycles.naturalLogarithm, shares.map { ($0.part, $0.share / cycles) }
    )
  }

  private func objective(_ values: [Double]) -> Double {
    var sum = 0.0
    for row in rows {
      let error = residual(row, at: values).residual
      let square = error * error * row.precision
      sum +=
        row.isRobust
        ? (Self.freedom + 1) * (1 + square / Self.freedom).naturalLogarithm : square
    }
    for (value, precision) in zip(values, precisions) { sum += value * value * precision }
    return sum
  }

  /// Degrees of freedom of the errors of layers (Student's t): a layer that is far off, because
  /// something else ran than the table says, loses weight instead of bending all others.
  private static let freedom = 4.0

  /// What is left of a row's precision when its error is `residual`.
  private func precision(of row: Row, residual: Double) -> Double {
    guard row.isRobust else { return row.precision }
    return row.precision * (Self.freedom + 1)
      / (Self.freedom + residual * residual * row.precision)
  }

  private static let maximumSteps = 60
  private static let tolerance = 1e-5

  /// The mode, from the values that `start` answers for each effect.
  func solve(startingFrom start: (DeviceEffect) -> Double) -> Solution {
    var values = [Double](repeating: 0, count: precisions.count)
    for (effect, index) in indexByEffect { values[index] = start(effect) }
    var best = objective(values)
    var (factor, direction) = step(at: values)
    for _ in 0..<Self.maximumSteps {
      var length = 1.0
      var next = values
      var reached = best
      repeat {
        for index in values.indices { next[index] = values[index] + length * direction[index] }
        reached = objective(next)
        length /= 2
      } while reached >= best && length > 1e-4
      guard reached < best else { break }
      let gain = best - reached
      values = next
      best = reached
      (factor, direction) = step(at: values)
      if gain < Self.tolerance * best { break }
    }
    return Solution(values: values, factor: factor)
  }

  /// The Gauss-Newton step and the precision matrix it was solved with.
  private func step(at values: [Double]) -> (CholeskyFactor, [Double]) {
    let size = values.count
    var matrix = [Double](repeating: 0, count: size * size)
    var right = [Double](repeating: 0, count: size)
    for index in values.indices {
      matrix[index * size + index] = precisions[index]
      right[index] = -precisions[index] * values[index]
    }
    for row in rows { add(row, at: values, to: &matrix, &right) }
    guard let factor = CholeskyFactor(matrix, size: size) else {
      // Rows only add to the diagonal's prior, and tables bound their numbers before they come here.
      preconditionFailure("a matrix with a positive prior on its diagonal is positive definite")
    }
    return (factor, factor.solve(right))
  }

  private func add(
    _ row: Row, at values: [Double], to matrix: inout [Double], _ right: inout [Double]
  ) {
    let (residual, shares) = residual(row, at: values)
    let precision = precision(of: row, residual: residual)
    var derivative: [Int: Double] = [:]
    for (part, share) in shares {
      for effect in row.parts[part].effects { derivative[effect, default: 0] += share }
    }
    // In order of the effects: sums of doubles depend on their order, and results must repeat.
    let entries = derivative.sorted { $0.key < $1.key }
    for (first, left) in entries {
      right[first] += left * residual * precision
      for (second, other) in entries {
        matrix[first * values.count + second] += left * other * precision
      }
    }
  }
}
