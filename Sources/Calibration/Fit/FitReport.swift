public import Estimator

/// What a fit left unexplained, kernel by kernel.
public struct FitReport: Sendable {
  public struct Row: Sendable {
    public var kernel: Kernel
    /// Distinct shapes behind it, and how many of them were counted inside an interpreter.
    public var samples: Int
    public var interpreted: Int
  }

  public var library: KernelLibrary
  public var rows: [Row]
}

extension FitReport {
  /// A table for the terminal, errors in per cent.
  public var text: String {
    var lines = ["\(library.id) (\(library.optimisation))"]
    lines.append("  shapes  median   mean    p95  worst  kernel")
    for row in rows {
      guard let fit = row.kernel.fit else {
        lines.append(
          "  \(padded("\(row.samples)", 6))       -      -      -      -  \(row.kernel.name)")
        continue
      }
      let errors = [fit.median, fit.mean, fit.p95, fit.worst].map { padded(percent($0), 6) }
      lines.append(
        "  \(padded("\(fit.shapes)", 6))  \(errors.joined(separator: " "))  \(row.kernel.name)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
