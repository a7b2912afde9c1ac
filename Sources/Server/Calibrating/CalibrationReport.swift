public import Calibration
public import Estimator
import ModelFormats
public import ProfileFiles

/// What `POST /calibrate` and `opmeter calibrate` answer: a device file, how far it can be trusted,
/// and what to measure next.
public struct CalibrationReport: Sendable {
  public let calibration: DeviceCalibration
  /// Where it began.
  public let base: Profile
  public let device: Device
  /// The device as a file that the loader takes.
  public let deviceFile: [UInt8]
  public let profilesDigest: String
}

/// What measurements may cost.
public enum CalibrationLimits {
  /// Rows: each is left out once, so that work grows with the square.
  public static let rows = DeviceCalibration.maximumRows
  /// Bytes of the table.
  public static let tableBytes = 1 << 20
  /// Operations of the networks that the rows name, counted for each row.
  public static let operations = 200_000
}

extension CalibrationReport {
  /// Calibrates a device called `id` from `measurements`, beginning at `base`; `model` answers the
  /// bytes of a model by the name that rows call it.
  public init(
    of measurements: [UInt8], from base: Profile, as id: String, in set: ProfileSet,
    model: (String) -> [UInt8]?
  ) throws(CalibrationFailure) {
    try Self.check(id, in: set)
    let rows = try Self.rows(measurements, for: base, model: model)
    let calibration: DeviceCalibration?
    do throws(DeviceCalibrationError) {
      calibration = try calibrateDevice(rows, from: base)
    } catch {
      switch error {
      case .noRows: throw .noRows
      case .notServed(let line):
        throw .row(
          DeviceMeasurementError(
            line: line,
            column: rows.first { $0.line == line }?.isWholeNetwork == true
              ? "network" : "op",
            reason: "\(base.library.id) has no kernel for what was measured"))
      }
    }
    guard let first = rows.first, let calibration,
      let device = calibration.device(id: id, name: id, from: base, clock: first.clock)
    else {
      throw .noTiming(
        profile: base.id, reason: base.runtime.timingUnknown ?? "nothing was measured")
    }
    self.calibration = calibration
    self.base = base
    self.device = device
    profilesDigest = set.digest
    deviceFile = DeviceFile.encode(device)
    do throws(ProfileFileError) {
      _ = try DeviceFile.decode(deviceFile, name: "\(id).json")
    } catch {
      throw error.path == "$.id"
        ? .deviceName(reason: "No device can be called so: \(error.reason).")
        : .impossibleDevice(reason: error.description)
    }
  }

  /// A file whose names already mean another device would be refused beside the others.
  private static func check(_ id: String, in set: ProfileSet) throws(CalibrationFailure) {
    guard let other = set.profile(named: id)?.device.id, other != id else { return }
    throw .deviceName(reason: "The name '\(id)' already means the device \(other).")
  }

  private static func rows(
    _ measurements: [UInt8], for base: Profile, model: (String) -> [UInt8]?
  ) throws(CalibrationFailure) -> [DeviceMeasurement] {
    var networks: [String: [Work]] = [:]
    let rows: [DeviceMeasurement]
    do throws(DeviceInputError) {
      rows = try DeviceMeasurement.read(measurements, atMost: CalibrationLimits.rows) {
        name throws(DeviceNetworkError) in
        if let known = networks[name] { return known }
        guard let bytes = model(name) else { return nil }
        networks[name] = try work(of: name, bytes)
        return networks[name]
      }
    } catch {
      switch error {
      case .table(let error): throw .table(error)
      case .row(let error): throw .row(error)
      }
    }
    guard rows.reduce(0, { $0 + $1.work.count }) <= CalibrationLimits.operations else {
      throw .tooManyOperations(allowed: CalibrationLimits.operations)
    }
    for row in rows { try check(row, for: base) }
    return rows
  }

  private static func work(
    of name: String, _ bytes: [UInt8]
  ) throws(DeviceNetworkError) -> [Work] {
    do throws(ImportError) {
      return try importModel(bytes).graph.operations.map(\.work)
    } catch {
      throw DeviceNetworkError(reason: "the model '\(name)' cannot be read: \(error)")
    }
  }

  /// `CMSIS_NN 7.0.0` is `cmsis-nn-7.0.0`.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// What a table cannot know of the profile.
  private static func check(
    _ row: DeviceMeasurement, for base: Profile
  ) throws(CalibrationFailure) {
    if !row.runtime.isEmpty, plain(row.runtime) != plain(base.runtime.id),
      plain(row.runtime) != plain(base.id)
    {
      throw .row(
        DeviceMeasurementError(
          line: row.line, column: "runtime",
          reason: "'\(row.runtime)' is not '\(base.runtime.id)', the profile's; one runtime is "
            + "calibrated at a time, from a profile that has it"))
    }
    if row.clock > base.device.maximumClock {
      throw .row(
        DeviceMeasurementError(
          line: row.line, column: "clock_mhz",
          reason: "\(row.clock.megahertz) is above the "
            + "\(base.device.maximumClock.megahertz) MHz that \(base.device.id) runs at"))
    }
  }
}
