import Estimator
import JSON

extension RecordedReport.Row {
  convenience init(_ reader: inout JSONReader) throws(JSONError) {
    var index = 0
    var name = ""
    var op = ""
    var structure = Structure(type: "", macs: 0, weightBytes: 0)
    var kernel: String?
    var latency: Interval?
    var energy: Interval?
    var liveBytes = 0
    var scratchBytes = 0
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "index": index = try reader.count()
      case "name": name = try reader.string()
      case "op": op = try reader.string()
      case "op_type": structure.type = try reader.string()
      case "kernel": kernel = try reader.isNull() ? nil : try reader.string()
      case "output_shape": structure.outputShape = try reader.isNull() ? nil : try reader.ints()
      case "macs": structure.macs = try reader.count()
      case "latency_ms": latency = try reader.interval()
      case "energy_uj": energy = try reader.interval()
      case "live_bytes": liveBytes = try reader.count()
      case "scratch_bytes": scratchBytes = try reader.count()
      case "weight_bytes": structure.weightBytes = try reader.count()
      default: try reader.skip()
      }
    }
    guard !structure.type.isEmpty else { throw reader.missingMember("op_type", of: members) }
    self.init(
      index: index, name: name, op: op, structure: structure, kernel: kernel, latency: latency,
      energy: energy, liveBytes: liveBytes, scratchBytes: scratchBytes)
  }
}

extension RecordedReport.Budget {
  init(_ reader: inout JSONReader) throws(JSONError) {
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
