public import Estimator

/// Everything that was measured on boards, with what each board and runtime is: the tables in
/// `Profiles/measurements`.
public struct DeviceSurvey: Sendable {
  /// A board, as far as its speed is concerned.
  public struct Board: Hashable, Sendable {
    public var device: String
    public var core: String
    public var chipFamily: String
    public var instructionSet: InstructionSet
    public var memory: DeviceMemory
    /// Where the memory's numbers come from.
    public var memorySource: String
    public var splitCycles: Double
  }

  /// A runtime, whatever the board.
  public struct Build: Hashable, Sendable {
    public var runtime: String
    public var vendor: String
    public var release: String
    public var libraryIDs: [InstructionSet: String]
    /// `closed` and `unknown` stand for what nobody outside can know; `layers` for a library whose
    /// coefficients were fitted to measured layers, `measured` for cycles of an accelerator's.
    public var optimisation: String
    /// From operation to operation, relative, once device and class are known.
    public var operationSpread: Double
    /// Whether the runtime leaves out channels whose weights are all zero: X-CUBE-AI from 8.1 on,
    /// Plumerai from 2023.05 on and ONNC run the person detector of MLPerf Tiny in 0.6 of the time,
    /// whose last layers are nine tenths dead channels; networks without dead channels do not gain.
    public var dropsDeadChannels: Bool
    /// Bytes in flash for each byte of the model's weights: 2 where weights are widened before they are
    /// stored (microTVM). `nil` for closed runtimes, which lay out, pack and prefetch weights as they
    /// like: what they lose to memory is in the numbers of their classes, which are learnt apart from
    /// those of open ones. Charged by the borrowed structure they would teach the boards wrong numbers
    /// (docs/decisions/0001-cycles-form.md).
    public var weightBytes: Double?

    /// Whether the kernels that run are those that were counted, and not the nearest to them: no
    /// closed runtime, and no build of unknown version.
    public var isCounted: Bool {
      structure == .counted
    }
    /// Cycles of an accelerator beside the core, memory included.
    public var isMeasured: Bool { structure == .accelerator }

    public var structure: DeviceIdentity.Structure {
      switch optimisation {
      case "closed": .borrowed
      case "unknown": .near
      case "layers": .layers
      case "measured": .accelerator
      default: .counted
      }
    }
  }

  /// A measured row with what ran.
  public struct Entry: Sendable {
    public var measurement: DeviceMeasurement
    public var identity: DeviceIdentity
    public var load: DeviceLoad
    /// Relative variance of the total from its operations' own errors: of their kernels' fits, and from
    /// operation to operation. A layer has all of it, a network of n alike layers an nth.
    public var ownVariance: Double
    public var isOpen: Bool
    public var operationSpread: Double
    /// Of the kernels that ran, or of the nearest to them.
    public var libraryID: String

    public var cycles: Double { measurement.latency.value * measurement.clock.value }
  }

  public let boards: [String: Board]
  public let builds: [String: Build]
  public let entries: [Entry]
  /// Rows whose library serves nothing of what ran: float32 on kernels for int8.
  public let notServed: [DeviceMeasurement]
}

/// The bytes of the survey's tables.
public struct DeviceSurveyFiles: Sendable {
  public var boards: [UInt8]
  public var runtimes: [UInt8]
  /// Operations of the networks that are named.
  public var operations: [UInt8]
  /// Tables of measurements.
  public var measurements: [[UInt8]]

  public init(
    boards: [UInt8], runtimes: [UInt8], operations: [UInt8], measurements: [[UInt8]]
  ) {
    self.boards = boards
    self.runtimes = runtimes
    self.operations = operations
    self.measurements = measurements
  }
}

/// Why the survey's tables cannot be used.
public enum DeviceSurveyError: Error, Hashable, Sendable {
  case table(name: String, DeviceTableError)
  case row(name: String, DeviceMeasurementError)
  case unknownBoard(String, line: Int)
  case unknownRuntime(String, line: Int)
  case unknownLibrary(String, runtime: String)
}

extension DeviceSurvey {
  /// Live channels of a network are listed under its name with this ending.
  private static let liveEnding = "-live"

  public init(
    _ files: DeviceSurveyFiles, libraries: [KernelLibrary]
  ) throws(DeviceSurveyError) {
    boards = try Self.boards(files.boards)
    builds = try Self.builds(files.runtimes)
    let networks = try Self.networks(files.operations)
    let shelf = Dictionary(libraries.map { ($0.id, $0) }) { first, _ in first }
    var entries: [Entry] = []
    var notServed: [DeviceMeasurement] = []
    for (index, bytes) in files.measurements.enumerated() {
      let measurements: [DeviceMeasurement]
      do throws(DeviceInputError) {
        measurements = try DeviceMeasurement.read(bytes) { networks[$0] }
      } catch {
        switch error {
        case .table(let error): throw .table(name: "measurements \(index)", error)
        case .row(let error): throw .row(name: "measurements \(index)", error)
        }
      }
      for measurement in measurements {
        guard let board = boards[measurement.device] else {
          throw .unknownBoard(measurement.device, line: measurement.line)
        }
        guard let build = builds[measurement.runtime] else {
          throw .unknownRuntime(measurement.runtime, line: measurement.line)
        }
        if let entry = try Self.entry(measurement, board, build, networks: networks, shelf: shelf) {
          entries.append(entry)
        } else {
          notServed.append(measurement)
        }
      }
    }
    self.entries = entries
    self.notServed = notServed
  }

  private static func entry(
    _ measurement: DeviceMeasurement, _ board: Board, _ build: Build,
    networks: [String: [Work]], shelf: [String: KernelLibrary]
  ) throws(DeviceSurveyError) -> Entry? {
    let libraryID = build.libraryIDs[board.instructionSet] ?? ""
    guard let library = shelf[libraryID] else {
      throw .unknownLibrary(libraryID, runtime: build.runtime)
    }
    var work = measurement.work
    if build.dropsDeadChannels, measurement.isWholeNetwork,
      let live = networks[measurement.network + liveEnding]
    {
      work = live
    }
    let splitCycles = build.isCounted && build.vendor == "cmsis-nn" ? board.splitCycles : 0
    guard
      let load = DeviceLoad(
        work, on: library, splitCycles: splitCycles, memory: memory(of: build, on: board))
    else { return nil }
    return Entry(
      measurement: measurement, identity: identity(of: build, on: board), load: load,
      ownVariance: DeviceLoad.ownVariance(
        of: work, on: library, operationSpread: build.operationSpread),
      isOpen: build.optimisation != "closed", operationSpread: build.operationSpread,
      libraryID: libraryID)
  }

  /// What the board's memory costs a runtime that keeps its weights in a known way.
  static func memory(of build: Build, on board: Board) -> DeviceMemory {
    guard let weightBytes = build.weightBytes else { return .none }
    var memory = board.memory
    memory.weightByteCycles *= weightBytes
    return memory
  }

  static func identity(of build: Build, on board: Board) -> DeviceIdentity {
    DeviceIdentity(
      device: board.device,
      // What an accelerator does says nothing of the core.
      core: build.isMeasured ? "\(board.core)+\(build.vendor)" : board.core,
      chipFamily: board.chipFamily, vendor: build.vendor,
      release: build.release, version: build.runtime, structure: build.structure,
      memory: memory(of: build, on: board))
  }

  /// Of a runtime on a board, measured or not; `nil` when one of them is not listed.
  public func identity(device: String, runtime: String) -> DeviceIdentity? {
    guard let board = boards[device], let build = builds[runtime] else { return nil }
    return Self.identity(of: build, on: board)
  }
}
