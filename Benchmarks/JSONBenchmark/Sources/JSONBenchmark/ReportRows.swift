import JSON

/// Rows such as an estimate has per operation: mostly numbers, most of them with a fraction.
struct ReportRows: Codable, Equatable {
  struct Row: Codable, Equatable {
    var index: Int
    var opType: String
    var kernel: String
    var macs: Int
    var macsPerOutput: Double
    var cycles: Double
    var latencyMs: Double
    var energyUj: Double

    private enum CodingKeys: String, CodingKey {
      case index, kernel, macs, cycles
      case opType = "op_type"
      case macsPerOutput = "macs_per_output"
      case latencyMs = "latency_ms"
      case energyUj = "energy_uj"
    }
  }

  var ops: [Row]

  /// About 5 KB as compact JSON.
  static var sample: ReportRows {
    ReportRows(
      ops: (0..<26).map { index in
        let macs = 1 + index * 54_321
        return Row(
          index: index, opType: "depthwise_conv2d", kernel: "arm_depthwise_conv_3x3_s8",
          macs: macs, macsPerOutput: 9, cycles: Double(macs) * 1.37,
          latencyMs: Double(macs) * 1.37 / 216e3, energyUj: Double(macs) * 1.37 / 216e3 * 0.412)
      })
  }

  init(ops: [Row]) { self.ops = ops }

  init(json bytes: [UInt8]) throws(JSONError) {
    var reader = try JSONReader(document: bytes)
    var members = try reader.object()
    var ops: [Row] = []
    while let member = try members.next(&reader) {
      switch member {
      case "ops": ops = try reader.array(of: Row.init(reading:))
      default: throw reader.unknownMember(member, known: ["ops"])
      }
    }
    try reader.finish()
    self.ops = ops
  }

  func json() -> [UInt8] {
    var writer = JSONWriter(reserving: 8192)
    writer.object { writer in
      writer.array("ops") { writer in
        for row in ops { row.write(to: &writer) }
      }
    }
    return writer.finish()
  }
}

extension ReportRows.Row {
  init(reading reader: inout JSONReader) throws(JSONError) {
    self.init(
      index: 0, opType: "", kernel: "", macs: 0, macsPerOutput: 0, cycles: 0, latencyMs: 0,
      energyUj: 0)
    var members = try reader.object()
    while let member = try members.next(&reader) {
      switch member {
      case "index": index = try reader.int()
      case "op_type": opType = try reader.string()
      case "kernel": kernel = try reader.string()
      case "macs": macs = try reader.int()
      case "macs_per_output": macsPerOutput = try reader.double()
      case "cycles": cycles = try reader.double()
      case "latency_ms": latencyMs = try reader.double()
      case "energy_uj": energyUj = try reader.double()
      default: throw reader.unknownMember(member, known: ["index"])
      }
    }
  }

  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("index", index)
      writer.member("op_type", opType)
      writer.member("kernel", kernel)
      writer.member("macs", macs)
      writer.member("macs_per_output", macsPerOutput)
      writer.member("cycles", cycles)
      writer.member("latency_ms", latencyMs)
      writer.member("energy_uj", energyUj)
    }
  }
}
