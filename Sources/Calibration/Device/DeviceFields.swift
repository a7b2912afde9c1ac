import Estimator

/// Reads the fields of one row, naming line and column where it cannot.
struct DeviceFields {
  let row: DeviceTable.Row

  func failure(
    _ column: String, _ reason: String, unknownName: String? = nil
  ) -> DeviceMeasurementError {
    DeviceMeasurementError(
      line: row.line, column: row.column(column).written, reason: reason,
      unknownName: unknownName)
  }

  func number(
    _ column: String, in range: ClosedRange<Double>
  ) throws(DeviceMeasurementError) -> Double {
    let text = row[column]
    guard !text.isEmpty else { throw failure(column, "a number is needed") }
    guard let number = Double(try decimal(text, column)), number.isFinite else {
      let hint =
        text.contains(",") && text.contains(".")
        ? "; write it without separators of thousands"
        : text.first?.isNumber == true ? "; its unit belongs to the name of the column" : ""
      throw failure(column, "'\(text)' is not a number\(hint)")
    }
    guard range.contains(number) else {
      throw failure(column, "\(text) is outside \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number with a point, where many countries write a comma. `1,110` may be either of two numbers
  /// that differ by a thousand.
  private func decimal(
    _ text: String, _ column: String
  ) throws(DeviceMeasurementError) -> String {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, !text.contains(".") else { return text }
    let whole = parts[0].drop { $0 == "-" || $0 == "+" }
    if parts[1].count == 3, (1...3).contains(whole.count), whole.first != "0",
      parts[1].allSatisfy(\.isNumber)
    {
      throw failure(
        column,
        "'\(text)' may be \(parts[0]).\(parts[1]) or \(parts[0])\(parts[1]); write a point for "
          + "decimals, and nothing between thousands")
    }
    return parts.joined(separator: ".")
  }

  func optionalNumber(
    _ column: String, in range: ClosedRange<Double>
  ) throws(DeviceMeasurementError) -> Double? {
    row[column].isEmpty ? nil : try number(column, in: range)
  }

  /// Sizes written as `32x32x3`, each from 1 to a million, their product within 2^40.
  func sizes(_ column: String, count: ClosedRange<Int>) throws(DeviceMeasurementError) -> [Int] {
    let parts = row[column].split(omittingEmptySubsequences: false) { "xX×*".contains($0) }
    var sizes: [Int] = []
    var product = 1
    for part in parts {
      guard let size = Int(part), (1...1_000_000).contains(size) else {
        throw failure(column, "'\(row[column])' is not a shape such as 32x32x3")
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow, next <= 1 << 40 else {
        throw failure(column, "the shape \(row[column]) has too many elements")
      }
      product = next
      sizes.append(size)
    }
    guard count.contains(sizes.count) else {
      throw failure(
        column, "\(sizes.count) sizes where \(count.lowerBound) to \(count.upperBound) are needed")
    }
    return sizes
  }

  /// What the row measured, and whether it is a whole network.
  func work(
    networks: (String) throws(DeviceNetworkError) -> [Work]?
  ) throws(DeviceMeasurementError) -> (work: [Work], isWhole: Bool) {
    let kindName = row["op"]
    if !kindName.isEmpty, !row["input"].isEmpty {
      return ([try operation()], false)
    }
    let name = row["network"]
    guard !name.isEmpty else {
      throw failure("network", "a network's name, or an op with its shapes, is needed")
    }
    guard let work = try work(of: name, networks) else {
      throw failure("network", "the network '\(name)' is not known", unknownName: name)
    }
    if kindName.isEmpty { return (work, true) }
    let kind = try kind(kindName)
    let part = work.filter { $0.kind == kind }
    guard !part.isEmpty else {
      throw failure("op", "the network '\(name)' has no operation '\(kindName)'")
    }
    return (part, false)
  }

  private func work(
    of name: String, _ networks: (String) throws(DeviceNetworkError) -> [Work]?
  ) throws(DeviceMeasurementError) -> [Work]? {
    do throws(DeviceNetworkError) {
      return try networks(name)
    } catch {
      throw failure("network", error.reason)
    }
  }

  private func kind(_ name: String) throws(DeviceMeasurementError) -> OperatorKind {
    guard let kind = OperatorKind(rawValue: name) ?? Self.kinds[Self.plain(name)] else {
      throw failure("op", "the operation '\(name)' is not known", unknownName: name)
    }
    return kind
  }

  /// `CONV_2D`, as TensorFlow Lite has it, and `Conv2D`, as Keras, are `conv2d`.
  private static let kinds = Dictionary(OperatorKind.allCases.map { (plain($0.rawValue), $0) }) {
    first, _ in first
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// One operation from its shapes.
  func operation() throws(DeviceMeasurementError) -> Work {
    let kind = try kind(row["op"])
    let typeName = row["dtype"].isEmpty ? "int8" : row["dtype"].lowercased()
    guard let type = DataType(rawValue: typeName) else {
      throw failure("dtype", "the type '\(typeName)' is not known", unknownName: typeName)
    }
    var work = Work(kind: kind, dataType: type)
    let input = try sizes("input", count: 1...4)
    guard !row["output"].isEmpty || !Self.needsOutput.contains(kind) else {
      throw failure("output", "\(kind.rawValue) needs the shape of its output")
    }
    let output = row["output"].isEmpty ? input : try sizes("output", count: 1...4)
    work.inputElements = input.reduce(1, *)
    work.firstInputElements = work.inputElements
    work.outputElements = output.reduce(1, *)
    work.rank = output.count + 1
    work.bytes = type.byteCount(elements: work.outputElements) ?? 0
    switch kind {
    case .conv2d, .depthwiseConv2d, .averagePool2d, .maxPool2d:
      try fillWindow(&work, input: input, output: output)
    case .fullyConnected:
      work.inputChannels = work.inputElements
      work.outputChannels = work.outputElements
      work.rowElements = work.inputElements
    case .add, .mul, .sub:
      try keepsElements(work)
      work.operands = 2
      work.secondInputElements = work.inputElements
      work.inputElements *= 2
    case .svdf, .lstm, .gru, .basicRNN:
      throw failure(
        "op", "the cost of '\(row["op"])' does not follow from these shapes; name a model")
    case .softmax:
      try keepsElements(work)
      work.rowElements = output.last ?? 1
      work.rows = work.outputElements / work.rowElements
    default:
      guard Self.goesByElements.contains(kind) else {
        throw failure(
          "op", "the cost of '\(row["op"])' does not follow from these shapes; name a model")
      }
      try keepsElements(work)
    }
    return work
  }

  /// What an input does not tell: as many filters, units or places as one likes.
  private static let needsOutput: Set<OperatorKind> = [
    .conv2d, .depthwiseConv2d, .averagePool2d, .maxPool2d, .fullyConnected,
  ]

  /// Operations on one tensor that look at each element once.
  private static let goesByElements: Set<OperatorKind> = [
    .relu, .relu6, .sigmoid, .tanh, .leakyRelu, .hardSwish, .elu, .exp, .log, .abs, .neg, .sqrt,
    .rsqrt, .square, .reshape, .quantize, .dequantize,
  ]

  private func keepsElements(_ work: Work) throws(DeviceMeasurementError) {
    guard work.outputElements == work.firstInputElements else {
      throw failure(
        "output",
        "\(row["op"]) answers as many elements as it takes: \(work.firstInputElements), not "
          + "\(work.outputElements)")
    }
  }

  private func fillWindow(
    _ work: inout Work, input: [Int], output: [Int]
  ) throws(DeviceMeasurementError) {
    let input = Self.padded(input)
    let output = Self.padded(output)
    (work.inputHeight, work.inputWidth, work.inputChannels) = (input[0], input[1], input[2])
    (work.outputHeight, work.outputWidth, work.outputChannels) = (output[0], output[1], output[2])
    let kernel = try sizes("kernel", count: 2...2)
    let stride = row["stride"].isEmpty ? [1, 1] : try sizes("stride", count: 2...2)
    (work.kernelHeight, work.kernelWidth) = (kernel[0], kernel[1])
    (work.strideHeight, work.strideWidth) = (stride[0], stride[1])
    switch row["padding"].lowercased() {
    case "same":
      work.paddingTop = Self.padding(input[0], output[0], kernel[0], stride[0])
      work.paddingLeft = Self.padding(input[1], output[1], kernel[1], stride[1])
    case "valid", "": break
    default: throw failure("padding", "'\(row["padding"])' is neither same nor valid")
    }
    try checkWindow(input: input, output: output, kernel: kernel, stride: stride)
    if work.kind == .averagePool2d || work.kind == .maxPool2d, output[2] != input[2] {
      throw failure("output", "a pool keeps its \(input[2]) channels; \(output[2]) were given")
    }
    if work.kind == .depthwiseConv2d {
      guard work.outputChannels % work.inputChannels == 0 else {
        throw failure("output", "the channels are not a multiple of the input's")
      }
      work.multiplier = work.outputChannels / work.inputChannels
    }
  }

  /// Whether window, stride and padding lead from the input to the output: a slip in one of them
  /// would calibrate the board to another layer than the one that ran.
  private func checkWindow(
    input: [Int], output: [Int], kernel: [Int], stride: [Int]
  ) throws(DeviceMeasurementError) {
    let isSame = row["padding"].lowercased() == "same"
    for axis in 0...1 {
      guard isSame || kernel[axis] <= input[axis] else {
        throw failure("kernel", "the kernel \(row["kernel"]) is larger than its input")
      }
    }
    var expected: [Int] = []
    for axis in 0...1 {
      let step = stride[axis]
      expected.append(
        isSame ? (input[axis] + step - 1) / step : (input[axis] - kernel[axis]) / step + 1)
    }
    guard expected == Array(output.prefix(2)) else {
      throw failure(
        "output",
        "kernel, stride and padding give \(expected[0])x\(expected[1]) places from "
          + "\(input[0])x\(input[1]), not \(output[0])x\(output[1])")
    }
  }

  /// Height, width and channels; absent ones are 1.
  private static func padded(_ sizes: [Int]) -> [Int] {
    Array([1, 1, 1] + sizes).suffix(3)
  }

  /// What TensorFlow pads before the input: half of the whole, rounded down.
  private static func padding(_ input: Int, _ output: Int, _ kernel: Int, _ stride: Int) -> Int {
    max(0, (output - 1) * stride + kernel - input) / 2
  }
}
