import Estimator
import JSON

extension GraphBuilder {
  mutating func makeOperations() throws(ImportError) {
    operations.reserveCapacity(document.operations.count)
    for index in document.operations.indices {
      try makeOperation(index)
      for slot in operations[index].outputs.indices {
        isKnown[operations[index].outputs[slot]] = true
      }
    }
  }

  private mutating func makeOperation(_ index: Int) throws(ImportError) {
    guard let entry = document.operations[index].catalogIndex else { throw unknownOp(index) }
    let kind = OperatorCatalog.entries[entry].kind
    let name = document.operations[index].name ?? kind.rawValue + "#" + String(index)
    try check(index, against: entry, name)
    let op = try op(kind, document.operations[index].attributes, index)
    let operands = takeOperands(of: index)
    operations.append(
      Operation(
        name: name, op: op, inputs: operands.inputs, outputs: operands.outputs,
        weights: weights(of: kind, index)))
    try setOutputType(kind, index)
  }

  private func weights(of kind: OperatorKind, _ index: Int) -> Operation.Weights {
    switch kind {
    case .conv2d, .conv1d, .depthwiseConv2d, .fullyConnected:
      .implied(bias: document.operations[index].attributes.bias)
    case .reshape: .implied(bias: false)
    default: .inputs
    }
  }

  private func unknownOp(_ index: Int) -> ImportError {
    let place = GraphPlace.attribute(index, "op")
    let name = place.text(from: start) ?? ""
    return failure(
      .unknownOperation(name), at: place, op: document.operations[index].name,
      among: (name, OperatorKind.allCases.map(\.rawValue)))
  }

  /// Checks what the catalog says: whether graph JSON can express the operation, its attributes,
  /// and how many inputs it has.
  private func check(_ index: Int, against entry: Int, _ name: String) throws(ImportError) {
    let present = document.operations[index].attributes.present
    let inputs = document.operations[index].inputs.count
    if OperatorCatalog.entries[entry].isExpressible,
      present.isSubset(of: OperatorCatalog.entries[entry].allowed),
      OperatorCatalog.entries[entry].required.isSubset(of: present),
      OperatorCatalog.entries[entry].inputs.contains(inputs)
    {
      return
    }
    throw violation(index, of: OperatorCatalog.entries[entry], name)
  }

  private func violation(_ index: Int, of entry: OperatorEntry, _ name: String) -> ImportError {
    let present = document.operations[index].attributes.present
    if !entry.isExpressible {
      return failure(.notExpressible(entry.kind), at: .attribute(index, "op"), op: name)
    }
    if let extra = present.first(notIn: entry.allowed) {
      return failure(
        .unknownAttribute(extra.text, of: entry.kind), at: .attribute(index, extra.text),
        op: name, among: (extra.text, entry.attributes.map(\.name.text)))
    }
    if let missing = entry.required.first(notIn: present) {
      return failure(
        .missingAttribute(missing.text, of: entry.kind), at: .operation(index), op: name)
    }
    return failure(
      .inputCount(expected: entry.inputs, found: document.operations[index].inputs.count),
      at: .attribute(index, "inputs"), op: name)
  }

  /// `dtype` of a conversion is the type of its output, unless the tensor states one itself.
  private mutating func setOutputType(_ kind: OperatorKind, _ index: Int) throws(ImportError) {
    let type: DataType
    if let choice = document.operations[index].attributes.dataType {
      type = try dataType(choice, index)
    } else {
      switch kind {
      case .quantize: type = .int8
      case .dequantize: type = .float32
      case .argMax, .argMin: type = .int32
      default: return
      }
    }
    for output in operations[index].outputs where types[output] == nil {
      types[output] = type
    }
  }

  // MARK: - Operators

  private mutating func op(
    _ kind: OperatorKind, _ attributes: GraphAttributes, _ index: Int
  ) throws(ImportError) -> Operator {
    switch kind {
    case .conv2d, .conv1d:
      return .convolution(try convolution(attributes, index, isSequence: kind == .conv1d))
    case .depthwiseConv2d:
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
          kind: kind, axes: attributes.numbers, keepsDimensions: attributes.keepsDimensions))
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
          kind: kind, units: attributes.units, projection: attributes.projection,
          timeMajor: attributes.timeMajor,
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
      throw refuse(
        .units, index, expected: "positive, and below 2^31 when multiplied by rank", among: [])
    }
    return product
  }
}
