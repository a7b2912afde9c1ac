/// Places buffers as TensorFlow Lite Micro's GreedyMemoryPlanner does, byte for byte.
///
/// Offline-planned buffers come first, in their order, at their offsets. The others follow by size,
/// largest first; of equal sizes the one added last comes first, because the runtime fills its list
/// from the back and sorts it stably. Each goes into the lowest gap between the placed buffers that
/// live at the same time (tflite-micro, `greedy_memory_planner.cc`, `CalculateOffsetsIfNeeded`).
///
/// - Complexity: O(*n*²) for *n* buffers, as in the runtime.
public func planGreedily(_ buffers: [ArenaBuffer]) -> ArenaPlan {
  var offsets = [Int](repeating: 0, count: buffers.count)
  var placed = PlacedBuffers(capacity: buffers.count)
  for index in buffers.indices {
    guard let offset = buffers[index].offlineOffset else { continue }
    offsets[index] = offset
    placed.insert(buffers[index], at: offset)
  }
  let free = buffers.indices.reversed().filter { buffers[$0].offlineOffset == nil }
  for index in stablyDescending(free, by: { buffers[$0].bytes }) {
    offsets[index] = placed.lowestGap(for: buffers[index])
    placed.insert(buffers[index], at: offsets[index])
  }
  return ArenaPlan(buffers: buffers, offsets: offsets)
}

/// `values` with the largest keys first, equal keys in the order given.
func stablyDescending(_ values: [Int], by key: (Int) -> Int) -> [Int] {
  let keyed = values.enumerated().map { (key: key($1), place: $0, value: $1) }
  return keyed.sorted { ($1.key, $0.place) < ($0.key, $1.place) }.map(\.value)
}

/// Buffers that have an offset, in ascending order of offset; a newer one comes after its equals.
struct PlacedBuffers {
  private struct Placed {
    var offset: Int
    var end: Int
    var lifetime: Range<Int>
  }
  private var placed: [Placed] = []

  init(capacity: Int = 0) { placed.reserveCapacity(capacity) }

  mutating func insert(_ buffer: ArenaBuffer, at offset: Int) {
    var low = 0
    var high = placed.count
    while low < high {
      let middle = (low + high) / 2
      if placed[middle].offset > offset { high = middle } else { low = middle + 1 }
    }
    placed.insert(
      Placed(offset: offset, end: offset + buffer.bytes, lifetime: buffer.lifetime), at: low)
  }

  /// The lowest offset at which `buffer` touches nothing that lives when it does.
  func lowestGap(for buffer: ArenaBuffer) -> Int {
    var candidate = 0
    for other in placed where other.lifetime.overlaps(buffer.lifetime) {
      if other.offset - candidate >= buffer.bytes { break }
      candidate = max(candidate, other.end)
    }
    return candidate
  }
}
