public import Estimator

/// What a model file may not exceed. Past a limit: `ImportError` of category `overLimit` (413).
public struct ImportLimits: Hashable, Sendable {
  /// Bytes of the whole file.
  public var fileBytes = 64 << 20
  /// Subgraphs of one file: the main graph, bodies and initialisers.
  public var subgraphs = 256
  /// Bytes of a name that are kept; what is longer is cut, since converters join many names.
  public var nameBytes = 512
  /// What each subgraph may not exceed.
  public var graph = GraphLimits()

  public init() {}
}
