/// What the error of a total is made of, so that two totals of one device can be compared.
public struct ErrorParts: Hashable, Sendable {
  /// In the unit of the total.
  public var value: Double
  /// Of the rows' own errors, in the unit squared.
  var ownVariance: Double
  /// One standard deviation for each kernel class, in the unit; all rows of a class move together.
  var classErrors: [Double]
  /// Relative; moves everything on the device.
  var sharedDeviation: Double
}

extension ErrorParts {
  /// `self - other` with its own 90 % interval, for two models on one profile at one clock.
  ///
  /// What the device's error would do to one it does to the other: only the part on the difference
  /// is left. The same for each class. The rows' own errors do not cancel.
  public func difference(from other: ErrorParts) -> Interval {
    let difference = value - other.value
    var variance = ownVariance + other.ownVariance
    for (mine, theirs) in zip(classErrors, other.classErrors) {
      variance += (mine - theirs) * (mine - theirs)
    }
    let shared = max(sharedDeviation, other.sharedDeviation) * difference
    let reach = Interval.deviations * (variance + shared * shared).squareRoot()
    return Interval(value: difference, low: difference - reach, high: difference + reach)
  }
}
