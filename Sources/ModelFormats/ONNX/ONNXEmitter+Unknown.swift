import Estimator

/// Operators that no kernel of a microcontroller's library is known for: listed, not costed.
extension ONNXEmitter {
  /// Emits a step by its ONNX name, with all of its named outputs and, where its shapes tell them, its
  /// multiply-accumulates.
  mutating func unknown(_ index: Int) throws(ImportError) {
    var inputs: [Int?] = []
    for slot in program.steps[index].inputs.indices {
      guard let value = input(index, slot) else { continue }
      inputs.append(try operand(value, op: index))
    }
    append(
      .custom(name: program.steps[index].op), index, inputs: inputs, outputs: try outputs(index))
    if let last = operations.indices.last { operations[last].statedMACs = macs(of: index) ?? 0 }
  }

  /// Whether something reads more than the first output, which the kernels' counterparts do not make:
  /// the places of a pool's maxima, the statistics of a normalisation in training.
  func readsSecondOutput(_ index: Int) -> Bool {
    let step = program.steps[index]
    if step.outputs.count < 2 || Self.severalOutputs.contains(step.op) { return false }
    return step.outputs.dropFirst().contains { rewriter.isRead(rewriter.resolve($0)) }
  }

  private static let severalOutputs: Set<String> = [
    "Split", "LSTM", "GRU", "RNN", "TopK", "Unique", "DynamicQuantizeLinear", "Scan", "Loop",
    "SkipLayerNormalization",
  ]

  /// What the operator specification (onnx/docs/Operators.md) multiplies; `nil` where that does not
  /// follow from shapes or is too large to be real, which the graph's check refuses elsewhere.
  private func macs(of index: Int) -> Int? {
    let step = program.steps[index]
    func shape(_ slot: Int) -> [Int]? {
      input(index, slot).flatMap { program.values[$0].shape }
    }
    func output() -> [Int]? {
      step.outputs.first.flatMap { program.values[rewriter.resolve($0)].shape }
    }
    switch step.op {
    case "Conv", "FusedConv", "ConvInteger":
      guard let out = output(), let weights = shape(1) else { return nil }
      return Self.product(out + weights.dropFirst())
    case "QLinearConv":
      guard let out = output(), let weights = shape(3) else { return nil }
      return Self.product(out + weights.dropFirst())
    case "ConvTranspose", "DeformConv":
      guard let data = step.op == "DeformConv" ? output() : shape(0), let weights = shape(1)
      else { return nil }
      return Self.product(data + weights.dropFirst())
    case "LSTM", "GRU", "RNN":
      guard let data = shape(0), data.count == 3, let weights = shape(1), let state = shape(2),
        let over = Self.product(weights), let again = Self.product(state)
      else { return nil }
      let (each, overflow) = over.addingReportingOverflow(again)
      return overflow ? nil : Self.product([data[0], data[1], each])
    case "Attention":
      guard let query = shape(0), let key = shape(1), let value = shape(2),
        let longer = key.dropLast().last, let rows = Self.product(Array(query.dropLast()))
      else { return nil }
      // Scores and the weighted sum. With three axes all heads lie in the last; grouped heads
      // share keys.
      let isFlat = query.count == 3
      let valueWidth =
        isFlat && key.last != query.last
        ? value.last.map { $0 * max(1, (query.last ?? 1) / max(1, key.last ?? 1)) } : value.last
      guard let scores = Self.product([rows, longer, query.last ?? 0]),
        let sums = Self.product([rows, longer, valueWidth ?? 0])
      else { return nil }
      return scores.addingReportingOverflow(sums).overflow ? nil : scores + sums
    case "Einsum":
      guard let equation = step.string("equation") else { return nil }
      return einsum(equation, step.inputs.indices.map(shape))
    default: return nil
    }
  }

  /// One multiplication for each combination of the letters' values, if there are several operands.
  private func einsum(_ equation: String, _ shapes: [[Int]?]) -> Int? {
    let known = shapes.compactMap { $0 }
    guard known.count == shapes.count, known.count > 1, equation.utf8.count <= 256,
      let terms = ONNXInference.einsumTerms(equation, known)
    else { return nil }
    var extents: [String: Int] = [:]
    for (letters, shape) in zip(terms.inputs, known) {
      for (letter, extent) in zip(letters, shape) {
        extents[letter] = max(extents[letter] ?? 1, extent)
      }
    }
    return Self.product(Array(extents.values))
  }

  private static func product(_ extents: [Int]) -> Int? {
    var result = 1
    for extent in extents {
      let (product, overflow) = result.multipliedReportingOverflow(by: extent)
      if overflow || product > GraphLimits().macs { return nil }
      result = product
    }
    return result
  }
}
