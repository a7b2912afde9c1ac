import Estimator

extension TFLiteSubgraph {
  /// What the reader should know of types that TensorFlow Lite runs and its runtime for
  /// microcontrollers does not.
  var typeNotes: [ImportNote] {
    var hybrid: [String] = []
    var half: [String] = []
    // Over indices: an operation is large.
    for position in operations.indices {
      func tensor(_ slot: Int) -> Tensor? {
        guard operations[position].inputs.indices.contains(slot),
          let index = operations[position].inputs[slot], tensors.indices.contains(index)
        else { return nil }
        return tensors[index]
      }
      switch operations[position].op {
      case .convolution, .depthwiseConvolution, .transposeConvolution, .fullyConnected, .recurrent,
        .matmul:
        guard tensor(0)?.dataType == .float32 else { continue }
        let weights = operations[position].inputs.indices.dropFirst().compactMap(tensor)
        if weights.contains(where: { $0.storage == .constant && $0.dataType.isIntegerWeight }) {
          hybrid.append(operations[position].name)
        }
      case .conversion(.dequantize):
        if let source = tensor(0), source.storage == .constant, source.dataType == .float16 {
          half.append(operations[position].name)
        }
      default: continue
      }
    }
    var notes: [ImportNote] = []
    if let first = hybrid.first {
      notes.append(
        ImportNote(
          code: "hybrid", op: first,
          message: "\(Self.count(hybrid)) float32 activations by integer weights (dynamic-range "
            + "quantisation), which TensorFlow Lite Micro refuses; the cost is that of float32 "
            + "kernels. Convert with a representative dataset, so that activations are int8 too."))
    }
    if let first = half.first {
      notes.append(
        ImportNote(
          code: "float16_weights", op: first,
          message: "\(Self.count(half)) float16 weights at each inference, which TensorFlow Lite "
            + "Micro refuses; time and arena count the conversion. Convert to int8, or leave the "
            + "weights float32."))
    }
    if let first = sparse.first {
      notes.append(
        ImportNote(
          code: "sparse_weights",
          message: (sparse.count == 1
            ? "Tensor '\(tensors[first].name)' is"
            : "\(sparse.count) tensors, the first '\(tensors[first].name)', are")
            + " stored without zeros (sparsity), which TensorFlow Lite Micro refuses; time and flash "
            + "are those of dense weights."))
    }
    return notes
  }

  /// `Operation 'a' takes`, `3 operations, the first 'a', take`.
  private static func count(_ names: [String]) -> String {
    names.count == 1
      ? "Operation '\(names[0])' takes"
      : "\(names.count) operations, the first '\(names[0])', take"
  }
}

extension DataType {
  fileprivate var isIntegerWeight: Bool { [.int4, .int8, .uint8].contains(self) }
}
