/// Linear equations reduced to a triangle: all that least squares needs to know of many rows.
///
/// Householder reduction keeps the columns' lengths and products, so reduced sets can be stacked
/// and reduced again: each fold of a cross-validation is reduced once, and the fit without a fold
/// is a merge of the others.
struct Equations {
  let columns: Int
  /// Coefficients row by row, at most `columns` rows once reduced.
  private(set) var coefficients: [Double] = []
  private(set) var values: [Double] = []

  var rows: Int { values.count }

  init(columns: Int) { self.columns = columns }

  init(merging parts: [Equations], columns: Int) {
    self.columns = columns
    for part in parts {
      coefficients += part.coefficients
      values += part.values
    }
    reduce()
  }

  mutating func append(_ row: [Double], equals value: Double) {
    precondition(row.count == columns, "an equation has one coefficient a column")
    coefficients += row
    values.append(value)
  }

  /// Householder's reduction to an upper triangle.
  mutating func reduce() {
    let columns = columns
    let rows = rows
    for pivot in 0..<min(columns, rows) {
      var norm = 0.0
      for row in pivot..<rows {
        let entry = coefficients[row * columns + pivot]
        norm += entry * entry
      }
      if norm == 0 { continue }
      norm = norm.squareRoot()
      let head = coefficients[pivot * columns + pivot] > 0 ? -norm : norm
      var reflector = (pivot..<rows).map { coefficients[$0 * columns + pivot] }
      reflector[0] -= head
      let length = reflector.reduce(0) { $0 + $1 * $1 }
      if length == 0 { continue }
      for column in pivot..<columns {
        var dot = 0.0
        for index in 0..<reflector.count {
          dot += reflector[index] * coefficients[(pivot + index) * columns + column]
        }
        let factor = 2 * dot / length
        for index in 0..<reflector.count {
          coefficients[(pivot + index) * columns + column] -= factor * reflector[index]
        }
      }
      var dot = 0.0
      for index in 0..<reflector.count { dot += reflector[index] * values[pivot + index] }
      let factor = 2 * dot / length
      for index in 0..<reflector.count { values[pivot + index] -= factor * reflector[index] }
    }
    if rows > columns {
      coefficients.removeSubrange((columns * columns)...)
      values.removeSubrange(columns...)
    }
    for row in 0..<self.rows {
      for column in 0..<min(row, columns) { coefficients[row * columns + column] = 0 }
    }
  }

  /// The same equations in `chosen` columns alone, each divided by its scale.
  func selecting(_ chosen: [Int], scale: [Double]) -> Equations {
    var result = Equations(columns: chosen.count)
    for row in 0..<rows {
      result.append(
        chosen.map { coefficients[row * columns + $0] / scale[$0] }, equals: values[row])
    }
    return result
  }
}
