public import Estimator

/// What a model file says: the checked network, and what a runtime needs to know beside it.
public struct ImportedModel: Hashable, Sendable {
  public var graph: Graph
  public var format: ModelFormat
  public var facts: ModelFacts

  public init(graph: Graph, format: ModelFormat, facts: ModelFacts) {
    self.graph = graph
    self.format = format
    self.facts = facts
  }
}

/// What the file states beside the network; empty where a format has nothing of the kind.
public struct ModelFacts: Hashable, Sendable {
  /// The file's own description of itself or of the tool that wrote it.
  public var description: String?
  /// The oldest runtime that is said to run the file: TFLite metadata `min_runtime_version`.
  public var minimumRuntimeVersion: String?
  /// Names of all metadata entries, in the file's order.
  public var metadata: [String] = []
  /// The main subgraph first, then the bodies as `Graph.subgraphs` has them.
  public var subgraphs: [SubgraphFacts] = []
  /// A memory plan that the file carries for its runtime.
  public var offlinePlan: OfflineMemoryPlan?
  /// The accelerator that parts of the file were compiled for.
  public var accelerator: Accelerator?
  /// What the importer changed or assumed, for the answer's warnings.
  public var notes: [ImportNote] = []

  public init() {}
}

/// Counts of one subgraph, which the runtime's own tables are sized by.
public struct SubgraphFacts: Hashable, Sendable {
  public var name: String?
  /// Tensors in the file, those included that no operation reads.
  public var tensorCount: Int
  /// One a file operator, in order; the graph may hold other operations where some were folded.
  public var operators: [OperatorFacts]
  /// Quantisation scales of each graph input and output: 0 when not quantised, 1 per tensor, else
  /// per channel.
  public var inputScaleCounts: [Int]
  public var outputScaleCounts: [Int]

  public init(
    name: String?, tensorCount: Int, operators: [OperatorFacts], inputScaleCounts: [Int],
    outputScaleCounts: [Int]
  ) {
    self.name = name
    self.tensorCount = tensorCount
    self.operators = operators
    self.inputScaleCounts = inputScaleCounts
    self.outputScaleCounts = outputScaleCounts
  }
}

/// An operator as the file names it.
public struct OperatorFacts: Hashable, Sendable {
  /// The schema's name (`CONV_2D`), a custom operator's own name, or `BUILTIN_<code>` when unknown.
  public var code: String
  /// Version of the operator's semantics.
  public var version: Int
  public var isCustom: Bool

  public init(code: String, version: Int = 1, isCustom: Bool = false) {
    self.code = code
    self.version = version
    self.isCustom = isCustom
  }
}

/// Offsets into the arena that the file prescribes: TFLite metadata `OfflineMemoryAllocation`.
///
/// Layout: version, subgraph, count, then an offset a tensor, -1 where the runtime shall decide
/// (tflite-micro, `docs/memory_management.md`, "Offline planned tensor allocations").
public struct OfflineMemoryPlan: Hashable, Sendable {
  public var version: Int
  /// As the file says; Vela writes the number of subgraphs here, 1 for the only one.
  public var subgraph: Int
  /// By tensor index; `nil` where the runtime decides.
  public var offsets: [Int?]

  public init(version: Int, subgraph: Int, offsets: [Int?]) {
    self.version = version
    self.subgraph = subgraph
    self.offsets = offsets
  }
}

/// A processor beside the core whose instructions a custom operator carries: nothing about its cost
/// can be read from the file's shapes.
public enum Accelerator: String, CaseIterable, Hashable, Sendable {
  case armEthosU = "Arm Ethos-U (compiled by Vela)"
  case googleEdgeTPU = "Google Edge TPU"
  case nxpNeutron = "NXP eIQ Neutron"
  case verisilicon = "VeriSilicon NPU"
  case xmos = "XMOS xcore.ai"

  /// The name of the custom operator that carries the compiled part.
  public init?(customCode: String) {
    switch customCode {
    case "ethos-u": self = .armEthosU
    case "edgetpu-custom-op": self = .googleEdgeTPU
    case "NeutronGraph": self = .nxpNeutron
    case "vsi-npu": self = .verisilicon
    default:
      // XMOS's compiler writes each operation as one of its own: XC_conv2d_v2, XC_lookup_8, ...
      guard customCode.hasPrefix("XC_") else { return nil }
      self = .xmos
    }
  }
}

/// Something the importer did that the reader of an answer should know.
public struct ImportNote: Hashable, Sendable {
  /// A stable word for programs: `fused`, `assumed_dimension`, ...
  public var code: String
  public var op: String?
  public var message: String

  public init(code: String, op: String? = nil, message: String) {
    self.code = code
    self.op = op
    self.message = message
  }
}
