import Estimator

/// Output shapes and weights that the checked graph does not work out by itself, since model files
/// state them: filled in here in the order of execution, for graphs that have such operations.
extension GraphBuilder {
  /// Completes what can be completed; an error ends it early and is answered, since the graph's own
  /// check may find the reason first (a tensor that is read before it is written).
  mutating func complete() -> GraphError? {
    do throws(GraphError) {
      for index in operations.indices { try complete(index) }
      return nil
    } catch { return error }
  }

  private mutating func complete(_ index: Int) throws(GraphError) {
    try addWeights(index)
    guard let shapes = try completedShapes(index) else { return }
    for (output, shape) in zip(operations[index].outputs, shapes) {
      tensors[output].shape = tensors[output].shape ?? shape
    }
  }

  /// The shapes of an operation's outputs, which agree with those that are stated. In a function of
  /// its own, so that the tensors are not copied when one changes.
  private func completedShapes(_ index: Int) throws(GraphError) -> [[Int]]? {
    let rules = CompletionShapes(
      operation: operations[index], tensors: tensors,
      attributes: document.operations[index].attributes)
    let inference = ShapeInference(operation: operations[index], tensors: tensors)
    var shapes = try rules.outputShapes()
    if shapes == nil { shapes = try inference.outputShape().map { [$0] } }
    guard let shapes else { return nil }
    let outputs = operations[index].outputs
    guard shapes.count == outputs.count else {
      throw .outputCount(
        op: operations[index].name, expected: shapes.count, found: outputs.count)
    }
    for (output, shape) in zip(outputs, shapes) {
      guard let stated = tensors[output].shape else { continue }
      guard stated == shape || inference.accepts(stated: stated, inferred: shape) else {
        throw .shapeMismatch(
          tensor: tensors[output].name, op: operations[index].name, stated: stated,
          computed: shape)
      }
    }
    return shapes
  }

  /// Adds constants and state that follow from an operation's attributes, as a converter writes
  /// them.
  private mutating func addWeights(_ index: Int) throws(GraphError) {
    let operation = operations[index]
    let weights = try CompletionWeights(
      operation: operation, tensors: tensors,
      attributes: document.operations[index].attributes
    ).all()
    for weight in weights {
      operations[index].inputs.append(tensors.count)
      tensors.append(weight)
    }
  }
}
