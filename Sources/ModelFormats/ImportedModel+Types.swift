public import Estimator

extension ImportedModel {
  /// The same network as it would be were it quantised: every float tensor has `dataType`, biases the
  /// type that converters put beside it.
  ///
  /// Shapes and operations stay as they are; a real converter may also drop or add conversions at the
  /// edges.
  public func assuming(_ dataType: DataType, limits: ImportLimits = ImportLimits())
    throws(ImportError) -> ImportedModel
  {
    var copy = self
    copy.graph = try Self.graph(self.graph, assuming: dataType, siblings: nil, limits.graph)
    copy.facts.notes.append(
      ImportNote(
        code: "assumed_dtype",
        message: "All float tensors were taken to be \(dataType.rawValue), as if quantised."))
    copy.graph.fileTableBytes = graph.fileTableBytes
    let scales = dataType.isQuantised ? 1 : 0
    for index in copy.facts.subgraphs.indices where index == 0 {
      copy.facts.subgraphs[index].inputScaleCounts = graph.inputs.map {
        max(graph.tensors[$0].scaleCount, scales)
      }
      copy.facts.subgraphs[index].outputScaleCounts = graph.outputs.map {
        max(graph.tensors[$0].scaleCount, scales)
      }
    }
    return copy
  }

  private static func graph(
    _ graph: Graph, assuming dataType: DataType, siblings: Int?, _ limits: GraphLimits
  ) throws(ImportError) -> Graph {
    var tensors = graph.tensors
    let biases = Set(graph.operations.lazy.compactMap { bias(of: $0, in: graph.tensors) })
    for index in tensors.indices where tensors[index].dataType.isFloatingPoint {
      tensors[index].dataType = biases.contains(index) ? dataType.biasType : dataType
      tensors[index].statedBytes = tensors[index].shape == nil ? tensors[index].statedBytes : nil
      if dataType.isQuantised { tensors[index].scaleCount = max(1, tensors[index].scaleCount) }
    }
    var bodies: [Graph] = []
    for body in graph.subgraphs {
      bodies.append(
        try Self.graph(body, assuming: dataType, siblings: graph.subgraphs.count, limits))
    }
    do {
      return try Graph(
        name: graph.name, tensors: tensors, operations: graph.operations, inputs: graph.inputs,
        outputs: graph.outputs, subgraphs: bodies, siblings: siblings, whileTrips: graph.whileTrips,
        limits: limits)
    } catch { throw .graph(error, place: nil) }
  }

  /// The third operand of a layer, a constant of one axis.
  private static func bias(of operation: Operation, in tensors: [Tensor]) -> Int? {
    switch operation.op {
    case .convolution, .depthwiseConvolution, .transposeConvolution, .fullyConnected: break
    default: return nil
    }
    guard operation.inputs.count > 2, let index = operation.inputs[2],
      tensors[index].storage == .constant, tensors[index].shape?.count == 1
    else { return nil }
    return index
  }
}
