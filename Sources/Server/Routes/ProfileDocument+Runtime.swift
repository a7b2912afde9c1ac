import Estimator
import JSON

// Where a profile's numbers come from and how far they can be trusted.
extension ProfileDocument {
  static func writeRuntime(of profile: Profile, to writer: inout JSONWriter) {
    let runtime = profile.runtime
    writer.object("runtime") { writer in
      writer.member("id", runtime.id)
      writer.member("optimisation", runtime.optimisation)
      writer.member("interpreter", runtime.interpreter.rawValue)
      write(runtime.timing, to: &writer)
      writer.memberOrNull("timing_unknown", runtime.timingUnknown)
      write(runtime.power, to: &writer)
      writer.memberOrNull("power_unknown", runtime.powerUnknown)
      writer.sourced("code_bytes", runtime.code) { Double($0) }
      write(runtime.evidence, to: &writer)
    }
  }

  private static func write(_ evidence: Evidence?, to writer: inout JSONWriter) {
    guard let evidence else { return writer.nullMember("evidence") }
    writer.object("evidence") { writer in
      writer.member("networks", evidence.networks)
      writer.member("layers", evidence.layers)
      writer.member("energies", evidence.energies)
      writer.member("sources", evidence.sources)
      writer.memberOrNull("in_sample_error", evidence.inSampleError)
      writer.memberOrNull("left_out_error", evidence.leftOutError)
    }
  }

  private static func write(_ timing: Timing?, to writer: inout JSONWriter) {
    guard let timing else { return writer.nullMember("timing") }
    writer.object("timing") { writer in
      writer.number("clock_mhz", timing.clock.megahertz)
      writer.member("clock_scaling", timing.clockScaling.rawValue)
      writer.sourced("cycles_per_instruction", timing.cyclesPerInstruction) { $0 }
      writeFactors(timing.classFactors, to: &writer)
      writer.sourced("gather_factor", timing.gatherFactor) { $0 }
      writer.sourced("split_cycles", timing.splitCycles) { $0 }
      writer.sourced("weight_byte_cycles", timing.weightByteCycles) { $0 }
      writer.memberOrNull("weight_cache_bytes", timing.weightCacheBytes)
      writer.sourced("line_cycles", timing.lineCycles) { $0 }
      writer.number("operation_spread", timing.operationSpread)
      writer.member(
        "measured_classes",
        KernelClass.allCases.filter(timing.measuredClasses.contains).map(\.rawValue))
    }
  }

  private static func write(_ power: Power?, to writer: inout JSONWriter) {
    guard let power else { return writer.nullMember("power") }
    writer.object("power") { writer in
      writer.number("clock_mhz", power.clock.megahertz)
      writer.sourced("active_mw", power.active) { $0.milliwatts }
      writeFactors(power.classFactors, to: &writer)
      writer.number("supply_v", power.supplyVolts)
      writer.member("includes", power.includes)
    }
  }

  private static func writeFactors(
    _ factors: [KernelClass: Sourced<Double>], to writer: inout JSONWriter
  ) {
    writer.object("class_factors") { writer in
      for kernelClass in KernelClass.allCases {
        guard let factor = factors[kernelClass] else { continue }
        writer.name(escaping: kernelClass.rawValue)
        writer.write(sourced: factor) { $0 }
      }
    }
  }

  static func writeLibrary(_ library: KernelLibrary, to writer: inout JSONWriter) {
    writer.object("library") { writer in
      writer.member("id", library.id)
      writer.member("name", library.name)
      writer.member("version", library.version)
      writer.member("isa", library.instructionSet.rawValue)
      writer.member("optimisation", library.optimisation)
      writer.member("provenance", library.provenance)
      writer.memberOrNull("fallback", library.fallbackID)
      let types = library.servedTypes
      writer.object("dtypes") { writer in
        writer.member("own", types.own.map(\.rawValue))
        writer.member("reference", types.reference.map(\.rawValue))
      }
      writer.array("kernels") { writer in
        for kernel in library.kernels {
          writer.object { writer in
            writer.member("name", kernel.name)
            writer.member("class", kernel.kernelClass.rawValue)
            write(kernel.fit, to: &writer)
          }
        }
      }
    }
  }

  private static func write(_ fit: KernelFit?, to writer: inout JSONWriter) {
    guard let fit else { return writer.nullMember("fit") }
    writer.object("fit") { writer in
      writer.member("shapes", fit.shapes)
      writer.number("median_error", fit.median)
      writer.number("mean_error", fit.mean)
      writer.number("p95_error", fit.p95)
      writer.number("worst_error", fit.worst)
    }
  }
}

extension JSONWriter {
  /// A number with its source; null where it is not known.
  mutating func sourced<Value>(
    _ name: StaticString, _ number: Sourced<Value>?, _ value: (Value) -> Double
  ) {
    self.name(name)
    if let number { write(sourced: number, value) } else { writeNull() }
  }

  /// A number as people write it, whole ones without a fraction; null where it is not known.
  mutating func number(_ name: StaticString, _ value: Double?) {
    self.name(name)
    if let value, let whole = Int(exactly: value), abs(whole) < 1 << 53 {
      write(whole)
    } else {
      writeOrNull(value)
    }
  }

  mutating func write<Value>(sourced number: Sourced<Value>, _ value: (Value) -> Double) {
    object { writer in
      writer.number("value", value(number.value))
      writer.number("spread", number.spread)
      writer.member("source", number.source)
      writer.member("kind", number.kind.rawValue)
    }
  }
}
