import Estimator

extension UnchangedReason {
  /// What forbids to plan the file at all; `nil` when nothing does.
  ///
  /// What TensorFlow Lite Micro refuses in a kernel's own checks is not known here.
  init?(forbidding model: ImportedModel) {
    if let accelerator = model.facts.accelerator {
      self = .accelerator(accelerator)
    } else if model.facts.metadata.contains(OfflineMemoryPlan.metadataName) {
      self = .alreadyPlanned
    } else if let reason = Self.operators(model) ?? Self.tensors(model.graph) {
      self = reason
    } else {
      return nil
    }
  }

  private static func operators(_ model: ImportedModel) -> UnchangedReason? {
    let facts = model.facts.subgraphs.first?.operators ?? []
    for (operation, facts) in zip(model.graph.operations, facts) {
      if !facts.isCustom, absentFromRuntime.contains(facts.code) || facts.code.isUnknownBuiltin {
        return .noKernel(code: facts.code, op: operation.name)
      }
      if case .control(let control) = operation.op,
        control.kind == .ifOp || control.kind == .whileOp
      {
        return .controlFlow(op: operation.name)
      }
      if model.graph.isHybrid(operation) { return .hybrid(op: operation.name) }
    }
    for (index, body) in model.graph.subgraphs.enumerated()
    where body.tensors.contains(where: { $0.arenaBytes > 0 }) {
      return .subgraphInArena(index: index + 1)
    }
    return nil
  }

  private static func tensors(_ graph: Graph) -> UnchangedReason? {
    for tensor in graph.tensors where tensor.arenaBytes > 0 {
      switch tensor.dataType {
      case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .float16, .bfloat16,
        .float32, .float64, .complex64, .bool:
        continue
      case .int4, .complex128, .string, .resource, .variant, .opaque:
        return .tensorType(tensor: tensor.name, type: tensor.dataType.rawValue)
      }
    }
    return nil
  }

  /// Builtin operators that the interpreter of the package `tflite-micro` 0.dev20261023182759 does
  /// not find, each asked in a file of one operator.
  private static let absentFromRuntime: Set<String> = [
    "HASHTABLE_LOOKUP", "LOCAL_RESPONSE_NORMALIZATION", "LSH_PROJECTION", "LSTM", "RELU_N1_TO_1",
    "RNN", "CONCAT_EMBEDDINGS", "SKIP_GRAM", "CALL", "EMBEDDING_LOOKUP_SPARSE",
    "UNIDIRECTIONAL_SEQUENCE_RNN", "BIDIRECTIONAL_SEQUENCE_RNN", "TOPK_V2", "DELEGATE",
    "BIDIRECTIONAL_SEQUENCE_LSTM", "SELECT", "SPARSE_TO_DENSE", "TILE", "POW", "FAKE_QUANT",
    "REDUCE_PROD", "ONE_HOT", "REDUCE_ANY", "RANGE", "UNIQUE", "WHERE", "RANK",
    "REVERSE_SEQUENCE", "MATRIX_DIAG", "MATRIX_SET_DIAG", "NON_MAX_SUPPRESSION_V4",
    "NON_MAX_SUPPRESSION_V5", "SCATTER_ND", "DENSIFY", "SEGMENT_SUM", "RFFT2D", "CONV_3D", "IMAG",
    "REAL", "COMPLEX_ABS", "HASHTABLE", "HASHTABLE_FIND", "HASHTABLE_IMPORT", "HASHTABLE_SIZE",
    "CONV_3D_TRANSPOSE", "RANDOM_STANDARD_NORMAL", "BUCKETIZE", "RANDOM_UNIFORM", "MULTINOMIAL",
    "GELU", "RELU_0_TO_1", "UNSORTED_SEGMENT_PROD", "UNSORTED_SEGMENT_MAX",
    "UNSORTED_SEGMENT_SUM", "ATAN2", "UNSORTED_SEGMENT_MIN", "SIGN", "BITCAST", "BITWISE_XOR",
    "RIGHT_SHIFT", "DILATE", "REDUCE_WINDOW",
  ]
}

extension String {
  /// A code that no table lists, or one of StableHLO, none of which the runtime has.
  fileprivate var isUnknownBuiltin: Bool {
    hasPrefix("BUILTIN_") || hasPrefix("STABLEHLO_")
  }
}

extension Graph {
  /// Float data with integer weights: "hybrid" in the runtime's own words (`conv_common.cc`).
  fileprivate func isHybrid(_ operation: Operation) -> Bool {
    switch operation.op {
    case .convolution, .depthwiseConvolution, .transposeConvolution, .fullyConnected: break
    default: return false
    }
    guard operation.inputs.count > 1, let data = operation.inputs[0],
      let weights = operation.inputs[1]
    else { return false }
    return tensors[data].dataType == .float32 && tensors[weights].storage == .constant
      && [.int8, .uint8, .int4, .int16].contains(tensors[weights].dataType)
  }
}
