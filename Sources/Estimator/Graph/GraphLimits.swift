/// What a graph may not exceed. Past a count: `GraphError.limit` (413 over HTTP). Past a size:
/// `GraphError.tooLarge` (422).
public struct GraphLimits: Hashable, Sendable {
  /// Operations in one subgraph.
  public var operations = 20_000
  /// Tensors in one subgraph.
  public var tensors = 100_000
  /// Inputs or outputs of one operation.
  public var operands = 10_000
  /// Axes of a tensor.
  public var rank = 8
  /// Bytes of one tensor: 1 TiB, far above any microcontroller and safe to add up.
  public var tensorBytes = 1 << 40
  /// Extent of one axis: what a 32-bit signed field can hold.
  public var dimension = Int(Int32.max)
  /// Multiply-accumulates of one graph: 2^53, so that every count is exact in JSON.
  public var macs = 1 << 53

  public init() {}
}
