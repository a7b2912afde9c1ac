internal import Estimator

extension KernelCount {
  /// Files of whole networks run in an interpreter: one line an operator, shapes as `1x49x10x1`.
  static func operators(_ table: CountsTable) throws(CountsError) -> [KernelCount] {
    try table.require([
      "model", "core", "kernels", "cmsis_kernels", "op", "in_type", "in", "out",
      "out_type", "filter", "stride", "dil", "pad", "n_in",
    ])
    // Without the operators that it runs in turn, where the file tells them apart.
    let column = table.has("exclusive") ? "exclusive" : "instructions"
    try table.require([column])
    var counts: [KernelCount] = []
    counts.reserveCapacity(table.rows.count)
    var networks: [RunOfNetwork: ProducedValues] = [:]
    for row in table.rows {
      let instructions = try table.count(column, row, empty: 0)
      if instructions == 0 { throw .zeroInstructions(line: row.line) }
      let build = String(table.text("kernels", row))
      let run = RunOfNetwork(table, row)
      var work = try OperatorRow(table: table, row: row).work()
      work.inputValues = try networks[run, default: ProducedValues()].next(work.kind, table, row)
      counts.append(
        KernelCount(
          kernel: calledKernel(table.text("cmsis_kernels", row)),
          work: work,
          instructions: Double(instructions), scratchBytes: nil,
          library: "", core: String(table.text("core", row)),
          optimisation: build.hasSuffix("Ofast") ? "-Ofast" : "-O2", interpreted: true,
          build: build, network: String(table.text("model", row)),
          networkOperators: try table.count("operators", row, empty: 0), line: row.line))
    }
    if table.has("operators") { return counts }
    var operators: [RunOfNetwork: Int] = [:]
    for row in table.rows { operators[RunOfNetwork(table, row), default: 0] += 1 }
    for (index, row) in table.rows.enumerated() {
      counts[index].networkOperators = operators[RunOfNetwork(table, row)] ?? 0
    }
    return counts
  }

  /// The first of the kernels that an operator called, without how often.
  private static func calledKernel(_ list: Substring) -> String {
    let first = list.split(separator: " ").first ?? ""
    return String(first.split(separator: "*").first ?? "")
  }
}

/// A network on a core with kernels of one build.
private struct RunOfNetwork: Hashable {
  var model: Substring
  var core: Substring
  var kernels: Substring

  init(_ table: CountsTable, _ row: CountsTable.Row) {
    model = table.text("model", row)
    core = table.text("core", row)
    kernels = table.text("kernels", row)
  }
}

/// The marks on the values that a network's operators met so far: in `values` where the file says, else
/// of the last operator of the subgraph that made something of the input's shape and type.
private struct ProducedValues {
  private var produced:
    [(subgraph: Substring, shape: Substring, type: Substring, values: InputValues)] = []

  mutating func next(
    _ kind: OperatorKind, _ table: CountsTable, _ row: CountsTable.Row
  ) throws(CountsError) -> InputValues {
    if table.has("values") {
      let name = table.text("values", row)
      guard let values = name.isEmpty ? .any : InputValues(rawValue: String(name)) else {
        throw .values(line: row.line, name: String(name))
      }
      return values
    }
    let subgraph = table.text("subgraph", row)
    let shape = table.text("in", row)
    let type = table.text("in_type", row)
    let values =
      produced.last { $0.subgraph == subgraph && $0.shape == shape && $0.type == type }?.values
      ?? .any
    produced.append(
      (
        subgraph, table.text("out", row), table.text("out_type", row),
        values.after(kind, Self.activations[table.text("act", row)] ?? .none)
      ))
    return values
  }

  /// TensorFlow Lite's numbers.
  private static let activations: [Substring: Activation] = [
    "1": .relu, "2": .reluN1To1, "3": .relu6, "4": .tanh, "5": .signBit,
  ]
}

/// One operator's line, and how its columns make a `Work`.
private struct OperatorRow {
  let table: CountsTable
  let row: CountsTable.Row

