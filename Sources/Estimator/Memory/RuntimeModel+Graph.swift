extension RuntimeModel {
  /// The invoked subgraph as tensors and steps, for judging and changing the order of its operators.
  ///
  /// Tensors keep their index; those that the arena does not hold have no bytes and no edges. What
  /// order alone guarantees is kept by tensors of zero bytes after them: operators that use the same
  /// variable, and operators that call subgraphs, which may use any, stay in sequence.
  public func memoryGraph() throws(MemoryGraphError) -> MemoryGraph {
    guard let main = subgraphs.first else {
      return try MemoryGraph(tensorBytes: [], steps: [], inputs: [], outputs: [])
    }
    let held = main.heldTensors
    var bytes = main.tensors.indices.map { held[$0] ? main.tensors[$0].bytes : 0 }
    var steps = main.operators.map { op in
      MemoryGraph.Step(
        inputs: op.inputs.compactMap(\.self).filter { held[$0] },
        outputs: op.outputs.filter { held[$0] },
        scratchRequests: op.scratchRequests)
    }
    for (earlier, later) in main.hiddenDependencies {
      let signal = bytes.count
      bytes.append(0)
      steps[earlier].outputs.append(signal)
      steps[later].inputs.append(signal)
    }
    return try MemoryGraph(
      tensorBytes: bytes, steps: steps, inputs: main.inputs.filter { held[$0] },
      outputs: main.outputs.filter { held[$0] })
  }
}

extension RuntimeModel.Subgraph {
  /// Tensors that VAR_HANDLE points at its own state: they need no bytes in the arena.
  var handles: Set<Int> {
    var handles: Set<Int> = []
    let operators = operators.span
    for index in operators.indices where operators[index].kind.known == .varHandle {
      handles.formUnion(operators[index].outputs)
    }
    return handles
  }

  /// For each tensor, whether the arena's planned part holds it.
  fileprivate var heldTensors: [Bool] {
    let handles = handles
    return tensors.indices.map { tensors[$0].storage == .planned && !handles.contains($0) }
  }

  /// Pairs of operators whose order matters for a reason that no planned tensor shows.
  fileprivate var hiddenDependencies: [(earlier: Int, later: Int)] {
    var pairs: [(earlier: Int, later: Int)] = []
    var states: [StateKey: StateUse] = [:]
    var lastCall: Int?
    for (index, op) in operators.enumerated() {
      if let lastCall { pairs.append((lastCall, index)) }
      if !op.calls.isEmpty {
        // After everything that used a state; what follows waits for the call alone.
        for use in states.values { pairs += use.all.map { ($0, index) } }
        states = [:]
        lastCall = index
        continue
      }
      for (key, writes) in stateUses(of: op) {
        var use = states[key] ?? StateUse()
        if let writer = use.writer { pairs.append((writer, index)) }
        if writes {
          pairs += use.readers.map { ($0, index) }
          use = StateUse(writer: index)
        } else {
          use.readers.append(index)
        }
        states[key] = use
      }
    }
    return pairs.sorted { ($0.earlier, $0.later) < ($1.earlier, $1.later) }
  }

  private func stateUses(of op: RuntimeModel.Operator) -> [(StateKey, writes: Bool)] {
    var uses: [(StateKey, writes: Bool)] = []
    if let resource = op.resource, op.kind.known != .varHandle {
      uses.append((.resource(resource.index), op.kind.known != .readVariable))
    }
    for tensor in Set(op.inputs.compactMap(\.self) + op.outputs) {
      if tensors[tensor].storage == .variable { uses.append((.tensor(tensor), true)) }
    }
    return uses
  }
}

/// Something that keeps its value from one operator to another without a planned tensor.
private enum StateKey: Hashable {
  case resource(Int)
  case tensor(Int)
}

/// Who used a state since it was last written.
private struct StateUse {
  var writer: Int?
  var readers: [Int] = []

  var all: [Int] { (writer.map { [$0] } ?? []) + readers }
}
