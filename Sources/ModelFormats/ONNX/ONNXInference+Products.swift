import Estimator

/// Matrix products and layers along time.
extension ONNXInference {
  func gemm() throws(ImportError) -> [Int]? {
    guard let a = shape(0), let b = shape(1) else { return nil }
    guard a.count == 2, b.count == 2 else {
      throw operands("needs two matrices, found \(a) and \(b)")
    }
    let (rows, inner) = step.int("transA") == 1 ? (a[1], a[0]) : (a[0], a[1])
    let (columns, other) = step.int("transB") == 1 ? (b[0], b[1]) : (b[1], b[0])
    guard inner == other else { throw operands("cannot multiply \(a) by \(b)") }
    return [rows, columns]
  }

  /// NumPy's `matmul`: leading axes broadcast, a vector is a matrix of one row or column.
  func matmul(_ first: Int, _ second: Int) throws(ImportError) -> [Int]? {
    guard var a = shape(first), var b = shape(second) else { return nil }
    guard !a.isEmpty, !b.isEmpty else { throw operands("cannot multiply scalars") }
    let isRow = a.count == 1
    let isColumn = b.count == 1
    if isRow { a.insert(1, at: 0) }
    if isColumn { b.append(1) }
    if step.int("transA") == 1 { a.swapAt(a.count - 1, a.count - 2) }
    if step.int("transB") == 1 { b.swapAt(b.count - 1, b.count - 2) }
    guard a[a.count - 1] == b[b.count - 2] else {
      throw operands("cannot multiply \(a) by \(b)")
    }
    var result = try broadcast(Array(a.dropLast(2)), Array(b.dropLast(2)))
    if !isRow { result.append(a[a.count - 2]) }
    if !isColumn { result.append(b[b.count - 1]) }
    return result
  }

  /// Inputs: data [steps, batch, channels], weights [directions, gates x cells, channels], ...
  /// Outputs: all steps [steps, directions, batch, cells], the last [directions, batch, cells], for
  /// an LSTM its cells.
  func recurrent(gates: Int) throws(ImportError) -> [ONNXInferred] {
    guard let input = shape(0), let weights = shape(1) else {
      return Array(repeating: ONNXInferred(nil, type(0)), count: outputCount)
    }
    guard input.count == 3, weights.count == 3, weights[1] % gates == 0 else {
      throw operands("needs data and weights of 3 axes, found \(input) and \(weights)")
    }
    let cells = weights[1] / gates
    let directions = weights[0]
    let isBatchFirst = step.int("layout") == 1
    let batch = input[isBatchFirst ? 0 : 1]
    let steps = input[isBatchFirst ? 1 : 0]
    let all = isBatchFirst ? [batch, steps, directions, cells] : [steps, directions, batch, cells]
    let last = isBatchFirst ? [batch, directions, cells] : [directions, batch, cells]
    return [
      ONNXInferred(all, type(0)), ONNXInferred(last, type(0)), ONNXInferred(last, type(0)),
    ]
  }

  // MARK: - Broadcasting

  func broadcast(_ slots: [Int]) throws(ImportError) -> [Int]? {
    var result: [Int] = []
    for slot in slots {
      guard let shape = shape(slot) else { return nil }
      result = try broadcast(result, shape)
    }
    return result
  }

  /// NumPy's rule: axes are aligned at the end, extents are equal or 1.
  func broadcast(_ a: [Int], _ b: [Int]) throws(ImportError) -> [Int] {
    let rank = max(a.count, b.count)
    var result: [Int] = []
    result.reserveCapacity(rank)
    for axis in 0..<rank {
      let left = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
      let right = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
      guard left == right || left == 1 || right == 1 else {
        throw operands("shapes \(a) and \(b) do not broadcast")
      }
      result.append(left == 1 ? right : left)
    }
    return result
  }
}
