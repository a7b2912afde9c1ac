/// The shapes that an operation makes of its inputs.
package struct ShapeInference {
  private let name: String
  private let op: Operator
  private let inputs: [Int?]
  private let tensors: [Tensor]

  package init(operation: Operation, tensors: [Tensor]) {
    self.init(
      name: operation.name, op: operation.op, inputs: operation.inputs, tensors: tensors)
  }

  /// Of the operation called `name`, by what is needed of it: all of it is some 600 bytes.
  init(name: String, op: Operator, inputs: [Int?], tensors: [Tensor]) {
    self.name = name
    self.op = op
    self.inputs = inputs
    self.tensors = tensors
  }

  /// The shape of the one output, or `nil` when it depends on more than the input shapes, or when
  /// there are several outputs (then the graph must state them).
  package func outputShape() throws(GraphError) -> [Int]? {
    switch op {
    case .convolution(let c):
      let input = try image(0)
      try check(convolution: c, input: input)
      let size = try windows(
        input, kernel: c.kernel, stride: c.stride, dilation: c.dilation, padding: c.padding)
      return try image([input[0], size.height, size.width, c.filters], likeInput: 0)
    case .depthwiseConvolution(let c):
      let input = try image(0)
      let size = try windows(
        input, kernel: c.kernel, stride: c.stride, dilation: c.dilation, padding: c.padding)
      let channels = try times(input[3], c.multiplier, "multiplier")
      return try image([input[0], size.height, size.width, channels], likeInput: 0)
    case .pool(let p):
      let input = try image(0)
      let size = try windows(
        input, kernel: p.kernel, stride: p.stride, dilation: .one, padding: p.padding)
      return try image([input[0], size.height, size.width, input[3]], likeInput: 0)
    case .fullyConnected(let f):
      guard f.units > 0 else {
        throw .attribute(op: name, name: "units", detail: "must be positive")
      }
      let input = try shape(0)
      if f.keepsAxes { return Array(input.dropLast()) + [f.units] }
      let columns = try fullyConnectedColumns(input)
      let elements = try elementCount(input)
      return [elements / columns, f.units]
    case .unary, .rowwise, .conversion:
      return try shape(0)
    case .binary:
      return try broadcast()
    case .concatenation(let axis):
      return try concatenate(axis: axis)
    case .reshape(let target):
      guard let target else { return nil }
      return try reshape(try shape(0), to: target)
    case .pad(let pad):
      guard let amounts = pad.amounts else { return nil }
      return try padded(try shape(0), by: amounts)
    case .reduction(let reduction):
      guard let axes = reduction.axes else { return nil }
      return try reduce(try shape(0), axes: axes, keeping: reduction.keepsDimensions)
    case .transposeConvolution, .matmul, .recurrent, .movement, .control, .opaque, .custom:
      return nil
    }
  }

  /// Whether a stated shape may stand for the inferred one: files write some results with other
  /// axes of the same extents ([1, 64] for [64], [1, 1, 1, 64] for a pooled map).
  package func accepts(stated: [Int], inferred: [Int]) -> Bool {
    switch op {
    case .fullyConnected, .reshape, .reduction, .rowwise, .unary, .conversion, .binary:
      stated.filter { $0 != 1 } == inferred.filter { $0 != 1 }
        || isFullyConnected && product(stated) == product(inferred) && stated.last == inferred.last
    default: false
    }
  }

  /// What an implied constant is for, which decides its type.
  enum Role: Hashable {
    case weights, bias
    /// Extents, as a reshape carries them.
    case table
  }

  /// The constants that a converter writes for an operation given by its attributes alone.
  struct Implied {
    var suffix: StaticString
    var shape: [Int]
    var role: Role
    /// Elements of the bias, where the operation can have one.
    var biasCount: Int?
  }

  /// Weights in the layout that TensorFlow Lite uses (OHWI; 1HWC for depthwise); `nil` when the
  /// operation has none.
  func impliedWeights() throws(GraphError) -> Implied? {
    switch op {
    case .convolution(let c):
      let input = try image(0)
      try check(convolution: c, input: input)
      return Implied(
        suffix: "/weights",
        shape: [c.filters, c.kernel.height, c.kernel.width, input[3] / c.groups],
        role: .weights, biasCount: c.filters)
    case .depthwiseConvolution(let c):
      let channels = try times(try image(0)[3], c.multiplier, "multiplier")
      return Implied(
        suffix: "/weights", shape: [1, c.kernel.height, c.kernel.width, channels], role: .weights,
        biasCount: channels)
    case .fullyConnected(let f):
      guard f.units > 0 else {
        throw .attribute(op: name, name: "units", detail: "must be positive")
      }
      let input = try shape(0)
      let columns = f.keepsAxes ? (input.last ?? 1) : try elementCount(input) / (input.first ?? 1)
      return Implied(
        suffix: "/weights", shape: [f.units, columns], role: .weights, biasCount: f.units)
    case .reshape(let target?):
      return Implied(suffix: "/shape", shape: [target.count], role: .table, biasCount: nil)
    default:
      return nil
    }
  }

  // MARK: - Inputs

  private var isFullyConnected: Bool {
    if case .fullyConnected = op { true } else { false }
  }

  func shape(_ slot: Int) throws(GraphError) -> [Int] {
    guard inputs.indices.contains(slot), let index = inputs[slot] else {
      throw .inputCount(
        op: name, expected: "at least \(slot + 1)", found: inputs.count)
    }
    guard let shape = tensors[index].shape else {
      throw .shapeNeeded(tensor: tensors[index].name, op: name)
    }
    return shape
  }

  /// A shape of four axes, NHWC; a sequence [batch, steps, channels] is an image of height 1.
  func image(_ slot: Int) throws(GraphError) -> [Int] {
    let shape = try shape(slot)
    switch shape.count {
    case 4: return shape
    case 3: return [shape[0], 1, shape[1], shape[2]]
    default:
      throw .operandShapes(
        op: name,
        detail: "needs an input of 4 axes [batch, height, width, channels], found \(shape)")
    }
  }

  /// An image as the operation writes it: of a sequence where it reads a sequence.
  private func image(_ shape: [Int], likeInput slot: Int) throws(GraphError) -> [Int] {
    guard try self.shape(slot).count == 3 else { return shape }
    guard shape[1] == 1 else {
      throw .operandShapes(
        op: name,
        detail: "makes \(shape[1]) rows of a sequence; kernel and padding in height must "
          + "be 1 and 0")
    }
    return [shape[0], shape[2], shape[3]]
  }

  private func check(convolution c: Convolution, input: [Int]) throws(GraphError) {
    guard c.filters > 0 else {
      throw .attribute(op: name, name: "filters", detail: "must be positive, is \(c.filters)")
    }
    guard c.groups > 0, input[3] % c.groups == 0, c.filters % c.groups == 0 else {
      throw .attribute(
        op: name, name: "groups",
        detail: "\(c.groups) must divide the \(input[3]) input channels and \(c.filters) filters")
    }
  }

  /// Columns of the weight matrix: from the weight tensor if there is one, else all axes but the
  /// first.
  private func fullyConnectedColumns(_ input: [Int]) throws(GraphError) -> Int {
    let elements = try elementCount(input)
    if inputs.count > 1, let weights = inputs[1],
      let shape = tensors[weights].shape, shape.count == 2
    {
      guard shape[1] > 0, elements % shape[1] == 0 else {
        throw .operandShapes(
          op: name, detail: "weights \(shape) do not fit an input of \(elements) elements")
      }
      return shape[1]
    }
    return elements / (input.first ?? 1)
  }

  // MARK: - Rules

  /// Output height and width of a sliding window.
  private func windows(
    _ input: [Int], kernel: Extent2D, stride: Extent2D, dilation: Extent2D, padding: Padding
  ) throws(GraphError) -> Extent2D {
    try check(kernel, "kernel")
    try check(stride, "stride")
    try check(dilation, "dilation")
    var before = Extent2D(0, 0)
    var after = Extent2D(0, 0)
    var same = false
    switch padding {
    case .valid: break
    case .same: same = true
    case .explicit(let top, let bottom, let left, let right):
      guard Self.isAmount(top), Self.isAmount(bottom), Self.isAmount(left), Self.isAmount(right)
      else { throw .attribute(op: name, name: "padding", detail: "must not be negative") }
      before = Extent2D(top, left)
      after = Extent2D(bottom, right)
    }
    func count(_ length: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ pad: Int)
      throws(GraphError) -> Int
    {
      // All below 2^31, so nothing here can overflow.
      if same { return (length - 1) / stride + 1 }
      let reach = (kernel - 1) * dilation + 1
      guard length + pad >= reach else {
        throw .operandShapes(
          op: name,
          detail: "a window of \(reach) does not fit an input of \(length) with padding \(pad)")
      }
      return (length + pad - reach) / stride + 1
    }
    return Extent2D(
      try count(
        input[1], kernel.height, stride.height, dilation.height, before.height + after.height),
      try count(input[2], kernel.width, stride.width, dilation.width, before.width + after.width))
  }

  private func check(_ extent: Extent2D, _ attribute: String) throws(GraphError) {
    let range = 1...Int(Int32.max)
    guard range.contains(extent.height), range.contains(extent.width) else {
      throw .attribute(
        op: name, name: attribute,
        detail: "[\(extent.height), \(extent.width)] must be positive and below 2^31")
    }
  }

  private static func isAmount(_ padding: Int) -> Bool { (0...Int(Int32.max)).contains(padding) }

  /// NumPy's rule over all inputs: axes are aligned at the end, extents are equal or 1.
  private func broadcast() throws(GraphError) -> [Int] {
    guard inputs.count >= 2 else {
      throw .inputCount(op: name, expected: "at least 2", found: inputs.count)
    }
    var result = try shape(0)
    for slot in inputs.indices.dropFirst() {
      let other = try shape(slot)
      let rank = max(result.count, other.count)
      var merged = Array(repeating: 1, count: rank)
      for axis in 0..<rank {
        let a = axis < rank - result.count ? 1 : result[axis - (rank - result.count)]
        let b = axis < rank - other.count ? 1 : other[axis - (rank - other.count)]
        guard a == b || a == 1 || b == 1 else {
          throw .operandShapes(op: name, detail: "shapes \(result) and \(other) do not broadcast")
        }
        merged[axis] = max(a, b)
      }
      result = merged
    }
    return result
  }

  private func concatenate(axis: Int) throws(GraphError) -> [Int] {
    var result = try shape(0)
    let axis = try position(of: axis, rank: result.count)
    for slot in inputs.indices.dropFirst() {
      let other = try shape(slot)
      var expected = result
      guard other.count == result.count else {
        throw .operandShapes(op: name, detail: "cannot join \(result) and \(other)")
      }
      expected[axis] = other[axis]
      guard expected == other else {
        throw .operandShapes(op: name, detail: "cannot join \(result) and \(other) on axis \(axis)")
      }
      // At most 10,000 operands below 2^31 each.
      result[axis] += other[axis]
    }
    return result
  }

  private func reshape(_ input: [Int], to target: [Int]) throws(GraphError) -> [Int] {
    let elements = try elementCount(input)
    guard target.filter({ $0 == -1 }).count <= 1, target.allSatisfy({ $0 == -1 || $0 > 0 }) else {
      throw .attribute(
        op: name, name: "shape", detail: "\(target): extents are positive, and one may be -1")
    }
    let known = try elementCount(target.filter { $0 != -1 })
    guard elements % known == 0, target.contains(-1) || elements == known else {
      throw .attribute(
        op: name, name: "shape",
        detail: "\(target) does not hold the \(elements) elements of \(input)")
    }
    return target.map { $0 == -1 ? elements / known : $0 }
  }

  private func padded(_ input: [Int], by amounts: [[Int]]) throws(GraphError) -> [Int] {
    guard amounts.count == input.count, amounts.allSatisfy({ $0.count == 2 }) else {
      throw .attribute(
        op: name, name: "padding", detail: "needs [before, after] for each of the axes of \(input)")
    }
    var result = input
    for (axis, pair) in amounts.enumerated() {
      guard pair.allSatisfy(Self.isAmount) else {
        throw .attribute(op: name, name: "padding", detail: "must not be negative")
      }
      result[axis] += pair[0] + pair[1]
    }
    return result
  }

  private func reduce(_ input: [Int], axes: [Int], keeping: Bool) throws(GraphError) -> [Int] {
    var reduced = Set<Int>()
    for axis in axes { reduced.insert(try position(of: axis, rank: input.count)) }
    if keeping { return input.indices.map { reduced.contains($0) ? 1 : input[$0] } }
    return input.indices.filter { !reduced.contains($0) }.map { input[$0] }
  }

  private func position(of axis: Int, rank: Int) throws(GraphError) -> Int {
    let position = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(position) else {
      throw .attribute(op: name, name: "axis", detail: "\(axis) is not an axis of \(rank)")
    }
    return position
  }

  // MARK: - Products

  private func times(_ a: Int, _ b: Int, _ attribute: String) throws(GraphError) -> Int {
    guard b > 0 else { throw .attribute(op: name, name: attribute, detail: "must be positive") }
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw .tooLarge(tensor: nil, op: name, what: "\(a) x \(b)") }
    return product
  }

  private func elementCount(_ shape: [Int]) throws(GraphError) -> Int {
    guard let product = product(shape), product > 0 else {
      throw .tooLarge(tensor: nil, op: name, what: "the product of \(shape)")
    }
    return product
  }

  private func product(_ shape: [Int]) -> Int? {
    var result = 1
    for extent in shape {
      let (product, overflow) = result.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      result = product
    }
    return result
  }
}
