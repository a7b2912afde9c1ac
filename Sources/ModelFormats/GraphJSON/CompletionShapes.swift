import Estimator

/// Output shapes of operations that move data, multiply matrices or run along time, from their
/// attributes; every number is a client's, so every sum and product is checked.
struct CompletionShapes {
  let operation: Operation
  let tensors: [Tensor]
  let attributes: GraphAttributes

  /// `nil` where the graph itself infers the shapes or has to state them.
  func outputShapes() throws(GraphError) -> [[Int]]? {
    switch operation.op {
    case .transposeConvolution(let c): return [try transposeConvolution(c)]
    case .matmul(let m): return [try matmul(m)]
    case .recurrent(let r): return [try recurrent(r)]
    case .reduction(let r) where r.kind == .cumulativeSum: return [try shape(0)]
    case .control(let control) where control.kind == .assignVariable: return []
    case .movement(let kind): return try movement(kind)
    default: return nil
    }
  }

  // MARK: - Layers

  private func transposeConvolution(_ c: Convolution) throws(GraphError) -> [Int] {
    let input = try image()
    func extent(_ length: Int, _ kernel: Int, _ stride: Int, _ padding: Int) throws(GraphError)
      -> Int
    {
      guard kernel > 0, stride > 0 else {
        throw .attribute(
          op: operation.name, name: "kernel", detail: "kernel and stride must be positive")
      }
      if c.padding == .same { return try times(length, stride) }
      return try plus(try times(length - 1, stride), try plus(kernel, -padding))
    }
    var vertical = 0
    var horizontal = 0
    if case .explicit(let top, let bottom, let left, let right) = c.padding {
      guard [top, bottom, left, right].allSatisfy({ (0...Int(Int32.max)).contains($0) }) else {
        throw .attribute(op: operation.name, name: "padding", detail: "must not be negative")
      }
      vertical = top + bottom
      horizontal = left + right
    }
    return [
      input[0], try extent(input[1], c.kernel.height, c.stride.height, vertical),
      try extent(input[2], c.kernel.width, c.stride.width, horizontal), c.filters,
    ]
  }

  /// [..., m, k] x [..., k, n], the leading axes broadcast.
  private func matmul(_ matmul: Matmul) throws(GraphError) -> [Int] {
    var a = try shape(0)
    var b = try shape(1)
    guard a.count >= 2, b.count >= 2 else {
      throw .operandShapes(op: operation.name, detail: "needs two matrices, found \(a) and \(b)")
    }
    if matmul.transposesFirst { a.swapAt(a.count - 1, a.count - 2) }
    if matmul.transposesSecond { b.swapAt(b.count - 1, b.count - 2) }
    guard a[a.count - 1] == b[b.count - 2] else {
      throw .operandShapes(op: operation.name, detail: "cannot multiply \(a) by \(b)")
    }
    let rank = max(a.count, b.count)
    var result: [Int] = []
    for axis in 0..<rank - 2 {
      let left = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
      let right = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
      guard left == right || left == 1 || right == 1 else {
        throw .operandShapes(op: operation.name, detail: "\(a) and \(b) do not broadcast")
      }
      result.append(max(left, right))
    }
    return result + [a[a.count - 2], b[b.count - 1]]
  }

  private func recurrent(_ recurrent: Recurrent) throws(GraphError) -> [Int] {
    let input = try shape(0)
    if recurrent.kind == .svdf {
      guard input.count == 2 else {
        throw .operandShapes(
          op: operation.name, detail: "needs an input [batch, channels], found \(input)")
      }
      return [input[0], attributes.units]
    }
    let outputs = recurrent.projection > 0 ? recurrent.projection : recurrent.units
    switch input.count {
    case 2: return [input[0], outputs]
    case 3 where recurrent.returnsSequence: return [input[0], input[1], outputs]
    case 3: return [input[recurrent.timeMajor ? 1 : 0], outputs]
    default:
      throw .operandShapes(
        op: operation.name,
        detail: "needs an input [batch, steps, channels] or [batch, channels], found \(input)")
    }
  }

  // MARK: - Movement

