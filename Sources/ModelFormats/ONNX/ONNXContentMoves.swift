/// Moves of small contents that belong to a tensor of a known shape: exporters compute paddings and
/// shapes with them.
struct ONNXContentMoves {
  /// Every `step`-th of an axis.
  struct Range: Hashable {
    var start: Int
    var step: Int
    var count: Int

    init(start: Int, step: Int, count: Int) {
      self.start = start
      self.step = step
      self.count = count
    }

    /// The elements that `Slice` takes: bounds count from the end when negative and are clamped.
    init(from start: Int, to end: Int, by step: Int, length: Int) {
      func bound(_ value: Int, _ range: ClosedRange<Int>) -> Int {
        let position = value < 0 ? value.addingReportingOverflow(length).partialValue : value
        return min(max(position, range.lowerBound), range.upperBound)
      }
      self.step = step
      if step > 0 {
        self.start = bound(start, 0...length)
        let end = bound(end, 0...length)
        count = end > self.start ? (end - self.start - 1) / step + 1 : 0
      } else {
        self.start = bound(start, -1...max(-1, length - 1))
        // An end before the first element is written as a large negative number.
        let end = end < -length ? -1 : bound(end, -1...max(-1, length - 1))
        count = self.start > end ? (self.start - end - 1) / -step + 1 : 0
      }
    }
  }

  let shape: [Int]

  init(_ shape: [Int]) {
    self.shape = shape
  }

  func transposed(_ content: ONNXContent?, _ permutation: [Int]) -> ONNXContent? {
    let target = permutation.map { shape[$0] }
    return moved(content, target) { place in
      var source = place
      for (position, axis) in permutation.enumerated() { source[axis] = place[position] }
      return source
    }
  }

  func sliced(_ content: ONNXContent?, _ ranges: [Range]) -> ONNXContent? {
    moved(content, ranges.map(\.count)) { place in
      zip(ranges, place).map { range, index in range.start + range.step * index }
    }
  }

  /// The content of a tensor of shape `target` whose element at each place is that at `source`.
  private func moved(_ content: ONNXContent?, _ target: [Int], source: ([Int]) -> [Int])
    -> ONNXContent?
  {
    guard let content else { return nil }
    var count = 1
    for extent in target {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow || product > ONNXContent.limit { return nil }
      count = product
    }
    var offsets: [Int] = []
    offsets.reserveCapacity(count)
    var place = Array(repeating: 0, count: target.count)
    for _ in 0..<count {
      var offset = 0
      for (axis, index) in source(place).enumerated() { offset = offset * shape[axis] + index }
      offsets.append(offset)
      for axis in target.indices.reversed() {
        place[axis] += 1
        if place[axis] < target[axis] { break }
        place[axis] = 0
      }
    }
    switch content {
    case .ints(let values):
      guard offsets.allSatisfy(values.indices.contains) else { return nil }
      return .ints(offsets.map { values[$0] })
    case .floats(let values):
      guard offsets.allSatisfy(values.indices.contains) else { return nil }
      return .floats(offsets.map { values[$0] })
    }
  }
}
