import Estimator
public import JSON

// Reading a report that somebody kept. What does not agree with itself was changed by hand (or cut),
// and is refused with its place: a baseline that lies would pass what it should stop.
extension RecordedReport {
  public init(document bytes: [UInt8]) throws(JSONError) {
    var reader = try JSONReader(document: bytes)
    self = try RecordedReport(&reader)
    try reader.finish()
  }

  /// Reads the report at hand. Members that it does not know are passed over: later versions of the
  /// schema's first edition add some, and a failed gate's answer has a problem's in front.
  public init(_ reader: inout JSONReader) throws(JSONError) {
    var version: String?
    var digest: String?
    var model: Report.Model?
    var results: [Result]?
    var hasSchema = false
    var operationsAt = 0
    var rowsAt: [RowPlaces] = []
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "schema":
        let schema = try reader.string()
        if [BaselineReports.schema, "opmeter-check/1"].contains(schema) {
          throw reader.failure(
            .invalid(
              "this is a baseline of 'opmeter check', which holds several reports: give one of "
                + "them, or run 'opmeter check'"))
        }
        guard schema == Self.schema else {
          throw reader.failure(
            .invalid(
              "the schema is '\(VisibleText.of(schema, limit: 60))'; this program reads "
                + "\(Self.schema): make the report again"))
        }
        hasSchema = true
      case "version": version = try reader.string()
      case "profiles_digest": digest = try reader.string()
      case "model":
        operationsAt = reader.valueOffset
        model = try Self.model(&reader)
      case "results":
        results = try reader.array { reader throws(JSONError) in
          var places = RowPlaces()
          let result = try Result(&reader, &places)
          rowsAt.append(places)
          return result
        }
      default: try reader.skip()
      }
    }
    guard hasSchema else { throw reader.missingMember("schema", of: members) }
    guard let version else { throw reader.missingMember("version", of: members) }
    guard let digest else { throw reader.missingMember("profiles_digest", of: members) }
    guard let model else { throw reader.missingMember("model", of: members) }
    guard let results else { throw reader.missingMember("results", of: members) }
    self.init(version: version, profilesDigest: digest, model: model, results: results)
    for (result, places) in zip(results, rowsAt) {
      guard let rows = result.rows else { continue }
      guard rows.count == model.operationCount else {
        throw reader.failure(
          .invalid(
            "\(rows.count) rows, and model.op_count says \(model.operationCount): "
              + "the report was changed"), at: places.rows)
      }
      let macs = rows.reduce(0.0) { $0 + Double($1.macs) }
      guard macs == Double(model.macs) else {
        throw reader.failure(
          .invalid(
            "the rows add up to \(Int(exactly: macs) ?? .max) MACs, and model.macs says "
              + "\(model.macs): the report was changed"), at: operationsAt)
      }
    }
    var seen: Set<String> = []
    for (result, places) in zip(results, rowsAt) where !seen.insert(result.profile).inserted {
      throw reader.failure(
        .invalid("the profile '\(VisibleText.of(result.profile, limit: 80))' has two results"),
        at: places.profile)
    }
  }

  /// Where parts of one result stand in the document.
  struct RowPlaces {
    var profile = 0
    var rows = 0
    var latency = 0
    var energy = 0
    var pass = 0
  }

  private static func model(_ reader: inout JSONReader) throws(JSONError) -> Report.Model {
    var model = Report.Model(
      name: "", format: "", sha256: nil, operationCount: 0, macs: 0, arithmeticOperations: 0,
      parameters: 0, weightBytes: 0)
    var needed: Set<String> = ["name", "op_count", "macs"]
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "name": model.name = try reader.string()
      case "format": model.format = try reader.string()
      case "sha256": model.sha256 = try reader.isNull() ? nil : try reader.string()
      case "op_count": model.operationCount = try reader.count()
      case "macs": model.macs = try reader.count()
      case "arith_ops": model.arithmeticOperations = try reader.count()
      case "parameters": model.parameters = try reader.count()
      case "weight_bytes": model.weightBytes = try reader.count()
      default:
        try reader.skip()
        continue
      }
      needed.remove(name.string)
    }
    if let missing = needed.min() { throw reader.missingMember(missing, of: members) }
    return model
  }
}

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
      case "pass":
        places.pass = reader.valueOffset
        pass = try reader.bool()
      default: try reader.skip()
      }
    }
    if let missing = needed.min() { throw reader.missingMember(missing, of: members) }
    result.reservedRAM = max(0, result.sram.neededBytes - (allocateBytes ?? .max))
    result.reservedFlash = max(0, result.flash.neededBytes - (flashBytes ?? .max))
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

