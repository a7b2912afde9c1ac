import Estimator

extension ArenaModel {
  /// Reads what the planner looks at from a file that the importer has accepted as `model`.
  ///
  /// Operands come from the file itself: the graph keeps them in another order, and gives tensors
  /// that nothing writes to the custom operator that reads them.
  init(_ model: ImportedModel, of bytes: [UInt8]) throws(ImportError) {
    typealias Schema = TFLiteSchema
    var reader = FlatBufferReader(bytes, budget: ImportBudget(fileBytes: bytes.count))
    let subgraphs = try reader.vector(try reader.root(), Schema.Model.subgraphs)
    let main = try reader.table(subgraphs, 0)
    let vector = try reader.vector(main, Schema.SubGraph.operators)
    let tensors = model.graph.tensors.prefix(model.facts.subgraphs.first?.tensorCount ?? 0)
    let tensorBytes = tensors.map(\.arenaBytes)
    func planned(_ indices: [Int]) -> [Int] {
      indices.filter { tensorBytes.indices.contains($0) && tensorBytes[$0] > 0 }
    }
    var operators: [Operator] = []
    operators.reserveCapacity(vector.count)
    for index in 0..<vector.count {
      let table = try reader.table(vector, index)
      let inputs = reader.int32s(try reader.vector(table, Schema.Operator.inputs))
      let outputs = reader.int32s(try reader.vector(table, Schema.Operator.outputs))
      operators.append(Operator(inputs: planned(inputs), outputs: planned(outputs)))
    }
    self.init(
      tensorBytes: tensorBytes, operators: operators, inputs: planned(model.graph.inputs),
      outputs: planned(model.graph.outputs), runsBefore: model.graph.orderBesideTensors)
  }
}

extension Tensor {
  /// What the tensor takes in the arena of TensorFlow Lite Micro; 0 when it is not there.
  var arenaBytes: Int {
    storage == .activation && dataType != .resource ? alignedUp(byteCount) : 0
  }
}

extension Graph {
  /// Which operations have to keep their order though no tensor says so.
  ///
  /// Operations on variables keep theirs among each other: handles, reads, writes, initialisation,
  /// and layers with state. A custom operator may do anything: what stands before it stays before
  /// it, what stands behind it stays behind.
  fileprivate var orderBesideTensors: [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var lastOnState: Int?
    var barrier: Int?
    for (index, operation) in operations.enumerated() {
      if let barrier { pairs.append((barrier, index)) }
      if case .custom = operation.op {
        for earlier in (barrier ?? -1) + 1..<index { pairs.append((earlier, index)) }
        barrier = index
      }
      if touchesState(operation) {
        if let lastOnState { pairs.append((lastOnState, index)) }
        lastOnState = index
      }
    }
    return pairs
  }

  private func touchesState(_ operation: Operation) -> Bool {
    if case .control = operation.op { return true }
    return operation.inputs.contains { $0.map { tensors[$0].storage == .variable } ?? false }
  }
}
