extension KernelLibrary {
  /// Types of activations for which a library multiplies: by kernels of its own, and by reference
  /// kernels beside or behind them.
  public struct ServedTypes: Hashable, Sendable {
    public var own: [DataType]
    public var reference: [DataType]
  }

  /// Seen on what nearly every network is made of: convolutions and fully connected layers.
  public var servedTypes: ServedTypes {
    var own: Set<DataType> = []
    var reference: Set<DataType> = []
    for library in [self] + fallbacks {
      for rule in library.rules where Self.multiplying.contains(rule.operation) {
        if library.id == id, !isOptimised || !Self.isReference(rule.kernel) {
          own.formUnion(rule.dataTypes)
        } else {
          reference.formUnion(rule.dataTypes)
        }
      }
    }
    let order = DataType.allCases
    return ServedTypes(
      own: order.filter(own.contains),
      reference: order.filter { reference.contains($0) && !own.contains($0) })
  }

  static let multiplying: Set<OperatorKind> = [
    .conv2d, .depthwiseConv2d, .fullyConnected,
  ]

  /// Optimised libraries are built with TensorFlow Lite Micro's kernels for what they leave out.
  static func isReference(_ kernel: String) -> Bool { kernel.hasPrefix("reference_") }
}
