import Estimator

/// What a node makes of its inputs, as far as it can be known.
struct ONNXInferred {
  var shape: [Int]?
  var type: DataType?
  var content: ONNXContent?

  init(_ shape: [Int]? = nil, _ type: DataType? = nil, _ content: ONNXContent? = nil) {
    self.shape = shape
    self.type = type
    self.content = content
  }
}

/// The shapes, types and small contents of one node's outputs, by the rules of the ONNX operator
/// specification (onnx/docs/Operators.md). What does not follow is left open, not guessed.
struct ONNXInference {
  let step: ONNXStep
  let values: [ONNXValue]
  let outputCount: Int
  let file: ONNXFileReader
  /// The version of the standard operators; some changed what they leave out means.
  var opset = 0

  /// Whether the node makes a constant out of nothing.
  var isSource: Bool {
    switch step.op {
    case "Constant", "HannWindow", "HammingWindow", "BlackmanWindow", "MelWeightMatrix",
      "ConstantOfShape", "EyeLike", "Range":
      true
    default: false
    }
  }

  func run() throws(ImportError) -> [ONNXInferred] {
    let results = try results()
    for result in results {
      guard let shape = result.shape else { continue }
      for extent in shape where !(0...Int(Int32.max)).contains(extent) {
        throw operands("makes a tensor of shape \(shape)")
      }
      guard shape.count <= file.limits.graph.rank else {
        throw operands("makes a tensor of \(shape.count) axes")
      }
    }
    return results
  }

  private func results() throws(ImportError) -> [ONNXInferred] {
    switch Self.families[step.op] {
    case .elementwise(let rule): return [try elementwise(rule)]
    case .movement: return try movement()
    case .reduction: return [try reduction()]
    case .selection: return try selection()
    case .source: return [try source()]
    case .constant: return [try constant()]
    case .window: return try windows()
    case .product: return [try product()]
    case .recurrent(let gates): return try recurrent(gates: gates)
    case .quantisation: return quantisation()
    case .formula: return try formula()
    case .normalisation:
      return [ONNXInferred(shape(0), type(0), step.op == "Dropout" ? content(0) : nil)]
    case .select: return [ONNXInferred(try broadcast([0, 1, 2]), type(1), select())]
    case nil: return []
    }
  }

  /// Kinds of operators whose outputs follow by one rule.
  private enum Family {
    case elementwise(ElementwiseRule)
    case movement, reduction, selection, source, constant, window, product, quantisation
    case normalisation, select, formula
    case recurrent(gates: Int)
  }

  private static let families: [String: Family] = {
    var families = elementwise.mapValues(Family.elementwise)
    func put(_ family: Family, _ names: String) {
      for name in names.split(separator: " ") { families[String(name)] = family }
    }
    put(
      .movement,
      "Reshape Flatten Squeeze Unsqueeze Transpose Concat QLinearConcat Split Slice Gather GatherND "
        + "Expand Tile Pad Resize Upsample SpaceToDepth DepthToSpace STFT DFT HannWindow "
        + "HammingWindow BlackmanWindow MelWeightMatrix")
    put(
      .reduction,
      "ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum "
        + "ReduceLogSumExp ReduceSumSquare")
    put(.selection, "TopK ArgMax ArgMin OneHot GatherElements")
    put(.source, "Shape Size ConstantOfShape Range EyeLike")
    put(.constant, "Constant")
    put(
      .window,
      "Conv FusedConv ConvInteger QLinearConv ConvTranspose MaxPool AveragePool LpPool "
        + "QLinearAveragePool GlobalAveragePool GlobalMaxPool GlobalLpPool "
        + "QLinearGlobalAveragePool")
    put(
      .product,
      "Gemm FusedGemm MatMul FusedMatMul MatMulInteger QLinearMatMul QLinearAdd QLinearMul")
    put(.recurrent(gates: 4), "LSTM")
    put(.recurrent(gates: 3), "GRU")
    put(.recurrent(gates: 1), "RNN")
    put(.quantisation, "QuantizeLinear DequantizeLinear DynamicQuantizeLinear")
    put(
      .normalisation, "LayerNormalization BatchNormalization Dropout SkipLayerNormalization")
    put(.select, "Where")
    put(.formula, "Einsum Attention GridSample Det CenterCropPad RoiAlign DeformConv")
    return families
  }()

