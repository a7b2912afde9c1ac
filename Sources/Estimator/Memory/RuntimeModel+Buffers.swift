extension RuntimeModel {
  /// The buffers that the runtime gives its planner: every subgraph's planned tensors in turn, then
  /// scratch requests in the order in which kernels make them.
  ///
  /// The planning time goes up by one for each operator and for each subgraph that an operator calls.
  /// A subgraph's inputs and outputs begin when it is entered, an output lives to its end, scratch as
  /// long as its operator and all that it calls; what several calls share lives from the first to the
  /// last; a tensor that nothing uses has a time of its own before all others (tflite-micro,
  /// `micro_allocation_info.cc`, and files with IF and WHILE in the interpreter on PyPI).
  public func arenaBuffers(alignment: Int = arenaAlignment) -> [ArenaBuffer] {
    var marks = LifetimeMarks(self)
    marks.visit(0)
    var buffers: [ArenaBuffer] = []
    buffers.reserveCapacity(marks.tensors.count / 2)
    for (index, subgraph) in subgraphs.enumerated() {
      let handles = subgraph.handles
      let first = marks.firstTensor[index]
      let tensors = subgraph.tensors.span
      for number in tensors.indices where tensors[number].isPlanned {
        if !handles.isEmpty, handles.contains(number) { continue }
        buffers.append(
          ArenaBuffer(
            bytes: alignedUp(tensors[number].bytes, to: alignment),
            lifetime: marks.tensors[first + number],
            offlineOffset: tensors[number].offlineOffset, owner: .tensor(first + number)))
      }
    }
    for (index, subgraph) in subgraphs.enumerated() {
      let first = marks.firstOperator[index]
      let operators = subgraph.operators.span
      for number in operators.indices where !operators[number].scratchRequests.isEmpty {
        for (request, bytes) in operators[number].scratchRequests.enumerated() {
          buffers.append(
            ArenaBuffer(
              bytes: alignedUp(bytes, to: alignment), lifetime: marks.scratch[first + number],
              owner: .scratch(step: first + number, request: request)))
        }
      }
    }
    return buffers
  }
}

extension RuntimeModel.Tensor {
  /// Whether the planner is given a buffer for it, unless it is a handle.
  fileprivate var isPlanned: Bool { storage == .planned && bytes > 0 }
}

/// Lifetimes as the runtime marks them, walking the subgraphs as it would invoke them.
private struct LifetimeMarks {
  private let model: RuntimeModel
  /// Of all subgraphs in turn.
  private(set) var tensors: [Range<Int>]
  private(set) var scratch: [Range<Int>]
  /// Where each subgraph's begin.
  private(set) var firstTensor: [Int] = []
  private(set) var firstOperator: [Int] = []
  private var time = 0

  init(_ model: RuntimeModel) {
    self.model = model
    var tensorCount = 0
    var operatorCount = 0
    for subgraph in model.subgraphs {
      firstTensor.append(tensorCount)
      firstOperator.append(operatorCount)
      tensorCount += subgraph.tensors.count
      operatorCount += subgraph.operators.count
    }
    tensors = Array(repeating: -1..<0, count: tensorCount)
    scratch = Array(repeating: -1..<0, count: operatorCount)
  }

  mutating func visit(_ index: Int) {
    let entry = time
    let base = firstTensor[index]
    let subgraph = model.subgraphs[index]
    for tensor in subgraph.inputs { begin(base + tensor, entered: entry) }
    for tensor in subgraph.outputs { begin(base + tensor, entered: entry) }
    let operators = subgraph.operators.span
    // Operands by their slots: a list that is gone along is counted at its begin and end.
    for number in operators.indices {
      time += 1
      for slot in operators[number].outputs.indices {
        begin(base + operators[number].outputs[slot], entered: entry)
      }
      let start = time
      for slot in operators[number].calls.indices {
        time += 1
        visit(operators[number].calls[slot])
      }
      for slot in operators[number].inputs.indices {
        if let tensor = operators[number].inputs[slot] { use(base + tensor) }
      }
      for slot in operators[number].outputs.indices { use(base + operators[number].outputs[slot]) }
      let place = firstOperator[index] + number
      let first = scratch[place].lowerBound
      scratch[place] = (first < 0 ? start : first)..<time + 1
    }
    for tensor in subgraph.outputs { use(base + tensor) }
  }

  /// What an earlier call of the subgraph began lives on from there.
  private mutating func begin(_ tensor: Int, entered: Int) {
    let first = tensors[tensor].lowerBound
    tensors[tensor] = (0..<entered ~= first ? first : time)..<time + 1
  }

  private mutating func use(_ tensor: Int) {
    tensors[tensor] = tensors[tensor].lowerBound..<time + 1
  }
}
