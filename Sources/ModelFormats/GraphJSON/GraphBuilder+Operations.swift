import Estimator
import JSON

extension GraphBuilder {
  mutating func makeOperations() throws(ImportError) {
    operations.reserveCapacity(document.operations.count)
    for index in document.operations.indices {
      let operation = try operation(index)
      for output in operation.outputs { isKnown[output] = true }
      operations.append(operation)
    }
  }

  private mutating func operation(_ index: Int) throws(ImportError) -> Operation {
    let kindName = document.operations[index].kindName ?? JSONName("")
    guard let kind = OperatorKind(jsonName: kindName) else {
      throw failure(
        .unknownOperation(kindName.string), at: .attribute(index, "op"),
        op: document.operations[index].name,
        among: (kindName.string, OperatorKind.allCases.map(\.rawValue)))
    }
    let name = document.operations[index].name ?? "\(kind.rawValue)#\(index)"
    let entry = OperatorCatalog.entry(for: kind)
    guard entry.isExpressible else {
      throw failure(.notExpressible(kind), at: .attribute(index, "op"), op: name)
    }
    let attributes = document.operations[index].attributes
    try check(attributes.present, against: entry, index, name)
    let inputs = document.operations[index].inputs
    guard entry.inputs.contains(inputs.count) else {
      throw failure(
        .inputCount(expected: entry.inputs, found: inputs.count), at: .operation(index), op: name)
    }
    var operation = Operation(
      name: name, op: .opaque, inputs: inputs, outputs: document.operations[index].outputs)
    operation.op = try op(kind, attributes, index, &operation)
    try setOutputType(kind, attributes, index, operation)
    return operation
  }

  private func check(
    _ present: AttributeSet, against entry: OperatorEntry, _ index: Int, _ op: String
  ) throws(ImportError) {
    if let extra = present.first(notIn: entry.allowed) {
      throw failure(
        .unknownAttribute(extra.text, of: entry.kind), at: .attribute(index, extra.text), op: op,
        among: (extra.text, entry.attributes.map(\.name.text)))
    }
    if let missing = entry.required.first(notIn: present) {
      throw failure(
        .missingAttribute(missing.text, of: entry.kind), at: .operation(index), op: op)
    }
  }

  /// `dtype` of a conversion is the type of its output, unless the tensor states one itself.
  private mutating func setOutputType(
    _ kind: OperatorKind, _ attributes: GraphAttributes, _ index: Int, _ operation: Operation
  ) throws(ImportError) {
    var type: DataType?
    if let name = attributes.dataType {
      type = try dataType(name, at: .attribute(index, AttributeName.dataType.text))
    } else {
      switch kind {
      case .quantize: type = .int8
      case .dequantize: type = .float32
      case .argMax, .argMin: type = .int32
      default: return
      }
    }
    for output in operation.outputs where types[output] == nil { types[output] = type }
  }

  // MARK: - Operators

