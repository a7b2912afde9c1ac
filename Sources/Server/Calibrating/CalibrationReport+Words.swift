import Calibration
import Estimator
import Reports

extension DeviceCalibration.Doubt {
  /// A stable word for programs.
  var code: String {
    switch self {
    case .singleRow: "single_row"
    case .contradictory: "contradictory"
    case .contradictoryEnergies: "contradictory_energies"
    case .oneClassOnly: "one_class_only"
    case .oneNetworkOnly: "one_network_only"
    case .unlikely: "unlikely"
    case .imprecise: "imprecise"
    }
  }

  var words: String {
    switch self {
    case .singleRow: "one row: nothing to hold it against"
    case .contradictory(let lines):
      "line\(lines.count == 1 ? "" : "s") \(lines.map(String.init).joined(separator: ", ")) "
        + "cannot be true together with the others"
    case .contradictoryEnergies(let lines):
      "the power in line\(lines.count == 1 ? "" : "s") "
        + "\(lines.map(String.init).joined(separator: ", ")) is more than twice that of the others, or "
        + "less than half: is a unit wrong?"
    case .oneClassOnly(let only):
      "only \(only.rawValue) was measured; everything else stays at the profile's numbers"
    case .oneNetworkOnly(let name):
      "only \(name) was measured: how its time parts among kinds of operations is the profile's guess"
    case .imprecise(let error):
      "rows left out are missed by \(Words.percent(ofOne: error)) on average"
    case .unlikely(let factor):
      "\(Words.number(factor)) times the cycles of its kin: is a unit or clock wrong?"
    }
  }
}

extension CalibrationReport {
  /// The lines that a doubt is about; all where it is about the whole.
  func lines(of doubt: DeviceCalibration.Doubt) -> [Int] {
    switch doubt {
    case .contradictory(let lines), .contradictoryEnergies(let lines): lines
    case .singleRow, .oneClassOnly, .oneNetworkOnly, .unlikely, .imprecise:
      calibration.rows.map(\.line)
    }
  }

  /// What a row of the advised class looks like in the table.
  static func example(of kernelClass: KernelClass) -> String {
    switch kernelClass {
    case .convolution: "conv2d with a kernel above 1x1"
    case .pointwise: "conv2d with a kernel of 1x1"
    case .depthwise: "depthwise_conv2d"
    case .fullyConnected: "fully_connected"
    default: "of the class \(kernelClass.rawValue)"
    }
  }

  /// The report for a terminal.
  public var text: String {
    var lines = ["line  measured ms    fitted ms  left out"]
    for row in calibration.rows {
      let cells = [
        ("\(row.line)", 4), (Words.fixed(row.measured.milliseconds, places: 4), 13),
        (Words.fixed(row.fitted.milliseconds, places: 4), 13),
        (row.leftOutError.map { Self.signed($0) } ?? "-", 10),
      ]
      lines.append(
        cells.map { Self.padded($0.0, to: $0.1) }.joined() + (row.isOutlier ? "  outlier" : ""))
    }
    lines.append(
      calibration.leaveOneOutError.map { "leave-one-out error: \(Words.percent(ofOne: $0))" }
        ?? "leave-one-out error: not known from one row")
    lines.append("trusted: \(calibration.isTrustworthy ? "yes" : "no")")
    lines += calibration.doubts.map { "- " + $0.words }
    if let next = calibration.advice.first {
      lines.append(
        "measure next: a layer or network that is mostly \(Self.example(of: next.kernelClass)), "
          + "\(Words.percent(ofOne: next.share)) of what is unsure")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  private static func signed(_ share: Double) -> String {
    (share < 0 ? "" : "+") + Words.percent(ofOne: share)
  }
}