extension RecordedReport.Row {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var row = RecordedReport.Row(
      index: 0, name: "", op: "", type: "", macs: 0, weightBytes: 0, liveBytes: 0, scratchBytes: 0)
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "index": row.index = try reader.count()
      case "name": row.name = try reader.string()
      case "op": row.op = try reader.string()
      case "op_type": row.type = try reader.string()
      case "kernel": row.kernel = try reader.isNull() ? nil : try reader.string()
      case "output_shape": row.outputShape = try reader.isNull() ? nil : try reader.ints()
      case "macs": row.macs = try reader.count()
      case "latency_ms": row.latency = try reader.interval()
      case "energy_uj": row.energy = try reader.interval()
      case "live_bytes": row.liveBytes = try reader.count()
      case "scratch_bytes": row.scratchBytes = try reader.count()
      case "weight_bytes": row.weightBytes = try reader.count()
      default: try reader.skip()
      }
    }
    guard !row.type.isEmpty else { throw reader.missingMember("op_type", of: members) }
    self = row
  }
}

extension RecordedReport.Budget {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    var budget = RecordedReport.Budget(
      metric: .latency, level: .fail, end: .value, pass: false)
    var slack: Double?
    var slackAt = 0
    var needed: Set<String> = ["metric", "pass"]
    var members = try reader.object()
    while let name = try members.next(&reader) {
      switch name {
      case "metric": budget.metric = try reader.choice()
      case "level": budget.level = try reader.choice()
      case "on": budget.end = try reader.choice()
      case "limit": budget.limit = try reader.isNull() ? nil : try reader.double()
      case "value": budget.value = try reader.isNull() ? nil : try reader.double()
      case "slack":
        slackAt = reader.valueOffset
        slack = try reader.isNull() ? nil : try reader.double()
      case "pass": budget.pass = try reader.bool()
      case "reason": budget.reason = try reader.isNull() ? nil : try reader.string()
      default: try reader.skip()
      }
      needed.remove(name.string)
    }
    if let missing = needed.min() { throw reader.missingMember(missing, of: members) }
    self = budget
    if let slack, let limit, let value,
      abs(limit - value - slack) > 1e-5 * max(abs(limit), abs(value))
    {
      throw reader.failure(
        .invalid("the slack is not limit minus value: the report was changed"), at: slackAt)
    }
  }
}

extension JSONReader {
  fileprivate mutating func count() throws(JSONError) -> Int {
    let value = try int()
    guard value >= 0 else { throw failure(.invalid("\(value) is below zero")) }
    return value
  }

  /// Some counts of the object at hand; `nil` where it has none of that name.
  fileprivate mutating func counts(_ names: [StaticString]) throws(JSONError) -> [Int?] {
    var found: [Int?] = names.map { _ in nil }
    var members = try object()
    while let name = try members.next(&self) {
      if let place = names.firstIndex(where: { name == $0 }), try !isNull() {
        found[place] = try count()
      }
    }
    return found
  }

  fileprivate mutating func choice<Choice: CaseIterable & RawRepresentable<String>>()
    throws(JSONError) -> Choice
  {
    let text = try string()
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      let nearest = nearestName(to: text, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw failure(
        .invalid(
          "expected one of \(known.joined(separator: ", ")), found "
            + "'\(VisibleText.of(text, limit: 60))'\(nearest)"))
    }
    return choice
  }

  fileprivate mutating func interval() throws(JSONError) -> Interval? {
    if try isNull() { return nil }
    let offset = valueOffset
    var value: Double?
    var low: Double?
    var high: Double?
    var members = try object()
    while let name = try members.next(&self) {
      switch name {
      case "value": value = try double()
      case "low": low = try double()
      case "high": high = try double()
      default: try skip()
      }
    }
    guard let value else { throw missingMember("value", of: members) }
    guard let low else { throw missingMember("low", of: members) }
    guard let high else { throw missingMember("high", of: members) }
    guard 0 <= low, low <= value, value <= high else {
      throw failure(
        .invalid(
          "value \(value) is not between low \(low) and high \(high), or below zero: "
            + "the report was changed"), at: offset)
    }
    return Interval(value: value, low: low, high: high)
  }

  fileprivate mutating func fit() throws(JSONError) -> Fit {
    let offset = valueOffset
    var available: Int?
    var needed: Int?
    var excess: Int?
    var fits: Bool?
    var members = try object()
    while let name = try members.next(&self) {
      switch name {
      case "available_bytes": available = try count()
      case "needed_bytes": needed = try count()
      case "excess_bytes": excess = try count()
      case "fits": fits = try bool()
      default: try skip()
      }
    }
    guard let available else { throw missingMember("available_bytes", of: members) }
    guard let needed else { throw missingMember("needed_bytes", of: members) }
    let fit = Fit(availableBytes: available, neededBytes: needed)
    guard excess ?? fit.excessBytes == fit.excessBytes, fits ?? fit.fits == fit.fits else {
      throw failure(
        .invalid("needed, available and excess bytes do not agree: the report was changed"),
        at: offset)
    }
    return fit
  }
}
