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
      "| board | predictions | MAPE before | after one | made worse | within 90 % | "
        + "predictions | after two | made worse | within 90 % |",
      "|---|---|---|---|---|---|---|---|---|---|",
    ]
    func cells(_ rows: [CalibrationTrial]) -> String {
      func share(_ count: Int) -> String {
        Self.percent(rows.isEmpty ? nil : Double(count) / Double(rows.count))
      }
      let worse = rows.count { abs($0.after) > abs($0.before) }
      return "\(Self.percent(Self.mean(rows.map { abs($0.after) }))) | \(share(worse)) | "
        + "\(share(rows.count(where: \.isCovered)))"
    }
    func line(_ name: String, _ rows: [CalibrationTrial]) -> String {
      let one = rows.filter { $0.given.count == 1 }
      let two = rows.filter { $0.given.count == 2 }
      return "| \(name) | \(one.count) | \(Self.percent(Self.mean(one.map { abs($0.before) }))) | "
        + "\(cells(one)) | \(two.count) | \(cells(two)) |"
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
