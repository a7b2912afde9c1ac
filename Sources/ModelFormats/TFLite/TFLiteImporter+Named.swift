import Estimator

/// Operators of the schema that no library for microcontrollers has a kernel for.
extension TFLiteImporter {
  /// Their multiply-accumulates, where shapes tell them; `nil` where they have none, or too many to be
  /// real.
  func macs(of code: String, _ node: TFLiteNode, _ subgraph: TFLiteSubgraph) -> Int? {
    func output() -> [Int]? {
      guard let index = node.outputs.first, subgraph.tensors.indices.contains(index) else {
        return nil
      }
      return subgraph.tensors[index].shape
    }
    switch code {
    case "CONV_3D":
      // Data [n, d, h, w, c], weights [kd, kh, kw, c, filters].
      guard let out = output(), let weights = shape(1, node, subgraph), weights.count == 5 else {
        return nil
      }
      return product(out + weights.dropLast())
    case "CONV_3D_TRANSPOSE":
      // Output shape, weights [kd, kh, kw, filters, c], data.
      guard let data = shape(2, node, subgraph), let weights = shape(1, node, subgraph),
        weights.count == 5
      else { return nil }
      return product(data + weights.dropLast())
    case "BIDIRECTIONAL_SEQUENCE_LSTM", "BIDIRECTIONAL_SEQUENCE_RNN":
      // Every matrix of weights is multiplied once a step.
      guard let data = shape(0, node, subgraph), data.count == 3 else { return nil }
      var weights = 0
      for slot in node.inputs.indices.dropFirst() {
        guard let matrix = shape(slot, node, subgraph), matrix.count == 2,
          let index = node.inputs[slot], subgraph.tensors[index].storage == .constant,
          let elements = product(matrix)
        else { continue }
        weights = min(limits.graph.macs, weights + elements)
      }
      return product([data[0], data[1], weights])
    default: return nil
    }
  }

  private func product(_ extents: [Int]) -> Int? {
    var result = 1
    for extent in extents {
      let (product, overflow) = result.multipliedReportingOverflow(by: extent)
      if overflow || product < 0 || product > limits.graph.macs { return nil }
      result = product
    }
    return result
  }
}
