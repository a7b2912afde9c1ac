/// What TensorFlow Lite Micro's allocator looks at in a model file: sizes, kinds and who calls whom.
///
/// Checked once: every index is in range, no subgraph calls itself by any way, and all sums fit.
public struct RuntimeModel: Hashable, Sendable {
  /// The subgraphs; the first is the one that is invoked.
  public let subgraphs: [Subgraph]

  /// Operators that one planning pass may visit, counting a subgraph once for each of its calls.
  public static let maximumVisits = 1_000_000
  /// Levels of subgraphs that call each other; files in use have two or three.
  public static let maximumDepth = 64

  /// Checks the facts; the first fault found is thrown.
  public init(subgraphs: [Subgraph]) throws(RuntimeModelError) {
    try check(subgraphs)
    self.subgraphs = subgraphs
  }

  /// The operators of the first subgraph of a checked model in another order: still checked.
  package init(reordering model: RuntimeModel, main order: [Int], keepsPlan: Bool = true) {
    var subgraphs = model.subgraphs
    let operators = subgraphs[0].operators
    subgraphs[0].operators = order.map { operators[$0] }
    if !keepsPlan {
      for index in subgraphs.indices {
        for tensor in subgraphs[index].tensors.indices {
          subgraphs[index].tensors[tensor].offlineOffset = nil
        }
      }
    }
    self.subgraphs = subgraphs
  }
}

extension RuntimeModel {
  /// One subgraph; tensors and operators are named by their index in it.
  public struct Subgraph: Hashable, Sendable {
    public var tensors: [Tensor]
    public var operators: [Operator]
    public var inputs: [Int]
    public var outputs: [Int]

    /// A subgraph as the file lists it.
    public init(tensors: [Tensor], operators: [Operator], inputs: [Int], outputs: [Int]) {
      self.tensors = tensors
      self.operators = operators
      self.inputs = inputs
      self.outputs = outputs
    }
  }

  /// One tensor of the file, constants included.
  public struct Tensor: Hashable, Sendable {
    public enum Storage: Hashable, Sendable {
      /// Its bytes are planned in the arena.
      case planned
      /// Its bytes are in the file.
      case constant
      /// Its bytes keep their value between inferences (`is_variable`).
      case variable
    }

    /// Its size; of no matter for a constant.
    public var bytes: Int
    /// Where its bytes are.
    public var storage: Storage
    /// Entries of its quantisation scale; 0 if it is not quantised.
    public var scaleCount: Int
    /// Where an `OfflineMemoryAllocation` metadata entry puts it; nil if it has none or says -1.
    public var offlineOffset: Int?

    /// A planned tensor unless told otherwise.
    public init(
      bytes: Int, storage: Storage = .planned, scaleCount: Int = 0, offlineOffset: Int? = nil
    ) {
      self.bytes = bytes
      self.storage = storage
      self.scaleCount = scaleCount
      self.offlineOffset = offlineOffset
    }
  }

  /// One operator, with the few facts that decide what its kernel keeps.
  public struct Operator: Hashable, Sendable {
    /// The element type of the data that it works on; of weights' input for convolutions.
    public enum ElementType: Hashable, Sendable {
      case int8, int16, float32, other
    }

    /// A variable that outlives the inference (`VAR_HANDLE` and the operators that use the handle).
    public struct Resource: Hashable, Sendable {
      /// The same number for the same shared name.
      public var index: Int
      /// What it stores.
      public var bytes: Int

      /// A variable of `bytes`.
      public init(index: Int, bytes: Int) {
        self.index = index
        self.bytes = bytes
      }
    }

    /// Which kernel it takes.
    public var kind: RuntimeOperatorKind
    /// Tensors read; `nil` stands for an optional one that is absent.
    public var inputs: [Int?]
    /// Tensors written.
    public var outputs: [Int]
    /// What its data is made of.
    public var elementType: ElementType
    /// Output channels of a convolution, rows of the weights of FULLY_CONNECTED and SVDF, units of an
    /// LSTM; otherwise 0.
    public var channels: Int
    /// FULLY_CONNECTED that CMSIS-NN runs as a 1x1 convolution: output rank above 2, and a depth that
    /// is a multiple of 4.
    public var runsAsConvolution: Bool
    /// The variable that it names, reads or assigns.
    public var resource: Resource?
    /// Subgraphs that it invokes, in order (CALL_ONCE, IF, WHILE).
    public var calls: [Int]
    /// The bytes of each scratch buffer that its kernel asks for.
    public var scratchRequests: [Int]
    /// What its kernel allocates for good beside its own structure, whatever the kernel set.
    public var kept: [KeptBuffer]
    /// Whether its kernel keeps something whose size the graph does not show.
    public var keepsUnknown: Bool

    /// An operator; what does not matter for its kind may be left out.
    public init(
      _ kind: RuntimeOperatorKind, inputs: [Int?], outputs: [Int],
      elementType: ElementType = .int8, channels: Int = 0, runsAsConvolution: Bool = false,
      resource: Resource? = nil, calls: [Int] = [], scratchRequests: [Int] = [],
      kept: [KeptBuffer] = [], keepsUnknown: Bool = false
    ) {
      self.kind = kind
      self.inputs = inputs
      self.outputs = outputs
      self.elementType = elementType
      self.channels = channels
      self.runsAsConvolution = runsAsConvolution
      self.resource = resource
      self.calls = calls
      self.scratchRequests = scratchRequests
      self.kept = kept
      self.keepsUnknown = keepsUnknown
    }
  }
}
