import Estimator

/// One subgraph on its way to a `Graph`.
struct TFLiteSubgraph {
  let name: String?
  var tensors: [Tensor] = []
  var operations: [Operation] = []
  var inputs: [Int] = []
  var outputs: [Int] = []
  var operatorFacts: [OperatorFacts] = []
  /// The variable behind each resource tensor.
  var resources: [Int: String] = [:]
  var names = TFLiteNames()
  /// Tensors whose data is stored without most of its zeros.
  var sparse: [Int] = []

  init(name: String?) {
    self.name = name
  }

  var facts: SubgraphFacts {
    SubgraphFacts(
      name: name, tensorCount: tensors.count, operators: operatorFacts,
      inputScaleCounts: scaleCounts(inputs), outputScaleCounts: scaleCounts(outputs))
  }

  private func scaleCounts(_ indices: [Int]) -> [Int] {
    indices.map { tensors.indices.contains($0) ? tensors[$0].scaleCount : 0 }
  }

  /// The checked graph; tensors and operations are handed on to it.
  mutating func graph(bodies: [Graph], whileTrips: Int, limits: GraphLimits) throws(ImportError)
    -> Graph
  {
    do {
      return try Graph(
        name: name ?? "main", tensors: tensors.handedOn(), operations: operations.handedOn(),
        inputs: inputs, outputs: outputs, subgraphs: bodies, whileTrips: whileTrips, limits: limits)
    } catch { throw .graph(error, place: nil) }
  }

  mutating func body(among count: Int, limits: GraphLimits) throws(ImportError) -> Graph {
    do {
      return try Graph(
        name: name ?? "body", tensors: tensors.handedOn(), operations: operations.handedOn(),
        inputs: inputs, outputs: outputs, siblings: count, limits: limits)
    } catch { throw .graph(error, place: nil) }
  }
}

extension TFLiteImporter {
  mutating func readSubgraph(_ table: FlatBufferReader.Table, _ index: Int) throws(ImportError)
    -> TFLiteSubgraph
  {
    var subgraph = TFLiteSubgraph(
      name: try reader.string(table, Schema.SubGraph.name, limit: limits.nameBytes))
    subgraph.inputs = reader.int32s(try reader.vector(table, Schema.SubGraph.inputs))
    subgraph.outputs = reader.int32s(try reader.vector(table, Schema.SubGraph.outputs))
    try readTensors(table, into: &subgraph)
    try readOperations(table, into: &subgraph, index)
    settleUnwritten(&subgraph)
    return subgraph
  }

  private mutating func readTensors(
    _ table: FlatBufferReader.Table, into subgraph: inout TFLiteSubgraph
  ) throws(ImportError) {
    let vector = try reader.vector(table, Schema.SubGraph.tensors)
    guard vector.count <= limits.graph.tensors else {
      throw .limit(what: "tensors", count: vector.count, limit: limits.graph.tensors)
    }
    subgraph.tensors.reserveCapacity(vector.count)
    subgraph.names.tensors.reserveCapacity(vector.count)
    for index in 0..<vector.count {
      let table = try reader.table(vector, index)
      let name = try reader.text(table, Schema.Tensor.name, limit: limits.nameBytes)
      subgraph.names.tensors.append(name ?? 0..<0)
      if reader.has(table, Schema.Tensor.sparsity) { subgraph.sparse.append(index) }
      subgraph.tensors.append(
        try tensor(table, name: name.map(reader.string) ?? "tensor#\(index)"))
      // By the tensor's number in its own subgraph, as the runtime looks it up
      // (tflite-micro, `micro_allocation_info.cc`, `InitializeAllocationInfo`).
      if let plan = facts.offlinePlan, index < plan.offsets.count {
        subgraph.tensors[index].arenaOffset = plan.offsets[index]
      }
    }
  }

  private mutating func tensor(_ table: FlatBufferReader.Table, name: String)
    throws(ImportError) -> Tensor
  {
    let shape = reader.int32s(try reader.vector(table, Schema.Tensor.shape))
    var storage = Tensor.Storage.activation
    if try reader.bool(table, Schema.Tensor.isVariable) {
      storage = .variable
    } else if try hasData(buffer: try reader.uint32(table, Schema.Tensor.buffer), of: name) {
      storage = .constant
    }
    var scales = 0
    if let quantization = try reader.table(table, Schema.Tensor.quantization) {
      scales = try reader.vector(quantization, Schema.QuantizationParameters.scale).count
    }
    return Tensor(
      name: name, shape: shape,
      dataType: DataType(tfliteType: try reader.int8(table, Schema.Tensor.type)),
      storage: storage, scaleCount: scales)
  }

  private mutating func readOperations(
    _ table: FlatBufferReader.Table, into subgraph: inout TFLiteSubgraph, _ subgraphIndex: Int
  ) throws(ImportError) {
    let vector = try reader.vector(table, Schema.SubGraph.operators)
    guard vector.count <= limits.graph.operations else {
      throw .limit(what: "operations", count: vector.count, limit: limits.graph.operations)
    }
    subgraph.operations.reserveCapacity(vector.count)
    subgraph.operatorFacts.reserveCapacity(vector.count)
    subgraph.names.reserve(operators: vector.count)
    for index in 0..<vector.count {
      let table = try reader.table(vector, index)
      let code = try reader.uint32(table, Schema.Operator.opcodeIndex)
      guard code < codes.count else {
        throw .tflite(
          .operatorCode(subgraph: subgraphIndex, operatorIndex: index, code: code))
      }
      var node = TFLiteNode(
        index: index,
        inputs: reader.indices(try reader.vector(table, Schema.Operator.inputs)),
        outputs: reader.presentIndices(try reader.vector(table, Schema.Operator.outputs)),
        options: try reader.table(table, Schema.Operator.builtinOptions))
      node.name = subgraph.names.name(
        of: node, code: codes[code].facts.code, in: reader.bytes)
      subgraph.operations.append(try operation(node, codes[code], in: &subgraph))
      subgraph.operatorFacts.append(codes[code].facts)
    }
  }

  /// Gives a source to tensors that are read and that nothing writes.
  ///
  /// A tensor without elements is an empty table, such as the axes of a mean over none: files store
  /// it as a constant whose data is empty. Behind a custom operator it is memory that the operator
  /// works in (Vela's scratch tensors): it lives while that operator runs, as an output would.
  private func settleUnwritten(_ subgraph: inout TFLiteSubgraph) {
    var isWritten: [Bool] = []
    isWritten.reserveCapacity(subgraph.tensors.count)
    for index in subgraph.tensors.indices {
      isWritten.append(subgraph.tensors[index].storage != .activation)
    }
    func mark(_ indices: [Int]) {
      for index in indices where isWritten.indices.contains(index) { isWritten[index] = true }
    }
    mark(subgraph.inputs)
    // Over indices: an operation is large, and few change.
    for position in subgraph.operations.indices { mark(subgraph.operations[position].outputs) }
    for position in subgraph.operations.indices {
      for case let input? in subgraph.operations[position].inputs
      where isWritten.indices.contains(input) && !isWritten[input] {
        if subgraph.tensors[input].shape?.contains(0) == true {
          subgraph.tensors[input].storage = .constant
        } else if case .custom = subgraph.operations[position].op {
          subgraph.operations[position].inputs.removeAll { $0 == input }
          subgraph.operations[position].outputs.append(input)
          isWritten[input] = true
        }
      }
    }
  }
}
