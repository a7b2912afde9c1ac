import Estimator

/// The layers that a profile's curves are made of: one family for each operation type, in which one
/// size grows and all others stay.
///
/// Lai et al. 2018, figure 2, draws throughput against the multiply-accumulates of one output. The
/// sizes here are those of keyword-spotting and image networks on microcontrollers: 8x8 outputs,
/// 32 filters, windows that keep the map's size. Everything is int8.
public enum CurveFamily: String, CaseIterable, Hashable, Sendable {
  /// 3x3 on 8x8, 32 filters; input channels grow.
  case conv2d
  /// 1x1 on 8x8, 32 filters; input channels grow.
  case conv2d1x1 = "conv2d_1x1"
  /// 32 channels on 8x8; the square window grows.
  case depthwiseConv2d = "depthwise_conv2d"
  /// 64 units; inputs grow.
  case fullyConnected = "fully_connected"
  /// 32 channels to 8x8, windows that do not overlap; the square window grows.
  case averagePool2d = "average_pool2d"
  case maxPool2d = "max_pool2d"
}

extension CurveFamily {
  /// What the family holds fixed and what grows, for readers.
  public var words: String {
    switch self {
    case .conv2d: "3x3 on 8x8, 32 filters, input channels grow"
    case .conv2d1x1: "1x1 on 8x8, 32 filters, input channels grow"
    case .depthwiseConv2d: "32 channels on 8x8, square window grows"
    case .fullyConnected: "64 units, inputs grow"
    case .averagePool2d, .maxPool2d: "32 channels to 8x8, square window grows"
    }
  }

  /// The size that grows.
  public var sizes: [Int] {
    switch self {
    case .conv2d: [4, 8, 16, 32, 64, 128]
    case .conv2d1x1: [8, 16, 32, 64, 128, 256, 512]
    case .depthwiseConv2d: [2, 3, 5, 7]
    case .fullyConnected: [16, 32, 64, 128, 256, 512, 1_024, 2_048]
    case .averagePool2d, .maxPool2d: [2, 3, 4]
    }
  }

  /// A network of the one layer.
  func graph(size: Int) -> Graph {
    let input = Tensor(name: "x", shape: inputShape(size: size), dataType: .int8)
    let output = Tensor(name: "y", shape: nil, dataType: .int8)
    let hasWeights = self != .averagePool2d && self != .maxPool2d
    let operation = Operation(
      name: rawValue, op: layer(size: size), inputs: [0], outputs: [1],
      weights: hasWeights ? .implied(bias: true) : .inputs)
    do {
      return try Graph(
        name: rawValue, tensors: [input, output], operations: [operation], inputs: [0],
        outputs: [1])
    } catch {
      preconditionFailure("the families' own layers are sound: \(error)")
    }
  }

  private func inputShape(size: Int) -> [Int] {
    switch self {
    case .conv2d, .conv2d1x1: [1, 8, 8, size]
    case .depthwiseConv2d: [1, 8, 8, 32]
    case .fullyConnected: [1, size]
    case .averagePool2d, .maxPool2d: [1, 8 * size, 8 * size, 32]
    }
  }

  private func layer(size: Int) -> Operator {
    let window = Extent2D(size, size)
    return switch self {
    case .conv2d: .convolution(Convolution(filters: 32, kernel: Extent2D(3, 3), padding: .same))
    case .conv2d1x1: .convolution(Convolution(filters: 32, kernel: .one))
    case .depthwiseConv2d:
      .depthwiseConvolution(DepthwiseConvolution(kernel: window, padding: .same))
    case .fullyConnected: .fullyConnected(FullyConnected(units: 64))
    case .averagePool2d: .pool(Pool(kind: .averagePool2d, kernel: window, stride: window))
    case .maxPool2d: .pool(Pool(kind: .maxPool2d, kernel: window, stride: window))
    }
  }
}
