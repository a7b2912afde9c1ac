/// Which tensors are alive while each step runs, and what they add up to.
///
/// The paper's rule (Lai et al. 2018, memory footprint): a step needs its inputs, its outputs and
/// every tensor that a later step still reads. Inputs of the graph are alive from the first step to
/// their last reader, outputs of the graph to the end. Placement can only add to it.
public struct Liveness: Hashable, Sendable {
  /// The order of the steps; positions below count in it.
  public let order: ExecutionOrder
  /// Bytes alive at each position, without scratch.
  public let liveBytes: [Int]
  /// Bytes of scratch that the step at each position asks for.
  public let scratchBytes: [Int]
  /// For each tensor the half-open range of positions at which it is alive; nil if it never is.
  public let lifetimes: [Range<Int>?]
  /// The most bytes alive at one position; 0 without steps.
  public let peakBytes: Int
  /// The first position that reaches `peakBytes`; nil without steps.
  public let peakPosition: Int?
  /// The most bytes alive at one position with that step's scratch added.
  public let peakBytesWithScratch: Int
  /// The first position that reaches `peakBytesWithScratch`; nil without steps.
  public let peakPositionWithScratch: Int?
}

extension MemoryGraph {
  /// Liveness of the steps as given.
  ///
  /// - Complexity: O(tensors + step operands).
  public func liveness(inPlace: Bool = false) -> Liveness {
    liveness(of: givenOrder, inPlace: inPlace)
  }

  /// Liveness in another order.
  ///
  /// With `inPlace`, a step's first output takes over the bytes of an in-place input that nothing
  /// reads later, is no graph output and is at least as large: both are alive, but count once.
  public func liveness(of order: ExecutionOrder, inPlace: Bool = false) -> Liveness {
    precondition(order.steps.count == steps.count, "the order belongs to another graph")
    let lifetimes = lifetimes(of: order)
    var live = lifetimes.liveBytes { tensorBytes[$0] }
    if inPlace {
      var mayDie = [Bool](repeating: true, count: tensorBytes.count)
      for tensor in outputs { mayDie[tensor] = false }
      for (position, step) in order.steps.enumerated() {
        live[position] -= reusedBytes(in: steps[step]) {
          mayDie[$0] && lifetimes[$0]?.upperBound == position + 1
        }
      }
    }
    let scratch = order.steps.map { steps[$0].scratchBytes }
    let peak = firstMaximum(live)
    let peakWithScratch = firstMaximum(zip(live, scratch).map { $0 + $1 })
    return Liveness(
      order: order, liveBytes: live, scratchBytes: scratch,
      lifetimes: tensorBytes.indices.map { lifetimes[$0] },
      peakBytes: peak?.value ?? 0, peakPosition: peak?.position,
      peakBytesWithScratch: peakWithScratch?.value ?? 0,
      peakPositionWithScratch: peakWithScratch?.position)
  }

  /// The positions at which each tensor is alive.
  private func lifetimes(of order: ExecutionOrder) -> TensorLifetimes {
    var lifetimes = TensorLifetimes(tensorCount: tensorBytes.count, stepCount: steps.count)
    for tensor in inputs { lifetimes.enter(tensor) }
    for (position, step) in order.steps.enumerated() {
      for tensor in steps[step].inputs { lifetimes.read(tensor, at: position) }
      for tensor in steps[step].outputs { lifetimes.write(tensor, at: position) }
    }
    for tensor in outputs { lifetimes.keep(tensor) }
    return lifetimes
  }

  /// What in-place execution saves in a step, given which tensors die there.
  private func reusedBytes(in step: Step, dies: (Int) -> Bool) -> Int {
    guard let output = step.outputs.first else { return 0 }
    let canReuse = step.inPlaceInputs.contains { tensor in
      tensorBytes[tensor] >= tensorBytes[output] && dies(tensor)
    }
    return canReuse ? tensorBytes[output] : 0
  }
}

extension Liveness {
  /// The tensors alive at `position`, by index.
  ///
  /// - Complexity: O(tensors); `tensorsByPosition` is cheaper for all positions.
  public func tensors(at position: Int) -> [Int] {
    lifetimes.indices.filter { lifetimes[$0]?.contains(position) ?? false }
  }

  /// The tensors alive at every position, by index: the timeline's lists.
  ///
  /// - Complexity: O(tensors + entries of the answer).
  public var tensorsByPosition: [[Int]] {
    var lists = [[Int]](repeating: [], count: liveBytes.count)
    for (tensor, lifetime) in lifetimes.enumerated() {
      for position in lifetime ?? 0..<0 { lists[position].append(tensor) }
    }
    return lists
  }
}

/// The largest value and where it first stands; `nil` of nothing.
func firstMaximum(_ values: [Int]) -> (position: Int, value: Int)? {
  guard let value = values.max(), let position = values.firstIndex(of: value) else { return nil }
  return (position, value)
}
