import Calibration
import Estimator
import Foundation

/// What a calibration found, for people.
struct CalibrationText {
  private let calibration: DeviceCalibration

  init(_ calibration: DeviceCalibration) { self.calibration = calibration }

  var text: String {
    var lines = ["line  measured ms    fitted ms  left out"]
    for row in calibration.rows {
      let left = row.leftOutError.map { String(format: "%+8.1f %%", $0 * 100) } ?? "         -"
      lines.append(
        String(
          format: "%4ld %12.4f %12.4f", row.line, row.measured.milliseconds,
          row.fitted.milliseconds) + left + (row.isOutlier ? "  outlier" : ""))
    }
    lines.append(
      calibration.leaveOneOutError.map {
        String(format: "leave-one-out error: %.1f %%", $0 * 100)
      } ?? "leave-one-out error: not known from one row")
    lines.append("trusted: \(calibration.isTrustworthy ? "yes" : "no")")
    lines += calibration.doubts.map { "- " + words($0) }
    if let next = calibration.advice.first {
      lines.append(
        "measure next: a layer or network that is mostly \(next.kernelClass.rawValue), "
          + String(format: "%.0f %% of what is unsure", next.share * 100))
    }
    return lines.joined(separator: "\n")
  }

  private func words(_ doubt: DeviceCalibration.Doubt) -> String {
    switch doubt {
    case .singleRow: "one row: nothing to hold it against"
    case .contradictory(let lines):
      "lines \(lines.map(String.init).joined(separator: ", ")) cannot be true together with the "
        + "others"
    case .oneClassOnly(let only):
      "only \(only.rawValue) was measured; everything else stays at the profile's numbers"
    case .imprecise(let error):
      String(format: "rows left out are missed by %.0f %% on average", error * 100)
    case .unlikely(let factor):
      String(format: "%.3g times the cycles of its kin: is a unit or clock wrong?", factor)
    }
  }
}
