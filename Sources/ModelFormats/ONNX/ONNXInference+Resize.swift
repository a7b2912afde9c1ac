import Estimator

/// Images made larger or smaller, by sizes or by factors, of all axes or of some.
extension ONNXInference {
  func resize() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    let isOld = step.op == "Upsample" || step.inputs.count == 2
    var axes: [Int] = []
    for axis in step.ints("axes") ?? Array(input.indices) {
      axes.append(try position(axis, rank: input.count))
    }
    if !isOld, has(3) {
      guard let sizes = ints(3) else { return ONNXInferred(nil, type(0)) }
      if !sizes.isEmpty {
        return ONNXInferred(try resized(input, axes, to: sizes), type(0))
      }
    }
    var scales = content(isOld ? 1 : 2)?.floats
    if scales == nil, case .floats(let written)? = step.attributes["scales"] {
      scales = written.map { Double($0) }
    }
    guard let scales, !scales.isEmpty else { return ONNXInferred(nil, type(0)) }
    guard scales.count == axes.count else {
      throw operands("\(scales.count) scales for \(axes.count) axes")
    }
    var result = input
    for (axis, scale) in zip(axes, scales) {
      // Scales are floats: 0.8 of 5 is 4.
      let scaled = Double(Float(input[axis]) * Float(scale)).rounded(.down)
      guard scaled >= 0, scaled <= Double(Int32.max) else {
        throw operands("cannot scale \(input) by \(scales)")
      }
      result[axis] = Int(scaled)
    }
    return ONNXInferred(result, type(0))
  }

  /// Where the aspect ratio is kept, one factor holds for all axes: the smallest or the largest.
  private func resized(_ input: [Int], _ axes: [Int], to sizes: [Int]) throws(ImportError) -> [Int]
  {
    guard sizes.count == axes.count else {
      throw operands("\(sizes.count) sizes for \(axes.count) axes")
    }
    var result = input
    for (axis, size) in zip(axes, sizes) { result[axis] = size }
    let policy = step.string("keep_aspect_ratio_policy") ?? "stretch"
    guard policy == "not_larger" || policy == "not_smaller" else { return result }
    var factors: [Double] = []
    for (axis, size) in zip(axes, sizes) where input[axis] > 0 {
      factors.append(Double(size) / Double(input[axis]))
    }
    guard let factor = policy == "not_larger" ? factors.min() : factors.max() else { return result }
    for axis in axes {
      let scaled = (Double(input[axis]) * factor + 0.5).rounded(.down)
      guard scaled >= 0, scaled <= Double(Int32.max) else {
        throw operands("cannot resize \(input) to \(sizes)")
      }
      result[axis] = Int(scaled)
    }
    return result
  }
}
