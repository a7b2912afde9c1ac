/// A node of the graph.
public struct Operation: Hashable, Sendable {
  /// How an operation gets its weights.
  public enum Weights: Hashable, Sendable {
    /// They are constant tensors among the inputs, as in a model file.
    case inputs
    /// The graph's check adds them as a converter would: a weight tensor and, if asked, a bias.
    case implied(bias: Bool)
  }

  public var name: String
  public var op: Operator
  /// Indices of tensors, by slot; `nil` is an optional input left out.
  public var inputs: [Int?]
  public var outputs: [Int]
  public var weights: Weights
  /// Multiply-accumulates of a custom operation, where its importer can tell them: what is listed as not
  /// covered then says how much is missing. Ignored for all others.
  public var statedMACs = 0
  /// What the weights' values say of the channels; `nil` where nobody looked at them.
  public var liveChannels: LiveChannels?

  /// Set by the graph's check.
  public internal(set) var work: Work
  /// Multiply-accumulates of one inference. Set by the graph's check.
  public internal(set) var macs = 0
  /// Arithmetic operations as the paper counts them. Set by the graph's check.
  public internal(set) var arithmeticOperations = 0
  /// Constants read here first, in bytes. Set by the graph's check.
  public internal(set) var weightBytes = 0

  public init(
    name: String, op: Operator, inputs: [Int?], outputs: [Int], weights: Weights = .inputs
  ) {
    self.name = name
    self.op = op
    self.inputs = inputs
    self.outputs = outputs
    self.weights = weights
    self.work = Work(kind: op.kind, dataType: .opaque)
  }
}
