public import Calibration
import Estimator
import JSON
import ProfileFiles

/// Why measurements make no device file.
public enum CalibrationFailure: Error {
  /// Measurements that are no table of the columns that are known.
  case table(DeviceTableError)
  /// A row that cannot be.
  case row(DeviceMeasurementError)
  /// A header and nothing below it.
  case noRows
  /// The networks that the rows name have too many operations together.
  case tooManyOperations(allowed: Int)
  /// The profile that it should begin at knows nothing about time.
  case noTiming(profile: String, reason: String)
  /// The device that was asked for has a name that it cannot have.
  case deviceName(reason: String)
  /// The rows together ask for numbers that no device has.
  case impossibleDevice(reason: String)
}

extension CalibrationFailure {
  /// The line of the table at fault.
  public var line: Int? {
    switch self {
    case .row(let error): error.line
    case .table(.fieldCount(let line, _, _)), .table(.openQuote(let line)),
      .table(.unnamedColumn(_, let line)):
      line
    case .table(.unknownColumn), .table(.missingColumn), .table(.repeatedColumn), .table(.empty),
      .table(.encoding):
      1
    case .table(.tooManyRows), .noRows, .tooManyOperations, .noTiming, .deviceName,
      .impossibleDevice:
      nil
    }
  }

  /// The column of the table at fault.
  public var column: String? {
    switch self {
    case .row(let error): error.column
    case .table(.unknownColumn(let name, _)), .table(.missingColumn(let name)): name
    default: nil
    }
  }

  /// The known name that was probably meant; `networks` are the names that rows may use.
  public func suggestion(networks: [String]) -> String? {
    switch self {
    case .table(.unknownColumn(let name, let known)):
      nearestName(to: name.lowercased(), among: known)
    case .row(let error):
      error.unknownName.flatMap { name in
        switch error.column.lowercased() {
        case "op": nearestName(to: name, among: OperatorKind.allCases.map(\.rawValue))
        case "dtype": nearestName(to: name, among: DataType.allCases.map(\.rawValue))
        case "network": nearestName(to: name, among: networks)
        default: nil
        }
      }
    default: nil
    }
  }
}

extension CalibrationFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .table(let error): error.description
    case .row(let error): error.description
    case .noRows: "There are no rows below the header."
    case .tooManyOperations(let allowed):
      "The networks that the rows name have more than \(allowed) operations together."
    case .noTiming(let profile, let reason):
      "\(profile) knows nothing of time to begin at: \(reason)."
    case .deviceName(let reason): reason
    case .impossibleDevice(let reason):
      "The rows ask for a device that cannot be (is a unit or a clock wrong?): \(reason)"
    }
  }
}
