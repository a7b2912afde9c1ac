/// What one inference needs in RAM. Bytes. What is unknown is `nil`, with a warning.
public struct MemoryEstimate: Hashable, Sendable {
  /// One step of the timeline.
  public struct Step: Hashable, Sendable {
    public var operation: String
    public var liveBytes: Int
    public var scratchBytes: Int
    /// Names of the tensors alive.
    public var tensors: [String]
  }

  /// Of the order asked for: the most bytes alive at one step, scratch left out.
  public var activationPeakBytes: Int
  public var peakStep: Int?
  public var givenOrderPeakBytes: Int
  public var bestOrderPeakBytes: Int?
  public var lowerBoundBytes: Int?
  public var lowerBoundProved: Bool?
  /// With the best order asked for: the operations' indices, first to run first.
  public var order: [Int]?
  /// What the planner needs: tensors and scratch, aligned and placed.
  public var arenaBytes: Int?
  public var arenaPlanner: String
  /// The most scratch that one kernel asks for.
  public var scratchPeakBytes: Int
  public var persistentBytes: Int?
  /// To reserve so that it runs; the parts that are known when some are not.
  public var allocateBytes: Int
  /// The paper's: activation peak + weight bytes.
  public var totalFootprintBytes: Int
  /// Empty unless the full detail was asked.
  public var timeline: [Step]

  public var activationFraction: Double {
    totalFootprintBytes > 0 ? Double(activationPeakBytes) / Double(totalFootprintBytes) : 0
  }
}
