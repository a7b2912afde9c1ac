import Calibration
import Foundation

extension AccuracyDocument {
  var differences: String {
    var lines = [
      "| pairs of | left out | pairs | within 90 % | width, median |", "|---|---|---|---|---|",
    ]
    for isWhole in [true, false] {
      for seen in [AccuracyRow.Seen.networkLeftOut, .boardLeftOut] {
        let rows = pairs.filter { $0.isWhole == isWhole && $0.seen == seen }
        guard !rows.isEmpty else { continue }
        let covered = Double(rows.count(where: \.isCovered)) / Double(rows.count)
        lines.append(
          "| \(isWhole ? "networks" : "layers") | "
            + "\(seen == .boardLeftOut ? "the board" : "the network") | \(rows.count) | "
            + "\(Self.percent(covered)) | \(Self.percent(Self.median(rows.map(\.width)))) |")
      }
    }
    return lines.joined(separator: "\n")
  }

  var calibrations: String {
    var lines = [
      "| board | predictions | median before | median after | MAPE before | MAPE after | within 90 % after |",
      "|---|---|---|---|---|---|---|",
    ]
    func line(_ name: String, _ rows: [CalibrationTrial]) -> String {
      let before = rows.map { abs($0.before) }
      let after = rows.map { abs($0.after) }
      let covered = Double(rows.count(where: \.isCovered)) / Double(max(1, rows.count))
      return "| \(name) | \(rows.count) | \(Self.percent(Self.median(before))) | "
        + "\(Self.percent(Self.median(after))) | \(Self.percent(Self.mean(before))) | "
        + "\(Self.percent(Self.mean(after))) | \(Self.percent(covered)) |"
    }
    for (device, rows) in Dictionary(grouping: trials, by: \.device).sorted(by: { $0.key < $1.key })
    {
      lines.append(line(device, rows))
    }
    if !trials.isEmpty { lines.append(line("all", trials)) }
    return lines.joined(separator: "\n")
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  private static func percent(_ share: Double?) -> String {
    guard let share else { return "-" }
    return String(format: "%.1f %%", share * 100)
  }
}
