import Estimator

/// The lowest offset for each buffer in turn that touches nothing placed before it.
///
/// - Complexity: O(*n*² log *n*) for *n* buffers that all live together.
func firstFit(_ buffers: [ArenaBuffer], in order: [Int]) -> [Int] {
  var offsets = [Int](repeating: 0, count: buffers.count)
  var placed: [Int] = []
  for index in order {
    let beside = placed.filter { buffers[$0].lifetime.overlaps(buffers[index].lifetime) }
      .sorted { offsets[$0] < offsets[$1] }
    var offset = 0
    for other in beside {
      if offsets[other] - offset >= buffers[index].bytes { break }
      offset = max(offset, offsets[other] + buffers[other].bytes)
    }
    offsets[index] = offset
    placed.append(index)
  }
  return offsets
}
