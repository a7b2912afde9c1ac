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

/// A sum of rows whose errors are partly their own, partly shared by the rows of a kernel class, and
/// partly shared by all.
///
/// Errors of the kernel fit and of single operations are independent, so their variances add. The
/// error of a class factor moves all rows of the class alike, that of the device all rows. The
/// interval of the sum is therefore wider than without correlation and narrower than with full
/// correlation.
struct UncertainSum {
  private(set) var value = 0.0
  private(set) var ownVariance = 0.0
  /// For each class the sum of its rows' values, each times the class's deviation.
  private var classErrors = InlineArray<12, Double>(repeating: 0)

  init() {
    precondition(
      KernelClass.allCases.count == classErrors.count, "one sum is kept for each kernel class")
  }

  mutating func add(_ part: Double, ownDeviation: Double, class index: Int, classDeviation: Double)
  {
    value += part
    ownVariance += (part * ownDeviation) * (part * ownDeviation)
    classErrors[index] += part * classDeviation
  }

  /// Adds a sum that is repeated `times` times: errors repeat with it.
  mutating func add(_ other: UncertainSum, times: Double) {
    value += times * other.value
    ownVariance += times * times * other.ownVariance
    for index in classErrors.indices { classErrors[index] += times * other.classErrors[index] }
  }

  func interval(sharedDeviation: Double) -> Interval {
    guard value > 0 else { return Interval(value: value, low: value, high: value) }
    var variance = ownVariance
    for index in classErrors.indices { variance += classErrors[index] * classErrors[index] }
    return Interval(
      value,
      relativeDeviation: (variance / (value * value) + sharedDeviation * sharedDeviation)
        .squareRoot())
  }
}
