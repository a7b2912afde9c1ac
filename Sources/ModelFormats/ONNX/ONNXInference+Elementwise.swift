import Estimator

/// Operators whose output has the shape of their inputs.
extension ONNXInference {
  enum ElementwiseRule: Hashable, Sendable {
    /// Shape and type of the first input.
    case same
    /// Shape of the first input, true or false.
    case test
    /// Operands broadcast; type of the first.
    case broadcast
    /// Operands broadcast; true or false.
    case comparison
    /// Shape of the first input, the type that `to` names.
    case cast
  }

  static let elementwise: [String: ElementwiseRule] = {
    var rules: [String: ElementwiseRule] = [:]
    func put(_ rule: ElementwiseRule, _ names: String) {
      for name in names.split(separator: " ") { rules[String(name)] = rule }
    }
    put(
      .same,
      "Relu LeakyRelu PRelu Sigmoid Tanh Elu Selu Celu Softplus Softsign ThresholdedRelu "
        + "HardSigmoid HardSwish Mish Swish Gelu FastGelu QuickGelu Erf Exp Log Sqrt Reciprocal Abs "
        + "Neg Ceil Floor Round Sign Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Not "
        + "BitwiseNot Identity Clip InstanceNormalization GroupNormalization RMSNormalization "
        + "SimplifiedLayerNormalization LRN LpNormalization MeanVarianceNormalization Softmax "
        + "LogSoftmax Hardmax CumSum Trilu Shrink Bernoulli RandomNormalLike RandomUniformLike "
        + "ReverseSequence ScatterND ScatterElements Scatter TensorScatter CumProd RotaryEmbedding "
        + "BiasGelu QLinearSigmoid "
        + "QLinearLeakyRelu QLinearSoftmax")
    put(.test, "IsNaN IsInf")
    put(
      .broadcast,
      "Add Sub Mul Div Pow Mod Max Min Sum Mean BitShift BitwiseAnd BitwiseOr BitwiseXor")
    put(.comparison, "Equal Greater GreaterOrEqual Less LessOrEqual And Or Xor")
    put(.cast, "Cast CastLike")
    return rules
  }()

  func elementwise(_ rule: ElementwiseRule) throws(ImportError) -> ONNXInferred {
    switch rule {
    case .same: return ONNXInferred(shape(0), type(0), unary())
    case .test: return ONNXInferred(shape(0), .bool)
    case .cast:
      let type = step.int("to").map { DataType(onnxType: $0) } ?? type(1) ?? .float32
      return ONNXInferred(shape(0), type, castContent(to: type))
    case .broadcast:
      let shape = try broadcast(Array(step.inputs.indices))
      return ONNXInferred(shape, type(0), binary(shape))
    case .comparison:
      let shape = try broadcast(Array(step.inputs.indices))
      return ONNXInferred(shape, .bool, comparison(shape))
    }
  }

  // MARK: - Contents

  private func castContent(to type: DataType) -> ONNXContent? {
    guard let content = content(0) else { return nil }
    if type.isFloatingPoint { return .floats(content.floats) }
    switch content {
    case .ints(let values): return .ints(type == .bool ? values.map { $0 == 0 ? 0 : 1 } : values)
    case .floats(let values):
      // Numbers beyond 2^53 are no extents.
      guard values.allSatisfy({ abs($0) < 9e15 }) else { return nil }
      return .ints(values.map { Int($0) })
    }
  }

  private func unary() -> ONNXContent? {
    guard let content = content(0) else { return nil }
    switch (step.op, content) {
    case ("Identity", _): return content
    case ("Neg", .ints(let values)): return .ints(values.map { 0 &- $0 })
    case ("Not", .ints(let values)): return .ints(values.map { $0 == 0 ? 1 : 0 })
    case ("Floor", .floats(let values)): return .floats(values.map { $0.rounded(.down) })
    case ("Ceil", .floats(let values)): return .floats(values.map { $0.rounded(.up) })
    case ("Abs", .ints(let values)): return .ints(values.map { $0 == .min ? .max : abs($0) })
    default: return nil
    }
  }

  /// Two contents of one length, one of them repeated where it is a single number.
  private func pairs<Number>(_ a: [Number], _ b: [Number], _ shape: [Int]?) -> [(Number, Number)]? {
    guard let shape, let count = product(shape), (0...ONNXContent.limit).contains(count),
      a.count == count || a.count == 1, b.count == count || b.count == 1
    else { return nil }
    return (0..<count).map { (a[a.count == 1 ? 0 : $0], b[b.count == 1 ? 0 : $0]) }
  }

  private func binary(_ shape: [Int]?) -> ONNXContent? {
    guard step.inputs.count == 2, let a = content(0), let b = content(1) else { return nil }
    if case .ints(let left) = a, case .ints(let right) = b {
      guard let pairs = pairs(left, right, shape) else { return nil }
      var result: [Int] = []
      for (x, y) in pairs {
        guard let value = calculate(x, y) else { return nil }
        result.append(value)
      }
      return .ints(result)
    }
    guard let pairs = pairs(a.floats, b.floats, shape) else { return nil }
    switch step.op {
    case "Add": return .floats(pairs.map { $0 + $1 })
    case "Sub": return .floats(pairs.map { $0 - $1 })
    case "Mul": return .floats(pairs.map { $0 * $1 })
    case "Div": return .floats(pairs.map { $0 / $1 })
    default: return nil
    }
  }

  private func calculate(_ x: Int, _ y: Int) -> Int? {
    let (value, overflow): (Int, Bool)
    switch step.op {
    case "Add": (value, overflow) = x.addingReportingOverflow(y)
    case "Sub": (value, overflow) = x.subtractingReportingOverflow(y)
    case "Mul": (value, overflow) = x.multipliedReportingOverflow(by: y)
    case "Div": (value, overflow) = x.dividedReportingOverflow(by: y)
    case "Mod": (value, overflow) = x.remainderReportingOverflow(dividingBy: y)
    case "Max": (value, overflow) = (max(x, y), false)
    case "Min": (value, overflow) = (min(x, y), false)
    default: return nil
    }
    return overflow ? nil : value
  }

  private func comparison(_ shape: [Int]?) -> ONNXContent? {
    guard let a = content(0), let b = content(1),
      let pairs = pairs(a.floats, b.floats, shape)
    else { return nil }
    return .ints(
      pairs.map { x, y in
        let holds =
          switch step.op {
          case "Equal": x == y
          case "Greater": x > y
          case "GreaterOrEqual": x >= y
          case "Less": x < y
          case "LessOrEqual": x <= y
          case "And": x != 0 && y != 0
          case "Or": x != 0 || y != 0
          default: (x != 0) != (y != 0)
          }
        return holds ? 1 : 0
      })
  }

  /// `Where` over contents of one length.
  func select() -> ONNXContent? {
    guard let condition = ints(0), let a = ints(1), let b = ints(2) else { return nil }
    let count = max(condition.count, a.count, b.count)
    guard [condition, a, b].allSatisfy({ $0.count == count || $0.count == 1 }) else { return nil }
    return .ints(
      (0..<count).map { index in
        let chosen = condition[condition.count == 1 ? 0 : index] != 0 ? a : b
        return chosen[chosen.count == 1 ? 0 : index]
      })
  }
}
