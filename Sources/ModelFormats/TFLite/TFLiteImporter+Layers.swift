import Estimator

/// Operators whose attributes follow from the shapes of their weights.
extension TFLiteImporter {
  /// Inputs: data [n, h, w, c], weights [filters, kh, kw, c / groups], bias.
  func convolution(_ node: TFLiteNode, _ subgraph: TFLiteSubgraph) throws(ImportError)
    -> Convolution
  {
    typealias Field = Options.Conv2D
    let data = try shape(of: "data", 0, rank: 4, node, subgraph)
    let weights = try shape(of: "weights", 1, rank: 4, node, subgraph)
    guard data[3] % weights[3] == 0 else {
      throw .tflite(
        .operands(
          op: node.name,
          detail: "\(data[3]) input channels are no multiple of the \(weights[3]) that its "
            + "weights \(weights) take"))
    }
    return Convolution(
      filters: weights[0], kernel: Extent2D(weights[1], weights[2]),
      stride: try extent(node, Field.strideHeight, Field.strideWidth),
      dilation: try extent(node, Field.dilationHeight, Field.dilationWidth, default: 1),
      padding: Padding(tflitePadding: try byte(node, Field.padding)),
      groups: data[3] / weights[3], activation: try activation(node, Field.activation))
  }

  /// Inputs: data [n, h, w, c], weights [1, kh, kw, c x multiplier], bias. The multiplier follows
  /// from the shapes, as the runtime checks it; the option is not always filled.
  func depthwiseConvolution(_ node: TFLiteNode, _ subgraph: TFLiteSubgraph) throws(ImportError)
    -> DepthwiseConvolution
  {
    typealias Field = Options.DepthwiseConv2D
    let data = try shape(of: "data", 0, rank: 4, node, subgraph)
    let weights = try shape(of: "weights", 1, rank: 4, node, subgraph)
    guard weights[3] % data[3] == 0 else {
      throw .tflite(
        .operands(
          op: node.name,
          detail: "the \(weights[3]) channels of its weights are no multiple of its \(data[3]) "
            + "input channels"))
    }
    return DepthwiseConvolution(
      multiplier: weights[3] / data[3], kernel: Extent2D(weights[1], weights[2]),
      stride: try extent(node, Field.strideHeight, Field.strideWidth),
      dilation: try extent(node, Field.dilationHeight, Field.dilationWidth, default: 1),
      padding: Padding(tflitePadding: try byte(node, Field.padding)),
      activation: try activation(node, Field.activation))
  }

  /// Inputs: output shape, weights [filters, kh, kw, c], data [n, h, w, c], bias.
  func transposeConvolution(_ node: TFLiteNode, _ subgraph: TFLiteSubgraph) throws(ImportError)
    -> Convolution
  {
    typealias Field = Options.TransposeConv
    let weights = try shape(of: "weights", 1, rank: 4, node, subgraph)
    _ = try shape(of: "data", 2, rank: 4, node, subgraph)
    return Convolution(
      filters: weights[0], kernel: Extent2D(weights[1], weights[2]),
      stride: try extent(node, Field.strideHeight, Field.strideWidth),
      padding: Padding(tflitePadding: try byte(node, Field.padding)),
      activation: try activation(node, Field.activation))
  }

  /// Inputs: data, weights [units, columns], bias.
  func fullyConnected(_ node: TFLiteNode, _ subgraph: TFLiteSubgraph) throws(ImportError)
    -> FullyConnected
  {
    let weights = try shape(of: "weights", 1, rank: 2, node, subgraph)
    return FullyConnected(
      units: weights[0], activation: try activation(node, Options.FullyConnected.activation),
      keepsAxes: try byte(node, Options.FullyConnected.keepNumDims) != 0)
  }

  func pool(_ kind: OperatorKind, _ node: TFLiteNode) throws(ImportError) -> Pool {
    typealias Field = Options.Pool2D
    return Pool(
      kind: kind, kernel: try extent(node, Field.filterHeight, Field.filterWidth),
      stride: try extent(node, Field.strideHeight, Field.strideWidth),
      padding: Padding(tflitePadding: try byte(node, Field.padding)),
      activation: try activation(node, Field.activation))
  }

  private func extent(_ node: TFLiteNode, _ height: Int, _ width: Int, default: Int = 0)
    throws(ImportError) -> Extent2D
  {
    Extent2D(
      try number(node, height, default: `default`), try number(node, width, default: `default`))
  }
}
