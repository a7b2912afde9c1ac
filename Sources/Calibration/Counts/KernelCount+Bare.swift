internal import Estimator

extension KernelCount {
  /// Files of bare kernel calls: one line a call, shapes in columns, `p1` ... `p5` by operation.
  static func bareKernels(_ table: CountsTable) throws(CountsError) -> [KernelCount] {
    try table.require(["core", "op", "kernel", "dtype", "outputs", "instructions"])
    var counts: [KernelCount] = []
    counts.reserveCapacity(table.rows.count)
    for row in table.rows {
      let instructions = try table.count("instructions", row, empty: 0)
      if instructions == 0 { throw .zeroInstructions(line: row.line) }
      counts.append(
        KernelCount(
          kernel: String(table.text("kernel", row)), work: try bareWork(table, row),
          instructions: Double(instructions),
          scratchBytes: table.text("scratch_bytes", row).isEmpty
            ? nil : try table.count("scratch_bytes", row, empty: 0),
          library: String(table.text("lib", row)), core: String(table.text("core", row)),
          optimisation: String(table.text("opt", row)),
          interpreted: false, build: "", network: "", line: row.line))
    }
    return counts
  }

  private static func bareWork(
    _ table: CountsTable, _ row: CountsTable.Row
  ) throws(CountsError) -> Work {
    let name = String(table.text("op", row))
    guard let kind = bareOperations[name] else { throw .operation(line: row.line, name: name) }
    var work = Work(kind: kind, dataType: try dataType(table.text("dtype", row), line: row.line))
    work.outputElements = try table.extent("outputs", row)
    switch kind {
    case .conv2d, .depthwiseConv2d, .averagePool2d, .maxPool2d:
      try describeWindow(&work, table, row)
    case .fullyConnected:
      work.batches = try table.extent("n", row)
      work.inputChannels = try table.extent("cin", row)
      work.outputChannels = try table.extent("cout", row)
      work.rows = work.batches
      work.rowElements = work.inputChannels
    case .softmax:
      work.rows = try table.extent("p1", row)
      work.rowElements = try table.extent("p2", row)
    case .svdf:
      work.batches = try table.extent("p1", row)
      work.inputChannels = try table.extent("p2", row)
      work.memorySize = try table.extent("p4", row)
      work.svdfRank = try table.extent("p5", row)
      work.units = try table.extent("p3", row) * work.svdfRank
    case .lstm:
      work.steps = try table.extent("p1", row)
      work.batches = try table.extent("p2", row)
      work.inputChannels = try table.extent("p3", row)
      work.units = try table.extent("p4", row)
    default: break
    }
    return work
  }

  private static func describeWindow(
    _ work: inout Work, _ table: CountsTable, _ row: CountsTable.Row
  ) throws(CountsError) {
    work.batches = try table.extent("n", row)
    work.inputHeight = try table.extent("h", row)
    work.inputWidth = try table.extent("w", row)
    work.inputChannels = try table.extent("cin", row)
    work.outputHeight = try table.extent("oh", row)
    work.outputWidth = try table.extent("ow", row)
    work.outputChannels = try table.extent("cout", row)
    work.kernelHeight = try table.extent("kh", row)
    work.kernelWidth = try table.extent("kw", row)
    work.strideHeight = try table.extent("sh", row)
    work.strideWidth = try table.extent("sw", row)
    work.paddingTop = try table.count("ph", row, empty: 0)
    work.paddingLeft = try table.count("pw", row, empty: 0)
    work.multiplier = try table.extent("ch_mult", row)
  }

  private static let bareOperations: [String: OperatorKind] = [
    "conv2d": .conv2d, "depthwise_conv2d": .depthwiseConv2d, "fully_connected": .fullyConnected,
    "avg_pool": .averagePool2d, "max_pool": .maxPool2d, "add": .add, "mul": .mul, "relu": .relu,
    "relu6": .relu6, "softmax": .softmax, "svdf": .svdf, "lstm": .lstm,
  ]

  static func dataType(_ name: Substring, line: Int) throws(CountsError) -> DataType {
    guard let type = dataTypes[name] else { throw .dataType(line: line, name: String(name)) }
    return type
  }

  /// The names that the count files use. `q7` is the fixed-point format of the 2018 kernels.
  private static let dataTypes: [Substring: DataType] = [
    "s8": .int8, "q7": .int8, "u8": .uint8, "s16": .int16, "s32": .int32, "s64": .int64,
    "f32": .float32, "bool": .bool, "RESOURCE": .resource,
  ]
}
