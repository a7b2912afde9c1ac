/// Least squares with coefficients that cannot be negative: an instruction is never un-executed.
///
/// Lawson and Hanson, "Solving Least Squares Problems" (1974), chapter 23, on reduced equations
/// with columns of unit length. Deterministic: ties go to the first column.
struct NonNegativeLeastSquares {
  private let equations: Equations
  private let scale: [Double]

  init(_ equations: Equations) {
    var scale = [Double](repeating: 0, count: equations.columns)
    for row in 0..<equations.rows {
      for column in 0..<equations.columns {
        let entry = equations.coefficients[row * equations.columns + column]
        scale[column] += entry * entry
      }
    }
    self.scale = scale.map { $0 > 0 ? $0.squareRoot() : 1 }
    self.equations = equations.selecting(Array(0..<equations.columns), scale: self.scale)
  }

  /// The coefficients that fit best; 0 for columns without an entry.
  func solve() -> [Double] {
    let count = equations.columns
    var solution = [Double](repeating: 0, count: count)
    var active: [Int] = []
    /// Columns that left at once when they entered: nearly spanned by the active ones.
    var blocked: Set<Int> = []
    for _ in 0..<(10 * count + 1) {
      guard let entering = steepest(solution, except: blocked.union(active)) else { break }
      active.append(entering)
      active.sort()
      shrink(&active, &solution)
      if active.contains(entering) { blocked.removeAll() } else { blocked.insert(entering) }
    }
    return (0..<count).map { solution[$0] / scale[$0] }
  }

  /// Solves on the active columns, dropping those that turn negative on the way.
  private func shrink(_ active: inout [Int], _ solution: inout [Double]) {
    while !active.isEmpty {
      let free = unconstrained(active)
      if free.allSatisfy({ $0 > 0 }) {
        for (position, column) in active.enumerated() { solution[column] = free[position] }
        return
      }
      var step = 1.0
      for (position, column) in active.enumerated() where free[position] <= 0 {
        let drop = solution[column] - free[position]
        step = min(step, drop > 0 ? solution[column] / drop : 0)
      }
      for (position, column) in active.enumerated() {
        solution[column] += step * (free[position] - solution[column])
        if solution[column] <= Self.tiny || (free[position] <= 0 && step == 0) {
          solution[column] = 0
        }
      }
      active.removeAll { solution[$0] == 0 }
    }
  }

  /// The column outside `excluded` along which the error falls fastest.
  private func steepest(_ solution: [Double], except excluded: Set<Int>) -> Int? {
    let count = equations.columns
    var slopes = [Double](repeating: 0, count: count)
    for row in 0..<equations.rows {
      var residual = equations.values[row]
      for column in 0..<count {
        residual -= equations.coefficients[row * count + column] * solution[column]
      }
      for column in 0..<count {
        slopes[column] += equations.coefficients[row * count + column] * residual
      }
    }
    var best: (column: Int, slope: Double)?
    for column in 0..<count where !excluded.contains(column) {
      if slopes[column] > (best?.slope ?? Self.flat) { best = (column, slopes[column]) }
    }
    return best?.column
  }

  /// Least squares on the columns of `active` alone.
  private func unconstrained(_ active: [Int]) -> [Double] {
    let count = active.count
    var part = equations.selecting(active, scale: [Double](repeating: 1, count: equations.columns))
    part.reduce()
    var solution = [Double](repeating: 0, count: count)
    for index in (0..<min(count, part.rows)).reversed() {
      var sum = part.values[index]
      var later = index + 1
      while later < count {
        sum -= part.coefficients[index * count + later] * solution[later]
        later += 1
      }
      let pivot = part.coefficients[index * count + index]
      solution[index] = pivot.magnitude > Self.singular ? sum / pivot : 0
    }
    return solution
  }

  /// A slope below this is rounding.
  private static let flat = 1e-9
  private static let tiny = 1e-13
  /// A pivot below this belongs to a column that the others already span.
  private static let singular = 1e-9
}
