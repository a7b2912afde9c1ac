/// What the caller may choose beside the graph and the profile.
public struct EstimateOptions: Hashable, Sendable {
  public enum Detail: String, CaseIterable, Hashable, Sendable {
    /// Totals alone.
    case summary
    /// And a row for each operation.
    case ops
    /// And the memory timeline.
    case full
  }

  /// Which execution order the memory figures are of.
  public enum Order: String, CaseIterable, Hashable, Sendable {
    /// As the model has it.
    case given
    /// The best that a thorough search finds.
    case best
  }

  /// What places the tensors in the arena.
  public enum Planner: String, CaseIterable, Hashable, Sendable {
    /// TensorFlow Lite Micro's own, byte for byte.
    case tflmGreedy = "tflm-greedy"
    /// The fewest bytes that a bounded search finds; never more than the other. A runtime reaches
    /// them with a plan in the file (`opmeter optimize`).
    case best
  }

  public var detail: Detail
  public var order: Order
  public var planner: Planner
  /// `nil` is the device's default.
  public var clock: Hertz?
  /// RAM and flash that the rest of the firmware takes, in bytes.
  public var reservedRAM: Int
  public var reservedFlash: Int
  /// Whether searches that were asked for get their full budget.
  var searchesThoroughly = true
  /// Whether rows bring along the look for a better order and for what makes a network fit.
  var looksAround = true

  public init(
    detail: Detail = .ops, order: Order = .given, planner: Planner = .tflmGreedy,
    clock: Hertz? = nil, reservedRAM: Int = 0, reservedFlash: Int = 0
  ) {
    self.detail = detail
    self.order = order
    self.planner = planner
    self.clock = clock
    self.reservedRAM = reservedRAM
    self.reservedFlash = reservedFlash
  }
}

/// Why an estimate is refused although the graph and the profile are sound.
public enum EstimateError: Error, Hashable, Sendable {
  /// The device cannot run at this clock.
  case clock(asked: Hertz, maximum: Hertz)
  /// The profile's times hold at one clock alone.
  case clockFixed(asked: Hertz, calibrated: Hertz)
  /// The graph's tensors and scratch together pass what can be added up.
  case memoryTooLarge
  /// Bodies of control operations run each other so often or so deep that no runtime plans them.
  case bodiesTooDeep
}

extension EstimateError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .clock(let asked, let maximum):
      "clock_mhz=\(asked.megahertz) is outside what the device runs: above 0, at most "
        + "\(maximum.megahertz)."
    case .clockFixed(let asked, let calibrated):
      "The profile's times hold at \(calibrated.megahertz) MHz alone (wait states change with the "
        + "clock); \(asked.megahertz) MHz was asked."
    case .bodiesTooDeep:
      "The bodies of control operations run each other more than \(RuntimeModel.maximumDepth) levels "
        + "deep, or multiply to more than \(RuntimeModel.maximumVisits) operations."
    case .memoryTooLarge:
      "The tensors and scratch of the graph add up to more bytes than can be counted."
    }
  }
}
