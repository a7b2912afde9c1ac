/// A number that is written with at most 15 digits and six places after the point, which is found
/// with a few multiplications; the search for the shortest digits of any other takes far longer.
struct ShortDecimal: Equatable {
  /// The digits without the point.
  var digits: UInt64
  /// How many of them stand after the point, as few as possible.
  var places: Int

  /// The greatest number of places that is tried.
  private static let greatestPlaces = 6

  /// The form of `magnitude`, which is not negative, if it has one.
  ///
  /// A `Double` keeps apart all decimals of 15 digits, so when one of them reads back as the number
  /// it is the only one, and hence the shortest. The division is exact in its operands and rounded
  /// once, just as reading is.
  init?(_ magnitude: Double) {
    guard magnitude < 1e15 else { return nil }
    var scale = 1.0
    for places in 0...Self.greatestPlaces {
      let candidate = magnitude * scale + 0.5
      guard candidate < 1e15 else { return nil }
      let digits = UInt64(candidate)
      if Double(digits) / scale == magnitude {
        self.digits = digits
        self.places = places
        return
      }
      scale *= 10
    }
    return nil
  }

  /// Ten to the power of `places`.
  var divisor: UInt64 {
    var divisor: UInt64 = 1
    for _ in 0..<places { divisor *= 10 }
    return divisor
  }
}
