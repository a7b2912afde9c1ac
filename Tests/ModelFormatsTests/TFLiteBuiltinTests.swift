import Estimator
import Testing

@testable import ModelFormats

@Suite struct TFLiteBuiltinTests {
  /// What TensorFlow Lite Micro registers: `AddX` of its `micro_mutable_op_resolver.h`.
  static let micro = [
    "ABS", "ADD", "ADD_N", "ARG_MAX", "ARG_MIN", "ASSIGN_VARIABLE", "AVERAGE_POOL_2D",
    "BATCH_MATMUL", "BATCH_TO_SPACE_ND", "BROADCAST_ARGS", "BROADCAST_TO", "CALL_ONCE", "CAST",
    "CEIL", "CONCATENATION", "CONV_2D", "COS", "CUMSUM", "DEPTH_TO_SPACE", "DEPTHWISE_CONV_2D",
    "DEQUANTIZE", "DIV", "DYNAMIC_UPDATE_SLICE", "ELU", "EMBEDDING_LOOKUP", "EQUAL", "EXP",
    "EXPAND_DIMS", "FILL", "FLOOR", "FLOOR_DIV", "FLOOR_MOD", "FULLY_CONNECTED", "GATHER",
    "GATHER_ND", "GELU", "GREATER", "GREATER_EQUAL", "HARD_SWISH", "IF", "L2_NORMALIZATION",
    "L2_POOL_2D", "LEAKY_RELU", "LESS", "LESS_EQUAL", "LOG", "LOG_SOFTMAX", "LOGICAL_AND",
    "LOGICAL_NOT", "LOGICAL_OR", "LOGISTIC", "MAX_POOL_2D", "MAXIMUM", "MEAN", "MINIMUM",
    "MIRROR_PAD", "MUL", "NEG", "NOT_EQUAL", "PACK", "PAD", "PADV2", "PRELU", "QUANTIZE",
    "READ_VARIABLE", "REDUCE_ALL", "REDUCE_MAX", "REDUCE_MIN", "RELU", "RELU6", "RESHAPE",
    "RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR", "REVERSE_V2", "ROUND", "RSQRT", "SELECT_V2",
    "SHAPE", "SIN", "SLICE", "SOFTMAX", "SPACE_TO_BATCH_ND", "SPACE_TO_DEPTH", "SPLIT", "SPLIT_V",
    "SQRT", "SQUARE", "SQUARED_DIFFERENCE", "SQUEEZE", "STRIDED_SLICE", "SUB", "SUM", "SVDF",
    "TANH", "TRANSPOSE", "TRANSPOSE_CONV", "UNIDIRECTIONAL_SEQUENCE_LSTM", "UNPACK", "VAR_HANDLE",
    "WHILE", "ZEROS_LIKE",
  ]

  @Test("every operator that TensorFlow Lite Micro registers has a translation", arguments: micro)
  func translated(_ name: String) throws {
    let builtin = try #require(TFLiteBuiltin.all.first { $0.name == name })
    #expect(builtin.translation != .named)
    #expect(builtin.translation.kind != nil)
  }

  @Test("the table is in the order of the schema's codes")
  func codes() {
    #expect(TFLiteBuiltin.all.count == 209)
    for (code, name) in [
      (0, "ADD"), (3, "CONV_2D"), (9, "FULLY_CONNECTED"), (32, "CUSTOM"),
      (44, "UNIDIRECTIONAL_SEQUENCE_LSTM"),
      (99, "SQUARED_DIFFERENCE"), (114, "QUANTIZE"), (129, "CALL_ONCE"), (150, "GELU"),
      (208, "STABLEHLO_CBRT"),
    ] {
      #expect(TFLiteBuiltin(code: code).name == name)
    }
    #expect(TFLiteBuiltin(code: -3).name == "BUILTIN_-3")
  }
}