  func work() throws(CountsError) -> Work {
    let name = String(table.text("op", row))
    guard let kind = Self.kinds[name] else { throw .operation(line: row.line, name: name) }
    let input = try shape("in")
    let output = try shape("out")
    var work = Work(
      kind: kind, dataType: try type("in_type") ?? .opaque, weightType: try type("w_type"))
    work.resultType = try type("out_type") ?? work.dataType
    work.operands = try table.count("n_in", row, empty: 1)
    work.firstInputElements = elements(input)
    work.inputElements = work.firstInputElements
    work.outputElements = elements(output)
    work.rank = max(1, output.count)
    work.bytes = work.resultType.byteCount(elements: work.outputElements) ?? 0
    take(input: input, output: output, into: &work)
    try describe(&work, input: input, output: output)
    return work
  }

  private func describe(
    _ work: inout Work, input: [Int], output: [Int]
  ) throws(CountsError) {
    switch work.kind {
    case .conv2d, .depthwiseConv2d, .transposeConv2d:
      let filter = try shape("filter")
      guard filter.count == 4 else { throw malformed("filter") }
      work.kernelHeight = filter[1]
      work.kernelWidth = filter[2]
      if work.kind == .conv2d, filter[3] > 0, work.inputChannels % filter[3] == 0 {
        work.groups = work.inputChannels / filter[3]
      }
      if work.kind == .depthwiseConv2d {
        work.multiplier = max(1, work.outputChannels / work.inputChannels)
      }
      if work.kind == .transposeConv2d { try describeTransposed(&work, filter: filter) }
      try window(&work)
    case .averagePool2d, .maxPool2d:
      let filter = try shape("filter")
      guard filter.count == 2 else { throw malformed("filter") }
      work.kernelHeight = filter[0]
      work.kernelWidth = filter[1]
      try window(&work)
    case .fullyConnected:
      let filter = try shape("filter")
      guard filter.count == 2 else { throw malformed("filter") }
      work.outputChannels = filter[0]
      work.inputChannels = filter[1]
      work.rows = max(1, work.outputElements / filter[0])
      work.batches = work.rows
      work.rowElements = filter[1]
      work.inputHeight = 1
      work.inputWidth = 1
      work.outputHeight = 1
      work.outputWidth = 1
    case .softmax:
      work.rowElements = max(1, work.inputChannels)
      work.rows = max(1, work.firstInputElements / work.rowElements)
    case .mean:
      work.rows = work.outputElements
      work.rowElements = max(1, work.firstInputElements / work.rows)
    case .assignVariable:
      // What is copied is the second operand; the first is the variable.
      let value = try shape("filter")
      if !value.isEmpty { work.bytes = work.weightType.byteCount(elements: elements(value)) ?? 0 }
      work.rowElements = max(1, work.bytes)
    case .lstm:
      guard input.count == 3, let units = output.last else { throw malformed("in") }
      work.steps = input[1]
      work.inputHeight = 1
      work.inputWidth = 1
      work.units = units
    case .add, .mul, .sub, .maximum, .minimum, .prelu:
      let second = try shape("filter")
      if !second.isEmpty {
        work.secondInputElements = elements(second)
        work.broadcast = work.secondInputElements != work.firstInputElements
      }
    default: break
    }
  }

  /// The file's `in` is the tensor that holds the output's shape; the input follows from the MACs.
  private func describeTransposed(_ work: inout Work, filter: [Int]) throws(CountsError) {
    let macs = try table.count("macs", row, empty: 0)
    work.inputChannels = filter[3]
    work.firstInputElements = macs / max(1, filter[1] * filter[2] * work.outputChannels)
    work.inputElements = work.firstInputElements
    work.dataType = work.resultType
    let stride = try shape("stride")
    guard stride.count == 2 else { throw malformed("stride") }
    let isSame = table.text("pad", row) == "SAME"
    func extent(_ output: Int, _ axis: Int) -> Int {
      max(
        1,
        (isSame ? output + stride[axis] - 1 : output - filter[axis + 1] + stride[axis])
          / stride[axis])
    }
    work.batches = 1
    work.inputHeight = extent(work.outputHeight, 0)
    work.inputWidth = extent(work.outputWidth, 1)
  }

