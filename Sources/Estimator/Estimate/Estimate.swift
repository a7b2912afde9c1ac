/// What one inference costs on one profile.
public struct Estimate: Hashable, Sendable {
  public var profile: Profile
  public var clock: Hertz
  public var coverage: Coverage
  public var totals: Totals
  public var memory: MemoryEstimate
  public var flash: FlashEstimate
  public var ramFit: Fit
  public var flashFit: Fit
  /// Slowest first.
  public var byType: [TypeShare]
  /// One row an operation, in order; empty in a summary.
  public var operations: [OperationEstimate]
  public var warnings: [Warning]
  /// Where it does not fit: what to do, in order. Empty in a summary, and where nothing helps.
  public var actions: [FitAction] = []
  /// The pieces of memory, default ones first of each kind; empty in a summary.
  public var regions: [RegionFit] = []
}

/// How much of the graph the kernel library can cost.
public struct Coverage: Hashable, Sendable {
  public struct Gap: Hashable, Sendable {
    public var index: Int
    public var operation: String
    public var type: String
    public var reason: String
  }

  /// 1 when the graph has no MACs.
  public var macsFraction: Double
  public var operationsFraction: Double
  public var notCovered: [Gap]
}

/// Sums of the rows. With gaps in the coverage they are lower bounds and `isComplete` is false.
public struct Totals: Hashable, Sendable {
  /// Milliseconds; `nil` when the profile knows nothing about time.
  public var latency: Interval?
  /// Microjoules.
  public var energy: Interval?
  public var cycles: Interval?
  public var instructions: Double
  public var inferencesPerSecond: Double?
  public var arithmeticOperationsPerSecond: Double?
  public var nanojoulesPerArithmeticOperation: Double?
  public var averagePower: Watts?
  public var basis: Basis
  public var isComplete: Bool
}

/// One operation's cost. What is unknown is `nil`.
public struct OperationEstimate: Hashable, Sendable {
  public var index: Int
  public var name: String
  public var kind: OperatorKind
  public var type: String
  /// The routine that runs, and the library that owns it.
  public var kernel: String?
  public var library: String?
  public var outputShape: [Int]?
  public var macs: Int
  public var outputs: Int
  public var instructions: Double?
  public var cycles: Double?
  /// Milliseconds.
  public var latency: Interval?
  /// Microjoules.
  public var energy: Interval?
  public var arithmeticOperations: Int
  public var liveBytes: Int
  public var scratchBytes: Int
  public var weightBytes: Int
  public var basis: Basis

  public var macsPerOutput: Double {
    outputs > 0 ? Double(macs) / Double(outputs) : 0
  }

  public var arithmeticOperationsPerSecond: Double? {
    guard let latency, latency.value > 0 else { return nil }
    return Double(arithmeticOperations) / (latency.value / 1e3)
  }
}

/// The share of one operation type in the whole.
public struct TypeShare: Hashable, Sendable {
  public var type: String
  public var count = 0
  public var macs = 0
  public var arithmeticOperations = 0
  public var arithmeticOperationsFraction = 0.0
  public var macsFraction = 0.0
  /// Milliseconds.
  public var latency: Double?
  /// Microjoules.
  public var energy: Double?
  public var latencyFraction: Double?
  public var energyFraction: Double?
  public var arithmeticOperationsPerSecond: Double?
}

/// Whether the need fits what the device has in its default regions.
public struct Fit: Hashable, Sendable {
  public var availableBytes: Int
  public var neededBytes: Int

  public init(availableBytes: Int, neededBytes: Int) {
    self.availableBytes = availableBytes
    self.neededBytes = neededBytes
  }

  public var excessBytes: Int { max(0, neededBytes - availableBytes) }
  public var fits: Bool { neededBytes <= availableBytes }
}

/// One piece of a device's memory and what would have to fit into it.
///
/// Default regions follow each other in the address map and are one piece. Any other is one by itself:
/// the arena, or the weights, would have to fit into it whole.
public struct RegionFit: Hashable, Sendable {
  /// Names of the device's regions, in its order.
  public var names: [String]
  public var kind: MemoryRegion.Kind
  public var isDefault: Bool
  public var fit: Fit
}

/// Something the reader must know about a number.
public struct Warning: Hashable, Sendable {
  public enum Code: String, CaseIterable, Hashable, Sendable {
    /// An operation that the library cannot cost: totals are lower bounds.
    case notCovered = "not_covered"
    /// Nothing is known about time on this profile.
    case latencyUnknown = "latency_unknown"
    /// Nothing is known about power on this profile.
    case energyUnknown = "energy_unknown"
    /// Power was measured at another clock and taken to follow it.
    case powerScaled = "power_scaled"
    /// A reference kernel runs because the library has none of its own.
    case referenceKernel = "reference_kernel"
    /// A kernel that nobody counted, composed of others: a wide interval.
    case assumedKernel = "assumed_kernel"
    /// How often a body runs does not stand in the model and was assumed.
    case assumedRuns = "assumed_runs"
    /// Flash counts no code: nobody knows this runtime's.
    case codeUnknown = "code_unknown"
    /// What the interpreter keeps beside the arena is not known.
    case persistentUnknown = "persistent_unknown"
    /// What some kernels keep for good is not known and was assumed.
    case persistentAssumed = "persistent_assumed"
    /// A better order may exist: the search ended before a proof.
    case bestOrderUnproved = "best_order_unproved"
    /// The network's interface is floating point although it computes in integers.
    case floatInterface = "float_interface"
    /// Found while reading the model.
    case model
  }

  public var code: Code
  public var operation: String?
  public var message: String

  public init(code: Code, operation: String? = nil, message: String) {
    self.code = code
    self.operation = operation
    self.message = message
  }
}
