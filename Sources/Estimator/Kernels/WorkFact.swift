/// A whole number of an operation that dispatch rules compare and scratch sizes multiply.
///
/// The names are those in kernel files. Facts are exact and overflow-checked; costs use
/// `WorkFeature`, which computes in `Double`.
public enum WorkFact: String, CaseIterable, Hashable, Sendable {
  case batches
  case inputHeight = "input_height"
  case inputWidth = "input_width"
  case inputChannels = "input_channels"
  case outputHeight = "output_height"
  case outputWidth = "output_width"
  case outputChannels = "output_channels"
  case kernelHeight = "kernel_height"
  case kernelWidth = "kernel_width"
  case strideHeight = "stride_height"
  case strideWidth = "stride_width"
  case dilationHeight = "dilation_height"
  case dilationWidth = "dilation_width"
  case paddingTop = "padding_top"
  case paddingLeft = "padding_left"
  case groups, multiplier
  case inputElements = "input_elements"
  case firstInputElements = "first_input_elements"
  case secondInputElements = "second_input_elements"
  case outputElements = "output_elements"
  case operands, results, rank
  /// 1 when the operands' shapes differ, else 0.
  case broadcast
  case rows
  case rowElements = "row_elements"
  case steps, units
  case memorySize = "memory_size"
  case svdfRank = "svdf_rank"
  case bytes
  /// Input channels that one filter sees: the input's over the groups.
  case groupChannels = "group_channels"
  /// Bytes of int8 input that one step to the right moves: stride width x input channels.
  case strideBytes = "stride_bytes"
  /// Windows of a row less those that reach into the padding at either end, each end counted alone:
  /// negative where a window reaches into both.
  case unpaddedColumns = "unpadded_columns"
}

extension WorkFact {
  /// The fact's value for `work`. Never negative for a checked graph, save `unpaddedColumns`.
  public func value(_ work: Work) -> Int {
    switch self {
    case .batches: work.batches
    case .inputHeight: work.inputHeight
    case .inputWidth: work.inputWidth
    case .inputChannels: work.inputChannels
    case .outputHeight: work.outputHeight
    case .outputWidth: work.outputWidth
    case .outputChannels: work.outputChannels
    case .kernelHeight: work.kernelHeight
    case .kernelWidth: work.kernelWidth
    case .strideHeight: work.strideHeight
    case .strideWidth: work.strideWidth
    case .dilationHeight: work.dilationHeight
    case .dilationWidth: work.dilationWidth
    case .paddingTop: work.paddingTop
    case .paddingLeft: work.paddingLeft
    case .groups: work.groups
    case .multiplier: work.multiplier
    case .inputElements: work.inputElements
    case .firstInputElements: work.firstInputElements
    case .secondInputElements: work.secondInputElements
    case .outputElements: work.outputElements
    case .operands: work.operands
    case .results: work.results
    case .rank: work.rank
    case .broadcast: work.broadcast ? 1 : 0
    case .rows: work.rows
    case .rowElements: work.rowElements
    case .steps: work.steps
    case .units: work.units
    case .memorySize: work.memorySize
    case .svdfRank: work.svdfRank
    case .bytes: work.bytes
    case .groupChannels: work.groups > 1 ? work.inputChannels / work.groups : work.inputChannels
    // Wraps where it overflows: a condition compares it, and no real step reaches that far.
    case .strideBytes:
      work.strideWidth.multipliedReportingOverflow(by: work.inputChannels).partialValue
    case .unpaddedColumns: Int(Window.columns(work).unpaddedOutputs.rounded(.towardZero))
    }
  }
}
