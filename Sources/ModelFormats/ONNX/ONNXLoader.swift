import Estimator
import JSON

/// Turns a file's graph into a program: looks names up, follows branches, and infers the shape, type
/// and, where shapes depend on it, content of every value.
struct ONNXLoader {
  var file: ONNXFileReader
  let limits: ImportLimits
  /// Shapes that the caller gave for graph inputs.
  let inputShapes: [String: [Int]]

  var program = ONNXProgram()
  /// Values by the numbers of their names, for each graph that is open, the innermost last.
  private var scopes: [ONNXScope] = []
  /// What the file says of values whose shape cannot be inferred.
  private var stated: [Int: ONNXValueInfo] = [:]
  private var names: Set<String> = []

  /// Graphs inside graphs; real files nest 3 deep.
  static let nestingLimit = 8

  init(file: ONNXFileReader, inputShapes: [String: [Int]], limits: ImportLimits) {
    self.file = file
    self.inputShapes = inputShapes
    self.limits = limits
  }

  mutating func load(_ model: ONNXFileReader.Model) throws(ImportError) -> ONNXProgram {
    guard let range = model.graph else { throw .onnx(.noGraph) }
    let graph = try file.graph(range)
    program.name = graph.name
    program.opset = model.opset
    scopes = [ONNXScope()]
    names.reserveCapacity(graph.nodes.count)
    program.steps.reserveCapacity(graph.nodes.count)
    program.values.reserveCapacity(
      graph.nodes.count + graph.initializers.count + graph.inputs.count)
    try declareInitializers(graph)
    try declareInputs(graph, irVersion: model.irVersion)
    try run(graph)
    for output in graph.outputs {
      program.outputs.append(try value(named: output.name, for: "the graph's outputs"))
    }
    program.names = file.names
    // Handed on, not kept: whoever changes it next would copy what is kept here.
    var result = ONNXProgram()
    swap(&result, &program)
    return result
  }

  // MARK: - Values

  private mutating func add(_ value: ONNXValue, op: String) throws(ImportError) -> Int {
    let index = program.values.count
    guard index < limits.graph.tensors else {
      throw .limit(what: "values", count: index + 1, limit: limits.graph.tensors)
    }
    if value.name == ONNXNames.empty {
      program.values.append(value)
      return index
    }
    guard scopes[scopes.count - 1].declare(value.name, as: index) else {
      throw .onnx(.producedTwice(file.names.text(value.name), op: op))
    }
    program.values.append(value)
    return index
  }

  private mutating func value(named name: Int, for op: String) throws(ImportError) -> Int {
    for depth in scopes.indices.reversed() {
      if let index = scopes[depth].value(of: name) { return index }
    }
    throw .onnx(.unknownValue(file.names.text(name), op: op))
  }

  private mutating func declareInitializers(_ graph: ONNXGraph) throws(ImportError) {
    for tensor in graph.initializers {
      for extent in tensor.shape where !(0...Int(Int32.max)).contains(extent) {
        throw .onnx(.dimension(value: extent, tensor: file.names.text(tensor.name)))
      }
      try checkRank(tensor.shape.count, tensor.name)
      _ = try add(
        ONNXValue(
          name: tensor.name, shape: tensor.shape, type: tensor.type, isConstant: true,
          content: try file.content(tensor)), op: "initializer")
    }
  }

  // MARK: - Inputs

  private mutating func declareInputs(_ graph: ONNXGraph, irVersion: Int) throws(ImportError) {
    let weights = ONNXWeightInputs(
      graph: graph, irVersion: irVersion, nameCount: file.names.count)
    var given = Set(inputShapes.keys)
    for input in graph.inputs where scopes[0].value(of: input.name) == nil {
      if !given.isEmpty { given.remove(file.names.text(input.name)) }
      let isWeight = weights.contains(input.name)
      let shape = isWeight ? try weightShape(input) : try inputShape(input)
      let index = try add(
        ONNXValue(name: input.name, shape: shape, type: input.type, isConstant: isWeight),
        op: "input")
      if !isWeight { program.inputs.append(index) }
    }
    if let name = given.sorted().first {
      let known = program.inputs.map { file.names.text(program.values[$0].name) }
      throw .onnx(
        .inputShape(
          name: name,
          detail: "the model has no such input; it has \(known.joined(separator: ", "))",
          suggestion: nearestName(to: name, among: known)))
    }
  }

