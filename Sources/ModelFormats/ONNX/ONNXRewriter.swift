import Estimator

/// Simplifies a program to what a deployment would run: constants are folded, quantisation wrappers
/// become int8 operators, normalisations and activations go into the layer before them.
struct ONNXRewriter {
  var program: ONNXProgram
  /// The value that stands for each value.
  var aliases: [Int]
  /// The step that makes each value.
  private(set) var producers: [Int?]
  /// How often each value is read, graph outputs included.
  private(set) var readers: [Int]

  init(_ program: ONNXProgram) {
    self.program = program
    aliases = Array(program.values.indices)
    producers = Array(repeating: nil, count: program.values.count)
    readers = Array(repeating: 0, count: program.values.count)
  }

  mutating func run() {
    removeConstants()
    removeCopies()
    dropUnread()
    for index in program.steps.indices where !program.steps[index].isRemoved { fuse(index) }
    foldQuantisation()
    dropUnread()
  }

  // MARK: - Values

  func resolve(_ value: Int) -> Int {
    var value = value
    while aliases[value] != value { value = aliases[value] }
    return value
  }

  /// The value that a step reads; `nil` when it is left out.
  func input(_ step: Int, _ slot: Int) -> Int? {
    let inputs = program.steps[step].inputs
    guard inputs.indices.contains(slot) else { return nil }
    return inputs[slot].map(resolve)
  }

  func output(_ step: Int) -> Int? {
    program.steps[step].outputs.first.map(resolve)
  }

  /// Whether a step or the graph's outputs want the value.
  func isRead(_ value: Int) -> Bool { readers[value] > 0 }

  func isConstant(_ value: Int) -> Bool { program.values[value].isConstant }

  func shape(_ value: Int) -> [Int]? { program.values[value].shape }

  /// The step whose only reader wants its first output.
  func soleProducer(of value: Int) -> Int? {
    guard readers[value] == 1, let step = producers[value], output(step) == value else {
      return nil
    }
    return step
  }

  // MARK: - Removal

  /// Steps whose outputs are all known before the first inference do not run on the device.
  private mutating func removeConstants() {
    for index in program.steps.indices {
      let step = program.steps[index]
      guard step.outputs.allSatisfy({ program.values[$0].isConstant }) else { continue }
      program.steps[index].isRemoved = true
      // Weights in the file's quantised form are what a device stores.
      if step.op == "DequantizeLinear", let source = input(index, 0) {
        aliases[step.outputs[0]] = source
      }
    }
  }

  /// Steps that hand their input on as it is.
  private mutating func removeCopies() {
    for index in program.steps.indices where !program.steps[index].isRemoved {
      guard let output = program.steps[index].outputs.first, let input = input(index, 0),
        isCopy(index, input, output)
      else { continue }
      aliases[output] = input
      program.steps[index].isRemoved = true
    }
  }

  private func isCopy(_ index: Int, _ input: Int, _ output: Int) -> Bool {
    let values = program.values
    let isSameShape = values[input].shape != nil && values[input].shape == values[output].shape
    switch program.steps[index].op {
    case "Identity", "Dropout": return true
    case "Cast", "CastLike": return isSameShape && values[input].type == values[output].type
    case "Expand", "Pad", "Slice", "Resize", "Upsample", "Reshape", "Squeeze", "Unsqueeze", "Tile":
      return isSameShape
    case "Split": return isSameShape && program.steps[index].outputs.count == 1
    default: return false
    }
  }

  /// Counts readers and drops steps that nothing reads, the last first.
  private mutating func dropUnread() {
    readers = Array(repeating: 0, count: program.values.count)
    for output in program.outputs { readers[resolve(output)] += 1 }
    for index in program.steps.indices.reversed() where !program.steps[index].isRemoved {
      let step = program.steps[index]
      if step.outputs.allSatisfy({ readers[resolve($0)] == 0 }) {
        program.steps[index].isRemoved = true
        continue
      }
      for case let input? in step.inputs { readers[resolve(input)] += 1 }
    }
    producers = Array(repeating: nil, count: program.values.count)
    for index in program.steps.indices where !program.steps[index].isRemoved {
      for output in program.steps[index].outputs { producers[resolve(output)] = index }
    }
  }

  // MARK: - Fusion

  private mutating func fuse(_ index: Int) {
    switch program.steps[index].op {
    case "Relu", "Clip": fuseActivation(index)
    case "BatchNormalization": fuseNormalisation(index)
    case "Mul", "Add", "Sub", "Div": fuseAffine(index)
    default: break
    }
  }