  private func movement(_ kind: OperatorKind) throws(GraphError) -> [[Int]]? {
    switch kind {
    case .identity, .reverse, .zerosLike, .reverseSequence, .dynamicUpdateSlice:
      return [try shape(0)]
    case .shape: return [[try shape(0).count]]
    case .rank, .size: return [[]]
    case .squeeze: return [try squeezed()]
    case .expandDims: return [try expanded()]
    case .transpose: return [try transposed()]
    case .split: return try splitEvenly()
    case .splitV: return try splitBySizes()
    case .slice: return [try sliced()]
    case .pack: return [try packed()]
    case .unpack: return try unpacked()
    case .gather: return [try gathered()]
    case .tile: return [try tiled()]
    case .broadcastTo, .fill: return [attributes.numbers]
    case .oneHot: return [try shape(0) + [attributes.number]]
    case .topK: return try topK()
    case .embedding: return [try shape(0) + [attributes.units]]
    case .resizeBilinear, .resizeNearest: return [try resized()]
    case .spaceToDepth: return [try spaceToDepth()]
    case .depthToSpace: return [try depthToSpace()]
    default: return nil
    }
  }

  private func squeezed() throws(GraphError) -> [Int] {
    let input = try shape(0)
    guard attributes.present.contains(.axes) else { return input.filter { $0 != 1 } }
    var removed: Set<Int> = []
    for axis in attributes.numbers {
      let position = try position(axis, "axes", rank: input.count)
      guard input[position] == 1 else {
        throw .attribute(
          op: operation.name, name: "axes", detail: "axis \(axis) of \(input) is not of extent 1")
      }
      removed.insert(position)
    }
    return input.indices.filter { !removed.contains($0) }.map { input[$0] }
  }

  private func expanded() throws(GraphError) -> [Int] {
    var result = try shape(0)
    let position = try position(attributes.axis, "axis", rank: result.count + 1)
    result.insert(1, at: position)
    return result
  }

  private func transposed() throws(GraphError) -> [Int] {
    let input = try shape(0)
    let permutation = attributes.numbers
    guard permutation.sorted() == Array(input.indices) else {
      throw .attribute(
        op: operation.name, name: "permutation",
        detail: "\(permutation) does not name each axis of \(input) once")
    }
    return permutation.map { input[$0] }
  }

  private func splitEvenly() throws(GraphError) -> [[Int]] {
    var part = try shape(0)
    let parts = operation.outputs.count
    let axis = try position(axis(standard: -1), "axis", rank: part.count)
    guard parts > 0, part[axis] % parts == 0 else {
      throw .attribute(
        op: operation.name, name: "axis",
        detail: "axis \(axis) of \(part) does not divide into \(parts) outputs")
    }
    part[axis] /= parts
    return Array(repeating: part, count: parts)
  }

  private func splitBySizes() throws(GraphError) -> [[Int]] {
    let input = try shape(0)
    let axis = try position(axis(standard: -1), "axis", rank: input.count)
    var total = 0
    var result: [[Int]] = []
    for size in attributes.numbers {
      total = try plus(total, size)
      var part = input
      part[axis] = size
      result.append(part)
    }
    guard total == input[axis] else {
      throw .attribute(
        op: operation.name, name: "sizes",
        detail: "\(attributes.numbers) does not add up to the \(input[axis]) of axis \(axis)")
    }
    return result
  }

  private func sliced() throws(GraphError) -> [Int] {
    let input = try shape(0)
    let begin = attributes.begin
    let size = attributes.numbers
    guard begin.count == input.count, size.count == input.count else {
      throw .attribute(
        op: operation.name, name: "begin",
        detail: "begin and size need an entry an axis of \(input)")
    }
    var result: [Int] = []
    for axis in input.indices {
      let length = size[axis] == -1 ? try plus(input[axis], -max(0, begin[axis])) : size[axis]
      guard begin[axis] >= 0, length > 0, try plus(begin[axis], length) <= input[axis] else {
        throw .attribute(
          op: operation.name, name: "size", detail: "axis \(axis) reaches outside \(input)")
      }
      result.append(length)
    }
    return result
  }

  private func packed() throws(GraphError) -> [Int] {
    var result = try shape(0)
    for slot in operation.inputs.indices {
      guard try shape(slot) == result else {
        throw .operandShapes(op: operation.name, detail: "its inputs differ in shape")
      }
    }
    let position = try position(attributes.axis, "axis", rank: result.count + 1)
    result.insert(operation.inputs.count, at: position)
    return result
  }

