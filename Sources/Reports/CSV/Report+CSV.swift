import Estimator

extension Report {
  /// The report as a table for spreadsheets and data frames: RFC 4180, CRLF, one header line with
  /// the unit in every name.
  ///
  /// One row an operation and profile; with detail `summary` one row a profile. Unknown is empty.
  func csv() -> [UInt8] {
    var text = ByteText(reserving: 4096)
    if detail == .summary {
      text.addLine(Self.profileColumns)
      for result in results { addProfile(result, to: &text) }
    } else {
      text.addLine(Self.operationColumns)
      for result in results {
        for row in result.estimate.operations {
          addOperation(row, on: result.estimate.profile, to: &text)
        }
      }
    }
    return text.bytes
  }

  private static let operationColumns = [
    "model", "profile", "index", "name", "op", "op_type", "kernel", "library", "output_shape",
    "macs", "outputs", "macs_per_output", "instructions", "cycles", "latency_ms", "latency_ms_low",
    "latency_ms_high", "energy_uj", "energy_uj_low", "energy_uj_high", "arith_ops",
    "arith_ops_per_s", "live_bytes", "scratch_bytes", "weight_bytes", "basis",
  ]

  private func addOperation(
    _ row: OperationEstimate, on profile: Profile, to text: inout ByteText
  ) {
    var cells = CSVRow()
    cells.add(model.name)
    cells.add(profile.id)
    cells.add(row.index)
    cells.add(row.name)
    cells.add(row.kind.rawValue)
    cells.add(row.type)
    cells.add(row.kernel)
    cells.add(row.library)
    cells.add(Words.shape(row.outputShape))
    cells.add(row.macs)
    cells.add(row.outputs)
    cells.add(row.macsPerOutput)
    cells.add(rounded: row.instructions)
    cells.add(rounded: row.cycles)
    cells.add(row.latency)
    cells.add(row.energy)
    cells.add(row.arithmeticOperations)
    cells.add(row.arithmeticOperationsPerSecond)
    cells.add(row.liveBytes)
    cells.add(row.scratchBytes)
    cells.add(row.weightBytes)
    cells.add(row.basis.rawValue)
    text.add(cells)
  }

  private static let profileColumns = [
    "model", "profile", "device", "kernels", "clock_mhz", "latency_ms", "latency_ms_low",
    "latency_ms_high", "energy_uj", "energy_uj_low", "energy_uj_high", "cycles",
    "inferences_per_s", "arith_ops_per_s", "energy_nj_per_arith_op", "average_power_mw", "basis",
    "complete", "macs_fraction", "macs", "activation_peak_bytes", "arena_bytes",
    "persistent_bytes", "allocate_bytes", "sram_available_bytes", "sram_needed_bytes",
    "sram_fits", "flash_bytes", "flash_available_bytes", "flash_needed_bytes", "flash_fits", "pass",
  ]

  private func addProfile(_ result: Result, to text: inout ByteText) {
    let estimate = result.estimate
    let totals = estimate.totals
    var cells = CSVRow()
    cells.add(model.name)
    cells.add(estimate.profile.id)
    cells.add(estimate.profile.device.id)
    cells.add(estimate.profile.library.id)
    cells.add(estimate.clock.megahertz)
    cells.add(totals.latency)
    cells.add(totals.energy)
    cells.add(rounded: totals.cycles?.value)
    cells.add(totals.inferencesPerSecond)
    cells.add(totals.arithmeticOperationsPerSecond)
    cells.add(totals.nanojoulesPerArithmeticOperation)
    cells.add(totals.averagePower?.milliwatts)
    cells.add(totals.basis.rawValue)
    cells.add(totals.isComplete)
    cells.add(estimate.coverage.macsFraction)
    cells.add(model.macs)
    cells.add(estimate.memory.activationPeakBytes)
    cells.add(estimate.memory.arenaBytes)
    cells.add(estimate.memory.persistentBytes)
    cells.add(estimate.memory.allocateBytes)
    cells.add(estimate.ramFit)
    cells.add(estimate.flash.totalBytes)
    cells.add(estimate.flashFit)
    cells.add(result.pass)
    text.add(cells)
  }
}