  private mutating func inputShape(_ input: ONNXValueInfo) throws(ImportError) -> [Int] {
    let name = file.names.text(input.name)
    if let shape = inputShapes[name] {
      try check(shape, against: input, name)
      return shape
    }
    guard let extents = input.shape else {
      throw .onnx(.symbolicDimension(input: name, symbol: "rank", shape: "[...]"))
    }
    var shape: [Int] = []
    for extent in extents {
      switch extent {
      case .number(let number): shape.append(number)
      case .symbol(let symbol):
        throw .onnx(
          .symbolicDimension(
            input: name, symbol: symbol.isEmpty ? "?" : symbol, shape: Self.words(extents)))
      }
    }
    try checkExtents(shape, name)
    return shape
  }

  /// A given shape must have the input's rank and agree with the extents that the file fixes.
  private func check(_ shape: [Int], against input: ONNXValueInfo, _ name: String)
    throws(ImportError)
  {
    try checkExtents(shape, name)
    guard let extents = input.shape else { return }
    var agrees = extents.count == shape.count
    for (extent, number) in zip(extents, shape) {
      if case .number(let fixed) = extent, fixed != number { agrees = false }
    }
    if !agrees {
      throw .onnx(
        .inputShape(
          name: name, detail: "\(shape) does not fit the file's \(Self.words(extents))",
          suggestion: nil))
    }
  }

  private mutating func weightShape(_ input: ONNXValueInfo) throws(ImportError) -> [Int]? {
    var shape: [Int] = []
    for extent in input.shape ?? [] {
      guard case .number(let number) = extent else { return nil }
      shape.append(number)
    }
    try checkExtents(shape, file.names.text(input.name))
    return shape
  }

  private mutating func checkRank(_ rank: Int, _ name: Int) throws(ImportError) {
    guard rank <= limits.graph.rank else {
      throw .graph(
        .rank(tensor: file.names.text(name), rank: rank, limit: limits.graph.rank), place: nil)
    }
  }

  private func checkExtents(_ shape: [Int], _ name: String) throws(ImportError) {
    for extent in shape where !(1...Int(Int32.max)).contains(extent) {
      throw .onnx(.dimension(value: extent, tensor: name))
    }
    guard shape.count <= limits.graph.rank else {
      throw .graph(
        .rank(tensor: name, rank: shape.count, limit: limits.graph.rank), place: nil)
    }
  }

  private static func words(_ extents: [ONNXValueInfo.Extent]) -> String {
    let words = extents.map { extent in
      switch extent {
      case .number(let number): "\(number)"
      case .symbol(let symbol): symbol.isEmpty ? "?" : symbol
      }
    }
    return "[\(words.joined(separator: ", "))]"
  }

  // MARK: - Nodes

  private mutating func run(_ graph: ONNXGraph) throws(ImportError) {
    for info in graph.valueInfos + graph.outputs { stated[info.name] = info }
    for node in graph.nodes { try run(node) }
  }

  private mutating func run(_ node: ONNXNode) throws(ImportError) {
    guard program.steps.count < limits.graph.tensors else {
      throw .limit(
        what: "nodes", count: program.steps.count + 1, limit: limits.graph.tensors)
    }
    let name = uniqueName(of: node)
    var inputs: [Int?] = []
    for input in node.inputs {
      inputs.append(
        input == ONNXNames.empty ? nil : try value(named: input, for: name))
    }
    if node.op == "If" {
      try follow(node, inputs, name)
      return
    }
    // ONNX Runtime's own operators are known by their names, but for one that means something else.
    let isStandard =
      node.domain == "" || node.domain == "ai.onnx"
      || node.domain == "com.microsoft" && node.op != "Attention"
    var step = ONNXStep(
      op: isStandard ? node.op : "\(node.domain).\(node.op)", name: name, inputs: inputs,
      outputs: [], attributes: node.attributes)
    let (results, isSource) = try infer(step, outputCount: node.outputs.count)
    let isFolded = !inputs.isEmpty && inputs.allSatisfy { isConstant($0) }
    for (position, output) in node.outputs.enumerated() {
      let result = position < results.count ? results[position] : ONNXInferred()
      step.outputs.append(
        try add(makeValue(output, result, isFolded: isFolded || isSource), op: name))
    }
    program.steps.append(step)
  }

