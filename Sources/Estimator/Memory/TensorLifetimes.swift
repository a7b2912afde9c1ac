/// The positions at which each tensor is alive, as a walk along the steps finds them.
///
/// Inputs of the graph live from the first step to their last reader, outputs of the graph to the
/// end, all others from their writer to their last reader.
struct TensorLifetimes {
  private let stepCount: Int
  private var first: [Int]
  private var last: [Int]

  init(tensorCount: Int, stepCount: Int) {
    self.stepCount = stepCount
    first = Array(repeating: -1, count: tensorCount)
    last = first
  }

  /// An input of the graph.
  mutating func enter(_ tensor: Int) { first[tensor] = 0 }

  mutating func read(_ tensor: Int, at position: Int) { last[tensor] = position }

  mutating func write(_ tensor: Int, at position: Int) {
    first[tensor] = position
    last[tensor] = position
  }

  /// An output of the graph.
  mutating func keep(_ tensor: Int) { last[tensor] = stepCount - 1 }

  /// `nil` if it is never alive.
  subscript(tensor: Int) -> Range<Int>? {
    first[tensor] >= 0 && last[tensor] >= first[tensor] ? first[tensor]..<last[tensor] + 1 : nil
  }

  /// Bytes alive at each position.
  func liveBytes(_ bytes: (Int) -> Int) -> [Int] {
    // What begins and ends at each position, then the running sum.
    var live = [Int](repeating: 0, count: stepCount + 1)
    for tensor in first.indices {
      guard let lifetime = self[tensor] else { continue }
      let size = bytes(tensor)
      live[lifetime.lowerBound] += size
      live[lifetime.upperBound] -= size
    }
    for position in live.indices.dropFirst() { live[position] += live[position - 1] }
    live.removeLast()
    return live
  }
}
