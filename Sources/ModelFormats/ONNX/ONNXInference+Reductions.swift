import Estimator

/// Reductions and selections along axes.
extension ONNXInference {
  func reduction() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    let keeps = step.int("keepdims") ?? 1 != 0
    guard let axes = numbers("axes", orInput: 1), !axes.isEmpty else {
      if has(1), ints(1) == nil { return ONNXInferred(nil, type(0)) }
      if step.int("noop_with_empty_axes") == 1 { return ONNXInferred(input, type(0), content(0)) }
      return ONNXInferred(keeps ? input.map { _ in 1 } : [], type(0), total())
    }
    var reduced: Set<Int> = []
    for axis in axes { reduced.insert(try position(axis, rank: input.count)) }
    let result =
      keeps
      ? input.indices.map { reduced.contains($0) ? 1 : input[$0] }
      : input.indices.filter { !reduced.contains($0) }.map { input[$0] }
    return ONNXInferred(result, type(0), reduced.count == input.count ? total() : nil)
  }

  /// The reduction of a whole small content.
  private func total() -> ONNXContent? {
    guard let values = ints(0), !values.isEmpty else { return nil }
    switch step.op {
    case "ReduceProd": return product(values).map { .ints([$0]) }
    case "ReduceMax": return values.max().map { .ints([$0]) }
    case "ReduceMin": return values.min().map { .ints([$0]) }
    case "ReduceSum":
      var sum = 0
      for value in values {
        let (next, overflow) = sum.addingReportingOverflow(value)
        if overflow { return nil }
        sum = next
      }
      return .ints([sum])
    default: return nil
    }
  }

  func selection() throws(ImportError) -> [ONNXInferred] {
    guard var result = shape(0) else { return [ONNXInferred(nil, type(0))] }
    switch step.op {
    case "GatherElements": return [ONNXInferred(shape(1), type(0))]
    case "TopK":
      let axis = try position(step.int("axis") ?? -1, rank: result.count)
      guard let count = step.int("k") ?? ints(1)?.first else {
        return [ONNXInferred(nil, type(0)), ONNXInferred(nil, .int64)]
      }
      result[axis] = count
      return [ONNXInferred(result, type(0)), ONNXInferred(result, .int64)]
    case "OneHot":
      guard let depth = ints(1)?.first else { return [ONNXInferred(nil, type(2))] }
      let axis = step.int("axis") ?? -1
      result.insert(depth, at: try position(axis, rank: result.count + 1))
      return [ONNXInferred(result, type(2))]
    default:
      let axis = try position(step.int("axis") ?? 0, rank: result.count)
      if step.int("keepdims") ?? 1 != 0 { result[axis] = 1 } else { result.remove(at: axis) }
      return [ONNXInferred(result, .int64)]
    }
  }
}
