import Calibration
import Estimator
import JSON

extension CalibrationReport {
  /// The report as JSON, schema `opmeter-calibration/1`.
  public var json: [UInt8] { json(below: nil) }

  /// The report with a problem's members in front.
  func json(below problem: Problem?) -> [UInt8] {
    var writer = JSONWriter(reserving: 8_192 + deviceFile.count)
    writer.object { writer in
      problem?.writeMembers(to: &writer)
      writer.member("schema", "opmeter-calibration/1")
      writer.member("version", OpmeterVersion.current)
      writer.member("profiles_digest", profilesDigest)
      writer.object("profile") { writer in
        writer.member("id", base.id)
        writer.member("digest", base.digest)
      }
      writer.member("trusted", calibration.isTrustworthy)
      writer.memberOrNull("leave_one_out_error", calibration.leaveOneOutError?.digits(5))
      writer.array("doubts") { writer in
        for doubt in calibration.doubts {
          writer.object { writer in
            writer.member("code", doubt.code)
            writer.member("lines", lines(of: doubt))
            writer.member("message", doubt.words)
          }
        }
      }
      writer.array("rows") { writer in
        for row in calibration.rows { Self.write(row, to: &writer) }
      }
      writer.array("measure_next") { writer in
        for advice in calibration.advice {
          writer.object { writer in
            writer.member("kernel_class", advice.kernelClass.rawValue)
            writer.member("share", advice.share.digits(5))
            writer.member(
              "message",
              "A layer or network that is mostly \(Self.example(of: advice.kernelClass)).")
          }
        }
      }
      writer.name("device")
      writer.write(raw: deviceFile.dropLast())
    }
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  private static func write(_ row: DeviceCalibration.Row, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("line", row.line)
      writer.member("measured_ms", row.measured.milliseconds.digits(7))
      writer.member("fitted_ms", row.fitted.milliseconds.digits(7))
      writer.memberOrNull("left_out_ms", row.leftOut?.milliseconds.digits(7))
      writer.memberOrNull("left_out_error", row.leftOutError?.digits(5))
      writer.member("outlier", row.isOutlier)
    }
  }
}
