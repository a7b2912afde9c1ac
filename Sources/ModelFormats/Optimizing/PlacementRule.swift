import Estimator

/// Ways to place buffers, each of which does well on some networks.
enum PlacementRule: CaseIterable {
  /// As the runtime would.
  case greedy
  /// First fit, what lives longest first.
  case longest
  /// First fit, largest product of bytes and time first.
  case area
  /// First fit in the order of the first use.
  case firstUse
  /// First fit in the order of the last use, last first.
  case lastUse

  func plan(_ buffers: [ArenaBuffer]) -> ArenaPlan {
    let key: (ArenaBuffer) -> Double
    switch self {
    case .greedy: return planGreedily(buffers)
    case .longest: key = { -Double($0.lifetime.count) }
    case .area: key = { -Double($0.lifetime.count) * Double($0.bytes) }
    case .firstUse: key = { Double($0.lifetime.lowerBound) }
    case .lastUse: key = { -Double($0.lifetime.upperBound) }
    }
    let order = buffers.indices.sorted {
      (key(buffers[$0]), -buffers[$0].bytes, $0) < (key(buffers[$1]), -buffers[$1].bytes, $1)
    }
    return ArenaPlan(buffers: buffers, offsets: firstFit(buffers, in: order))
  }
}
