import Estimator
import JSON

/// Runtimes: what was measured of a device with one build.
extension DeviceFile {
  static func runtime(
    _ node: JSONNode, maximumMegahertz: Double
  ) throws(JSONError) -> Runtime {
    try allowOnly("runtime", in: node)
    let (timing, timingUnknown) = try known("timing", orReason: "timing_unknown", in: node) {
      node throws(JSONError) in
      try DeviceFile.timing(node, maximumMegahertz: maximumMegahertz)
    }
    let (power, powerUnknown) = try known("power", orReason: "power_unknown", in: node) {
      node throws(JSONError) in
      try DeviceFile.power(node, maximumMegahertz: maximumMegahertz)
    }
    return Runtime(
      id: try node.member("id").identifier(),
      libraryID: try node.member("kernels").identifier(),
      optimisation: try node.member("optimisation").text(atMost: FileRules.identifierBytes),
      interpreter: try node.member("interpreter").choice(of: Interpreter.self),
      dropsDeadChannels: try node.optional("drops_dead_channels") { node throws(JSONError) in
        try node.bool()
      } ?? false,
      timing: timing, timingUnknown: timingUnknown, power: power, powerUnknown: powerUnknown,
      code: try node.optional("code_bytes") { node throws(JSONError) in
        try node.sourced { node throws(JSONError) in try node.integer(in: FileRules.bytes) }
      },
      evidence: try node.optional("evidence") { node throws(JSONError) in try evidence(node) })
  }

  private static func evidence(_ node: JSONNode) throws(JSONError) -> Evidence {
    try allowOnly("evidence", in: node)
    func texts(_ name: String) throws(JSONError) -> [String] {
      try node.member(name).list(atMost: FileRules.evidenceTexts) { node throws(JSONError) in
        try node.text()
      }
    }
    func error(_ name: String) throws(JSONError) -> Double? {
      try node.optional(name) { node throws(JSONError) in try node.number(in: FileRules.error) }
    }
    return Evidence(
      networks: try texts("networks"),
      layers: try node.member("layers").integer(in: FileRules.rows),
      energies: try node.member("energies").integer(in: FileRules.rows),
      sources: try texts("sources"),
      inSampleError: try error("in_sample_error"), leftOutError: try error("left_out_error"))
  }

  /// Either the member `name`, or the reason why it is `null` or absent: never neither, never both.
  private static func known<Value>(
    _ name: String, orReason reasonName: String, in node: JSONNode,
    _ read: (JSONNode) throws(JSONError) -> Value
  ) throws(JSONError) -> (Value?, String?) {
    let value = try node.optional(name, read)
    let reason = try node.optional(reasonName) { node throws(JSONError) in try node.text() }
    switch (value, reason) {
    case (nil, nil):
      throw node.failure(
        .invalid("either '\(name)' or, where it is not known, '\(reasonName)' is needed"))
    case (.some, .some):
      throw try node.member(reasonName).failure(
        .invalid("'\(reasonName)' says why '\(name)' is missing, but it is there"))
    default: return (value, reason)
    }
  }

  private static func timing(
    _ node: JSONNode, maximumMegahertz: Double
  ) throws(JSONError) -> Timing {
    try allowOnly("timing", in: node)
    let measured = try node.optional("measured_classes") { node throws(JSONError) in
      try node.list(atMost: KernelClass.allCases.count) { node throws(JSONError) in
        try node.choice(of: KernelClass.self)
      }
    }
    return Timing(
      clock: try clock(try node.member("clock_mhz"), atMost: maximumMegahertz),
      clockScaling: try node.member("clock_scaling").choice(of: Timing.ClockScaling.self),
      cyclesPerInstruction: try node.member("cycles_per_instruction").sourcedNumber(
        in: FileRules.cyclesPerInstruction),
      classFactors: try classFactors(node),
      gatherFactor: try node.optional("gather_factor") { node throws(JSONError) in
        try node.sourcedNumber(in: FileRules.factor)
      },
      splitCycles: try node.optional("split_cycles") { node throws(JSONError) in
        try node.sourcedNumber(in: FileRules.splitCycles)
      },
      weightByteCycles: try node.optional("weight_byte_cycles") { node throws(JSONError) in
        try node.sourcedNumber(in: FileRules.weightByteCycles)
      },
      weightCacheBytes: try node.optional("weight_cache_bytes") { node throws(JSONError) in
        try node.integer(in: FileRules.cacheBytes)
      },
      lineCycles: try node.optional("line_cycles") { node throws(JSONError) in
        try node.sourcedNumber(in: FileRules.lineCycles)
      },
      operationSpread: try node.member("operation_spread").number(in: FileRules.spread),
      measuredClasses: Set(measured ?? []))
  }

  private static func power(
    _ node: JSONNode, maximumMegahertz: Double
  ) throws(JSONError) -> Power {
    try allowOnly("power", in: node)
    return Power(
      clock: try clock(try node.member("clock_mhz"), atMost: maximumMegahertz),
      active: try milliwatts(try node.member("active_mw")),
      classFactors: try classFactors(node),
      supplyVolts: try node.optional("supply_v") { node throws(JSONError) in
        try node.number(in: FileRules.volts)
      },
      includes: try node.member("includes").text())
  }

  private static func classFactors(
    _ node: JSONNode
  ) throws(JSONError) -> [KernelClass: Sourced<Double>] {
    guard let factors = try node.optionalMember("class_factors"), !factors.isNull else {
      return [:]
    }
    try factors.allowOnly(KernelClass.allCases.map(\.rawValue))
    var result: [KernelClass: Sourced<Double>] = [:]
    for kernelClass in KernelClass.allCases {
      if let factor = try factors.optionalMember(kernelClass.rawValue) {
        result[kernelClass] = try factor.sourcedNumber(in: FileRules.factor)
      }
    }
    return result
  }
}
