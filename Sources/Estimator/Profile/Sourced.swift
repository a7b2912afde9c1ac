/// A number from outside, with where it came from and how sure we are.
public struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Read off an instrument, or derived from such a reading alone.
    case measured
    /// The parameter of a model fitted to measurements.
    case fitted
    /// Printed by the maker.
    case datasheet
    /// Taken over from similar devices.
    case assumed
  }

  public var value: Value
  /// One standard deviation, relative to the value; 0 for what is exact.
  public var spread: Double
  public var source: String
  public var kind: Kind

  public init(_ value: Value, spread: Double = 0, source: String, kind: Kind) {
    self.value = value
    self.spread = spread
    self.source = source
    self.kind = kind
  }
}
