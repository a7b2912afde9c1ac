import Estimator

/// Operators that move data: reshapes, joins, slices, gathers.
extension ONNXInference {
  func movement() throws(ImportError) -> [ONNXInferred] {
    switch step.op {
    case "Reshape": return [try reshape()]
    case "Flatten": return [try flatten()]
    case "Squeeze": return [try squeeze()]
    case "Unsqueeze": return [try unsqueeze()]
    case "Transpose": return [try transpose()]
    case "Concat", "QLinearConcat": return [try concat()]
    case "Split": return try split()
    case "Slice": return [try slice()]
    case "Gather": return [try gather()]
    case "GatherND": return [try gatherND()]
    case "Expand": return [try expand()]
    case "Tile": return [try tile()]
    case "Pad": return [try pad()]
    case "Resize", "Upsample": return [try resize()]
    case "SpaceToDepth", "DepthToSpace": return [try blocks()]
    case "STFT": return [shortSpectra()]
    case "DFT": return [try spectrum()]
    case "HannWindow", "HammingWindow", "BlackmanWindow":
      return [ONNXInferred(ints(0)?.first.map { [$0] }, .float32)]
    case "MelWeightMatrix":
      guard let bins = ints(0)?.first, let length = ints(1)?.first else { return [] }
      return [ONNXInferred([length / 2 + 1, bins], .float32)]
    default: return []
    }
  }

