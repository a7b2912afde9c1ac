import Estimator
import Foundation
import JSON

@testable import ProfileFiles

/// What several suites share: the project's own files, a small device, a small library.
enum Fixture {
  /// The project's `Profiles` directory.
  static let profiles = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Profiles")

  static let deviceFiles: [String] = {
    let folder = profiles.appending(path: "devices").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
  }()

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: profiles.appending(path: path)))
  }

  /// A device file with every member that there is.
  static let device = #"""
    {
      "$schema": "../schema/device.schema.json",
      "format": "opmeter-device/1", "id": "board", "name": "BOARD", "version": "3",
      "aliases": ["plank"], "core": "cortex-m4", "isa": "dsp",
      "clock": {"default_mhz": 80, "maximum_mhz": 120, "source": "datasheet"},
      "memory": {"source": "manual", "regions": [
        {"name": "SRAM", "kind": "ram", "bytes": 65536, "default": true},
        {"name": "CCM", "kind": "ram", "bytes": 1024, "default": false},
        {"name": "flash", "kind": "flash", "bytes": 1048576, "default": true}]},
      "sleep_power_mw": {"value": 0.01, "spread": 0.5, "source": "datasheet", "kind": "datasheet"},
      "runtimes": [
        {"id": "lib-1", "kernels": "lib-1.dsp", "optimisation": "-O2", "interpreter": "tflm-arm32",
         "timing": {
           "clock_mhz": 80, "clock_scaling": "proportional",
           "cycles_per_instruction":
             {"value": 1.5, "spread": 0.1, "source": "measured here", "kind": "fitted"},
           "class_factors": {
             "depthwise": {"value": 1.2, "spread": 0.2, "source": "there", "kind": "fitted"}},
           "gather_factor": {"value": 1.7, "source": "there", "kind": "fitted"},
           "split_cycles": {"value": 1, "source": "manual", "kind": "datasheet"},
           "weight_byte_cycles": {"value": 29.5, "spread": 0.2, "source": "manual", "kind": "fitted"},
           "weight_cache_bytes": 30000,
           "line_cycles": {"value": 9, "source": "manual", "kind": "assumed"},
           "operation_spread": 0.07, "measured_classes": ["convolution", "depthwise"]},
         "power": {
           "clock_mhz": 80,
           "active_mw": {"value": 44.4, "spread": 0.05, "source": "meter", "kind": "measured"},
           "class_factors": {"copy": {"value": 0.9, "source": "meter", "kind": "measured"}},
           "supply_v": 3.3, "includes": "board"},
         "evidence": {
           "networks": ["kws"], "layers": 12, "energies": 3, "sources": ["here"],
           "in_sample_error": 0.03, "left_out_error": 0.07},
         "code_bytes": {"value": 60000, "source": "linker map", "kind": "measured"}},
        {"id": "lib-2", "kernels": "lib-2.dsp", "optimisation": "-O2", "interpreter": "none",
         "drops_dead_channels": true,
         "timing_unknown": "never measured", "power_unknown": "never measured"}],
      "notes": "A board for tests."
    }
    """#

  /// A file for `decodeLibrary`.
  static func library(_ id: String, isa: String = "dsp", fallback: String? = nil) -> String {
    let tail = fallback.map { #", "fallback": "\#($0)""# } ?? ""
    return #"{"id": "\#(id)", "isa": "\#(isa)"\#(tail)}"#
  }

  /// Reads what `library` writes: sets are about how files fit together, not about kernels.
  static func decodeLibrary(_ bytes: [UInt8]) throws(JSONError) -> KernelLibrary {
    let node = try JSONNode(document: bytes)
    let id = try node.member("id").string()
    let fallback = try node.optionalMember("fallback")?.string()
    let isa = try node.member("isa").choice(of: InstructionSet.self)
    do throws(KernelLibraryError) {
      return try KernelLibrary(
        id: id, name: "library", version: "1", instructionSet: isa, optimisation: "-O2",
        provenance: "made up", fallbackID: fallback, rules: [], kernels: [])
    } catch {
      throw node.failure(.invalid(error.description))
    }
  }
}
