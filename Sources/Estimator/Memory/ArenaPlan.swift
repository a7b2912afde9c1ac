/// An offset for every buffer.
public struct ArenaPlan: Hashable, Sendable {
  /// The buffers, in the order in which they were given.
  public let buffers: [ArenaBuffer]
  /// The offset of each buffer's first byte.
  public let offsets: [Int]
  /// The end of the highest buffer: what the arena's planned part needs.
  public let arenaBytes: Int

  /// A plan; whether it is a good one is for `verify` to say.
  public init(buffers: [ArenaBuffer], offsets: [Int]) {
    precondition(buffers.count == offsets.count, "a plan has one offset for each buffer")
    self.buffers = buffers
    self.offsets = offsets
    self.arenaBytes = zip(buffers, offsets).map { $0.bytes + $1 }.max() ?? 0
  }
}

/// What is wrong with a plan. Numbers are buffer indices.
public enum ArenaPlanFault: Hashable, Sendable {
  /// Two buffers share bytes at a planning time at which both live.
  case overlap(Int, Int)
  /// A buffer begins below zero or off its alignment.
  case misplaced(Int)
  /// A buffer is not where the offline plan says.
  case notWherePlannedOffline(Int)
  /// A buffer ends above the size that the plan claims.
  case outsideArena(Int)
}

/// Checks a plan the slow and obvious way; nil means that it is sound.
///
/// Shares no code with any planner. Offline-planned buffers keep the file's offsets, aligned or not.
///
/// - Complexity: O(*n*²) for *n* buffers.
public func verify(_ plan: ArenaPlan, alignment: Int = arenaAlignment) -> ArenaPlanFault? {
  for (index, buffer) in plan.buffers.enumerated() {
    let offset = plan.offsets[index]
    if offset < 0 { return .misplaced(index) }
    if let fixed = buffer.offlineOffset {
      if offset != fixed { return .notWherePlannedOffline(index) }
    } else if offset % alignment != 0 {
      return .misplaced(index)
    }
    if offset + buffer.bytes > plan.arenaBytes { return .outsideArena(index) }
  }
  for (index, buffer) in plan.buffers.enumerated() {
    let bytes = plan.offsets[index]..<plan.offsets[index] + buffer.bytes
    for other in plan.buffers.indices.dropFirst(index + 1) {
      guard plan.buffers[other].lifetime.overlaps(buffer.lifetime) else { continue }
      let otherBytes = plan.offsets[other]..<plan.offsets[other] + plan.buffers[other].bytes
      if bytes.overlaps(otherBytes) { return .overlap(index, other) }
    }
  }
  return nil
}