  /// In a function of its own, so that the values are not copied when one is added.
  private func infer(_ step: ONNXStep, outputCount: Int) throws(ImportError)
    -> (results: [ONNXInferred], isSource: Bool)
  {
    let inference = ONNXInference(
      step: step, values: program.values, outputCount: outputCount, file: file, opset: program.opset
    )
    return (try inference.run(), inference.isSource)
  }

  /// An input that is left out changes nothing.
  private func isConstant(_ input: Int?) -> Bool {
    input.map { program.values[$0].isConstant } ?? true
  }

  private func makeValue(_ name: Int, _ result: ONNXInferred, isFolded: Bool) -> ONNXValue {
    var value = ONNXValue(
      name: name, shape: result.shape, type: result.type ?? .float32, content: result.content)
    value.isConstant = isFolded || result.content != nil
    if value.shape == nil, let info = stated[name], let extents = info.shape {
      let numbers = extents.compactMap { extent -> Int? in
        if case .number(let number) = extent { number } else { nil }
      }
      if numbers.count == extents.count { value.shape = numbers }
      if result.type == nil { value.type = info.type }
    }
    return value
  }

  private mutating func uniqueName(of node: ONNXNode) -> String {
    var number = node.name
    if number == ONNXNames.empty {
      number = node.outputs.first { $0 != ONNXNames.empty } ?? ONNXNames.empty
    }
    var name = number == ONNXNames.empty ? node.op : file.names.text(number)
    while !names.insert(name).inserted { name += "#\(program.steps.count)" }
    return name
  }

  // MARK: - Branches

  /// Puts the nodes of one branch in the place of an `If`: that which the condition chooses when it
  /// is known, else the first, with a note.
  private mutating func follow(_ node: ONNXNode, _ inputs: [Int?], _ name: String)
    throws(ImportError)
  {
    let condition = inputs.first.flatMap { $0 }.flatMap { program.values[$0].content?.ints?.first }
    let branch = condition == 0 ? "else_branch" : "then_branch"
    guard case .graph(let range)? = node.attributes[branch] else {
      throw .onnx(.attribute(op: name, name: branch, detail: "is missing"))
    }
    guard scopes.count < Self.nestingLimit else {
      throw .onnx(.nesting(limit: Self.nestingLimit, op: name))
    }
    if condition == nil {
      program.notes.append(
        ImportNote(
          code: "branch_assumed", op: name,
          message: "The condition of '\(name)' is not known; its then branch is taken."))
    }
    let graph = try file.graph(range)
    scopes.append(ONNXScope())
    try declareInitializers(graph)
    try run(graph)
    var results: [Int] = []
    for output in graph.outputs {
      results.append(try value(named: output.name, for: name))
    }
    scopes.removeLast()
    for (output, result) in zip(node.outputs, results) where output != ONNXNames.empty {
      guard scopes[scopes.count - 1].declare(output, as: result) else {
        throw .onnx(.producedTwice(file.names.text(output), op: name))
      }
    }
  }
}

/// The values that names stand for inside one graph, in an array by the names' numbers.
private struct ONNXScope {
  private var values: [Int32] = []

  func value(of name: Int) -> Int? {
    name < values.count && values[name] >= 0 ? Int(values[name]) : nil
  }

  /// False when the name stands for a value already.
  mutating func declare(_ name: Int, as value: Int) -> Bool {
    if name >= values.count {
      let room = max(name + 1, 2 * values.count, 64)
      values += Array(repeating: -1, count: room - values.count)
    }
    if values[name] >= 0 { return false }
    values[name] = Int32(value)
    return true
  }
}
