import Estimator

extension ReportDiff {
  /// The difference as JSON, schema `opmeter-diff/1`: keys in one order, unknown is `null`.
  ///
  /// - Parameter leadingMembers: members to put first, as in `Report.json(leadingMembers:)`.
  public func json(leadingMembers: [UInt8] = []) -> [UInt8] {
    let operations = results.reduce(0) { $0 + ($1.operations?.count ?? 0) }
    var text = ByteText(reserving: 4_096 + operations * Self.bytesOfOperation)
    text.add("{")
    if !leadingMembers.isEmpty {
      text.add(contentsOf: leadingMembers)
      text.add(",\n")
    }
    text.add(members: self)
    text.add("}\n")
    return text.bytes
  }

  /// What an operation with both sides takes, roughly: growing the text copies it each time.
  private static let bytesOfOperation = 1_000
}

extension ByteText {
  /// The members of a difference, without braces.
  mutating func add(members diff: ReportDiff) {
    add(#""schema":"opmeter-diff/1","version":"#)
    add(json: diff.version)
    add(",\n\"sentence\":")
    add(json: diff.sentence)
    add(",\n\"base\":")
    add(side: diff.base)
    add(",\n\"head\":")
    add(side: diff.head)
    add(",\n\"results\":")
    add(jsonLines: diff.results) { $0.add(json: $1) }
    add(",\n\"only_in_base\":")
    add(json: diff.onlyInBase)
    add(#","only_in_head":"#)
    add(json: diff.onlyInHead)
    add(#","pass":"#)
    add(json: diff.pass)
  }

  private mutating func add(side report: RecordedReport) {
    let model = report.model
    add(#"{"name":"#)
    add(json: model.name)
    add(#","format":"#)
    add(json: model.format)
    add(#","sha256":"#)
    add(json: model.sha256)
    add(#","op_count":"#)
    add(model.operationCount)
    add(#","macs":"#)
    add(model.macs)
    add(#","arith_ops":"#)
    add(model.arithmeticOperations)
    add(#","parameters":"#)
    add(model.parameters)
    add(#","weight_bytes":"#)
    add(model.weightBytes)
    add(#","version":"#)
    add(json: report.version)
    add(#","profiles_digest":"#)
    add(json: report.profilesDigest)
    add("}")
  }

  mutating func add(json result: ReportDiff.Result) {
    add(#"{"profile":{"id":"#)
    add(json: result.profile)
    add(#","base_digest":"#)
    add(json: result.baseDigest)
    add(#","head_digest":"#)
    add(json: result.headDigest)
    add(#","base_clock_mhz":"#)
    add(json: result.baseClockMegahertz)
    add(#","head_clock_mhz":"#)
    add(json: result.headClockMegahertz)
    add(#"},"origin":"#)
    add(json: result.origin.rawValue)
    add(#","notes":"#)
    add(json: result.notes)
    add(",\n\"metrics\":")
    add(jsonLines: result.metrics) { $0.add(json: $1) }
    add(",\n\"ops\":")
    if let operations = result.operations {
      add(jsonLines: operations) { $0.add(json: $1) }
    } else {
      add("null")
    }
    add(",\n\"limits\":")
    add(jsonLines: result.limits) { $0.add(json: $1) }
    add(",\n\"budgets\":")
    add(jsonLines: result.budgets) { $0.add(json: $1) }
    add(#","pass":"#)
    add(json: result.limitsPass && result.budgetsPass)
    add("}")
  }

  private mutating func add(json metric: ReportDiff.Metric) {
    func add(_ value: Double?, to text: inout ByteText) {
      if metric.name.isCount { text.add(jsonRounded: value) } else { text.add(json: value) }
    }
    self.add(#"{"metric":"#)
    self.add(json: metric.name.rawValue)
    self.add(#","unit":"#)
    self.add(json: metric.name.unit)
    self.add(#","base":"#)
    add(metric.base, to: &self)
    self.add(#","head":"#)
    add(metric.head, to: &self)
    self.add(#","change":"#)
    if let change = metric.change {
      self.add(#"{"value":"#)
      add(change.value, to: &self)
      self.add(#","low":"#)
      add(change.low, to: &self)
      self.add(#","high":"#)
      add(change.high, to: &self)
      self.add("}")
    } else {
      self.add("null")
    }
    self.add(#","change_fraction":"#)
    self.add(json: metric.fraction)
    self.add("}")
  }

  private mutating func add(json operation: ReportDiff.Operation) {
    add(#"{"change":"#)
    add(json: operation.kind.rawValue)
    add(#","name":"#)
    add(json: operation.row?.name)
    add(#","op_type":"#)
    add(json: operation.row?.type)
    add(#","latency_ms":"#)
    add(json: operation.latencyChange)
    add(#","energy_uj":"#)
    add(json: operation.energyChange)
    add(#","what":"#)
    add(json: operation.words)
    add(#","base":"#)
    add(json: operation.base)
    add(#","head":"#)
    add(json: operation.head)
    add("}")
  }

  private mutating func add(json row: RecordedReport.Row?) {
    guard let row else { return add("null") }
    add(#"{"index":"#)
    add(row.index)
    add(#","name":"#)
    add(json: row.name)
    add(#","op":"#)
    add(json: row.op)
    add(#","op_type":"#)
    add(json: row.type)
    add(#","kernel":"#)
    add(json: row.kernel)
    add(#","output_shape":"#)
    add(json: row.outputShape)
    add(#","macs":"#)
    add(row.macs)
    add(#","weight_bytes":"#)
    add(row.weightBytes)
    add(#","latency_ms":"#)
    add(json: row.latency)
    add(#","energy_uj":"#)
    add(json: row.energy)
    add(#","live_bytes":"#)
    add(row.liveBytes)
    add(#","scratch_bytes":"#)
    add(row.scratchBytes)
    add("}")
  }

  private mutating func add(json limit: ReportDiff.Limit) {
    add(#"{"metric":"#)
    add(json: limit.limit.metric.rawValue)
    add(#","level":"#)
    add(json: limit.limit.level.rawValue)
    add(#","limit":"#)
    switch limit.limit.amount {
    case .absolute(let value):
      add(json: value, of: limit.limit.metric)
      add(#","limit_unit":"#)
      add(json: limit.limit.metric.unit)
    case .percent(let value):
      add(json: value)
      add(#","limit_unit":"pct""#)
    }
    add(#","unit":"#)
    add(json: limit.limit.metric.unit)
    add(#","allowed":"#)
    add(json: limit.allowed)
    add(#","change":"#)
    add(json: limit.change, of: limit.limit.metric)
    add(#","pass":"#)
    add(json: limit.pass)
    add(#","reason":"#)
    add(json: limit.reason)
    add("}")
  }

  mutating func add(json budget: RecordedReport.Budget) {
    add(#"{"metric":"#)
    add(json: budget.metric.rawValue)
    add(#","limit":"#)
    add(json: budget.limit, of: budget.metric)
    add(#","value":"#)
    add(json: budget.value, of: budget.metric)
    add(#","slack":"#)
    add(json: budget.slack, of: budget.metric)
    add(#","pass":"#)
    add(json: budget.pass)
    add(#","level":"#)
    add(json: budget.level.rawValue)
    add(#","on":"#)
    add(json: budget.end.rawValue)
    add(#","unit":"#)
    add(json: budget.metric.unit)
    add(#","reason":"#)
    add(json: budget.reason)
    add("}")
  }
}
