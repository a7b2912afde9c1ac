/// Clock cycles of a core. Fractional: a model's mean, not a counter.
public struct Cycles: Hashable, Sendable {
  public var value: Double

  public init(_ value: Double) { self.value = value }

  /// The time these cycles take at `clock`.
  public func duration(at clock: Hertz) -> Seconds { Seconds(value / clock.value) }
}

/// Cycles per second.
public struct Hertz: Hashable, Comparable, Sendable {
  public var value: Double

  public init(_ value: Double) { self.value = value }
  public init(megahertz: Double) { value = megahertz * 1e6 }

  public var megahertz: Double { value / 1e6 }

  public static func < (a: Hertz, b: Hertz) -> Bool { a.value < b.value }
}

public struct Seconds: Hashable, Sendable {
  public var value: Double

  public init(_ value: Double) { self.value = value }
  public init(milliseconds: Double) { value = milliseconds / 1e3 }

  public var milliseconds: Double { value * 1e3 }
}

public struct Watts: Hashable, Sendable {
  public var value: Double

  public init(_ value: Double) { self.value = value }
  public init(milliwatts: Double) { value = milliwatts / 1e3 }

  public var milliwatts: Double { value * 1e3 }

  /// The energy drawn in `time`.
  public func energy(over time: Seconds) -> Joules { Joules(value * time.value) }
}

public struct Joules: Hashable, Sendable {
  public var value: Double

  public init(_ value: Double) { self.value = value }

  public var microjoules: Double { value * 1e6 }
}
