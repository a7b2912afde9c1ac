/// What an operation computes, with its attributes. A closed set of families; the exact name within
/// a family is its `OperatorKind`.
public enum Operator: Hashable, Sendable {
  case convolution(Convolution)
  case depthwiseConvolution(DepthwiseConvolution)
  case transposeConvolution(Convolution)
  case fullyConnected(FullyConnected)
  /// Batched matrix product of two activations.
  case matmul(Matmul)
  case recurrent(Recurrent)
  case pool(Pool)
  case reduction(Reduction)
  case binary(OperatorKind, activation: Activation)
  case unary(OperatorKind)
  /// Works row by row along the last axis: softmax, normalisations.
  case rowwise(OperatorKind)
  case concatenation(axis: Int)
  case reshape(shape: [Int]?)
  case pad(Pad)
  /// Moves, produces or transforms data in an output whose shape the graph states.
  case movement(OperatorKind)
  /// Changes the data type, element by element.
  case conversion(OperatorKind)
  case control(Control)
  /// A step without a cost.
  case opaque
  /// A custom operator, or a code not known here, by the name in the file.
  case custom(name: String)
}

/// The function fused into a kernel's last step. Costs nothing in `arith_ops`.
public enum Activation: String, CaseIterable, Hashable, Sendable {
  case none, relu, relu6, tanh, sigmoid
  case reluN1To1 = "relu_n1_to_1"
  case signBit = "sign_bit"
}

/// Height and width.
public struct Extent2D: Hashable, Sendable {
  public var height: Int
  public var width: Int

  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  public static let one = Extent2D(1, 1)
}

public enum Padding: Hashable, Sendable {
  case valid
  /// As TensorFlow means it: output = ceil(input / stride), the odd pixel at the bottom and right.
  case same
  case explicit(top: Int, bottom: Int, left: Int, right: Int)
}

public struct Convolution: Hashable, Sendable {
  public var filters: Int
  public var kernel: Extent2D
  public var stride: Extent2D
  public var dilation: Extent2D
  public var padding: Padding
  public var groups: Int
  public var activation: Activation

  public init(
    filters: Int, kernel: Extent2D, stride: Extent2D = .one, dilation: Extent2D = .one,
    padding: Padding = .valid, groups: Int = 1, activation: Activation = .none
  ) {
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
    self.activation = activation
  }
}

public struct DepthwiseConvolution: Hashable, Sendable {
  public var multiplier: Int
  public var kernel: Extent2D
  public var stride: Extent2D
  public var dilation: Extent2D
  public var padding: Padding
  public var activation: Activation

  public init(
    multiplier: Int = 1, kernel: Extent2D, stride: Extent2D = .one, dilation: Extent2D = .one,
    padding: Padding = .valid, activation: Activation = .none
  ) {
    self.multiplier = multiplier
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.activation = activation
  }
}

public struct FullyConnected: Hashable, Sendable {
  public var units: Int
  public var activation: Activation
  /// Keeps all axes but the last, instead of flattening to [batches, units].
  public var keepsAxes: Bool

  public init(units: Int, activation: Activation = .none, keepsAxes: Bool = false) {
    self.units = units
    self.activation = activation
    self.keepsAxes = keepsAxes
  }
}

public struct Matmul: Hashable, Sendable {
  public var transposesFirst: Bool
  public var transposesSecond: Bool

  public init(transposesFirst: Bool = false, transposesSecond: Bool = false) {
    self.transposesFirst = transposesFirst
    self.transposesSecond = transposesSecond
  }
}

/// A layer with state along time.
public struct Recurrent: Hashable, Sendable {
  public var kind: OperatorKind
  /// Cells of an LSTM, GRU or RNN; features (= units x rank) of an SVDF.
  public var units: Int
  /// Outputs of an LSTM's projection, which then also recur in place of the cells; 0 for none.
  public var projection: Int
  /// Of an SVDF.
  public var rank: Int
  public var memorySize: Int
  public var timeMajor: Bool
  /// Whether the output holds every step or the last alone.
  public var returnsSequence: Bool
  public var activation: Activation

  public init(
    kind: OperatorKind, units: Int, projection: Int = 0, rank: Int = 1, memorySize: Int = 1,
    timeMajor: Bool = false, returnsSequence: Bool = true, activation: Activation = .none
  ) {
    self.kind = kind
    self.units = units
    self.projection = projection
    self.rank = rank
    self.memorySize = memorySize
    self.timeMajor = timeMajor
    self.returnsSequence = returnsSequence
    self.activation = activation
  }
}

public struct Pool: Hashable, Sendable {
  public var kind: OperatorKind
  public var kernel: Extent2D
  public var stride: Extent2D
  public var padding: Padding
  public var activation: Activation

  public init(
    kind: OperatorKind, kernel: Extent2D, stride: Extent2D, padding: Padding = .valid,
    activation: Activation = .none
  ) {
    self.kind = kind
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.activation = activation
  }
}

public struct Reduction: Hashable, Sendable {
  public var kind: OperatorKind
  /// Reduced axes, as written (negative counts from the end); `nil` when the file leaves it open.
  public var axes: [Int]?
  public var keepsDimensions: Bool

  public init(kind: OperatorKind, axes: [Int]?, keepsDimensions: Bool = false) {
    self.kind = kind
    self.axes = axes
    self.keepsDimensions = keepsDimensions
  }
}

public struct Pad: Hashable, Sendable {
  public var kind: OperatorKind
  /// Elements added before and after, one pair an axis; `nil` when the graph states the output.
  public var amounts: [[Int]]?

  public init(kind: OperatorKind = .pad, amounts: [[Int]]?) {
    self.kind = kind
    self.amounts = amounts
  }
}

/// Control flow and state between inferences.
public struct Control: Hashable, Sendable {
  public var kind: OperatorKind
  /// Indices into the graph's `subgraphs`: the bodies this operation may run.
  public var subgraphs: [Int]
  /// The variable that a resource operation names.
  public var resource: String?

  public init(kind: OperatorKind, subgraphs: [Int] = [], resource: String? = nil) {
    self.kind = kind
    self.subgraphs = subgraphs
    self.resource = resource
  }
}

extension Operator {
  public var kind: OperatorKind {
    switch self {
    case .convolution: .conv2d
    case .depthwiseConvolution: .depthwiseConv2d
    case .transposeConvolution: .transposeConv2d
    case .fullyConnected: .fullyConnected
    case .matmul: .matmul
    case .recurrent(let recurrent): recurrent.kind
    case .pool(let pool): pool.kind
    case .reduction(let reduction): reduction.kind
    case .binary(let kind, _): kind
    case .unary(let kind), .rowwise(let kind), .movement(let kind), .conversion(let kind): kind
    case .concatenation: .concat
    case .reshape: .reshape
    case .pad(let pad): pad.kind
    case .control(let control): control.kind
    case .opaque: .opaque
    case .custom: .custom
    }
  }
}

extension Operator {
  /// Whether it is a step without a cost.
  var isOpaque: Bool {
    if case .opaque = self { true } else { false }
  }
}
