/// A `.tflite` file with what was gained by writing it anew.
public struct OptimizedModel: Hashable, Sendable {
  /// The file to use from now on; the one that came, byte for byte, when `reason` is not nil.
  public var bytes: [UInt8]
  /// Why the file is unchanged; `nil` when it is not.
  public var reason: UnchangedReason?
  public var operatorCount: Int
  /// Operators that run at another place than before.
  public var movedOperatorCount: Int
  /// Tensors that the plan places.
  public var plannedTensorCount: Int
  /// The planned part of the arena, by what kernels ask for; empty when nothing was planned.
  public var arenas: [Arena]

  /// The planned part of the arena in builds whose kernels ask for the same scratch.
  public struct Arena: Hashable, Sendable {
    /// Ids of kernel libraries; `none` is kernels that ask for nothing.
    public var libraries: [String]
    /// The most scratch that one operator asks for.
    public var scratchPeakBytes: Int
    /// What TensorFlow Lite Micro plans for the file as it came, and for the file handed back.
    public var beforeBytes: Int
    public var afterBytes: Int
    /// No order and no placement needs less.
    public var lowerBoundBytes: Int

    public var savedBytes: Int { beforeBytes - afterBytes }
  }
}
