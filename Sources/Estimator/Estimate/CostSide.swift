/// One of two estimates that are compared: what was estimated of each operation, and on what.
///
/// Made of an estimate with rows, or of the rows of a report that somebody kept.
public struct CostSide: Sendable {
  public var profile: Profile
  public var clock: Hertz
  public var operations: [CostedOperation]

  public init(profile: Profile, clock: Hertz, operations: [CostedOperation]) {
    self.profile = profile
    self.clock = clock
    self.operations = operations
  }
}

/// One row of an estimate, as far as a difference needs it.
public struct CostedOperation: Hashable, Sendable {
  /// What makes two operations the same to a kernel: two that agree in all of this run the same code
  /// equally long, wherever they stand and whatever they are called.
  public struct Identity: Hashable, Sendable {
    /// `nil` when no kernel serves the operation.
    public var kernel: String?
    public var library: String?
    public var type: String
    public var outputShape: [Int]?
    public var macs: Int
    public var outputs: Int
    public var instructions: Double?

    public init(
      kernel: String?, library: String?, type: String, outputShape: [Int]?, macs: Int,
      outputs: Int, instructions: Double?
    ) {
      self.kernel = kernel
      self.library = library
      self.type = type
      self.outputShape = outputShape
      self.macs = macs
      self.outputs = outputs
      self.instructions = instructions
    }
  }

  public var identity: Identity
  /// Milliseconds.
  public var latency: Double?
  /// Microjoules.
  public var energy: Double?
  public var weightBytes: Int

  public init(identity: Identity, latency: Double?, energy: Double?, weightBytes: Int = 0) {
    self.identity = identity
    self.latency = latency
    self.energy = energy
    self.weightBytes = weightBytes
  }
}

extension Estimate {
  /// The estimate as one side of a comparison; `nil` for a summary, which has no rows.
  public var costSide: CostSide? {
    if operations.isEmpty { return nil }
    return CostSide(
      profile: profile, clock: clock,
      operations: operations.map { row in
        CostedOperation(
          identity: CostedOperation.Identity(
            kernel: row.kernel, library: row.library, type: row.type,
            outputShape: row.outputShape, macs: row.macs, outputs: row.outputs,
            instructions: row.instructions),
          latency: row.latency?.value, energy: row.energy?.value, weightBytes: row.weightBytes)
      })
  }
}
