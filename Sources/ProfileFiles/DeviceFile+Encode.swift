public import Estimator
import JSON

extension DeviceFile {
  /// The file that `decode` reads back as an equal device: pretty-printed, with a final line feed.
  public static func encode(_ device: Device) -> [UInt8] {
    var writer = JSONWriter(.pretty, reserving: 4_096)
    write(device, to: &writer)
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  private static func write(_ device: Device, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("format", format)
      writer.member("id", device.id)
      writer.member("name", device.name)
      writer.member("version", device.version)
      writer.array("aliases") { for alias in device.aliases { $0.write(alias) } }
      writer.member("core", device.core)
      writer.member("isa", device.instructionSet.rawValue)
      writer.object("clock") { writer in
        writer.number("default_mhz", device.defaultClock.megahertz)
        writer.number("maximum_mhz", device.maximumClock.megahertz)
        writer.member("source", device.clockSource)
      }
      writer.object("memory") { writer in
        writer.member("source", device.memorySource)
        writer.array("regions") { for region in device.memory { write(region, to: &$0) } }
      }
      if let sleep = device.sleepPower {
        writer.sourced("sleep_power_mw", sleep) { $0.write(number: $1.milliwatts) }
      }
      if let reason = device.sleepPowerUnknown { writer.member("sleep_power_unknown", reason) }
      writer.array("runtimes") { for runtime in device.runtimes { write(runtime, to: &$0) } }
      if let notes = device.notes { writer.member("notes", notes) }
    }
  }

  private static func write(_ region: MemoryRegion, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", region.name)
      writer.member("kind", region.kind.rawValue)
      writer.member("bytes", region.bytes)
      writer.member("default", region.isDefault)
      if let address = region.address { writer.member("address", address) }
      if region.holdsModel { writer.member("holds_model", true) }
    }
  }

  private static func write(_ runtime: Runtime, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", runtime.id)
      writer.member("kernels", runtime.libraryID)
      writer.member("optimisation", runtime.optimisation)
      writer.member("interpreter", runtime.interpreter.rawValue)
      if runtime.dropsDeadChannels { writer.member("drops_dead_channels", true) }
      if let evidence = runtime.evidence { write(evidence, to: &writer) }
      if let timing = runtime.timing { write(timing, to: &writer) }
      if let reason = runtime.timingUnknown { writer.member("timing_unknown", reason) }
      if let power = runtime.power { write(power, to: &writer) }
      if let reason = runtime.powerUnknown { writer.member("power_unknown", reason) }
      if let code = runtime.code { writer.sourced("code_bytes", code) { $0.write($1) } }
    }
  }

  private static func write(_ evidence: Evidence, to writer: inout JSONWriter) {
    writer.object("evidence") { writer in
      writer.member("networks", evidence.networks)
      writer.member("layers", evidence.layers)
      writer.member("energies", evidence.energies)
      writer.member("sources", evidence.sources)
      if let error = evidence.inSampleError { writer.number("in_sample_error", error) }
      if let error = evidence.leftOutError { writer.number("left_out_error", error) }
    }
  }

  private static func write(_ timing: Timing, to writer: inout JSONWriter) {
    writer.object("timing") { writer in
      writer.number("clock_mhz", timing.clock.megahertz)
      writer.member("clock_scaling", timing.clockScaling.rawValue)
      writer.sourced("cycles_per_instruction", timing.cyclesPerInstruction)
      write(timing.classFactors, to: &writer)
      if let factor = timing.gatherFactor { writer.sourced("gather_factor", factor) }
      if let cycles = timing.splitCycles { writer.sourced("split_cycles", cycles) }
      if let cycles = timing.weightByteCycles { writer.sourced("weight_byte_cycles", cycles) }
      if let bytes = timing.weightCacheBytes { writer.member("weight_cache_bytes", bytes) }
      if let cycles = timing.lineCycles { writer.sourced("line_cycles", cycles) }
      writer.number("operation_spread", timing.operationSpread)
      writer.array("measured_classes") { writer in
        for kernelClass in KernelClass.allCases where timing.measuredClasses.contains(kernelClass) {
          writer.write(kernelClass.rawValue)
        }
      }
    }
  }

  private static func write(_ power: Power, to writer: inout JSONWriter) {
    writer.object("power") { writer in
      writer.number("clock_mhz", power.clock.megahertz)
      writer.sourced("active_mw", power.active) { $0.write(number: $1.milliwatts) }
      write(power.classFactors, to: &writer)
      if let volts = power.supplyVolts { writer.number("supply_v", volts) }
      writer.member("includes", power.includes)
    }
  }

  /// In the order of `KernelClass.allCases`: the same device makes the same bytes.
  private static func write(
    _ factors: [KernelClass: Sourced<Double>], to writer: inout JSONWriter
  ) {
    guard !factors.isEmpty else { return }
    writer.object("class_factors") { writer in
      for kernelClass in KernelClass.allCases {
        guard let factor = factors[kernelClass] else { continue }
        writer.name(escaping: kernelClass.rawValue)
        writer.writeSourced(factor) { $0.write(number: $1) }
      }
    }
  }
}
