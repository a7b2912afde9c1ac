import Estimator

/// Writes the simplified program down as operations on stored tensors, images with channels last.
struct ONNXEmitter {
  let rewriter: ONNXRewriter
  let layout: ONNXLayout
  private var names: ONNXNames
  let file: ONNXFileReader

  var tensors: [Tensor] = []
  var operations: [Operation] = []
  private var activations: [Int: Int] = [:]
  private var constants: [ConstantKey: Int] = [:]
  /// Transposes that vanish with the layout: the value that stands for their output.
  private var vanished: [Int: Int] = [:]

  /// A constant is stored once in each form in which it is used.
  private struct ConstantKey: Hashable {
    var value: Int
    var shape: [Int]
  }

  init(_ rewriter: ONNXRewriter, file: ONNXFileReader) {
    self.rewriter = rewriter
    self.layout = ONNXLayout(rewriter)
    self.names = rewriter.program.names
    self.file = file
  }

  var program: ONNXProgram { rewriter.program }

  mutating func run(limits: GraphLimits) throws(ImportError) -> Graph {
    var inputs: [Int] = []
    let read = readValues()
    operations.reserveCapacity(program.steps.count { !$0.isRemoved })
    for input in program.inputs where read[input] {
      inputs.append(try tensor(for: input, op: nil))
    }
    for index in program.steps.indices where !program.steps[index].isRemoved {
      try emit(index)
    }
    var outputs: [Int] = []
    for output in program.outputs {
      let value = rewriter.resolve(output)
      if program.values[value].isConstant { continue }
      outputs.append(try tensor(for: value, op: nil))
    }
    do {
      return try Graph(
        name: program.name.isEmpty ? "main" : program.name, tensors: tensors.handedOn(),
        operations: operations.handedOn(), inputs: inputs, outputs: outputs, limits: limits)
    } catch { throw .graph(error, place: nil) }
  }

  /// Values that the device reads: inputs from which only shapes were computed are none of them.
  private func readValues() -> [Bool] {
    var read = Array(repeating: false, count: program.values.count)
    for output in program.outputs { read[rewriter.resolve(output)] = true }
    for step in program.steps where !step.isRemoved {
      for case let input? in step.inputs { read[rewriter.resolve(input)] = true }
    }
    return read
  }

  // MARK: - Values

  /// The value whose tensor stands for `value`; its axes may have another order.
  private func stored(_ value: Int) -> Int {
    var value = value
    while let other = vanished[value] { value = other }
    return value
  }

  func isImage(_ value: Int) -> Bool { layout.isImage[value] }

  /// The shape of a value that step `op` reads or makes; `nil` stands for the graph.
  func shape(_ value: Int, op: Int?) throws(ImportError) -> [Int] {
    guard let shape = program.values[value].shape else {
      let step = op.map { program.steps[$0] }
      var names = names
      throw .onnx(
        .shapeUnknown(
          op: step?.name ?? "graph", kind: step?.op ?? "graph",
          output: names.text(program.values[value].name)))
    }
    return shape
  }

  /// The tensor of an activation.
  mutating func tensor(for value: Int, op: Int?) throws(ImportError) -> Int {
    let value = stored(value)
    if let index = activations[value] { return index }
    let known = program.values[value]
    let shape = try shape(value, op: op)
    let index = tensors.count
    tensors.append(
      Tensor(
        name: name(of: value),
        shape: ONNXLayout.stored(shape, isImage: isImage(value)), dataType: known.type,
        scaleCount: known.type.isQuantised ? 1 : 0))
    activations[value] = index
    return index
  }

  /// The tensor of a constant in the form in which a kernel takes it.
  mutating func constant(_ value: Int, shape: [Int], type: DataType? = nil) -> Int {
    let key = ConstantKey(value: value, shape: shape)
    if let index = constants[key] { return index }
    let index = tensors.count
    let type = type ?? program.values[value].type
    tensors.append(
      Tensor(
        name: name(of: value),
        shape: shape, dataType: type, storage: .constant, scaleCount: type.isQuantised ? 1 : 0))
    constants[key] = index
    return index
  }

  private mutating func name(of value: Int) -> String {
    let number = program.values[value].name
    return number == ONNXNames.empty ? "value#\(value)" : names.text(number)
  }

  /// A constant that fusion made.
  mutating func made(_ name: String, _ shape: [Int], _ type: DataType) -> Int {
    tensors.append(Tensor(name: name, shape: shape, dataType: type, storage: .constant))
    return tensors.count - 1
  }

  func input(_ index: Int, _ slot: Int) -> Int? { rewriter.input(index, slot) }

  /// An input that the operation cannot do without, its shape known.
  func data(_ index: Int, _ slot: Int) throws(ImportError) -> (value: Int, shape: [Int]) {
    guard let value = input(index, slot) else {
      throw .onnx(
        .operands(op: program.steps[index].name, detail: "input \(slot) is missing"))
    }
    return (value, try shape(value, op: index))
  }

  func isConstant(_ value: Int) -> Bool { program.values[value].isConstant }

  /// The tensor of an operand: a constant as it is, or an activation.
  mutating func operand(_ value: Int, op index: Int) throws(ImportError) -> Int {
    let shape = try shape(value, op: index)
    return isConstant(value)
      ? constant(value, shape: shape) : try tensor(for: value, op: index)
  }

  mutating func outputs(_ index: Int) throws(ImportError) -> [Int] {
    var result: [Int] = []
    for output in program.steps[index].outputs
    where program.values[output].name != ONNXNames.empty {
      result.append(
        try tensor(for: rewriter.resolve(output), op: index))
    }
    return result
  }

  mutating func append(
    _ op: Operator, _ index: Int, inputs: [Int?], outputs: [Int],
    weights: Operation.Weights = .inputs
  ) {
    operations.append(
      Operation(
        name: program.steps[index].name, op: op, inputs: inputs, outputs: outputs,
        weights: weights))
  }

  /// Lets a transpose vanish that only says in other words what the stored layout is already.
  mutating func vanish(_ output: Int, into input: Int) {
    vanished[rewriter.resolve(output)] = input
  }
}
