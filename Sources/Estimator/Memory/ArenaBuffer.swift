/// A run of bytes that a planner must place in the arena for as long as it lives.
public struct ArenaBuffer: Hashable, Sendable {
  /// Its size, already rounded up to the planner's alignment.
  public var bytes: Int
  /// The half-open range of planning times during which the bytes are its own.
  public var lifetime: Range<Int>
  /// Where an offline plan in the model file fixed it; nil if the planner is free.
  public var offlineOffset: Int?
  /// What it holds.
  public var owner: Owner

  /// What a buffer holds, in the numbering of the graph that it came from.
  public enum Owner: Hashable, Sendable {
    case tensor(Int)
    case scratch(step: Int, request: Int)
    case unnamed
  }

  /// A buffer alive at the planning times `lifetime`.
  public init(
    bytes: Int, lifetime: Range<Int>, offlineOffset: Int? = nil, owner: Owner = .unnamed
  ) {
    precondition(bytes >= 0, "a buffer has zero or more bytes")
    precondition(!lifetime.isEmpty, "a buffer lives at one planning time at least")
    self.bytes = bytes
    self.lifetime = lifetime
    self.offlineOffset = offlineOffset
    self.owner = owner
  }
}

/// The alignment that TensorFlow Lite Micro gives every arena buffer (`MicroArenaBufferAlignment`).
public let arenaAlignment = 16

/// `bytes` rounded up to a multiple of `alignment`.
public func alignedUp(_ bytes: Int, to alignment: Int = arenaAlignment) -> Int {
  (bytes + alignment - 1) / alignment * alignment
}

/// The most buffer bytes alive at one planning time: no placement needs fewer.
///
/// - Complexity: O(*n* log *n*).
public func loadBytes(of buffers: [ArenaBuffer]) -> Int {
  var events: [(time: Int, change: Int)] = []
  events.reserveCapacity(2 * buffers.count)
  for buffer in buffers {
    events.append((buffer.lifetime.lowerBound, buffer.bytes))
    events.append((buffer.lifetime.upperBound, -buffer.bytes))
  }
  // Ends before begins at the same time: ranges are half-open.
  events.sort { ($0.time, $0.change) < ($1.time, $1.change) }
  var live = 0
  var most = 0
  for event in events {
    live += event.change
    most = max(most, live)
  }
  return most
}

extension MemoryGraph {
  /// The buffers that TensorFlow Lite Micro's planner is given for this graph: tensors by index,
  /// then scratch requests in the order of the steps.
  ///
  /// Planning time 0 is before the first step, when the caller fills the inputs; the step at position
  /// *p* runs at time *p* + 1. Inputs begin at 0 and outputs end with the last step; a tensor that
  /// nothing reads lives while it is written. Tensors of zero bytes get no buffer
  /// (tflite-micro, `micro_allocation_info.cc`: `InitializeAllocationInfo`,
  /// `MarkAllocationLifetimes`).
  public func arenaBuffers(of order: ExecutionOrder, alignment: Int = arenaAlignment)
    -> [ArenaBuffer]
  {
    var first = [Int](repeating: -1, count: tensorBytes.count)
    var last = first
    for tensor in inputs {
      first[tensor] = 0
      last[tensor] = 0
    }
    for (position, step) in order.steps.enumerated() {
      for tensor in steps[step].inputs { last[tensor] = position + 1 }
      for tensor in steps[step].outputs {
        first[tensor] = position + 1
        last[tensor] = position + 1
      }
    }
    for tensor in outputs { last[tensor] = steps.count }
    var buffers: [ArenaBuffer] = []
    for (tensor, bytes) in tensorBytes.enumerated() where bytes > 0 && first[tensor] >= 0 {
      buffers.append(
        ArenaBuffer(
          bytes: alignedUp(bytes, to: alignment), lifetime: first[tensor]..<last[tensor] + 1,
          owner: .tensor(tensor)))
    }
    for (position, step) in order.steps.enumerated() {
      for (request, bytes) in steps[step].scratchRequests.enumerated() {
        buffers.append(
          ArenaBuffer(
            bytes: alignedUp(bytes, to: alignment), lifetime: position + 1..<position + 2,
            owner: .scratch(step: step, request: request)))
      }
    }
    return buffers
  }
}
