import Estimator

/// A builtin operator of the schema and what it becomes in a graph.
struct TFLiteBuiltin: Sendable {
  /// How an operator is turned into an `Operator`; the names say which options it has.
  enum Translation: Hashable, Sendable {
    case convolution, depthwiseConvolution, transposeConvolution, fullyConnected, batchMatmul
    case lstm, sequenceLSTM, rnn, sequenceRNN, svdf
    case pool(OperatorKind)
    case reduction(OperatorKind)
    /// Two operands and a fused activation in option field 0.
    case binaryFused(OperatorKind)
    case binary(OperatorKind)
    case unary(OperatorKind)
    case rowwise(OperatorKind)
    case conversion(OperatorKind)
    case pad(OperatorKind)
    case movement(OperatorKind)
    /// SPLIT has its axis before its input.
    case split
    case concatenation, reshape
    case branch, loop, callOnce, varHandle
    case variable(OperatorKind)
    /// An operator named by its custom code.
    case custom
    /// Known by name alone: it becomes a custom operation of that name.
    case named
  }

  let name: String
  let translation: Translation

  init(_ name: String, _ translation: Translation) {
    self.name = name
    self.translation = translation
  }

  /// The operator with this code; a code that the table does not have yet is named by its number.
  init(code: Int) {
    self =
      Self.all.indices.contains(code)
      ? Self.all[code] : TFLiteBuiltin("BUILTIN_\(code)", .named)
  }
}
