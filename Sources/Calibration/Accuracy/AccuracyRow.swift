public import Estimator

/// One measurement beside what was predicted for it.
public struct AccuracyRow: Hashable, Sendable {
  /// What the prediction had not seen.
  public enum Seen: String, CaseIterable, Hashable, Sendable {
    /// The device files as they lie in the project: fitted to this row among others.
    case inSample = "in sample"
    /// No row of this network on this board with this runtime.
    case networkLeftOut = "network left out"
    /// No row of this board at all.
    case boardLeftOut = "board left out"
  }

  public var seen: Seen
  public var device: String
  public var core: String
  public var runtime: String
  public var network: String
  /// `network` for whole ones, else the kind of the operation.
  public var operation: String
  public var library: String
  public var isOpen: Bool
  public var isWhole: Bool
  public var macs: Double
  public var measured: Seconds
  public var predicted: Seconds
  /// Relative, one standard deviation, as an estimate would state it.
  public var deviation: Double
  public var measuredEnergy: Joules?
  public var predictedEnergy: Joules?
  /// MACs times what one takes in the rows that the prediction had seen; `nil` where there are none
  /// or nothing multiplies.
  public var baseline: Seconds?
  /// Whether the prediction had rows of this board with this runtime and this kind of kernel to learn from.
  public var hasKin: Bool

  public var error: Double { predicted.value / measured.value - 1 }
  public var baselineError: Double? { baseline.map { $0.value / measured.value - 1 } }
  public var energyError: Double? {
    guard let measuredEnergy, let predictedEnergy else { return nil }
    return predictedEnergy.value / measuredEnergy.value - 1
  }

  /// Whether the 90 % interval holds the measurement.
  public var isCovered: Bool {
    abs(measured.value - predicted.value) <= 1.645 * deviation * predicted.value
  }
}
