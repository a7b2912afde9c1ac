/// What one change to the network, the board or the build would do, computed by estimating again.
public struct WhatIf: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Channels of every inner layer to the nearest multiple.
    case channelsOfFour = "channels_multiple_of_4"
    case channelsOfSixteen = "channels_multiple_of_16"
    /// A full convolution as a depthwise and a pointwise one.
    case separable
    /// A depthwise convolution and the pointwise one behind it as one full convolution.
    case full = "full_convolution"
    /// The first convolution with twice the stride.
    case strideDoubled = "stride_doubled"
    /// Height and width of every input halved.
    case inputHalved = "input_halved"
    /// Floating point quantised to int8.
    case int8
    /// Another kernel library, version or build on the same board.
    case kernels
    /// Another board with its default build.
    case board
    /// The operations in the best order (`opmeter optimize`).
    case bestOrder = "best_order"
    /// A memory plan in the file (`opmeter optimize`).
    case offlinePlan = "offline_plan"
  }

  public var kind: Kind
  /// The one operation that changes, where it is one.
  public var operation: String?
  /// How many operations change; 0 where the network stays as it is.
  public var operationCount: Int
  /// The profile, where it is another one.
  public var profile: String?

  /// Afterwards; milliseconds and microjoules.
  public var latency: Interval?
  public var energy: Interval?
  public var ramBytes: Int
  public var flashBytes: Int
  public var macs: Int
  public var fits: Bool

  /// Afterwards minus before, below zero where something is saved, with the interval of the
  /// difference.
  public var latencyChange: Interval?
  public var energyChange: Interval?
  /// `nil` where one side counts what the other does not know: the interpreter's own memory, or the
  /// code.
  public var ramChange: Int?
  public var flashChange: Int?
  public var macsChange: Int
}

extension WhatIf {
  /// `nil` where the difference leaves operations out that one side alone can cost: what they take
  /// would look saved.
  init?(
    _ kind: Kind, operation: String? = nil, operationCount: Int = 0, profile: String? = nil,
    from base: Estimate, macs baseMACs: Int, to head: Estimate, macs: Int
  ) {
    guard let difference = head.difference(from: base), difference.isComplete else { return nil }
    let knowsMemory =
      (base.memory.persistentBytes == nil) == (head.memory.persistentBytes == nil)
    let knowsCode = (base.flash.codeBytes == nil) == (head.flash.codeBytes == nil)
    self.init(
      kind: kind, operation: operation, operationCount: operationCount, profile: profile,
      latency: head.totals.latency, energy: head.totals.energy,
      ramBytes: head.ramFit.neededBytes, flashBytes: head.flashFit.neededBytes, macs: macs,
      fits: head.ramFit.fits && head.flashFit.fits,
      latencyChange: difference.latency, energyChange: difference.energy,
      ramChange: knowsMemory ? head.ramFit.neededBytes - base.ramFit.neededBytes : nil,
      flashChange: knowsCode ? head.flashFit.neededBytes - base.flashFit.neededBytes : nil,
      macsChange: macs - baseMACs)
  }

  /// Whether any figure moves.
  var changesSomething: Bool {
    (ramChange ?? 0) != 0 || (flashChange ?? 0) != 0 || latencyChange.map { $0.value != 0 } ?? false
      || energyChange.map { $0.value != 0 } ?? false
  }

  /// What saves most time first; among those that leave the time alone, what saves most RAM.
  static func isBefore(_ a: WhatIf, _ b: WhatIf) -> Bool {
    let (left, right) = (a.latencyChange?.value ?? 0, b.latencyChange?.value ?? 0)
    if left != right { return left < right }
    let (ram, other) = (a.ramChange ?? 0, b.ramChange ?? 0)
    if ram != other { return ram < other }
    if a.kind != b.kind { return a.kind.rawValue < b.kind.rawValue }
    return (a.profile ?? a.operation ?? "") < (b.profile ?? b.operation ?? "")
  }
}
