import Estimator
import JSON

extension RecordedReport.Result {
  init(_ reader: inout JSONReader, _ places: inout RecordedReport.RowPlaces) throws(JSONError) {
    var result = RecordedReport.Result(
      profile: "", device: "", kernels: "", digest: "", clockMegahertz: 0, activationPeakBytes: 0,
      sram: Fit(availableBytes: 0, neededBytes: 0), flash: Fit(availableBytes: 0, neededBytes: 0))
    var pass: Bool?
    var allocateBytes: Int?
    var flashBytes: Int?
    var needed: Set<String> = ["profile", "totals", "memory", "fits"]
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "profile":
        places.profile = reader.valueOffset
        try result.readProfile(&reader)
        needed.remove("profile")
      case "coverage": try result.readCoverage(&reader)
      case "totals":
        try result.readTotals(&reader, &places)
        needed.remove("totals")
      case "memory":
        let memory = try reader.counts(["activation_peak_bytes", "allocate_bytes"])
        guard let peak = memory[0] else {
          throw reader.failure(.missingMember("activation_peak_bytes"))
        }
        result.activationPeakBytes = peak
        allocateBytes = memory[1]
        needed.remove("memory")
      case "flash": flashBytes = try reader.counts(["total_bytes"])[0]
      case "fits":
        places.fits = reader.valueOffset
        try result.readFits(&reader)
        needed.remove("fits")
      case "ops":
        places.rows = reader.valueOffset
        result.rows = try reader.array { reader throws(JSONError) in
          try RecordedReport.Row(&reader)
        }
      case "budgets":
        result.budgets = try reader.array { reader throws(JSONError) in
          try RecordedReport.Budget(&reader)
        }
      case "why": try result.readWhy(&reader)
      case "pass":
        places.pass = reader.valueOffset
        pass = try reader.bool()
      default: try reader.skip()
      }
    }
    if let missing = needed.min() { throw reader.missingMember(missing, of: members) }
    // What is needed beyond the network's own was reserved; it cannot be less.
    result.reservedRAM = result.sram.neededBytes - (allocateBytes ?? result.sram.neededBytes)
    result.reservedFlash = result.flash.neededBytes - (flashBytes ?? result.flash.neededBytes)
    guard result.reservedRAM >= 0, result.reservedFlash >= 0 else {
      throw reader.failure(
        .invalid(
          "fewer bytes are needed than 'allocate_bytes' or the flash's 'total_bytes' say: the "
            + "report was changed"), at: places.fits)
    }
    self = result
    if let pass, pass != self.pass {
      throw reader.failure(
        .invalid("'pass' does not agree with the budgets: the report was changed"), at: places.pass)
    }
    try checkSums(reader, places)
  }

  /// The totals are the sums of the rows, each rounded to seven digits.
  private func checkSums(
    _ reader: JSONReader, _ places: RecordedReport.RowPlaces
  ) throws(JSONError) {
    guard let rows else { return }
    for (total, values, place) in [
      (latency, rows.map(\.latency), places.latency), (energy, rows.map(\.energy), places.energy),
    ] {
      guard let total else { continue }
      let sum = values.reduce(0) { $0 + ($1?.value ?? 0) }
      guard abs(sum - total.value) <= 1e-6 * max(abs(sum), abs(total.value)) else {
        throw reader.failure(
          .invalid(
            "the total \(total.value) is not the sum of its rows (\(sum.asReported)): "
              + "the report was changed"), at: place)
      }
    }
  }

  private mutating func readProfile(_ reader: inout JSONReader) throws(JSONError) {
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "id": profile = try reader.string()
      case "device": device = try reader.string()
      case "kernels": kernels = try reader.string()
      case "digest": digest = try reader.string()
      case "clock_mhz": clockMegahertz = try reader.double()
      default: try reader.skip()
      }
    }
    if profile.isEmpty { throw reader.missingMember("id", of: members) }
  }

  private mutating func readCoverage(_ reader: inout JSONReader) throws(JSONError) {
    var members = try reader.object()
    while let name = try members.next(&reader) {
      if name == "not_covered" {
        var elements = try reader.array()
        while try elements.next(&reader) { try reader.skip() }
        notCovered = elements.count
      } else {
        try reader.skip()
      }
    }
  }

  private mutating func readTotals(
    _ reader: inout JSONReader, _ places: inout RecordedReport.RowPlaces
  ) throws(JSONError) {
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "latency_ms":
        places.latency = reader.valueOffset
        latency = try reader.interval()
      case "energy_uj":
        places.energy = reader.valueOffset
        energy = try reader.interval()
      case "complete": isComplete = try reader.bool()
      default: try reader.skip()
      }
    }
  }

  private mutating func readWhy(_ reader: inout JSONReader) throws(JSONError) {
    var members = try reader.object()
    while let name = try members.next(&reader) {
      guard name == "sentences" else {
        try reader.skip()
        continue
      }
      reasons = try reader.array { reader throws(JSONError) in try reader.string() }
    }
  }

  private mutating func readFits(_ reader: inout JSONReader) throws(JSONError) {
    var needed: Set<String> = ["sram", "flash"]
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "sram": sram = try reader.fit()
      case "flash": flash = try reader.fit()
      default:
        try reader.skip()
        continue
      }
      needed.remove(name.string)
    }
    if let missing = needed.min() { throw reader.missingMember(missing, of: members) }
  }
}
