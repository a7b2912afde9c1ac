import Estimator

/// The rules of one operation as the catalog writes them down.
struct OperatorRules {
  var attributes: [OperatorAttribute] = []
  var inputs = 1...1
  var note = ""
  var isExpressible = true

  static func window(_ first: [OperatorAttribute], inputs: ClosedRange<Int> = 1...1, note: String)
    -> OperatorRules
  {
    OperatorRules(
      attributes: first + [
        .required(.kernel), .optional(.stride, "[1, 1]"), .optional(.dilation, "[1, 1]"),
        .optional(.padding, "\"valid\""),
      ] + [.optional(.activation, "\"none\""), .optional(.bias, "true")],
      inputs: inputs, note: note)
  }

  static func sequence(_ own: [OperatorAttribute]) -> OperatorRules {
    OperatorRules(
      attributes: [
        .required(.units), .optional(.returnsSequence, "false"), .optional(.timeMajor, "false"),
        .optional(.bias, "true"),
      ] + own, note: "input [batch, steps, channels], or [batch, channels] for one step")
  }

  static let stated = "the output's shape must be stated in \"tensors\""
  static let fromFiles = OperatorRules(
    inputs: 0...Int.max, note: "from model files alone", isExpressible: false)
}

extension OperatorKind {
  /// What graph JSON says of this operation.
  var graphRules: OperatorRules {
    switch self {
    case .conv2d:
      .window(
        [.required(.filters), .optional(.groups, "1")],
        note: "input [batch, height, width, channels]"
      )
    case .conv1d:
      .window(
        [.required(.filters), .optional(.groups, "1")],
        note: "input [batch, steps, channels]; runs as conv2d of height 1")
    case .depthwiseConv2d:
      .window([.optional(.multiplier, "1")], note: "input [batch, height, width, channels]")
    case .transposeConv2d:
      OperatorRules(
        attributes: [
          .required(.filters), .required(.kernel), .optional(.stride, "[1, 1]"),
          .optional(.padding, "\"valid\""), .optional(.activation, "\"none\""),
          .optional(.bias, "true"),
        ], note: "\"same\" makes input x stride")
    case .fullyConnected:
      OperatorRules(attributes: [
        .required(.units), .optional(.activation, "\"none\""), .optional(.bias, "true"),
        .optional(.keepDimensions, "false", "keeps all axes but the last instead of flattening"),
      ])
    case .matmul:
      OperatorRules(
        attributes: [.optional(.transposesFirst, "false"), .optional(.transposesSecond, "false")],
        inputs: 2...2)
    case .lstm:
      .sequence([.optional(.projection, "0", "outputs of a projection; 0 for none")])
    case .gru, .basicRNN: .sequence([])
    case .svdf:
      OperatorRules(
        attributes: [
          .required(.units, "outputs; features are units x rank"), .required(.memorySize),
          .optional(.rank, "1"), .optional(.activation, "\"none\""), .optional(.bias, "true"),
        ], note: "input [batch, channels]")
    case .averagePool2d, .maxPool2d, .l2Pool2d:
      OperatorRules(attributes: [
        .required(.kernel), .optional(.stride, nil, "the kernel when absent"),
        .optional(.padding, "\"valid\""), .optional(.activation, "\"none\""),
      ])
    case .mean, .sum, .reduceMax, .reduceMin, .reduceProduct, .reduceAny, .reduceAll:
      OperatorRules(attributes: [.required(.axes), .optional(.keepDimensions, "false")])
    case .argMax, .argMin:
      OperatorRules(attributes: [.optional(.axis, "-1"), .optional(.dataType, "\"int32\"")])
    case .add, .sub, .mul, .div:
      OperatorRules(attributes: [.optional(.activation, "\"none\"")], inputs: 2...2)
    case .maximum, .minimum, .squaredDifference, .floorDiv, .floorMod, .pow, .equal, .less,
      .greater,
      .notEqual, .lessEqual, .greaterEqual, .logicalAnd, .logicalOr:
      OperatorRules(inputs: 2...2)
    case .select: OperatorRules(inputs: 3...3, note: "condition, then, else")
    case .addN: OperatorRules(inputs: 2...Int.max)
    case .prelu:
      OperatorRules(inputs: 1...2, note: "with one input, a slope for each channel is added")
    case .layerNorm, .batchNorm, .instanceNorm:
      OperatorRules(
        attributes: [.optional(.bias, "true", "a scale and an offset for each channel")])
    case .cumulativeSum, .relu, .relu6, .sigmoid, .tanh, .elu, .gelu, .exp, .log, .abs, .neg, .sqrt,
      .rsqrt, .square, .sin, .cos, .floor, .ceil, .round, .sign, .clip, .erf, .reluN1To1,
      .relu0To1, .leakyRelu, .hardSwish, .hardSigmoid, .logicalNot, .dropout, .softmax,
      .logSoftmax, .l2Normalization, .localResponseNorm, .identity, .zerosLike, .shape, .rank,
      .size:
      OperatorRules()
    default: movementRules
    }
  }

