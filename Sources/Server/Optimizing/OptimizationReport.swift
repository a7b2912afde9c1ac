import Crypto
public import Estimator
import JSON
public import ModelFormats

/// What `POST /optimize` and `opmeter optimize` say about the file that they hand back.
public struct OptimizationReport: Sendable {
  public var optimized: OptimizedModel
  /// Size and digest of the file as it came, and as it is handed back.
  public var modelBytes: Int
  public var modelDigest: String
  public var fileDigest: String
  /// Profiles whose kernels count; the first is the one asked for, if one was.
  public var profiles: [Profile]
  public var profilesDigest: String
  /// Whether the first of `profiles` was asked for by name.
  public var hasFavourite: Bool

  /// Optimises `bytes` for some profiles: `named` if any were asked for, else all that there are.
  public init(
    optimizing bytes: [UInt8], named: [Profile], all: [Profile], profilesDigest: String
  ) throws(OptimizationError) {
    profiles = named.isEmpty ? all : named
    hasFavourite = !named.isEmpty
    self.profilesDigest = profilesDigest
    optimized = try optimizeModel(
      bytes, libraries: profiles.map(\.library), favourite: named.first?.library.id)
    modelBytes = bytes.count
    modelDigest = SHA256.hexadecimal(bytes)
    fileDigest =
      optimized.reason == nil ? SHA256.hexadecimal(optimized.bytes) : modelDigest
  }
}

extension OptimizationReport {
  var outcome: String { optimized.reason == nil ? "optimized" : "unchanged" }

  /// The arena that stands for all: the named profile's, or that of kernels without scratch.
  var headline: OptimizedModel.Arena? {
    guard hasFavourite, let id = profiles.first?.library.id else { return optimized.arenas.first }
    return optimized.arenas.first { $0.libraries.contains(id) }
  }

  /// What the figures do not say, in sentences.
  var notPromised: [String] {
    var sentences = [
      "Figures are the planned part of the arena. What the runtime keeps beside it, and needs while "
        + "it plans, stays as it is; in a very small model that alone decides how small the arena "
        + "can be.",
      "Only the kernel libraries listed were looked at; others may ask for other scratch memory.",
      "The plan is honoured by the greedy planner, which is the default. An interpreter that is "
        + "given another planner, or keeps all tensors for inspection, does not follow it.",
      "Inputs have to be filled before every inference, as always: their bytes are used again once "
        + "they were read.",
    ]
    let growth = optimized.bytes.count - modelBytes
    if growth > 0 { sentences.append("The file itself grows by \(growth) bytes of flash.") }
    return sentences
  }
}

// MARK: - JSON

extension OptimizationReport {
  /// The report as one line of JSON.
  public var json: [UInt8] {
    var writer = JSONWriter(reserving: 2_048)
    writer.object { writer in
      writer.member("schema", "opmeter-optimize/1")
      writer.member("version", OpmeterVersion.current)
      writer.member("profiles_digest", profilesDigest)
      writer.member("outcome", outcome)
      if let reason = optimized.reason {
        writer.object("reason") { writer in
          writer.member("code", reason.code)
          writer.member("message", reason.description)
        }
      } else {
        writer.memberOrNull("reason", nil as String?)
      }
      writer.object("model") { writer in
        writer.member("sha256", modelDigest)
        writer.member("file_bytes", modelBytes)
        writer.member("op_count", optimized.operatorCount)
      }
      writer.object("file") { writer in
        writer.member("sha256", fileDigest)
        writer.member("file_bytes", optimized.bytes.count)
      }
      writer.member("moved_ops", optimized.movedOperatorCount)
      writer.member("planned_tensors", optimized.plannedTensorCount)
      if let headline {
        writer.object("arena") { writer in write(headline, to: &writer) }
      } else {
        writer.memberOrNull("arena", nil as Int?)
      }
      writer.array("builds") { writer in
        for arena in optimized.arenas {
          writer.object { writer in write(arena, to: &writer) }
        }
      }
      writer.member("not_promised", notPromised)
    }
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  private func write(_ arena: OptimizedModel.Arena, to writer: inout JSONWriter) {
    writer.member("kernels", arena.libraries)
    writer.member("profiles", profileNames(of: arena))
    writer.member("scratch_peak_bytes", arena.scratchPeakBytes)
    writer.member("before_bytes", arena.beforeBytes)
    writer.member("after_bytes", arena.afterBytes)
    writer.member("saved_bytes", arena.savedBytes)
    writer.member("lower_bound_bytes", arena.lowerBoundBytes)
  }

  private func profileNames(of arena: OptimizedModel.Arena) -> [String] {
    profiles.filter { arena.libraries.contains($0.library.id) }.map(\.id)
  }
}

// MARK: - Text

extension OptimizationReport {
  /// The report for a terminal.
  public var text: [UInt8] {
    var lines: [String] = []
    if let reason = optimized.reason {
      lines.append("Unchanged: \(reason)")
    } else {
      lines.append(
        "Optimised: \(optimized.movedOperatorCount) of \(optimized.operatorCount) operators moved, "
          + "\(optimized.plannedTensorCount) tensors placed, file \(modelBytes) -> "
          + "\(optimized.bytes.count) bytes.")
    }
    if !optimized.arenas.isEmpty {
      lines += ["", "Planned arena in bytes, by what kernels ask for beside the tensors:"]
      lines.append(Self.row(["before", "after", "saved", "least"], "kernels"))
      for arena in optimized.arenas {
        let figures = [
          arena.beforeBytes, arena.afterBytes, arena.savedBytes, arena.lowerBoundBytes,
        ]
        lines.append(
          Self.row(figures.map { String($0) }, arena.libraries.joined(separator: ", ")))
      }
    }
    if optimized.reason == nil {
      lines.append("")
      lines += notPromised.map { "- " + $0 }
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func row(_ cells: [String], _ last: String) -> String {
    let padded = cells.map { String(repeating: " ", count: max(1, 11 - $0.utf8.count)) + $0 }
    return padded.joined() + "  " + last
  }
}