  private func windows() throws(ImportError) -> [ONNXInferred] {
    switch step.op {
    case "Conv", "FusedConv": return [ONNXInferred(try convolution(weights: 1), type(0))]
    case "ConvInteger": return [ONNXInferred(try convolution(weights: 1), .int32)]
    case "QLinearConv": return [ONNXInferred(try convolution(weights: 3), type(7) ?? type(0))]
    case "ConvTranspose": return [ONNXInferred(try transposeConvolution(), type(0))]
    case "MaxPool", "AveragePool", "LpPool", "QLinearAveragePool":
      let shape = try pool()
      return [ONNXInferred(shape, type(0)), ONNXInferred(shape, .int64)]
    default: return [ONNXInferred(globalPool(), type(0))]
    }
  }

  private func product() throws(ImportError) -> ONNXInferred {
    switch step.op {
    case "Gemm", "FusedGemm": ONNXInferred(try gemm(), type(0))
    case "MatMulInteger": ONNXInferred(try matmul(0, 1), .int32)
    case "QLinearMatMul": ONNXInferred(try matmul(0, 3), type(7) ?? type(0))
    case "QLinearAdd", "QLinearMul": ONNXInferred(try broadcast([0, 3]), type(7) ?? type(0))
    default: ONNXInferred(try matmul(0, 1), type(0))
    }
  }

  private func quantisation() -> [ONNXInferred] {
    switch step.op {
    case "QuantizeLinear": [ONNXInferred(shape(0), quantisedType())]
    case "DequantizeLinear": [ONNXInferred(shape(0), type(1) ?? .float32)]
    default:
      [ONNXInferred(shape(0), .uint8), ONNXInferred([], .float32), ONNXInferred([], .uint8)]
    }
  }

  // MARK: - Operands

  func shape(_ slot: Int) -> [Int]? {
    value(slot)?.shape
  }

  func type(_ slot: Int) -> DataType? {
    value(slot)?.type
  }

  func content(_ slot: Int) -> ONNXContent? {
    value(slot)?.content
  }

  func ints(_ slot: Int) -> [Int]? {
    value(slot)?.content?.ints
  }

  func value(_ slot: Int) -> ONNXValue? {
    guard step.inputs.indices.contains(slot), let index = step.inputs[slot] else { return nil }
    return values[index]
  }

  func has(_ slot: Int) -> Bool {
    step.inputs.indices.contains(slot) && step.inputs[slot] != nil
  }

  /// Numbers that newer versions take as an input and older ones as an attribute; `nil` when absent
  /// or not known.
  func numbers(_ name: String, orInput slot: Int) -> [Int]? {
    step.ints(name) ?? ints(slot)
  }

  func position(_ axis: Int, rank: Int) throws(ImportError) -> Int {
    let position = axis < 0 && axis >= -rank ? axis + rank : axis
    guard (0..<rank).contains(position) else {
      throw .onnx(
        .attribute(op: step.name, name: "axis", detail: "\(axis) is not an axis of \(rank)"))
    }
    return position
  }

  /// A list of numbers, each at least `least` and below 2^31, one for each spatial axis.
  func extents(_ name: String, count: Int, standard: Int, least: Int) throws(ImportError) -> [Int] {
    guard let numbers = step.ints(name) else { return Array(repeating: standard, count: count) }
    guard numbers.count == count,
      numbers.allSatisfy({ (least...Int(Int32.max)).contains($0) })
    else {
      throw .onnx(
        .attribute(
          op: step.name, name: name,
          detail: "\(numbers) must be \(count) numbers of at least \(least) and below 2^31"))
    }
    return numbers
  }

