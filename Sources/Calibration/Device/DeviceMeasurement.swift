public import Estimator

/// A time that somebody measured: of one operation, of all operations of one kind in a network, or
/// of a whole network.
public struct DeviceMeasurement: Hashable, Sendable {
  /// In the table it was read from, counted from 1.
  public var line: Int
  /// Empty in tables about one device.
  public var device: String
  public var runtime: String
  public var network: String
  public var isWholeNetwork: Bool
  /// What ran, in order.
  public var work: [Work]
  public var clock: Hertz
  public var latency: Seconds
  public var energy: Joules?
  public var supplyVolts: Double?
  public var source: String

  public init(
    line: Int, device: String = "", runtime: String, network: String, isWholeNetwork: Bool,
    work: [Work], clock: Hertz, latency: Seconds, energy: Joules? = nil,
    supplyVolts: Double? = nil, source: String = ""
  ) {
    self.line = line
    self.device = device
    self.runtime = runtime
    self.network = network
    self.isWholeNetwork = isWholeNetwork
    self.work = work
    self.clock = clock
    self.latency = latency
    self.energy = energy
    self.supplyVolts = supplyVolts
    self.source = source
  }
}

/// Why a measured row is refused: the line, the column, and what is wrong there.
public struct DeviceMeasurementError: Error, Hashable, Sendable {
  public var line: Int
  public var column: String
  public var reason: String
  /// The name that is not known, where that is what is wrong.
  public var unknownName: String?

  public init(line: Int, column: String, reason: String, unknownName: String? = nil) {
    self.line = line
    self.column = column
    self.reason = reason
    self.unknownName = unknownName
  }
}

/// Why a network that a row names cannot be used, although it is there.
public struct DeviceNetworkError: Error, Hashable, Sendable {
  public var reason: String

  public init(reason: String) { self.reason = reason }
}

extension DeviceMeasurementError: CustomStringConvertible {
  public var description: String { "Line \(line), \(column): \(reason)." }
}

/// Either kind of error that reading measurements has.
public enum DeviceInputError: Error, Hashable, Sendable {
  case table(DeviceTableError)
  case row(DeviceMeasurementError)
}

extension DeviceInputError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .table(let error): error.description
    case .row(let error): error.description
    }
  }
}

extension DeviceMeasurement {
  /// The columns of a table of measurements. A layer has `op` and its shapes; `op` without shapes
  /// means all operations of that kind in `network`; a whole network has neither.
  public static let columns = [
    "device", "runtime", "network", "op", "dtype", "input", "output", "kernel", "stride", "padding",
    "clock_mhz", "latency_ms", "energy_uj", "supply_v", "source",
  ]

  /// Columns that are passed over.
  static let remarks = ["comment", "note", "notes"]

  /// Reads a table; `networks` answers the operations of a network by its name.
  public static func read(
    _ bytes: [UInt8], atMost maximumRows: Int? = nil,
    networks: (String) throws(DeviceNetworkError) -> [Work]?
  ) throws(DeviceInputError) -> [DeviceMeasurement] {
    let table: DeviceTable
    do throws(DeviceTableError) {
      table = try DeviceTable(
        bytes, needing: ["clock_mhz", "latency_ms"], known: columns + remarks,
        atMost: maximumRows ?? DeviceTable.maximumRows)
    } catch {
      throw .table(error)
    }
    var measurements: [DeviceMeasurement] = []
    for row in table.rows {
      do throws(DeviceMeasurementError) {
        measurements.append(try measurement(row, networks: networks))
      } catch {
        throw .row(error)
      }
    }
    return measurements
  }

  private static func measurement(
    _ row: DeviceTable.Row, networks: (String) throws(DeviceNetworkError) -> [Work]?
  ) throws(DeviceMeasurementError) -> DeviceMeasurement {
    let fields = DeviceFields(row: row)
    let (work, isWhole) = try fields.work(networks: networks)
    let measurement = DeviceMeasurement(
      line: row.line, device: row["device"], runtime: row["runtime"], network: row["network"],
      isWholeNetwork: isWhole, work: work,
      clock: Hertz(megahertz: try fields.number("clock_mhz", in: 0.001...100_000)),
      latency: Seconds(milliseconds: try fields.number("latency_ms", in: 1e-6...1e9)),
      energy: try fields.optionalNumber("energy_uj", in: 1e-6...1e15).map { Joules($0 / 1e6) },
      supplyVolts: try fields.optionalNumber("supply_v", in: 0.1...1_000),
      source: row["source"])
    if let energy = measurement.energy {
      let watts = energy.value / measurement.latency.value
      if watts > mostWatts {
        throw fields.failure(
          "energy_uj",
          "\(row["energy_uj"]) in \(measurement.latency.milliseconds) ms are \(Int(watts)) W: is a "
            + "unit wrong?")
      }
    }
    return measurement
  }

  /// No board that runs from a microcontroller takes more; device files say the same.
  private static let mostWatts = 1_000.0
}