  private func unpacked() throws(GraphError) -> [[Int]] {
    var part = try shape(0)
    let position = try position(attributes.axis, "axis", rank: part.count)
    let count = part.remove(at: position)
    guard count == operation.outputs.count else {
      throw .outputCount(
        op: operation.name, expected: count, found: operation.outputs.count)
    }
    return Array(repeating: part, count: count)
  }

  private func gathered() throws(GraphError) -> [Int] {
    let input = try shape(0)
    let position = try position(attributes.axis, "axis", rank: input.count)
    return input[..<position] + (try shape(1)) + input[(position + 1)...]
  }

  private func tiled() throws(GraphError) -> [Int] {
    let input = try shape(0)
    guard attributes.numbers.count == input.count else {
      throw .attribute(
        op: operation.name, name: "multiples", detail: "needs one for each axis of \(input)")
    }
    var result: [Int] = []
    for (extent, multiple) in zip(input, attributes.numbers) {
      result.append(try times(extent, multiple))
    }
    return result
  }

  private func topK() throws(GraphError) -> [[Int]] {
    var result = try shape(0)
    guard let last = result.last, (1...last).contains(attributes.number) else {
      throw .attribute(
        op: operation.name, name: "count", detail: "must be 1 to the extent of the last axis")
    }
    result[result.count - 1] = attributes.number
    return [result, result]
  }

  private func resized() throws(GraphError) -> [Int] {
    let input = try image()
    guard attributes.numbers.count == 2 else {
      throw .attribute(op: operation.name, name: "size", detail: "must be [height, width]")
    }
    return [input[0], attributes.numbers[0], attributes.numbers[1], input[3]]
  }

  private func spaceToDepth() throws(GraphError) -> [Int] {
    let input = try image()
    let block = try blockSize()
    guard input[1] % block == 0, input[2] % block == 0 else {
      throw .attribute(
        op: operation.name, name: "block_size", detail: "\(block) does not divide \(input)")
    }
    return [
      input[0], input[1] / block, input[2] / block,
      try times(try times(input[3], block), block),
    ]
  }

  private func depthToSpace() throws(GraphError) -> [Int] {
    let input = try image()
    let block = try blockSize()
    guard input[3] % (block * block) == 0 else {
      throw .attribute(
        op: operation.name, name: "block_size",
        detail: "the square of \(block) does not divide the \(input[3]) channels")
    }
    return [
      input[0], try times(input[1], block), try times(input[2], block),
      input[3] / (block * block),
    ]
  }

  // MARK: - Parts

  /// Between 1 and 2^15, so that its square fits an axis.
  private func blockSize() throws(GraphError) -> Int {
    guard (1...1 << 15).contains(attributes.number) else {
      throw .attribute(op: operation.name, name: "block_size", detail: "must be 1 to 32768")
    }
    return attributes.number
  }

  private func axis(standard: Int) -> Int {
    attributes.present.contains(.axis) ? attributes.axis : standard
  }

  private func shape(_ slot: Int) throws(GraphError) -> [Int] {
    guard operation.inputs.indices.contains(slot), let input = operation.inputs[slot] else {
      throw .inputCount(
        op: operation.name, expected: "at least \(slot + 1)", found: operation.inputs.count)
    }
    guard let shape = tensors[input].shape else {
      throw .shapeNeeded(tensor: tensors[input].name, op: operation.name)
    }
    return shape
  }

  private func image() throws(GraphError) -> [Int] {
    let shape = try shape(0)
    guard shape.count == 4 else {
      throw .operandShapes(
        op: operation.name,
        detail: "needs an input of 4 axes [batch, height, width, channels], found \(shape)")
    }
    return shape
  }

  private func position(_ axis: Int, _ name: String, rank: Int) throws(GraphError) -> Int {
    let position = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(position) else {
      throw .attribute(op: operation.name, name: name, detail: "\(axis) is not an axis of \(rank)")
    }
    return position
  }

  private func times(_ a: Int, _ b: Int) throws(GraphError) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw .tooLarge(tensor: nil, op: operation.name, what: "\(a) x \(b)") }
    return product
  }

  private func plus(_ a: Int, _ b: Int) throws(GraphError) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    if overflow { throw .tooLarge(tensor: nil, op: operation.name, what: "\(a) + \(b)") }
    return sum
  }
}
