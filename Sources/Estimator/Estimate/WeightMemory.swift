/// What bringing in weights takes of an operation's time, as far as its row tells.
struct WeightMemory {
  private let clock: Hertz
  private let byteCycles: Double
  private let cacheBytes: Int?
  private let cyclesPerInstruction: Double

  init(_ side: CostSide) {
    let timing = side.profile.runtime.timing
    clock = side.clock
    byteCycles = timing?.weightByteCycles?.value ?? 0
    cacheBytes = timing?.weightCacheBytes
    cyclesPerInstruction = timing?.cyclesPerInstruction.value ?? 0
  }

  /// From 0 to 1.
  func share(of row: CostedOperation) -> Double {
    guard byteCycles > 0, row.weightBytes > 0, let latency = row.latency, latency > 0 else {
      return 0
    }
    let cycles = latency / 1e3 * clock.value
    var stall = byteCycles * Double(row.weightBytes)
    // Weights that do not fit the cache are read again for each pixel: a row does not say how often, but
    // what its instructions leave of its cycles bounds it.
    if let cacheBytes, row.weightBytes > cacheBytes {
      stall = max(stall, cycles - (row.identity.instructions ?? 0) * cyclesPerInstruction)
    }
    return min(1, stall / cycles)
  }
}
