import Estimator

/// The factors of one device after some rows, from a prior over all slots at once.
struct DevicePosterior {
  struct Row {
    var load: DeviceLoad
    var cycles: Double
    /// Relative, from what its operations do not share: see `DeviceLoad.ownVariance`.
    var ownVariance: Double

    var mainClass: KernelClass {
      var best = 0
      for slot in 0..<KernelClass.allCases.count
      where load.instructions[slot] > load.instructions[best] { best = slot }
      return KernelClass.allCases[best]
    }
  }

  let factors: DeviceFactors

  private static let steps = 30

  init(_ rows: [Row], prior: DeviceFactors) {
    let size = DeviceLoad.slotCount
    var flat = prior.covariance.flatMap(\.self)
    // What makes a matrix of rounded numbers positive definite again.
    for slot in 0..<size { flat[slot * size + slot] += 1e-9 }
    guard let factor = CholeskyFactor(flat, size: size) else {
      // A sum of outer products and the small diagonal above.
      preconditionFailure("the covariance of a prior is positive definite")
    }
    let precision = (0..<size).map { slot in
      factor.solve((0..<size).map { $0 == slot ? 1 : 0 })
    }
    var mean = prior.mean
    var matrix = precision.flatMap(\.self)
    for _ in 0..<Self.steps {
      let offset = zip(prior.mean, mean).map { $0 - $1 }
      var right = precision.map { row in zip(row, offset).reduce(0) { $0 + $1.0 * $1.1 } }
      matrix = precision.flatMap(\.self)
      for row in rows { Self.add(row, at: mean, to: &matrix, &right) }
      guard let normal = CholeskyFactor(matrix, size: size) else { break }
      let step = normal.solve(right)
      let longest = step.reduce(0) { max($0, abs($1)) }
      // Logs move by at most 1 a step: far from the solution the linear step overshoots.
      let length = longest > 1 ? 1 / longest : 1
      for slot in 0..<size { mean[slot] += length * step[slot] }
      if longest < 1e-9 { break }
    }
    let normal = CholeskyFactor(matrix, size: size) ?? factor
    let covariance = (0..<size).map { slot in
      normal.solve((0..<size).map { $0 == slot ? 1 : 0 })
    }
    factors = DeviceFactors(mean: mean, covariance: covariance)
  }

  private static func add(
    _ row: Row, at mean: [Double], to matrix: inout [Double], _ right: inout [Double]
  ) {
    let size = mean.count
    var shares = (0..<size).map { row.load.instructions[$0] * mean[$0].exponential }
    let cycles = shares.reduce(row.load.fixedCycles, +)
    guard cycles > 0 else { return }
    for slot in 0..<size { shares[slot] /= cycles }
    let residual = (row.cycles / cycles).naturalLogarithm
    // Student's t with 4 degrees of freedom, as in the fleet's fit.
    // What an estimate states of one row beyond the device's numbers, and no more.
    let variance =
      DeviceSurvey.networkSpread * DeviceSurvey.networkSpread + row.ownVariance
    let weight = 5 / (4 + residual * residual / variance) / variance
    for left in 0..<size where shares[left] > 0 {
      right[left] += shares[left] * residual * weight
      for other in 0..<size {
        matrix[left * size + other] += shares[left] * shares[other] * weight
      }
    }
  }
}

extension DeviceFactors {
  /// The log of the overall cycles per instruction and its deviation.
  var overall: (mean: Double, deviation: Double) {
    var mean = 0.0
    var variance = 0.0
    let mix = Self.ordinaryMix.sorted { $0.key.rawValue < $1.key.rawValue }
    for (first, left) in mix {
      mean += left * self.mean[first.slot]
      for (second, right) in mix {
        variance += left * right * covariance[first.slot][second.slot]
      }
    }
    return (mean, max(0, variance).squareRoot())
  }
}
