public import Estimator
import JSON

/// `Profiles/devices/<device>.json`: one board or chip and the runtimes that were built for it.
///
/// Strict: an unknown member is an error, and every number from outside stands with its spread,
/// source and kind. `schema/device.schema.json` says the same for other programs.
public enum DeviceFile {
  /// What the member `format` must say.
  public static let format = "opmeter-device/1"

  /// The device in `bytes`; `name` is what errors call the file.
  public static func decode(
    _ bytes: [UInt8], name: String
  ) throws(ProfileFileError) -> Device {
    do throws(JSONError) {
      return try decode(bytes)
    } catch {
      throw ProfileFileError(file: name, error)
    }
  }

  static func decode(_ bytes: [UInt8]) throws(JSONError) -> Device {
    try device(try JSONNode(document: bytes))
  }

  /// The members that each kind of object may have; the schema is held to this table by a test.
  static let keys: [String: [String]] = [
    "device": [
      "$schema", "format", "id", "name", "version", "aliases", "core", "isa", "clock", "memory",
      "sleep_power_mw", "sleep_power_unknown", "runtimes", "notes",
    ],
    "clock": ["default_mhz", "maximum_mhz", "source"],
    "memory": ["source", "regions"],
    "region": ["name", "kind", "bytes", "default", "address", "holds_model"],
    "runtime": [
      "id", "kernels", "optimisation", "interpreter", "drops_dead_channels",
      "timing", "timing_unknown", "power",
      "power_unknown", "code_bytes", "evidence",
    ],
    "evidence": [
      "networks", "layers", "energies", "sources", "in_sample_error", "left_out_error",
    ],
    "timing": [
      "clock_mhz", "clock_scaling", "cycles_per_instruction", "class_factors", "gather_factor",
      "split_cycles", "weight_byte_cycles", "weight_cache_bytes", "line_cycles", "operation_spread",
      "measured_classes",
    ],
    "power": ["clock_mhz", "active_mw", "class_factors", "supply_v", "includes"],
    "sourced": FileRules.sourcedKeys,
  ]

  static func allowOnly(_ object: String, in node: JSONNode) throws(JSONError) {
    try node.allowOnly(keys[object] ?? [])
  }
}

extension DeviceFile {
  private static func device(_ node: JSONNode) throws(JSONError) -> Device {
    try allowOnly("device", in: node)
    _ = try node.optional("$schema") { node throws(JSONError) in try node.string() }
    let format = try node.member("format")
    guard try format.string() == Self.format else {
      throw format.failure(.invalid("expected \"\(Self.format)\", found \(format.value)"))
    }
    let clock = try node.member("clock")
    try allowOnly("clock", in: clock)
    let maximum = try clock.member("maximum_mhz").number(in: FileRules.megahertz)
    let memory = try node.member("memory")
    try allowOnly("memory", in: memory)

    return Device(
      id: try node.member("id").identifier(),
      name: try node.member("name").text(),
      version: try node.member("version").text(atMost: FileRules.identifierBytes),
      aliases: try aliases(node),
      core: try node.member("core").identifier(),
      instructionSet: try node.member("isa").choice(of: InstructionSet.self),
      defaultClock: try DeviceFile.clock(try clock.member("default_mhz"), atMost: maximum),
      maximumClock: Hertz(megahertz: maximum),
      clockSource: try clock.member("source").text(),
      memory: try regions(try memory.member("regions")),
      memorySource: try memory.member("source").text(),
      sleepPower: try node.optional("sleep_power_mw") { node throws(JSONError) in
        try milliwatts(node)
      },
      sleepPowerUnknown: try sleepPowerUnknown(node),
      runtimes: try runtimes(try node.member("runtimes"), maximumMegahertz: maximum),
      notes: try node.optional("notes") { node throws(JSONError) in try node.text() })
  }

  /// Files written before the reason was asked for have none.
  private static func sleepPowerUnknown(_ node: JSONNode) throws(JSONError) -> String? {
    let reason = try node.optional("sleep_power_unknown") { node throws(JSONError) in
      try node.text()
    }
    if reason != nil, let known = try node.optionalMember("sleep_power_mw"), !known.isNull {
      throw try node.member("sleep_power_unknown").failure(
        .invalid("'sleep_power_unknown' says why 'sleep_power_mw' is missing, but it is there"))
    }
    return reason
  }

  private static func aliases(_ node: JSONNode) throws(JSONError) -> [String] {
    try node.optional("aliases") { node throws(JSONError) in
      try node.list(atMost: FileRules.aliases) { node throws(JSONError) in
        try node.identifier()
      }
    } ?? []
  }

  /// A clock that the device can run.
  static func clock(_ node: JSONNode, atMost maximum: Double) throws(JSONError) -> Hertz {
    let megahertz = try node.number(in: FileRules.megahertz)
    guard megahertz <= maximum else {
      throw node.failure(
        .invalid("\(megahertz) MHz is above the device's maximum of \(maximum) MHz"))
    }
    return Hertz(megahertz: megahertz)
  }

  static func milliwatts(_ node: JSONNode) throws(JSONError) -> Sourced<Watts> {
    try node.sourced { node throws(JSONError) in
      Watts(milliwatts: try node.number(in: FileRules.milliwatts))
    }
  }

  private static func regions(_ node: JSONNode) throws(JSONError) -> [MemoryRegion] {
    var names: Set<String> = []
    let regions = try node.list(atLeast: 1, atMost: FileRules.regions) {
      node throws(JSONError) in
      try allowOnly("region", in: node)
      let name = try node.member("name")
      var region = MemoryRegion(
        name: try name.text(atMost: FileRules.identifierBytes),
        kind: try node.member("kind").choice(of: MemoryRegion.Kind.self),
        bytes: try node.member("bytes").integer(in: FileRules.bytes),
        isDefault: try node.member("default").bool())
      region.address = try node.optional("address") { node throws(JSONError) in
        try node.integer(in: FileRules.addresses)
      }
      region.holdsModel =
        try node.optional("holds_model") { node throws(JSONError) in try node.bool() } ?? false
      if region.holdsModel, region.kind != .flash || region.isDefault {
        throw name.failure(
          .invalid("'holds_model' is for one region of kind 'flash' that is not a default one"))
      }
      guard names.insert(region.name).inserted else {
        throw name.failure(.invalid("the region '\(region.name)' is listed twice"))
      }
      return region
    }
    guard regions.count(where: \.holdsModel) < 2 else {
      throw node.failure(.invalid("two regions hold the model"))
    }
    guard regions.contains(where: { $0.kind == .ram && $0.isDefault }) else {
      throw node.failure(.invalid("no region of kind 'ram' is a default one"))
    }
    return regions
  }

  private static func runtimes(
    _ node: JSONNode, maximumMegahertz: Double
  ) throws(JSONError) -> [Runtime] {
    var ids: Set<String> = []
    return try node.list(atLeast: 1, atMost: FileRules.runtimes) { node throws(JSONError) in
      let runtime = try DeviceFile.runtime(node, maximumMegahertz: maximumMegahertz)
      guard ids.insert(runtime.id).inserted else {
        throw try node.member("id").failure(
          .invalid("the runtime '\(runtime.id)' is listed twice"))
      }
      return runtime
    }
  }
}