  private mutating func op(
    _ kind: OperatorKind, _ attributes: GraphAttributes, _ index: Int,
    _ operation: inout Operation
  ) throws(ImportError) -> Operator {
    switch kind {
    case .conv2d, .conv1d:
      operation.weights = .implied(bias: attributes.bias)
      return .convolution(try convolution(attributes, index, isSequence: kind == .conv1d))
    case .depthwiseConv2d:
      operation.weights = .implied(bias: attributes.bias)
      return .depthwiseConvolution(
        DepthwiseConvolution(
          multiplier: attributes.multiplier, kernel: attributes.kernel,
          stride: attributes.stride, dilation: attributes.dilation,
          padding: try padding(attributes, index),
          activation: try activation(attributes, index)))
    case .transposeConv2d:
      needsCompletion = true
      return .transposeConvolution(try convolution(attributes, index, isSequence: false))
    case .fullyConnected:
      operation.weights = .implied(bias: attributes.bias)
      return .fullyConnected(
        FullyConnected(
          units: attributes.units, activation: try activation(attributes, index),
          keepsAxes: attributes.keepsDimensions))
    case .averagePool2d, .maxPool2d, .l2Pool2d:
      return .pool(
        Pool(
          kind: kind, kernel: attributes.kernel,
          stride: attributes.present.contains(.stride) ? attributes.stride : attributes.kernel,
          padding: try padding(attributes, index),
          activation: try activation(attributes, index)))
    case .add, .sub, .mul, .div:
      return .binary(kind, activation: try activation(attributes, index))
    case .maximum, .minimum, .squaredDifference, .floorDiv, .floorMod, .pow, .equal, .less,
      .greater,
      .notEqual, .lessEqual, .greaterEqual, .logicalAnd, .logicalOr, .select, .addN:
      return .binary(kind, activation: .none)
    case .reshape:
      operation.weights = .implied(bias: false)
      return .reshape(shape: attributes.numbers)
    case .concat:
      return .concatenation(axis: attributes.present.contains(.axis) ? attributes.axis : -1)
    case .softmax, .logSoftmax, .l2Normalization, .localResponseNorm: return .rowwise(kind)
    case .opaque: return .opaque
    case .pad, .padV2, .mirrorPad:
      return .pad(Pad(kind: kind, amounts: try padAmounts(attributes, index)))
    case .mean, .sum, .reduceMax, .reduceMin, .reduceProduct, .reduceAny, .reduceAll:
      return .reduction(
        Reduction(
          kind: kind, axes: attributes.axes, keepsDimensions: attributes.keepsDimensions))
    case .argMax, .argMin:
      return .reduction(
        Reduction(
          kind: kind, axes: [attributes.present.contains(.axis) ? attributes.axis : -1]))
    case .quantize, .dequantize, .cast, .fakeQuant: return .conversion(kind)
    case .relu, .relu6, .sigmoid, .tanh, .elu, .gelu, .exp, .log, .abs, .neg, .sqrt, .rsqrt,
      .square, .sin, .cos, .floor, .ceil, .round, .sign, .clip, .erf, .reluN1To1, .relu0To1,
      .leakyRelu, .hardSwish, .hardSigmoid, .logicalNot, .dropout:
      return .unary(kind)
    default:
      needsCompletion = true
      return try completedOp(kind, attributes, index)
    }
  }

  /// Operators whose output shapes or weights a later pass works out.
  private func completedOp(_ kind: OperatorKind, _ attributes: GraphAttributes, _ index: Int)
    throws(ImportError) -> Operator
  {
    switch kind {
    case .matmul:
      .matmul(
        Matmul(
          transposesFirst: attributes.transposesFirst,
          transposesSecond: attributes.transposesSecond))
    case .lstm, .gru, .basicRNN:
      .recurrent(
        Recurrent(
          kind: kind, units: attributes.units, timeMajor: attributes.timeMajor,
          returnsSequence: attributes.returnsSequence))
    case .svdf:
      .recurrent(
        Recurrent(
          kind: kind, units: try product(attributes.units, attributes.rank, index),
          rank: attributes.rank, memorySize: attributes.memorySize, returnsSequence: false,
          activation: try activation(attributes, index)))
    case .prelu: .binary(kind, activation: .none)
    case .layerNorm, .batchNorm, .instanceNorm: .rowwise(kind)
    case .cumulativeSum: .reduction(Reduction(kind: kind, axes: nil))
    case .readVariable, .assignVariable:
      .control(Control(kind: kind, resource: attributes.text))
    case .custom: .custom(name: attributes.text)
    default: .movement(kind)
    }
  }

  private func product(_ units: Int, _ rank: Int, _ index: Int) throws(ImportError) -> Int {
    let (product, overflow) = units.multipliedReportingOverflow(by: rank)
    guard !overflow, units > 0, rank > 0, product <= Int(Int32.max) else {
      throw failure(
        .attributeValue("units", expected: "positive, and below 2^31 when multiplied by rank"),
        at: .attribute(index, "units"), op: document.operations[index].name)
    }
    return product
  }
}
