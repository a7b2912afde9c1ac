import Estimator
import JSON
import ProfileFiles

/// What `/profiles` and `/profiles/{id}` say.
enum ProfileDocument {
  /// `GET /profiles`.
  static func list(of set: ProfileSet) -> [UInt8] {
    let aliases = aliases(in: set)
    var writer = JSONWriter(reserving: 512 * set.profiles.count)
    writer.object { writer in
      writer.member("version", OpmeterVersion.current)
      writer.member("profiles_digest", set.digest)
      writer.array("profiles") { writer in
        for profile in set.profiles {
          writer.object { writer in
            writeSummary(of: profile, aliases: aliases[profile.id] ?? [], to: &writer)
          }
        }
      }
    }
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  /// `GET /profiles/{id}`.
  static func detail(of profile: Profile, in set: ProfileSet) -> [UInt8] {
    var writer = JSONWriter(reserving: 8_192)
    writer.object { writer in
      writeSummary(of: profile, aliases: aliases(in: set)[profile.id] ?? [], to: &writer)
      writer.member("name", profile.device.name)
      writer.memberOrNull("notes", profile.device.notes)
      writeClock(of: profile.device, to: &writer)
      writeMemory(of: profile.device, to: &writer)
      writeRuntime(of: profile, to: &writer)
      writeLibrary(profile.library, to: &writer)
      writer.member("program_version", OpmeterVersion.current)
      writer.member("profiles_digest", set.digest)
    }
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  /// The other names of each profile, by its id.
  private static func aliases(in set: ProfileSet) -> [String: [String]] {
    var aliases: [String: [String]] = [:]
    for name in set.names {
      guard let profile = set.profile(named: name), profile.id != name else { continue }
      aliases[profile.id, default: []].append(name)
    }
    return aliases
  }

  /// The members that both documents have.
  private static func writeSummary(
    of profile: Profile, aliases: [String], to writer: inout JSONWriter
  ) {
    writer.member("id", profile.id)
    writer.member("aliases", aliases)
    writer.member("device", profile.device.id)
    writer.member("core", profile.device.core)
    writer.member("isa", profile.device.instructionSet.rawValue)
    writer.member("kernels", profile.library.id)
    writer.number("clock_mhz", profile.device.defaultClock.megahertz)
    writer.member("version", profile.device.version)
    writer.member("digest", profile.digest)
    writer.memberOrNull("basis", profile.basis?.rawValue)
  }

  private static func writeClock(of device: Device, to writer: inout JSONWriter) {
    writer.object("clock") { writer in
      writer.number("default_mhz", device.defaultClock.megahertz)
      writer.number("maximum_mhz", device.maximumClock.megahertz)
      writer.member("source", device.clockSource)
    }
  }

  private static func writeMemory(of device: Device, to writer: inout JSONWriter) {
    writer.object("memory") { writer in
      writer.member("source", device.memorySource)
      writer.array("regions") { writer in
        for region in device.memory {
          writer.object { writer in
            writer.member("name", region.name)
            writer.member("kind", region.kind.rawValue)
            writer.member("bytes", region.bytes)
            writer.member("default", region.isDefault)
            if let address = region.address { writer.member("address", address) }
            if region.holdsModel { writer.member("holds_model", true) }
          }
        }
      }
    }
    writer.sourced("sleep_power_mw", device.sleepPower) { $0.milliwatts }
    writer.memberOrNull(
      "sleep_power_unknown",
      device.sleepPower == nil ? device.sleepPowerUnknown ?? "the device file states none" : nil)
  }
}

extension Profile {
  /// How well founded its times are at best; nil where it knows nothing about time.
  var basis: Basis? {
    guard let timing = runtime.timing else { return nil }
    if timing.cyclesPerInstruction.kind == .assumed { return .assumed }
    return timing.measuredClasses.isEmpty ? .fitted : .measured
  }
}
