/// Tensors as bytes, and steps that read and write them: what every planner needs and nothing else.
///
/// Constants, weights and variables are left out; a tensor that shares another's bytes (an alias) is
/// that other tensor. After `init` succeeds every index is in range, each tensor is written at most
/// once and before it is read, and every sum of bytes fits: nobody checks again.
public struct MemoryGraph: Hashable, Sendable {
  /// The bytes of each tensor; a tensor is named by its index here.
  public let tensorBytes: [Int]
  /// The steps in the order given.
  public let steps: [Step]
  /// Tensors written before the first step, each once.
  public let inputs: [Int]
  /// Tensors that must survive the last step, each once.
  public let outputs: [Int]

  /// The most bytes that all tensors and scratch may add up to: 2^53.
  ///
  /// Far above any memory, and every sum up to it is exact in a JSON number.
  public static let maximumTotalBytes = 1 << 53

  /// Checks the graph; the first fault found, in step order, is thrown.
  ///
  /// - Complexity: O(tensors + step operands).
  public init(
    tensorBytes: [Int], steps: [Step], inputs: [Int], outputs: [Int]
  ) throws(MemoryGraphError) {
    try checkBytes(tensorBytes: tensorBytes, steps: steps)
    var steps = steps
    for index in steps.indices where steps[index].hasRepeats { steps[index].dropRepeats() }
    try checkDataflow(
      tensorCount: tensorBytes.count, steps: steps, inputs: inputs, outputs: outputs)
    self.tensorBytes = tensorBytes
    self.steps = steps
    self.inputs = inputs.withoutRepeats
    self.outputs = outputs.withoutRepeats
  }

  /// The parts of a checked graph, put together another way that keeps every promise.
  init(provedTensorBytes: [Int], steps: [Step], inputs: [Int], outputs: [Int]) {
    self.tensorBytes = provedTensorBytes
    self.steps = steps
    self.inputs = inputs
    self.outputs = outputs
  }
}

extension MemoryGraph {
  /// One operation, seen as memory.
  public struct Step: Hashable, Sendable {
    /// Tensors that it reads.
    public var inputs: [Int]
    /// Tensors that it writes.
    public var outputs: [Int]
    /// Inputs whose bytes the first output may take over, if this step is the last to read them and
    /// the output is no larger. Only in-place planning looks at these.
    public var inPlaceInputs: [Int]
    /// The bytes of each buffer that the kernel asks for while it runs.
    public var scratchRequests: [Int]

    /// A step; `inPlaceInputs` must be among `inputs`.
    public init(
      inputs: [Int], outputs: [Int], inPlaceInputs: [Int] = [], scratchRequests: [Int] = []
    ) {
      self.inputs = inputs
      self.outputs = outputs
      self.inPlaceInputs = inPlaceInputs
      self.scratchRequests = scratchRequests
    }

    /// All scratch of the step together, without alignment.
    public var scratchBytes: Int { scratchRequests.reduce(0, +) }

    fileprivate var hasRepeats: Bool { inputs.hasRepeats || inPlaceInputs.hasRepeats }

    /// `add(x, x)` reads one tensor.
    fileprivate mutating func dropRepeats() {
      inputs = inputs.withoutRepeats
      inPlaceInputs = inPlaceInputs.withoutRepeats
    }
  }
}

extension [Int] {
  /// Whether an element stands at two places. Most lists are short: comparing is quicker than hashing.
  fileprivate var hasRepeats: Bool {
    guard count < 16 else { return Set(self).count < count }
    for later in indices.dropFirst() {
      for earlier in 0..<later where self[earlier] == self[later] { return true }
    }
    return false
  }

  /// The same elements, each at its first place only.
  fileprivate var withoutRepeats: [Int] {
    guard hasRepeats else { return self }
    var seen: Set<Int> = []
    return filter { seen.insert($0).inserted }
  }
}
