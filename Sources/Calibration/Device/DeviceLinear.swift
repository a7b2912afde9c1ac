/// A symmetric positive definite matrix, factored once and solved for many right-hand sides.
///
/// - Complexity: O(*n*³) to factor, O(*n*²) to solve.
struct CholeskyFactor {
  private let size: Int
  /// The lower triangle, row by row.
  private var lower: [Double]

  /// `nil` when the matrix is not positive definite. `matrix` is full, row by row.
  init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a square matrix has size x size elements")
    self.size = size
    lower = matrix
    let isPositive = lower.withUnsafeMutableBufferPointer { lower in
      for row in 0..<size {
        for column in 0...row {
          var sum = lower[row * size + column]
          // The rows are contiguous: this is the loop that all the time goes to.
          for k in 0..<column { sum -= lower[row * size + k] * lower[column * size + k] }
          if row == column {
            guard sum > 0, sum.isFinite else { return false }
            lower[row * size + row] = sum.squareRoot()
          } else {
            lower[row * size + column] = sum / lower[column * size + column]
          }
        }
      }
      return true
    }
    guard isPositive else { return nil }
  }

  /// The x that solves matrix * x = `right`.
  func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == size, "a right-hand side has one number for each row")
    var x = right
    for row in 0..<size {
      for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
      x[row] /= lower[row * size + row]
    }
    for row in (0..<size).reversed() {
      for k in (row + 1)..<max(size, row + 1) { x[row] -= lower[k * size + row] * x[k] }
      x[row] /= lower[row * size + row]
    }
    return x
  }
}
