/// One thing to do so that a network that does not fit its device fits, with what it brings.
public struct FitAction: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Run the operations in the best order (`opmeter optimize` writes it into the file).
    case bestOrder = "best_order"
    /// Put a plan of the arena into the file, which the runtime's own planner cannot find.
    case offlinePlan = "offline_plan"
    /// Feed and read integers: leaves out the conversions of a floating-point interface.
    case integerInterface = "int8_interface"
    /// Quantise the floating-point network to int8.
    case quantise = "int8_network"
    /// Put the arena into a region that the linker script does not use by itself, or a part of it where
    /// that region lies next to the default ones.
    case region = "region"
    /// Make and train the network for an image of half the height and width.
    case smallerInput = "smaller_input"
  }

  public var kind: Kind
  /// For `region`: its name.
  public var region: String?
  /// For `region`: whether it takes a part of the arena, as one piece with the default ones, which it
  /// lies next to.
  public var isJoined = false
  /// For `smallerInput`: the image's shape.
  public var inputShape: [Int]?
  /// What it saves in RAM and in flash beyond the actions before it; below zero where it costs.
  public var savedBytes: Int
  public var savedFlashBytes: Int
  /// RAM of the default regions and flash needed after it and those before it.
  public var neededBytes: Int
  public var neededFlashBytes: Int
  /// Whether everything fits then.
  public var fits: Bool

  public var sentence: String {
    switch kind {
    case .bestOrder: "run the operations in the best order (optimize)"
    case .offlinePlan: "put an offline memory plan into the file (optimize)"
    case .integerInterface: "give inputs and outputs as int8 instead of float32"
    case .quantise: "quantise the network to int8"
    case .region:
      isJoined
        ? "let the linker script use \(region ?? "another region") too, which lies next to the "
          + "default regions"
        : "place the arena in \(region ?? "another region")"
    case .smallerInput:
      "train the network for inputs of "
        + (inputShape ?? []).map(String.init).joined(separator: "x")
    }
  }
}