  /// What TensorFlow Lite's kernels can do at their end: relu, or a clip to one of its ranges.
  private func activation(of index: Int) -> Activation? {
    let step = program.steps[index]
    if step.op == "Relu" { return .relu }
    func bound(_ name: String, _ slot: Int) -> Double? {
      if let value = step.float(name) { return Double(value) }
      return input(index, slot).flatMap { program.values[$0].content?.floats.first }
    }
    switch (bound("min", 1), bound("max", 2)) {
    case (0, 6): return .relu6
    case (0, nil) where input(index, 2) == nil: return .relu
    case (-1, 1): return .reluN1To1
    default: return nil
    }
  }

  private mutating func fuseActivation(_ index: Int) {
    guard let value = input(index, 0), let producer = soleProducer(of: value),
      program.steps[producer].activation == .none,
      Self.activatable.contains(program.steps[producer].op),
      let activation = activation(of: index)
    else { return }
    program.steps[producer].activation = activation
    absorb(index, into: producer)
  }

  private static let activatable: Set<String> = [
    "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Sum", "AveragePool",
    "MaxPool", "BatchNormalization",
  ]

  /// Layers whose weights can take a factor and an offset for each channel.
  private static let scalable: Set<String> = ["Conv", "ConvTranspose", "Gemm", "MatMul"]

  private mutating func fuseNormalisation(_ index: Int) {
    guard let value = input(index, 0), let producer = soleProducer(of: value),
      canScale(producer), let channels = channels(of: producer),
      (1...4).allSatisfy({ slot in input(index, slot).map(isConstant) ?? false })
    else { return }
    if input(producer, 2) == nil { program.steps[producer].foldedBias = channels }
    absorb(index, into: producer)
  }

  /// A factor or offset for each channel, or one for all, goes into the layer or normalisation
  /// before it.
  private mutating func fuseAffine(_ index: Int) {
    guard program.steps[index].inputs.count == 2, let a = input(index, 0), let b = input(index, 1)
    else { return }
    let op = program.steps[index].op
    // A constant divided by, or from which is taken, is no factor or offset.
    let isCommutative = op == "Mul" || op == "Add"
    let (value, constant) = isConstant(a) && isCommutative ? (b, a) : (a, b)
    guard isConstant(constant), !isConstant(value), let producer = soleProducer(of: value),
      let output = output(index), shape(output) == shape(value)
    else { return }
    let isNormalisation =
      program.steps[producer].op == "BatchNormalization"
      && program.steps[producer].activation == .none
    guard isNormalisation || canScale(producer), let channels = channels(of: producer),
      isPerChannel(constant, channels: channels, in: value, producer)
    else { return }
    if !isNormalisation, op == "Add" || op == "Sub", input(producer, 2) == nil {
      program.steps[producer].foldedBias = channels
    }
    absorb(index, into: producer)
  }

  private func canScale(_ producer: Int) -> Bool {
    guard Self.scalable.contains(program.steps[producer].op),
      program.steps[producer].activation == .none
    else { return false }
    return input(producer, 1).map(isConstant) ?? false
  }

  /// Output channels of a layer: axis 1 of images, the last of matrices.
  private func channels(of producer: Int) -> Int? {
    guard let output = output(producer), let shape = shape(output) else { return nil }
    return isMatrix(producer) ? shape.last : shape.count > 1 ? shape[1] : nil
  }

  private func isMatrix(_ producer: Int) -> Bool {
    program.steps[producer].op == "Gemm" || program.steps[producer].op == "MatMul"
  }

  private func isPerChannel(_ constant: Int, channels: Int, in value: Int, _ producer: Int) -> Bool
  {
    guard let shape = shape(constant), let rank = self.shape(value)?.count else { return false }
    let others = shape.filter { $0 != 1 }
    if others.isEmpty { return true }
    guard others == [channels], shape.count <= rank else { return false }
    // Aligned at the end, the one axis that is not 1 must be that of the channels.
    let axis = rank - shape.count + (shape.firstIndex(of: channels) ?? 0)
    return axis == (isMatrix(producer) ? rank - 1 : 1)
  }

  private mutating func absorb(_ index: Int, into producer: Int) {
    guard let output = program.steps[index].outputs.first, let value = input(index, 0),
      let kept = self.output(producer)
    else { return }
    aliases[output] = kept
    readers[kept] = readers[output] + readers[value] - 1
    program.steps[index].isRemoved = true
    program.notes.append(
      ImportNote(
        code: "fused", op: program.steps[producer].name,
        message: "'\(program.steps[index].name)' (\(program.steps[index].op)) was fused into "
          + "'\(program.steps[producer].name)'."))
  }
}
