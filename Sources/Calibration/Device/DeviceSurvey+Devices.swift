public import Estimator

/// Writes what was fitted into device files.
extension DeviceSurvey {
  /// How far a network as a whole is from what is known of the device, one standard deviation: what
  /// its operations share beyond the fit. Chosen so that 90 % intervals hold as much of the networks that
  /// were left out.
  static let networkSpread = 0.02

  /// `device` with the times and powers that the fit knows, for every runtime that is listed.
  ///
  /// Runtimes that are not in the survey keep what they have. Power that was not measured with a
  /// runtime is taken from the device's others, or stays as it is.
  public func update(_ device: Device, with fleet: DeviceFleet) -> Device {
    var device = device
    let powers = PowerFleet(entries)
    for index in device.runtimes.indices {
      guard let board = boards[device.id], let build = builds[device.runtimes[index].id],
        build.libraryIDs[board.instructionSet] == device.runtimes[index].libraryID
      else { continue }
      device.runtimes[index].timing = timing(of: device, build, on: board, fleet: fleet)
      device.runtimes[index].timingUnknown = nil
      device.runtimes[index].dropsDeadChannels = build.dropsDeadChannels
      // A published mean over many networks stays.
      if device.runtimes[index].power?.active.kind != .measured,
        let power = power(of: device, build, on: board, powers)
      {
        device.runtimes[index].power = power
        device.runtimes[index].powerUnknown = nil
      }
    }
    return device
  }

  private func entries(device: String, runtime: String? = nil) -> [Entry] {
    entries.filter {
      $0.identity.device == device && (runtime == nil || $0.identity.version == runtime)
    }
  }

  private func timing(
    of device: Device, _ build: Build, on board: Board, fleet: DeviceFleet
  ) -> Timing {
    let own = entries(device: device.id, runtime: build.runtime)
    let isMeasuredBoard = !entries(device: device.id).isEmpty
    let layers = own.filter { !$0.measurement.isWholeNetwork }
    let clock = own.first?.measurement.clock ?? device.defaultClock
    return fleet.factors(for: Self.identity(of: build, on: board)).timing(
      at: clock, scaling: .proportional, splitCycles: splitCycles(build, board),
      memory: Self.memory(of: build, on: board),
      memorySource: board.memorySource + ", moved by what was measured on the board",
      provenance: .init(
        source: provenance(own, build, isMeasuredBoard: isMeasuredBoard),
        kind: isMeasuredBoard ? .fitted : .assumed),
      operationSpread: build.operationSpread, measured: Set(layers.map(\.mainClass)),
      beyond: Self.networkSpread)
  }

  private func splitCycles(_ build: Build, _ board: Board) -> Sourced<Double>? {
    guard build.isCounted, build.vendor == "cmsis-nn", board.splitCycles > 0 else { return nil }
    return Sourced(
      board.splitCycles,
      source: board.splitCycles == 1
        ? "Cortex-M4 technical reference manual, unaligned accesses; fits 84 convolutions of "
          + "arXiv 2104.10645 on NUCLEO-L496ZG within 1 %"
        : "between 0 and the Cortex-M4's 1: words that cross a line of the cache",
      kind: board.splitCycles == 1 ? .fitted : .assumed)
  }

  private func provenance(_ own: [Entry], _ build: Build, isMeasuredBoard: Bool) -> String {
    let networks = Set(own.filter(\.measurement.isWholeNetwork).map(\.measurement.network))
    let layers = own.filter { !$0.measurement.isWholeNetwork }.count
    var parts: [String] = []
    if !networks.isEmpty { parts.append(networks.sorted().joined(separator: ", ")) }
    if layers > 0 { parts.append("\(layers) layers") }
    let what =
      parts.isEmpty
      ? isMeasuredBoard
        ? "not measured with this runtime; fitted to this board's other runtimes and other boards'"
        : "not measured; the core family's and the runtime's mean over other boards"
      : "fitted to \(parts.joined(separator: " and ")) measured here, drawn towards other boards"
    let structure =
      switch build.optimisation {
      case "closed":
        ". Closed runtime: the structure of the nearest counted library, scaled by class"
      case "layers": ". Library fitted to measured layers"
      case "measured": ". Library of cycles of measured layers"
      case "unknown":
        ". Kernels of an unknown version: the structure of the nearest counted library, scaled by "
          + "class"
      default: ""
      }
    return what + structure + ". Profiles/measurements"
  }

  private func power(
    of device: Device, _ build: Build, on board: Board, _ powers: PowerFleet
  ) -> Power? {
    let own = entries(device: device.id, runtime: build.runtime)
    let isOwn = own.contains { $0.measurement.energy != nil }
    guard let group = DevicePower.mainGroup(of: isOwn ? own : entries(device: device.id)),
      let power = powers.estimate(
        Self.identity(of: build, on: board), volts: group.supplyVolts)
    else { return nil }
    let rows = "\(group.watts.count) measured energies"
    return Power(
      clock: group.clock,
      active: Sourced(
        Watts(milliwatts: (power.wattsPerHertz * group.clock.value * 1e3).digits(4)),
        spread: power.spread.digits(3),
        source: isOwn
          ? "fitted to \(rows) over their times, drawn towards the board's other runtimes. "
            + "Profiles/measurements"
          : "\(rows) of other runtimes on this board. Profiles/measurements",
        kind: isOwn ? .fitted : .assumed),
      classFactors: power.factors.mapValues {
        Sourced(
          $0.value.digits(3), spread: $0.spread.digits(2),
          source: "energies of networks and of layers metered one by one, drawn towards other "
            + "runtimes and boards. Profiles/measurements",
          kind: .fitted)
      },
      supplyVolts: group.supplyVolts.map { $0.digits(3) },
      includes: device.runtimes.compactMap(\.power?.includes).first
        ?? "what the energy monitor fed; idle power is included")
  }
}
