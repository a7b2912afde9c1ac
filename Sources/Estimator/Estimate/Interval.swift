/// A value with the range that holds it nine times in ten.
public struct Interval: Hashable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double

  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

extension Interval {
  /// Two-sided 90 % of a normal distribution lie within this many standard deviations.
  static let deviations = 1.645
  /// However unsure we are, time and energy stay positive: the low end is at least this share.
  static let leastShare = 0.05

  /// The 90 % interval around `value` for a relative standard deviation.
  init(_ value: Double, relativeDeviation: Double) {
    let reach = Self.deviations * relativeDeviation
    self.init(
      value: value, low: value * max(Self.leastShare, 1 - reach), high: value * (1 + reach))
  }

  func scaled(by factor: Double) -> Interval {
    Interval(value: value * factor, low: low * factor, high: high * factor)
  }
}

/// A sum of rows whose errors are partly their own and partly shared by all.
///
/// Errors of the kernel fit and of single operations are independent, so their variances add; the
/// device's error moves every row alike, so it stays relative to the whole. The interval of the sum
/// is therefore wider than without correlation and narrower than with full correlation.
struct UncertainSum {
  private(set) var value = 0.0
  private var ownVariance = 0.0

  mutating func add(_ part: Double, ownDeviation: Double) {
    value += part
    ownVariance += (part * ownDeviation) * (part * ownDeviation)
  }

  func interval(sharedDeviation: Double) -> Interval {
    guard value > 0 else { return Interval(value: value, low: value, high: value) }
    let own = ownVariance / (value * value)
    return Interval(
      value, relativeDeviation: (own + sharedDeviation * sharedDeviation).squareRoot())
  }
}