  /// Type changes, data movement and state.
  private var movementRules: OperatorRules {
    switch self {
    case .quantize: OperatorRules(attributes: [.optional(.dataType, "\"int8\"")])
    case .dequantize: OperatorRules(attributes: [.optional(.dataType, "\"float32\"")])
    case .cast: OperatorRules(attributes: [.required(.dataType)])
    case .fakeQuant, .reverse: OperatorRules()
    case .reshape: OperatorRules(attributes: [.required(.shape, "one extent may be -1")])
    case .squeeze:
      OperatorRules(attributes: [.optional(.axes, nil, "all axes of extent 1 when absent")])
    case .expandDims: OperatorRules(attributes: [.required(.axis)])
    case .transpose: OperatorRules(attributes: [.required(.permutation)])
    case .concat: OperatorRules(attributes: [.optional(.axis, "-1")], inputs: 1...Int.max)
    case .split:
      OperatorRules(attributes: [.optional(.axis, "-1")], note: "into as many parts as outputs")
    case .splitV: OperatorRules(attributes: [.required(.sizes), .optional(.axis, "-1")])
    case .pad, .padV2, .mirrorPad:
      OperatorRules(
        attributes: [.required(.padding)],
        note: "[before, after] for each axis, or [top, bottom, left, right] of an image")
    case .slice: OperatorRules(attributes: [.required(.begin), .required(.size)])
    case .pack: OperatorRules(attributes: [.optional(.axis, "0")], inputs: 1...Int.max)
    case .unpack: OperatorRules(attributes: [.optional(.axis, "0")])
    case .gather: OperatorRules(attributes: [.optional(.axis, "0")], inputs: 2...2)
    case .tile: OperatorRules(attributes: [.required(.multiples)])
    case .broadcastTo, .fill: OperatorRules(attributes: [.required(.shape)])
    case .oneHot: OperatorRules(attributes: [.required(.depth)], note: "adds a last axis")
    case .topK: OperatorRules(attributes: [.required(.count)], note: "outputs values, indices")
    case .embedding:
      OperatorRules(
        attributes: [.required(.vocabulary), .required(.units)], note: "input of indices")
    case .resizeBilinear, .resizeNearest:
      OperatorRules(attributes: [.required(.size, "[height, width] of the output")])
    case .spaceToDepth, .depthToSpace: OperatorRules(attributes: [.required(.blockSize)])
    case .dynamicUpdateSlice:
      OperatorRules(inputs: 2...3, note: "operand, update and, unless constant, where")
    case .reverseSequence: OperatorRules(inputs: 1...2)
    case .stridedSlice, .range, .whereOp, .spaceToBatch, .batchToSpace, .gatherND, .scatterND,
      .broadcastArgs, .signalWindow, .signalRFFT, .signalIRFFT, .signalEnergy, .signalFilterBank,
      .signalSquareRoot, .signalSpectralSubtraction, .signalPCAN, .signalLog, .signalAutoScale,
      .signalFramer, .signalStacker, .signalDelay, .signalOverlapAdd, .circularBuffer:
      OperatorRules(inputs: 0...8, note: OperatorRules.stated)
    case .readVariable:
      OperatorRules(attributes: [.required(.resource)], inputs: 0...0, note: OperatorRules.stated)
    case .assignVariable:
      OperatorRules(attributes: [.required(.resource)], note: "keeps its input; has no output")
    case .opaque: OperatorRules(inputs: 0...Int.max, note: "tensors in bytes, no cost")
    case .custom:
      OperatorRules(
        attributes: [.required(.code)], inputs: 0...Int.max,
        note: "listed, never costed; \(OperatorRules.stated)")
    default: .fromFiles
    }
  }
}