  func operands(_ detail: String) -> ImportError {
    .onnx(.operands(op: step.name, detail: detail))
  }

  // MARK: - Sources

  private func constant() throws(ImportError) -> ONNXInferred {
    for (name, attribute) in step.attributes.all {
      switch (name, attribute) {
      case ("value", .tensor(let tensor)), ("sparse_value", .tensor(let tensor)):
        return ONNXInferred(tensor.shape, tensor.type, try file.content(tensor))
      case ("value_int", .int(let number)): return ONNXInferred([], .int64, .ints([number]))
      case ("value_ints", .ints(let numbers)):
        return ONNXInferred([numbers.count], .int64, .ints(numbers))
      case ("value_float", .float(let number)):
        return ONNXInferred([], .float32, .floats([Double(number)]))
      case ("value_floats", .floats(let numbers)):
        return ONNXInferred([numbers.count], .float32, .floats(numbers.map { Double($0) }))
      case ("value_string", _): return ONNXInferred([], .string)
      default: continue
      }
    }
    return ONNXInferred()
  }

  private func source() throws(ImportError) -> ONNXInferred {
    switch step.op {
    case "Shape":
      guard let shape = shape(0) else { return ONNXInferred(nil, .int64) }
      let end = min(max(wrapped(step.int("end") ?? shape.count, shape.count), 0), shape.count)
      let start = min(max(wrapped(step.int("start") ?? 0, shape.count), 0), end)
      let part = Array(shape[start..<end])
      return ONNXInferred([part.count], .int64, .ints(part))
    case "Size":
      guard let shape = shape(0), let count = product(shape) else {
        return ONNXInferred([], .int64)
      }
      return ONNXInferred([], .int64, .ints([count]))
    case "ConstantOfShape": return try filled()
    case "EyeLike": return ONNXInferred(shape(0), type(0))
    default: return range()
    }
  }

  private func wrapped(_ axis: Int, _ rank: Int) -> Int {
    axis < 0 ? max(axis, -rank) + rank : axis
  }

  private func filled() throws(ImportError) -> ONNXInferred {
    guard let shape = ints(0) else {
      // Converters of old files leave the shape itself out.
      return ONNXInferred(nil, .float32)
    }
    var type = DataType.float32
    var element = ONNXContent.floats([0])
    if case .tensor(let tensor)? = step.attributes["value"] {
      type = tensor.type
      element = try file.content(tensor) ?? element
    }
    guard let count = product(shape), (0...ONNXContent.limit).contains(count) else {
      return ONNXInferred(shape, type)
    }
    switch element {
    case .ints(let numbers):
      return ONNXInferred(
        shape, type, .ints(Array(repeating: numbers.first ?? 0, count: count)))
    case .floats(let numbers):
      return ONNXInferred(
        shape, type, .floats(Array(repeating: numbers.first ?? 0, count: count)))
    }
  }

  private func range() -> ONNXInferred {
    guard let start = content(0)?.floats.first, let limit = content(1)?.floats.first,
      let delta = content(2)?.floats.first, delta != 0
    else { return ONNXInferred(nil, type(0)) }
    let count = ((limit - start) / delta).rounded(.up)
    guard count >= 0, count < 1e9 else { return ONNXInferred(nil, type(0)) }
    guard count <= Double(ONNXContent.limit), let first = ints(0)?.first, let step = ints(2)?.first
    else { return ONNXInferred([Int(count)], type(0)) }
    let numbers = (0..<Int(count)).map { first &+ $0 &* step }
    return ONNXInferred([Int(count)], type(0), .ints(numbers))
  }

  func product(_ shape: [Int]) -> Int? {
    var result = 1
    for extent in shape {
      let (product, overflow) = result.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      result = product
    }
    return result
  }

  private func quantisedType() -> DataType {
    if let type = type(2) { return type }
    if let code = step.int("output_dtype") { return DataType(onnxType: code) }
    return .uint8
  }
}
