import Estimator
import JSON

/// Makes a checked graph of a document: gives names, types and attributes their meaning.
struct GraphBuilder {
  /// What was read; operations take their operands out of it.
  private(set) var document: GraphDocument
  /// The reader as it stood before the graph, to find places in again.
  let start: JSONReader
  let limits: ImportLimits

  var tensors: [Tensor] = []
  var operations: [Operation] = []
  /// The type of each tensor, once it is known.
  var types: [DataType?] = []
  /// Tensors that are declared or written.
  var isKnown: [Bool] = []
  /// Whether some operation's output shapes or weights are not the checked graph's to infer.
  var needsCompletion = false
  private var graphType = DataType.int8

  init(document: consuming GraphDocument, start: JSONReader, limits: ImportLimits) {
    self.document = document
    self.start = start
    self.limits = limits
  }

  mutating func build() throws(ImportError) -> ImportedModel {
    let failure = try makeParts()
    // Handed over: the graph's check adds to them, and would copy what is held here as well.
    var tensors: [Tensor] = []
    var operations: [Operation] = []
    swap(&tensors, &self.tensors)
    swap(&operations, &self.operations)
    let graph: Graph
    do {
      graph = try Graph(
        name: document.name, tensors: consume tensors, operations: consume operations,
        inputs: document.inputs.map(\.tensor), outputs: document.outputs, limits: limits.graph)
    } catch {
      // The graph took the parts with it; where the error stands is looked up in new ones.
      try readAgain()
      _ = try makeParts()
      // What completion found is the cause when the graph merely lacks a shape.
      if let failure, case .shapeNeeded = error { throw placed(failure) }
      throw placed(error)
    }
    return ImportedModel(graph: graph, format: .graphJSON, facts: facts(of: graph))
  }

  private mutating func readAgain() throws(ImportError) {
    document = GraphDocument(limits: limits)
    var reader = start
    do { try document.read(&reader) } catch { throw .json(error) }
  }

  /// Makes tensors and operations; answers what kept them from being completed.
  private mutating func makeParts() throws(ImportError) -> GraphError? {
    graphType =
      try document.dataType.map { name throws(ImportError) in
        try dataType(name, at: .member("dtype"))
      } ?? .int8
    makeTensors()
    try declare(document.inputs, isInput: true)
    try declare(document.tensors, isInput: false)
    try refuseInputsWithoutSize()
    try makeOperations()
    try refuseUnknownTensors()
    settleTypes()
    return needsCompletion ? complete() : nil
  }

  // MARK: - Tensors

  /// Takes the operands of an operation out of the document, so that the graph's check can add
  /// weights to them without a copy.
  mutating func takeOperands(of index: Int) -> (inputs: [Int?], outputs: [Int]) {
    var operands = (inputs: [Int?](), outputs: [Int]())
    swap(&operands.inputs, &document.operations[index].inputs)
    swap(&operands.outputs, &document.operations[index].outputs)
    return operands
  }

  private mutating func makeTensors() {
    let count = document.names.count
    // Most operations that have weights have a bias too.
    tensors.reserveCapacity(count + 2 * document.operations.count)
    for name in document.names.all {
      tensors.append(Tensor(name: name.string, shape: nil, dataType: .int8))
    }
    types = Array(repeating: nil, count: count)
    isKnown = Array(repeating: false, count: count)
  }

  private mutating func declare(_ entries: [GraphDocument.TensorEntry], isInput: Bool)
    throws(ImportError)
  {
    if entries.isEmpty { return }
    var isDeclared = Array(repeating: false, count: tensors.count)
    for (position, entry) in entries.enumerated() {
      let place = isInput ? GraphPlace.input(position) : .tensor(position)
      let index = entry.tensor
      if !isInput && tensors[index].shape != nil || isDeclared[index] {
        throw failure(.declaredTwice(tensors[index].name), at: place, tensor: index)
      }
      isDeclared[index] = true
      if let shape = entry.shape { tensors[index].shape = shape }
      if let bytes = entry.bytes { tensors[index].statedBytes = bytes }
      if let name = entry.dataType { types[index] = try dataType(name, at: place) }
      if let name = entry.storage {
        tensors[index].storage = try storage(name, at: place)
      }
      if isInput || tensors[index].storage != .activation { isKnown[index] = true }
    }
  }

  private func refuseInputsWithoutSize() throws(ImportError) {
    for (position, entry) in document.inputs.enumerated() {
      let tensor = tensors[entry.tensor]
      guard tensor.shape == nil, tensor.statedBytes == nil else { continue }
      throw failure(
        .inputWithoutSize(tensor.name), at: .input(position), tensor: entry.tensor)
    }
  }

