/// What is alive at each operation in the order that a graph gives, scratch left out: all that most
/// estimates need of it, without the lists along which a search walks.
///
/// The same figures as `Liveness` of the graph's `MemoryGraph`.
struct GivenOrder {
  /// At each operation.
  let liveBytes: [Int]
  let peakBytes: Int
  /// The first operation that reaches the peak.
  let peakPosition: Int?
  /// The most that one operation's own operands take: no order needs less.
  let operandBytes: Int

  init(_ graph: borrowing Graph) {
    // Field by field: a tensor or an operation handed on is a copy that counts its lists and names.
    let tensors = graph.tensors.span
    func bytes(of tensor: Int) -> Int {
      activationBytes(tensors[tensor].storage, tensors[tensor].dataType, tensors[tensor].byteCount)
    }
    let operations = graph.operations.span
    var lifetimes = TensorLifetimes(tensorCount: tensors.count, stepCount: operations.count)
    var operandBytes = 0
    for tensor in graph.inputs { lifetimes.enter(tensor) }
    for position in operations.indices {
      var operands = 0
      for slot in operations[position].inputs.indices {
        guard let tensor = operations[position].inputs[slot] else { continue }
        lifetimes.read(tensor, at: position)
        // add(x, x) holds one tensor.
        let isNew = (0..<slot).allSatisfy { operations[position].inputs[$0] != tensor }
        if isNew { operands += bytes(of: tensor) }
      }
      for slot in operations[position].outputs.indices {
        let tensor = operations[position].outputs[slot]
        lifetimes.write(tensor, at: position)
        operands += bytes(of: tensor)
      }
      operandBytes = max(operandBytes, operands)
    }
    for tensor in graph.outputs { lifetimes.keep(tensor) }
    liveBytes = lifetimes.liveBytes(bytes)
    self.operandBytes = operandBytes
    let peak = firstMaximum(liveBytes)
    peakBytes = peak?.value ?? 0
    peakPosition = peak?.position
  }
}

/// Bytes of a tensor among the activations: none for constants and variables, nor for a handle, which
/// names a variable that the runtime keeps beside the arena.
func activationBytes(_ storage: Tensor.Storage, _ dataType: DataType, _ byteCount: Int) -> Int {
  storage == .activation && dataType != .resource ? byteCount : 0
}
