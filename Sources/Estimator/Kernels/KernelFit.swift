/// How well a kernel's terms predict exact counts of shapes that were left out of the fit.
///
/// Relative errors, |predicted / counted - 1|, each shape predicted by a fit that never saw it.
public struct KernelFit: Hashable, Sendable {
  /// Distinct shapes counted.
  public var shapes: Int
  public var median: Double
  public var mean: Double
  /// 95 of 100 shapes are within this.
  public var p95: Double
  public var worst: Double
  /// Standard deviation of ln(counted / predicted): what intervals are made of.
  public var residualSigma: Double

  public init(
    shapes: Int, median: Double, mean: Double, p95: Double, worst: Double, residualSigma: Double
  ) {
    self.shapes = shapes
    self.median = median
    self.mean = mean
    self.p95 = p95
    self.worst = worst
    self.residualSigma = residualSigma
  }
}
