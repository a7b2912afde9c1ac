import Estimator

/// Operators that are named formulas of several products: einsum, attention, and images by a grid.
extension ONNXInference {
  func formula() throws(ImportError) -> [ONNXInferred] {
    switch step.op {
    case "Einsum": return [ONNXInferred(try einsum(), type(0))]
    case "Attention": return attention()
    case "GridSample": return [ONNXInferred(gridSample(), type(0))]
    case "Det": return [ONNXInferred(shape(0).map { Array($0.dropLast(2)) }, type(0))]
    case "CenterCropPad": return [ONNXInferred(try centerCrop(), type(0))]
    case "RoiAlign": return [ONNXInferred(try regions(), type(0))]
    case "DeformConv": return [ONNXInferred(try convolution(weights: 1), type(0))]
    default: return []
    }
  }

  /// The terms of an equation, an ellipsis as the letter "." for each axis that it stands for.
  static func einsumTerms(_ equation: String, _ shapes: [[Int]]) -> (
    inputs: [[String]], output: [String]
  )? {
    let plain = equation.filter { $0 != " " }
    let sides = plain.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
    let left = sides[0].last == "-" ? sides[0].dropLast() : sides[0]
    let terms = left.split(separator: ",", omittingEmptySubsequences: false)
    guard terms.count == shapes.count else { return nil }
    var inputs: [[String]] = []
    var widest = 0
    for (term, shape) in zip(terms, shapes) {
      let letters = term.filter { $0 != "." }.count
      let hidden = shape.count - letters
      guard hidden == 0 || hidden > 0 && term.contains("...") else { return nil }
      widest = max(widest, hidden)
      guard let axes = axes(of: term, hidden: hidden) else { return nil }
      inputs.append(axes)
    }
    if sides.count == 2 {
      guard let output = axes(of: sides[1], hidden: sides[1].contains("...") ? widest : 0) else {
        return nil
      }
      return (inputs, output)
    }
    // Without an arrow: the ellipsis, then the letters that stand once, in their order.
    let letters = inputs.joined().filter { !$0.hasPrefix(".") }
    let once = Set(letters).filter { letter in letters.filter { $0 == letter }.count == 1 }
    return (inputs, (0..<widest).reversed().map { ".\($0)" } + once.sorted())
  }

  /// Hidden axes are numbered from the last, as broadcasting aligns them.
  private static func axes(of term: Substring, hidden: Int) -> [String]? {
    var result: [String] = []
    var rest = term
    while let letter = rest.first {
      if letter == "." {
        guard rest.hasPrefix("...") else { return nil }
        rest = rest.dropFirst(3)
        result += (0..<hidden).reversed().map { ".\($0)" }
      } else {
        result.append(String(letter))
        rest = rest.dropFirst()
      }
    }
    return result
  }

  private func einsum() throws(ImportError) -> [Int]? {
    let shapes = step.inputs.indices.compactMap(shape)
    guard shapes.count == step.inputs.count, let equation = step.string("equation"),
      equation.utf8.count <= 256
    else { return nil }
    guard let terms = Self.einsumTerms(equation, shapes) else {
      throw operands("equation '\(equation)' does not fit shapes \(shapes)")
    }
    var extents: [String: Int] = [:]
    for (letters, shape) in zip(terms.inputs, shapes) {
      for (letter, extent) in zip(letters, shape) {
        let known = extents[letter] ?? 1
        guard known == 1 || extent == 1 || known == extent else {
          throw operands("equation '\(equation)' does not fit shapes \(shapes)")
        }
        extents[letter] = known == 1 ? extent : known
      }
    }
    var result: [Int] = []
    for letter in terms.output {
      guard let extent = extents[letter] else {
        throw operands("equation '\(equation)' names '\(letter)' in its result alone")
      }
      result.append(extent)
    }
    return result
  }

  /// Query, key and value as [batch, heads, length, width] or [batch, length, heads x width].
  private func attention() -> [ONNXInferred] {
    let open = Array(repeating: ONNXInferred(nil, type(0)), count: outputCount)
    guard let query = shape(0), let value = shape(2) else { return open }
    var result = query
    if query.count == 4, value.count == 4 {
      result[3] = value[3]
    } else if query.count == 3, value.count == 3, let heads = step.int("q_num_heads"),
      let shared = step.int("kv_num_heads"), shared > 0, heads > 0, heads <= 1 << 20
    {
      result[2] = value[2] / shared * heads
    } else {
      return open
    }
    return [ONNXInferred(result, type(0))] + open.dropFirst()
  }

  /// The image's batch and channels, the grid's places.
  private func gridSample() -> [Int]? {
    guard let image = shape(0), let grid = shape(1), image.count >= 3, grid.count == image.count
    else { return nil }
    return Array(image[..<2] + grid[1..<(grid.count - 1)])
  }

  private func centerCrop() throws(ImportError) -> [Int]? {
    guard var result = shape(0), let sizes = ints(1) else { return nil }
    let axes = step.ints("axes") ?? Array(result.indices)
    guard axes.count == sizes.count else { throw operands("axes and sizes differ in number") }
    for (axis, size) in zip(axes, sizes) { result[try position(axis, rank: result.count)] = size }
    return result
  }

  private func regions() throws(ImportError) -> [Int]? {
    guard let image = shape(0), let regions = shape(1), image.count == 4, let count = regions.first
    else { return nil }
    return [count, image[1], step.int("output_height") ?? 1, step.int("output_width") ?? 1]
  }
}
