/// The name of an operation: what graph JSON calls `op` and what a library's dispatch rules match.
///
/// The names are the field's own. `OperatorKind.allCases` is the table that `/operators` prints.
public enum OperatorKind: String, CaseIterable, Hashable, Sendable {
  // Multiply-accumulate operations.
  case conv2d
  case depthwiseConv2d = "depthwise_conv2d"
  case transposeConv2d = "transpose_conv2d"
  case conv1d
  case fullyConnected = "fully_connected"
  case matmul
  case svdf, lstm, gru
  case basicRNN = "basic_rnn"

  // Windows and reductions.
  case averagePool2d = "average_pool2d"
  case maxPool2d = "max_pool2d"
  case l2Pool2d = "l2_pool2d"
  case mean, sum
  case reduceMax = "reduce_max"
  case reduceMin = "reduce_min"
  case reduceProduct = "reduce_prod"
  case reduceAny = "reduce_any"
  case reduceAll = "reduce_all"
  case argMax = "arg_max"
  case argMin = "arg_min"
  case cumulativeSum = "cumsum"

  // Elementwise on two operands.
  case add, sub, mul, div, maximum, minimum
  case squaredDifference = "squared_difference"
  case floorDiv = "floor_div"
  case floorMod = "floor_mod"
  case pow
  case equal, less, greater
  case notEqual = "not_equal"
  case lessEqual = "less_equal"
  case greaterEqual = "greater_equal"
  case logicalAnd = "logical_and"
  case logicalOr = "logical_or"
  case select, prelu
  case addN = "add_n"

  // Elementwise on one operand.
  case relu, relu6, sigmoid, tanh, elu, gelu, exp, log, abs, neg, sqrt, rsqrt, square, sin, cos
  case floor, ceil, round, sign, clip, erf
  case reluN1To1 = "relu_n1_to_1"
  case relu0To1 = "relu_0_to_1"
  case leakyRelu = "leaky_relu"
  case hardSwish = "hard_swish"
  case hardSigmoid = "hard_sigmoid"
  case logicalNot = "logical_not"
  case dropout

  // Rows.
  case softmax
  case logSoftmax = "log_softmax"
  case l2Normalization = "l2_normalization"
  case layerNorm = "layer_norm"
  case batchNorm = "batch_norm"
  case instanceNorm = "instance_norm"
  case localResponseNorm = "local_response_norm"

  // Type changes.
  case quantize, dequantize, cast
  case fakeQuant = "fake_quant"

  // Data movement.
  case reshape, squeeze, transpose, concat, split, pad, slice, pack, unpack, gather, tile, reverse
  case identity
  case expandDims = "expand_dims"
  case splitV = "split_v"
  case padV2 = "pad_v2"
  case mirrorPad = "mirror_pad"
  case stridedSlice = "strided_slice"
  case gatherND = "gather_nd"
  case scatterND = "scatter_nd"
  case broadcastTo = "broadcast_to"
  case broadcastArgs = "broadcast_args"
  case fill
  case zerosLike = "zeros_like"
  case shape, range, rank
  case size
  case oneHot = "one_hot"
  case topK = "top_k"
  case whereOp = "where"
  case embedding
  case resizeBilinear = "resize_bilinear"
  case resizeNearest = "resize_nearest_neighbor"
  case spaceToBatch = "space_to_batch_nd"
  case batchToSpace = "batch_to_space_nd"
  case spaceToDepth = "space_to_depth"
  case depthToSpace = "depth_to_space"
  case dynamicUpdateSlice = "dynamic_update_slice"
  case reverseSequence = "reverse_sequence"

  // The audio front end of TensorFlow Lite Micro (custom operators of its signal library).
  case signalWindow = "signal_window"
  case signalRFFT = "signal_rfft"
  case signalIRFFT = "signal_irfft"
  case signalEnergy = "signal_energy"
  case signalFilterBank = "signal_filter_bank"
  case signalSquareRoot = "signal_sqrt"
  case signalSpectralSubtraction = "signal_spectral_subtraction"
  case signalPCAN = "signal_pcan"
  case signalLog = "signal_log"
  case signalAutoScale = "signal_auto_scale"
  case signalFramer = "signal_framer"
  case signalStacker = "signal_stacker"
  case signalDelay = "signal_delay"
  case signalOverlapAdd = "signal_overlap_add"
  case circularBuffer = "circular_buffer"

  // Control and state between inferences.
  case ifOp = "if"
  case whileOp = "while"
  case callOnce = "call_once"
  case varHandle = "var_handle"
  case readVariable = "read_variable"
  case assignVariable = "assign_variable"

  /// A step without a cost: tensors in bytes, for pure memory graphs.
  case opaque
  /// A custom operator or a code that is not known here: named, never costed.
  case custom
}