  /// Batch, height, width and channels of shapes of any rank, as the graph's own work has them.
  private func take(input: [Int], output: [Int], into work: inout Work) {
    if let channels = input.last {
      work.inputChannels = channels
      if input.count >= 2 { work.batches = input[0] }
      if input.count >= 3 { work.inputWidth = input[input.count - 2] }
      if input.count >= 4 { work.inputHeight = input[input.count - 3] }
    }
    if let channels = output.last {
      work.outputChannels = channels
      if output.count >= 3 { work.outputWidth = output[output.count - 2] }
      if output.count >= 4 { work.outputHeight = output[output.count - 3] }
    }
  }

  private func window(_ work: inout Work) throws(CountsError) {
    let input = (height: work.inputHeight, width: work.inputWidth)
    let output = (height: work.outputHeight, width: work.outputWidth)
    let stride = try shape("stride")
    guard stride.count == 2 else { throw malformed("stride") }
    work.strideHeight = stride[0]
    work.strideWidth = stride[1]
    let dilation = try shape("dil")
    if dilation.count == 2 {
      work.dilationHeight = dilation[0]
      work.dilationWidth = dilation[1]
    }
    if table.text("pad", row) == "SAME" {
      // A transposed convolution slides over its output.
      let (from, to) = work.kind == .transposeConv2d ? (output, input) : (input, output)
      work.paddingTop = Self.before(
        from.height, to.height, work.kernelHeight, stride[0], work.dilationHeight)
      work.paddingLeft = Self.before(
        from.width, to.width, work.kernelWidth, stride[1], work.dilationWidth)
    }
  }

  /// TensorFlow's padding before the first element: half of the total, rounded down.
  private static func before(
    _ input: Int, _ output: Int, _ kernel: Int, _ stride: Int, _ dilation: Int
  ) -> Int {
    max(0, (output - 1) * stride + (kernel - 1) * dilation + 1 - input) / 2
  }

  private func type(_ column: String) throws(CountsError) -> DataType? {
    let name = table.text(column, row)
    return name.isEmpty ? nil : try KernelCount.dataType(name, line: row.line)
  }

  /// Extents, each in 1 ..< 2^31; empty for a scalar or an empty field.
  private func shape(_ column: String) throws(CountsError) -> [Int] {
    var extents: [Int] = []
    for part in table.text(column, row).split(separator: "x") {
      guard let extent = Int(part), extent > 0, extent < 1 << 31 else { throw malformed(column) }
      extents.append(extent)
    }
    return extents
  }

  private func elements(_ shape: [Int]) -> Int {
    shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
  }

  private func malformed(_ column: String) -> CountsError {
    .shape(line: row.line, column: column, text: String(table.text(column, row)))
  }

  /// TensorFlow Lite's operator names.
  private static let kinds: [String: OperatorKind] = [
    "CONV_2D": .conv2d, "DEPTHWISE_CONV_2D": .depthwiseConv2d, "TRANSPOSE_CONV": .transposeConv2d,
    "FULLY_CONNECTED": .fullyConnected, "AVERAGE_POOL_2D": .averagePool2d,
    "MAX_POOL_2D": .maxPool2d, "MEAN": .mean, "ADD": .add, "SUB": .sub, "MUL": .mul,
    "MAXIMUM": .maximum, "MINIMUM": .minimum, "PRELU": .prelu, "LEAKY_RELU": .leakyRelu,
    "LOGISTIC": .sigmoid, "TANH": .tanh, "SOFTMAX": .softmax, "SVDF": .svdf,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": .lstm, "QUANTIZE": .quantize, "DEQUANTIZE": .dequantize,
    "RESHAPE": .reshape, "CONCATENATION": .concat, "STRIDED_SLICE": .stridedSlice, "PAD": .pad,
    "SPLIT_V": .splitV, "PACK": .pack, "SHAPE": .shape, "TRANSPOSE": .transpose,
    "VAR_HANDLE": .varHandle, "READ_VARIABLE": .readVariable,
    "ASSIGN_VARIABLE": .assignVariable, "CALL_ONCE": .callOnce,
  ]
}
