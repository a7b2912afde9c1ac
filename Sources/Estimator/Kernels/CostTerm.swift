/// One term of a kernel's cost: a coefficient times a product of up to four work features.
///
/// A product, because the loops of a kernel nest: "pixel pairs x channel pairs x depth in fours" is
/// what the inner loop of a blocked matrix product runs. A handful of extents then spells the loops
/// of every library, and a new kernel is a line in a file.
public struct CostTerm: Hashable, Sendable {
  /// Instructions per unit of the product. Not negative in fitted libraries.
  public var coefficient: Double
  // Stored flat: a term is plain memory, so evaluating a kernel touches no reference count.
  let first: WorkFeature
  let second: WorkFeature
  let third: WorkFeature
  let fourth: WorkFeature
  /// Whether the term counts what happens once a tap, whatever the number of output channels: what
  /// copies patches to where a convolution multiplies them (im2col).
  let isGather: Bool

  /// The most features that one term multiplies.
  public static let maximumFeatures = 4

  /// `nil` when there are more than `maximumFeatures` features. No feature is the constant term.
  public init?(_ coefficient: Double, _ features: [WorkFeature]) {
    guard features.count <= Self.maximumFeatures else { return nil }
    self.coefficient = coefficient
    first = features.count > 0 ? features[0] : .one
    second = features.count > 1 ? features[1] : .one
    third = features.count > 2 ? features[2] : .one
    fourth = features.count > 3 ? features[3] : .one
    isGather =
      features.contains { $0.growsWithTaps } && !features.contains { $0.growsWithOutputChannels }
  }

  /// The features multiplied, as given.
  public var features: [WorkFeature] {
    [first, second, third, fourth].filter { $0 != .one }
  }
}

extension CostTerm {
  /// The product of the features, without the coefficient.
  public func quantity(_ work: Work) -> Double {
    var windows = WindowCounts()
    return quantity(work, &windows)
  }

  @inline(__always)
  func quantity(_ work: Work, _ windows: inout WindowCounts) -> Double {
    var product = first.value(work, &windows)
    if second == .one { return product }
    product *= second.value(work, &windows)
    if third == .one { return product }
    product *= third.value(work, &windows)
    if fourth == .one { return product }
    return product * fourth.value(work, &windows)
  }
}
