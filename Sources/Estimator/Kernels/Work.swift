/// What a kernel sees of one operation: the extents of its loops and the types of its data.
///
/// One flat value for all operations, so that features and dispatch rules are plain functions of
/// it. Extents that an operation does not have are 1, paddings and counts that it does not have
/// are 0. Layout is NHWC. After a `Graph` was checked every extent is positive and every product
/// of the extents of one tensor fits an `Int`; features multiply further in `Double`.
public struct Work: Hashable, Sendable {
  public var kind: OperatorKind
  /// Of the activations.
  public var dataType: DataType
  /// Of the weights; equal to `dataType` where there are none.
  public var weightType: DataType
  /// Of the (first) output: differs in quantize, dequantize and cast.
  public var resultType: DataType

  public var batches = 1
  public var inputHeight = 1
  public var inputWidth = 1
  /// Of the whole input, not of one group.
  public var inputChannels = 1
  public var outputHeight = 1
  public var outputWidth = 1
  public var outputChannels = 1

  public var kernelHeight = 1
  public var kernelWidth = 1
  public var strideHeight = 1
  public var strideWidth = 1
  public var dilationHeight = 1
  public var dilationWidth = 1
  public var paddingTop = 0
  public var paddingLeft = 0
  public var groups = 1
  /// Output channels per input channel of a depthwise convolution.
  public var multiplier = 1

  /// Elements of all activation inputs together, of the first two, and of all outputs.
  public var inputElements = 1
  public var firstInputElements = 1
  public var secondInputElements = 0
  public var outputElements = 1
  /// Number of activation inputs and outputs.
  public var operands = 1
  public var results = 1
  /// Rank of the (first) output and of the first input.
  public var rank = 1
  public var inputRank = 1
  /// Whether the operands' shapes differ, so that a broadcasting kernel runs.
  public var broadcast = false

  /// Rows that are reduced or normalised one by one (softmax, reductions) and the elements of each.
  public var rows = 1
  public var rowElements = 1

  /// Recurrent operations: time steps, units (or features), SVDF's memory and rank.
  public var steps = 1
  public var units = 1
  /// Outputs of an LSTM's projection; 0 when it has none.
  public var projection = 0
  public var memorySize = 1
  public var svdfRank = 1

  /// Bytes moved by a copy.
  public var bytes = 0

  /// What made the (first) input left its mark on the values.
  public var inputValues = InputValues.any

  public init(kind: OperatorKind, dataType: DataType, weightType: DataType? = nil) {
    self.kind = kind
    self.dataType = dataType
    self.weightType = weightType ?? dataType
    self.resultType = dataType
  }
}
