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
    var firstTensor = 0
    for (index, subgraph) in subgraphs.enumerated() {
      let handles = subgraph.handles
      for number in subgraph.tensors.indices where subgraph.isPlanned(number, handles: handles) {
        buffers.append(
          ArenaBuffer(
            bytes: alignedUp(subgraph.tensors[number].bytes, to: alignment),
            lifetime: marks.tensors[index][number],
            offlineOffset: subgraph.tensors[number].offlineOffset,
            owner: .tensor(firstTensor + number)))
      }
      firstTensor += subgraph.tensors.count
    }
    var firstStep = 0
    for (index, subgraph) in subgraphs.enumerated() {
      for number in subgraph.operators.indices {
        for (request, bytes) in subgraph.operators[number].scratchRequests.enumerated() {
          buffers.append(
            ArenaBuffer(
              bytes: alignedUp(bytes, to: alignment), lifetime: marks.scratch[index][number],
              owner: .scratch(step: firstStep + number, request: request)))
        }
      }
      firstStep += subgraph.operators.count
    }
    return buffers
  }
}

extension RuntimeModel.Subgraph {
  /// Whether the planner is given a buffer for the tensor.
  fileprivate func isPlanned(_ tensor: Int, handles: Set<Int>) -> Bool {
    tensors[tensor].storage == .planned && tensors[tensor].bytes > 0
      && (handles.isEmpty || !handles.contains(tensor))
  }
}

/// Lifetimes as the runtime marks them, walking the subgraphs as it would invoke them.
private struct LifetimeMarks {
  private let model: RuntimeModel
  private(set) var tensors: [[Range<Int>]]
  private(set) var scratch: [[Range<Int>]]
  private var time = 0

  init(_ model: RuntimeModel) {
    self.model = model
    tensors = model.subgraphs.map { [Range<Int>](repeating: -1..<0, count: $0.tensors.count) }
    scratch = model.subgraphs.map { [Range<Int>](repeating: -1..<0, count: $0.operators.count) }
  }

  mutating func visit(_ index: Int) {
    let entry = time
    for tensor in model.subgraphs[index].inputs { begin(tensor, in: index, entered: entry) }
    for tensor in model.subgraphs[index].outputs { begin(tensor, in: index, entered: entry) }
    let operators = model.subgraphs[index].operators
    for number in operators.indices {
      time += 1
      for tensor in operators[number].outputs { begin(tensor, in: index, entered: entry) }
      let start = time
      for called in operators[number].calls {
        time += 1
        visit(called)
      }
      for tensor in operators[number].inputs where tensor >= 0 { use(tensor, in: index) }
      for tensor in operators[number].outputs { use(tensor, in: index) }
      let first = scratch[index][number].lowerBound
      scratch[index][number] = (first < 0 ? start : first)..<time + 1
    }
    for tensor in model.subgraphs[index].outputs { use(tensor, in: index) }
  }

  /// What an earlier call of the subgraph began lives on from there.
  private mutating func begin(_ tensor: Int, in subgraph: Int, entered: Int) {
    let first = tensors[subgraph][tensor].lowerBound
    tensors[subgraph][tensor] = (0..<entered ~= first ? first : time)..<time + 1
  }

  private mutating func use(_ tensor: Int, in subgraph: Int) {
    tensors[subgraph][tensor] = tensors[subgraph][tensor].lowerBound..<time + 1
  }
}
