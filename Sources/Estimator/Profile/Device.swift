/// A board or chip: core, clocks, memory and the runtimes that were built for it.
public struct Device: Hashable, Sendable {
  public var id: String
  /// As its maker writes it: `NUCLEO-F746ZG`.
  public var name: String
  /// Of the file's content, so that an answer can be traced to it.
  public var version: String
  /// Other names that requests may use.
  public var aliases: [String]
  /// `cortex-m7`.
  public var core: String
  public var instructionSet: InstructionSet
  public var defaultClock: Hertz
  public var maximumClock: Hertz
  public var clockSource: String
  public var memory: [MemoryRegion]
  public var memorySource: String
  /// Drawn while nothing runs, between inferences.
  public var sleepPower: Sourced<Watts>?
  /// Why `sleepPower` is `nil`.
  public var sleepPowerUnknown: String?
  /// The first is the default.
  public var runtimes: [Runtime]
  public var notes: String?

  public init(
    id: String, name: String, version: String, aliases: [String] = [], core: String,
    instructionSet: InstructionSet, defaultClock: Hertz, maximumClock: Hertz, clockSource: String,
    memory: [MemoryRegion], memorySource: String = "not stated",
    sleepPower: Sourced<Watts>? = nil, sleepPowerUnknown: String? = nil, runtimes: [Runtime],
    notes: String? = nil
  ) {
    self.id = id
    self.name = name
    self.version = version
    self.aliases = aliases
    self.core = core
    self.instructionSet = instructionSet
    self.defaultClock = defaultClock
    self.maximumClock = maximumClock
    self.clockSource = clockSource
    self.memory = memory
    self.memorySource = memorySource
    self.sleepPower = sleepPower
    self.sleepPowerUnknown = sleepPowerUnknown
    self.runtimes = runtimes
    self.notes = notes
  }
}

/// A piece of a device's memory.
public struct MemoryRegion: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case ram, flash
  }

  public var name: String
  public var kind: Kind
  public var bytes: Int
  /// Whether a linker script uses it without being told to.
  public var isDefault: Bool
  /// Where it begins; `nil` where the file does not say. Regions that follow each other can be used as
  /// one.
  public var address: Int?
  /// Whether the model lies here and not among the default regions: flash beside the one that code
  /// runs from.
  public var holdsModel: Bool

  public init(
    name: String, kind: Kind, bytes: Int, isDefault: Bool = true, address: Int? = nil,
    holdsModel: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.bytes = bytes
    self.isDefault = isDefault
    self.address = address
    self.holdsModel = holdsModel
  }
}

extension Device {
  /// Whether a region follows the default ones of its kind without a gap, or they follow it, so that a
  /// linker script could use them as one piece; false where addresses are not stated.
  func isAdjacent(_ region: MemoryRegion) -> Bool {
    guard !region.isDefault, let start = region.address else { return false }
    return memory.contains { other in
      guard other.isDefault, other.kind == region.kind, let place = other.address else {
        return false
      }
      return place + other.bytes == start || start + region.bytes == place
    }
  }

  /// The region that the profile places the model in, if not in the default ones.
  var modelRegion: MemoryRegion? { memory.first { $0.kind == .flash && $0.holdsModel } }

  /// Bytes of all default regions of a kind; the loader has checked that they add up.
  public func defaultBytes(of kind: MemoryRegion.Kind) -> Int {
    memory.reduce(0) { $1.kind == kind && $1.isDefault ? $0 + $1.bytes : $0 }
  }
}