  private func reshape() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    guard var target = numbers("shape", orInput: 1) else { return ONNXInferred(nil, type(0)) }
    guard target.count <= file.limits.graph.rank, let elements = product(input) else {
      throw operands("cannot reshape \(input)")
    }
    for (axis, extent) in target.enumerated() where extent == 0 && step.int("allowzero") != 1 {
      guard axis < input.count else { throw operands("cannot copy axis \(axis) of \(input)") }
      target[axis] = input[axis]
    }
    if let open = target.firstIndex(of: -1) {
      var others = target
      others.remove(at: open)
      guard let known = product(others), known > 0, elements % known == 0 else {
        throw operands("cannot reshape \(input) to \(target)")
      }
      target[open] = elements / known
    }
    guard target.allSatisfy({ $0 >= 0 }), product(target) == elements else {
      throw operands("cannot reshape \(input) to \(target)")
    }
    return ONNXInferred(target, type(0), content(0))
  }

  private func flatten() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    let axis = step.int("axis") ?? 1
    let position = axis == input.count ? axis : try position(axis, rank: max(1, input.count))
    guard let rows = product(Array(input.prefix(position))),
      let columns = product(Array(input.dropFirst(position)))
    else { throw operands("cannot flatten \(input)") }
    return ONNXInferred([rows, columns], type(0), content(0))
  }

  private func squeeze() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    guard let axes = numbers("axes", orInput: 1) else {
      if has(1) { return ONNXInferred(nil, type(0)) }
      return ONNXInferred(input.filter { $0 != 1 }, type(0), content(0))
    }
    var removed: Set<Int> = []
    for axis in axes { removed.insert(try position(axis, rank: input.count)) }
    let result = input.indices.filter { !removed.contains($0) }.map { input[$0] }
    return ONNXInferred(result, type(0), content(0))
  }

  private func unsqueeze() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), let axes = numbers("axes", orInput: 1) else {
      return ONNXInferred(nil, type(0))
    }
    let rank = input.count + axes.count
    guard rank <= file.limits.graph.rank else { throw operands("makes \(rank) axes") }
    var inserted: Set<Int> = []
    for axis in axes { inserted.insert(try position(axis, rank: rank)) }
    guard inserted.count == axes.count else { throw operands("axes \(axes) repeat") }
    var rest = input[...]
    let result = (0..<rank).map { inserted.contains($0) ? 1 : rest.removeFirst() }
    return ONNXInferred(result, type(0), content(0))
  }

  private func transpose() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    let permutation = step.ints("perm") ?? Array(input.indices.reversed())
    guard permutation.sorted() == Array(input.indices) else {
      throw operands("perm \(permutation) does not name each axis of \(input) once")
    }
    let result = permutation.map { input[$0] }
    return ONNXInferred(
      result, type(0), ONNXContentMoves(input).transposed(content(0), permutation))
  }

  private func concat() throws(ImportError) -> ONNXInferred {
    let slots =
      step.op == "Concat"
      ? Array(step.inputs.indices) : Array(stride(from: 2, to: step.inputs.count, by: 3))
    guard let first = slots.first, var result = shape(first) else {
      return ONNXInferred(nil, type(slots.first ?? 0))
    }
    let axis = try position(step.int("axis") ?? 1, rank: result.count)
    var contents: [Int]? = ints(first)
    for slot in slots.dropFirst() {
      guard let other = shape(slot) else { return ONNXInferred(nil, type(first)) }
      var expected = other
      guard other.count == result.count else {
        throw operands("cannot join \(result) and \(other)")
      }
      expected[axis] = result[axis]
      guard expected == result else { throw operands("cannot join \(result) and \(other)") }
      // At most 10,000 extents below 2^31.
      result[axis] += other[axis]
      contents = contents.flatMap { start in ints(slot).map { start + $0 } }
    }
    let isSmall = result.count == 1 && result[0] <= ONNXContent.limit
    return ONNXInferred(result, type(first), isSmall ? contents.map(ONNXContent.ints) : nil)
  }

  private func split() throws(ImportError) -> [ONNXInferred] {
    guard let input = shape(0) else {
      return Array(repeating: ONNXInferred(nil, type(0)), count: outputCount)
    }
    let axis = try position(step.int("axis") ?? 0, rank: input.count)
    var sizes: [Int]
    if let given = numbers("split", orInput: 1) {
      sizes = given
    } else if has(1) {
      // Sizes that only an inference knows.
      return Array(repeating: ONNXInferred(nil, type(0)), count: outputCount)
    } else {
      // The last part is what is left.
      let parts = max(1, outputCount)
      let size = (input[axis] + parts - 1) / parts
      sizes = (0..<parts).map { min(size, max(0, input[axis] - $0 * size)) }
    }
    guard sizes.count == outputCount, sizes.allSatisfy({ (0...input[axis]).contains($0) }) else {
      throw operands("cannot split axis \(axis) of \(input) into \(sizes.count) parts")
    }
    return sizes.map { size in
      var part = input
      part[axis] = size
      return ONNXInferred(part, type(0))
    }
  }

  private func slice() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    guard let starts = numbers("starts", orInput: 1), let ends = numbers("ends", orInput: 2),
      starts.count == ends.count, starts.count <= input.count
    else { return ONNXInferred(nil, type(0)) }
    let axes = numbers("axes", orInput: 3) ?? Array(starts.indices)
    let steps = ints(4) ?? Array(repeating: 1, count: starts.count)
    guard axes.count == starts.count, steps.count == starts.count else {
      throw operands("starts, ends, axes and steps differ in number")
    }
    var ranges = input.map { ONNXContentMoves.Range(start: 0, step: 1, count: $0) }
    for (index, axis) in axes.enumerated() {
      let axis = try position(axis, rank: input.count)
      guard steps[index] != 0, (-1 << 40...1 << 40).contains(steps[index]) else {
        throw operands("a step of \(steps[index])")
      }
      ranges[axis] = ONNXContentMoves.Range(
        from: starts[index], to: ends[index], by: steps[index], length: input[axis])
    }
    return ONNXInferred(
      ranges.map(\.count), type(0), ONNXContentMoves(input).sliced(content(0), ranges))
  }

  private func gather() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), let indices = shape(1) else { return ONNXInferred(nil, type(0)) }
    let axis = try position(step.int("axis") ?? 0, rank: input.count)
    let result = input[..<axis] + indices + input[(axis + 1)...]
    var content: ONNXContent?
    if input.count == 1, let source = ints(0), let places = ints(1) {
      let chosen = places.compactMap { place -> Int? in
        let index = place < 0 ? place &+ source.count : place
        return source.indices.contains(index) ? source[index] : nil
      }
      if chosen.count == places.count { content = .ints(chosen) }
    }
    return ONNXInferred(Array(result), type(0), content)
  }

  private func gatherND() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), let indices = shape(1), let depth = indices.last else {
      return ONNXInferred(nil, type(0))
    }
    let batches = step.int("batch_dims") ?? 0
    guard batches >= 0, depth >= 0, depth <= input.count, batches <= input.count - depth else {
      throw operands("indices \(indices) do not fit \(input)")
    }
    return ONNXInferred(indices.dropLast() + input[(batches + depth)...], type(0))
  }

  private func expand() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), let target = ints(1) else { return ONNXInferred(nil, type(0)) }
    let result = try broadcast(input, target)
    var content: ONNXContent?
    if let value = ints(0), value.count == 1, let count = product(result),
      (0...ONNXContent.limit).contains(count)
    {
      content = .ints(Array(repeating: value[0], count: count))
    }
    return ONNXInferred(result, type(0), result == input ? self.content(0) : content)
  }

  private func tile() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), let repeats = ints(1), repeats.count == input.count else {
      return ONNXInferred(nil, type(0))
    }
    var result: [Int] = []
    for (extent, count) in zip(input, repeats) {
      let (product, overflow) = extent.multipliedReportingOverflow(by: count)
      guard !overflow else { throw operands("cannot repeat \(input) by \(repeats)") }
      result.append(product)
    }
    return ONNXInferred(result, type(0))
  }

  private func pad() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0), let pads = numbers("pads", orInput: 1) ?? step.ints("paddings")
    else { return ONNXInferred(nil, type(0)) }
    let axes = ints(3) ?? Array(input.indices)
    guard pads.count == 2 * axes.count else {
      throw operands("\(pads.count) pads for \(axes.count) axes")
    }
    var result = input
    for (index, axis) in axes.enumerated() {
      let axis = try position(axis, rank: input.count)
      let range = -Int(Int32.max)...Int(Int32.max)
      guard range.contains(pads[index]), range.contains(pads[index + axes.count]) else {
        throw operands("pads \(pads) are out of range")
      }
      result[axis] += pads[index] + pads[index + axes.count]
    }
    return ONNXInferred(result, type(0))
  }

  private func blocks() throws(ImportError) -> ONNXInferred {
    guard let input = shape(0) else { return ONNXInferred(nil, type(0)) }
    let block = step.int("blocksize") ?? 0
    guard input.count == 4, (1...1 << 15).contains(block) else {
      throw operands("needs 4 axes and a blocksize of 1 to 32768, found \(input) and \(block)")
    }
    let area = block * block
    if step.op == "SpaceToDepth" {
      guard input[2] % block == 0, input[3] % block == 0 else {
        throw operands("\(block) does not divide \(input)")
      }
      return ONNXInferred(
        [input[0], input[1] * area, input[2] / block, input[3] / block], type(0))
    }
    guard input[1] % area == 0 else {
      throw operands("the square of \(block) does not divide \(input[1]) channels")
    }
    return ONNXInferred([input[0], input[1] / area, input[2] * block, input[3] * block], type(0))
  }
}
