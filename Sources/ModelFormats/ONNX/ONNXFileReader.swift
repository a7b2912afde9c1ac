import Estimator

/// Reads the messages of an ONNX file, one graph at a time.
struct ONNXFileReader {
  typealias Schema = ONNXSchema

  let reader: ProtobufReader
  let limits: ImportLimits
  var names: ONNXNames

  /// What stands beside the graph.
  struct Model {
    var irVersion = 0
    var opset = 0
    var producer: String?
    var graph: Range<Int>?
  }

  init(_ bytes: [UInt8], limits: ImportLimits) {
    reader = ProtobufReader(bytes)
    names = ONNXNames(bytes)
    self.limits = limits
  }

  func model() throws(ImportError) -> Model {
    var model = Model()
    var cursor = reader.cursor(reader.file)
    while let (field, value) = try reader.next(&cursor) {
      switch field {
      case Schema.Model.irVersion: model.irVersion = value.int ?? 0
      case Schema.Model.producerName: model.producer = try value.range.map(text)
      case Schema.Model.graph: model.graph = value.range
      case Schema.Model.operatorSets:
        guard let range = value.range else { continue }
        if let version = try opset(range) { model.opset = version }
      default: break
      }
    }
    return model
  }

  /// The version of the standard operators; `nil` for another set.
  private func opset(_ range: Range<Int>) throws(ImportError) -> Int? {
    var isStandard = true
    var version = 0
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      switch field {
      case Schema.OperatorSet.domain:
        let domain = try value.range.map(text) ?? ""
        isStandard = domain.isEmpty || domain == "ai.onnx"
      case Schema.OperatorSet.version: version = value.int ?? 0
      default: break
      }
    }
    return isStandard ? version : nil
  }

  mutating func graph(_ range: Range<Int>) throws(ImportError) -> ONNXGraph {
    var graph = ONNXGraph()
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      guard let range = value.range else { continue }
      switch field {
      case Schema.Graph.node: graph.nodes.append(try node(range))
      case Schema.Graph.name: graph.name = try text(range)
      case Schema.Graph.initializer: graph.initializers.append(try tensor(range))
      case Schema.Graph.sparseInitializer:
        graph.initializers.append(try sparseTensor(range))
      case Schema.Graph.input: graph.inputs.append(try valueInfo(range))
      case Schema.Graph.output: graph.outputs.append(try valueInfo(range))
      case Schema.Graph.valueInfo: graph.valueInfos.append(try valueInfo(range))
      default: break
      }
      try check(graph.nodes.count, "nodes")
      try check(graph.initializers.count, "initializers")
      try check(graph.inputs.count + graph.outputs.count + graph.valueInfos.count, "values")
    }
    return graph
  }

  // MARK: - Nodes

  private mutating func node(_ range: Range<Int>) throws(ImportError) -> ONNXNode {
    var node = ONNXNode()
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      guard let range = value.range else { continue }
      switch field {
      case Schema.Node.input: node.inputs.append(try name(range))
      case Schema.Node.output: node.outputs.append(try name(range))
      case Schema.Node.name: node.name = try name(range)
      case Schema.Node.operatorType: node.op = names.text(try name(range))
      case Schema.Node.domain: node.domain = try text(range)
      case Schema.Node.attribute:
        let (name, attribute) = try attribute(range)
        node.attributes.append(name, attribute)
      default: break
      }
      let operands = max(
        node.inputs.count, node.outputs.count, node.attributes.all.count)
      guard operands <= limits.graph.operands else {
        throw .limit(
          what: "operands of one node", count: operands, limit: limits.graph.operands)
      }
    }
    return node
  }

  private mutating func attribute(_ range: Range<Int>) throws(ImportError) -> (
    String, ONNXAttribute
  ) {
    var name = ""
    var result = ONNXAttribute.other
    var ints: [Int] = []
    var floats: [Float] = []
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      switch (field, value) {
      case (Schema.Attribute.name, .bytes(let range)): name = names.text(try self.name(range))
      case (Schema.Attribute.float, .fixed32(let bits)):
        result = .float(Float(bitPattern: bits))
      case (Schema.Attribute.int, .number(let number)):
        result = .int(Int(truncatingIfNeeded: number))
      case (Schema.Attribute.string, .bytes(let range)):
        // Words such as SAME_UPPER; longer ones belong to operators that are not read.
        result = .string(reader.string(range.prefix(limits.nameBytes)))
      case (Schema.Attribute.tensor, .bytes(let range)): result = .tensor(try tensor(range))
      case (Schema.Attribute.graph, .bytes(let range)): result = .graph(range)
      case (Schema.Attribute.ints, _):
        ints += try integers(value)
        try check(ints.count, "integers in one attribute")
        result = .ints(ints)
      case (Schema.Attribute.floats, _):
        floats += try self.floats(value)
        try check(floats.count, "numbers in one attribute")
        result = .floats(floats)
      default: break
      }
    }
    return (name, result)
  }

  // MARK: - Tensors

  private mutating func tensor(_ range: Range<Int>) throws(ImportError) -> ONNXTensor {
    var tensor = ONNXTensor()
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      switch (field, value) {
      case (Schema.Tensor.dimensions, _): tensor.shape += try dimensions(value)
      case (Schema.Tensor.dataType, .number(let code)):
        tensor.type = DataType(onnxType: Int(truncatingIfNeeded: code))
      case (Schema.Tensor.name, .bytes(let range)): tensor.name = try name(range)
      case (Schema.Tensor.rawData, .bytes(let range)): tensor.raw = range
      case (Schema.Tensor.int64Data, .bytes(let range)),
        (Schema.Tensor.int32Data, .bytes(let range)):
        tensor.packedInts = range
      case (Schema.Tensor.int64Data, .number(let number)),
        (Schema.Tensor.int32Data, .number(let number)):
        if tensor.ints.count <= ONNXContent.limit {
          tensor.ints.append(Int(truncatingIfNeeded: number))
        }
      case (Schema.Tensor.floatData, .bytes(let range)): tensor.packedFloats = range
      default: break
      }
      try checkRank(tensor.shape.count)
    }
    return tensor
  }

  /// A sparse tensor counts as the dense one that runtimes make of it.
  private mutating func sparseTensor(_ range: Range<Int>) throws(ImportError) -> ONNXTensor {
    var result = ONNXTensor()
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      switch (field, value) {
      case (Schema.SparseTensor.values, .bytes(let range)):
        let values = try tensor(range)
        result.name = values.name
        result.type = values.type
      case (Schema.SparseTensor.dimensions, _): result.shape += try dimensions(value)
      default: break
      }
      try checkRank(result.shape.count)
    }
    return result
  }

  private func dimensions(_ value: ProtobufReader.Value) throws(ImportError) -> [Int] {
    if let range = value.range { try checkRank(range.count / 10) }
    return try integers(value)
  }

  /// Keeps hostile lists from being built; whoever declares the tensor checks its rank.
  private func checkRank(_ rank: Int) throws(ImportError) {
    guard rank <= Self.listedAxes else {
      throw .limit(what: "axes in one tensor", count: rank, limit: Self.listedAxes)
    }
  }

  private static let listedAxes = 1024

  /// The small content of a tensor; `nil` when it is large, or not there.
  func content(_ tensor: ONNXTensor) throws(ImportError) -> ONNXContent? {
    let count = tensor.shape.reduce(1) { product, extent in
      let (result, overflow) = product.multipliedReportingOverflow(by: extent)
      return overflow ? Int.max : result
    }
    let limit = tensor.type.isFloatingPoint ? ONNXContent.floatLimit : ONNXContent.limit
    guard count <= limit, count >= 0 else { return nil }
    if let raw = tensor.raw { return content(raw, tensor.type, count: count) }
    if let packed = tensor.packedInts {
      guard packed.count <= 10 * ONNXContent.limit else { return nil }
      let values = try integers(.bytes(packed))
      return values.count == count ? .ints(values) : nil
    }
    if let packed = tensor.packedFloats {
      return content(packed, .float32, count: count)
    }
    return tensor.ints.count == count ? .ints(tensor.ints) : nil
  }

  private func content(_ raw: Range<Int>, _ type: DataType, count: Int) -> ONNXContent? {
    let width = type.bitWidth / 8
    guard width > 0, raw.count == width * count else { return nil }
    let words = (0..<count).map { index in
      reader.littleEndian(at: raw.lowerBound + width * index, width: width)
    }
    switch type {
    case .int64: return .ints(words.map { Int(truncatingIfNeeded: $0) })
    case .int32: return .ints(words.map { Int(Int32(truncatingIfNeeded: $0)) })
    case .int16: return .ints(words.map { Int(Int16(truncatingIfNeeded: $0)) })
    case .int8: return .ints(words.map { Int(Int8(truncatingIfNeeded: $0)) })
    case .uint8, .uint16, .uint32, .bool: return .ints(words.map { Int($0) })
    case .float32:
      return .floats(words.map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) })
    case .float64: return .floats(words.map { Double(bitPattern: $0) })
    default: return nil
    }
  }

  // MARK: - Values

  private mutating func valueInfo(_ range: Range<Int>) throws(ImportError) -> ONNXValueInfo {
    var info = ONNXValueInfo()
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      guard let range = value.range else { continue }
      switch field {
      case Schema.ValueInfo.name: info.name = try name(range)
      case Schema.ValueInfo.type: try readType(range, into: &info)
      default: break
      }
    }
    return info
  }

  private mutating func readType(_ range: Range<Int>, into info: inout ONNXValueInfo)
    throws(ImportError)
  {
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      guard field == Schema.ValueType.tensor, let tensor = value.range else { continue }
      var inner = reader.cursor(tensor)
      while let (field, value) = try reader.next(&inner) {
        switch (field, value) {
        case (Schema.ValueType.elementType, .number(let code)):
          info.type = DataType(onnxType: Int(truncatingIfNeeded: code))
        case (Schema.ValueType.shape, .bytes(let range)):
          info.shape = try extents(range)
        default: break
        }
      }
    }
  }

  private func extents(_ range: Range<Int>) throws(ImportError) -> [ONNXValueInfo.Extent] {
    var result: [ONNXValueInfo.Extent] = []
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      guard field == Schema.ValueType.dimension, let range = value.range else { continue }
      result.append(try extent(range))
      try checkRank(result.count)
    }
    return result
  }

  /// An extent of zero or less stands for one that is not known.
  private func extent(_ range: Range<Int>) throws(ImportError) -> ONNXValueInfo.Extent {
    var result = ONNXValueInfo.Extent.symbol("")
    var cursor = reader.cursor(range)
    while let (field, value) = try reader.next(&cursor) {
      switch (field, value) {
      case (Schema.ValueType.dimensionValue, .number(let number)):
        let extent = Int(truncatingIfNeeded: number)
        if extent > 0 { result = .number(extent) }
      case (Schema.ValueType.dimensionSymbol, .bytes(let range)):
        result = .symbol(try text(range))
      default: break
      }
    }
    return result
  }

  // MARK: - Scalars

  /// One number, or a packed list of them.
  private func integers(_ value: ProtobufReader.Value) throws(ImportError) -> [Int] {
    switch value {
    case .number(let number): return [Int(truncatingIfNeeded: number)]
    case .bytes(let range):
      try check(range.count / 10, "integers in one list")
      var result: [Int] = []
      var cursor = reader.cursor(range)
      while cursor.position < cursor.end {
        result.append(Int(truncatingIfNeeded: try reader.number(&cursor)))
      }
      return result
    case .fixed32, .fixed64: return []
    }
  }

  private func floats(_ value: ProtobufReader.Value) throws(ImportError) -> [Float] {
    switch value {
    case .fixed32(let bits): return [Float(bitPattern: bits)]
    case .bytes(let range):
      try check(range.count / 4, "numbers in one list")
      return stride(from: range.lowerBound, to: range.upperBound - 3, by: 4).map {
        Float(bitPattern: UInt32(truncatingIfNeeded: reader.littleEndian(at: $0, width: 4)))
      }
    case .number, .fixed64: return []
    }
  }

  private func text(_ range: Range<Int>) throws(ImportError) -> String {
    try check(name: range)
    return reader.string(range)
  }

  private mutating func name(_ range: Range<Int>) throws(ImportError) -> Int {
    try check(name: range)
    return names.number(of: range)
  }

  private func check(name: Range<Int>) throws(ImportError) {
    guard name.count <= Self.textBytes else {
      throw .limit(what: "bytes in a name", count: name.count, limit: Self.textBytes)
    }
  }

  /// Names are what values are known by, so they are not cut as those of TFLite are.
  private static let textBytes = 4096

  private func check(_ count: Int, _ what: String) throws(ImportError) {
    guard count <= limits.graph.tensors else {
      throw .limit(what: what, count: count, limit: limits.graph.tensors)
    }
  }
}
