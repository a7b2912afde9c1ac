/// Counts of durations in fixed classes, as Prometheus wants them.
struct Histogram: Hashable, Sendable {
  /// Upper bounds in seconds, ascending: 1-2.5-5 steps from 50 us, where health checks are, to 10 s.
  static let bounds: [Double] = [
    50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 100e-3, 250e-3, 500e-3,
    1, 2.5, 5, 10,
  ]

  /// One count a bound, and one more for what is above all; not cumulative.
  private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
  private(set) var sum = 0.0

  var count: Int { counts.reduce(0, +) }

  mutating func record(seconds: Double) {
    // A bound holds what is equal to it ("le").
    let index = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    counts[index] += 1
    sum += seconds
  }

  mutating func add(_ other: Histogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    sum += other.sum
  }
}