  func dataType(_ name: JSONName, at place: GraphPlace) throws(ImportError) -> DataType {
    if let type = DataType(jsonName: name) { return type }
    throw failure(
      .unknownDataType(name.string), at: place,
      among: (name.string, DataType.allCases.map(\.rawValue)))
  }

  private func storage(_ name: JSONName, at place: GraphPlace) throws(ImportError)
    -> Tensor.Storage
  {
    switch name {
    case "activation": .activation
    case "constant": .constant
    case "variable": .variable
    default:
      throw failure(
        .unknownStorage(name.string), at: place,
        among: (name.string, ["activation", "constant", "variable"]))
    }
  }

  /// A name that is only ever read is a mistyped one.
  private func refuseUnknownTensors() throws(ImportError) {
    if isKnown.allSatisfy({ $0 }) { return }
    for (index, operation) in operations.enumerated() {
      for case (let slot, let tensor?) in operation.inputs.enumerated() where !isKnown[tensor] {
        throw unknown(tensor, at: .operationInput(index, slot: slot), op: operation.name)
      }
    }
    for (position, tensor) in document.outputs.enumerated() where !isKnown[tensor] {
      throw unknown(tensor, at: .output(position), op: nil)
    }
  }

  // MARK: - Types

  /// Gives every tensor a type: its own, or that of the first operand of the operation that writes
  /// it, or the graph's.
  private mutating func settleTypes() {
    for input in document.inputs where types[input.tensor] == nil {
      types[input.tensor] = graphType
    }
    for index in operations.indices {
      let operand = operations[index].inputs.first ?? nil
      for slot in operations[index].outputs.indices {
        let output = operations[index].outputs[slot]
        if types[output] != nil { continue }
        types[output] =
          operations[index].op.kind.outputType(graph: graphType)
          ?? operand.flatMap { types[$0] } ?? graphType
      }
    }
    for index in tensors.indices {
      let type = types[index] ?? graphType
      tensors[index].dataType = type
      tensors[index].scaleCount = type.isQuantised ? 1 : 0
    }
  }

  /// What the file's runtime would count; operators are named as TFLite names them.
  private func facts(of graph: Graph) -> ModelFacts {
    var facts = ModelFacts()
    facts.subgraphs = [
      SubgraphFacts(
        name: graph.name, tensorCount: graph.tensors.count,
        operators: graph.operations.indices.map {
          OperatorFacts(code: graph.operations[$0].op.kind.tfliteName)
        },
        inputScaleCounts: graph.inputs.map { graph.tensors[$0].scaleCount },
        outputScaleCounts: graph.outputs.map { graph.tensors[$0].scaleCount })
    ]
    return facts
  }
}

extension DataType {
  /// Whether networks use the type for quantised numbers, with a scale.
  var isQuantised: Bool {
    switch self {
    case .int4, .int8, .uint8, .int16: true
    default: false
    }
  }
}

extension OperatorKind {
  /// The type of the output where it is not that of the first operand.
  func outputType(graph: DataType) -> DataType? {
    switch self {
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .logicalAnd, .logicalOr,
      .logicalNot, .reduceAny, .reduceAll:
      .bool
    case .shape, .rank, .size, .range, .whereOp: .int32
    case .embedding, .oneHot, .select: graph
    default: nil
    }
  }

  /// The name of the builtin operator that this becomes in a TFLite file.
  var tfliteName: String {
    Self.tfliteNames[caseNumber]
  }

  /// By the kind's number.
  private static let tfliteNames: [String] = {
    var names: [OperatorKind: String] = [:]
    for builtin in TFLiteBuiltin.all {
      guard let kind = builtin.translation.kind, names[kind] == nil else { continue }
      names[kind] = builtin.name
    }
    return allCases.map { names[$0] ?? $0.rawValue.uppercased() }
  }()
}

extension TFLiteBuiltin.Translation {
  /// The operation that the operator becomes, where there is one.
  var kind: OperatorKind? {
    switch self {
    case .convolution: .conv2d
    case .depthwiseConvolution: .depthwiseConv2d
    case .transposeConvolution: .transposeConv2d
    case .fullyConnected: .fullyConnected
    case .batchMatmul: .matmul
    case .sequenceLSTM: .lstm
    case .sequenceRNN: .basicRNN
    case .svdf: .svdf
    case .split: .split
    case .concatenation: .concat
    case .reshape: .reshape
    case .branch: .ifOp
    case .loop: .whileOp
    case .callOnce: .callOnce
    case .varHandle: .varHandle
    case .pool(let kind), .reduction(let kind), .binaryFused(let kind), .binary(let kind),
      .unary(let kind), .rowwise(let kind), .conversion(let kind), .pad(let kind),
      .movement(let kind), .variable(let kind):
      kind
    case .lstm, .rnn, .custom, .named: nil
    }
  }
}
