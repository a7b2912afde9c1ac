import Estimator

/// The main subgraph as the memory planner of TensorFlow Lite Micro sees it.
///
/// A tensor is in the arena when it has bytes and the file gives it no data, it is no variable and no
/// handle of one (tflite-micro, `micro_allocation_info.cc`, `InitializeAllocationInfo`; VAR_HANDLE
/// points its output at memory of its own). Tensors are numbered as in the file, operators by their
/// places there.
struct ArenaModel {
  struct Operator: Hashable {
    /// Tensors of the arena that it reads and writes.
    var inputs: [Int]
    var outputs: [Int]
  }

  /// Bytes in the arena, rounded up to its alignment; 0 for tensors that are not in it.
  let tensorBytes: [Int]
  let operators: [Operator]
  let inputs: [Int]
  let outputs: [Int]
  /// Pairs of operators, the first of which has to run before the second though no tensor says so.
  let runsBefore: [(Int, Int)]
}

extension ArenaModel {
  /// The buffers that the planner is given when the operators run in `order`, in the order in which
  /// it is given them: tensors, then scratch.
  ///
  /// Operators of initialising subgraphs only move the clock on, since none of their tensors is in
  /// the arena. A tensor that nothing touches gets its place before the first time.
  ///
  /// - Parameters:
  ///   - scratch: what each operator's kernel asks for, by the operator's old place.
  ///   - offsets: by tensor; `nil` leaves all to the planner.
  func buffers(order: [Int], scratch: [[Int]], offsets: [Int?]? = nil) -> [ArenaBuffer] {
    let lifetimes = lifetimes(in: order)
    var buffers: [ArenaBuffer] = []
    for (tensor, bytes) in tensorBytes.enumerated() where bytes > 0 {
      buffers.append(
        ArenaBuffer(
          bytes: bytes, lifetime: lifetimes[tensor], offlineOffset: offsets?[tensor],
          owner: .tensor(tensor)))
    }
    for (position, step) in order.enumerated() {
      for (request, bytes) in scratch[step].enumerated() {
        buffers.append(
          ArenaBuffer(
            bytes: alignedUp(bytes), lifetime: position + 1..<position + 2,
            owner: .scratch(step: step, request: request)))
      }
    }
    return buffers
  }

  /// When each tensor lives: time 0 is before the first operator, the one at position *p* runs at
  /// *p* + 1 (`MarkAllocationLifetimes`). Before all times for those that nothing touches.
  private func lifetimes(in order: [Int]) -> [Range<Int>] {
    var first = [Int](repeating: -1, count: tensorBytes.count)
    var last = first
    for tensor in inputs {
      first[tensor] = 0
      last[tensor] = 0
    }
    for (position, step) in order.enumerated() {
      for tensor in operators[step].outputs {
        first[tensor] = position + 1
        last[tensor] = position + 1
      }
      for tensor in operators[step].inputs { last[tensor] = position + 1 }
    }
    for tensor in outputs { last[tensor] = order.count }
    return zip(first, last).map { $0..<$1 + 1 }
  }

  /// The same as steps that can be searched, each operator with its scratch.
  ///
  /// Order that no tensor imposes is imposed by tensors without bytes. `nil` when the sizes add up
  /// to more than can be counted.
  func memoryGraph(scratch: [[Int]]) -> MemoryGraph? {
    var tensorBytes = self.tensorBytes
    var steps = zip(operators, scratch).map { step, scratch in
      MemoryGraph.Step(
        inputs: step.inputs, outputs: step.outputs,
        scratchRequests: scratch.map { alignedUp($0) })
    }
    var token: [Int: Int] = [:]
    for (earlier, later) in runsBefore {
      if token[earlier] == nil {
        token[earlier] = tensorBytes.count
        steps[earlier].outputs.append(tensorBytes.count)
        tensorBytes.append(0)
      }
      if let token = token[earlier] { steps[later].inputs.append(token) }
    }
    return try? MemoryGraph(
      tensorBytes: tensorBytes, steps: steps, inputs: inputs, outputs: outputs)
  }
}
