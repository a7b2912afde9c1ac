import Estimator

// The curves as data: JSON, CSV, and a table for a terminal.
extension Curves {
  func json() -> [UInt8] {
    var text = ByteText(reserving: 8_192)
    text.add(#"{"schema":"opmeter-curves/1","version":"#)
    text.add(json: version)
    text.add(#","profiles_digest":"#)
    text.add(json: profilesDigest)
    text.add(#","profile":{"id":"#)
    text.add(json: profile.id)
    text.add(#","digest":"#)
    text.add(json: profile.digest)
    text.add(#","clock_mhz":"#)
    text.add(json: clock.megahertz)
    text.add("},\n\"curves\":")
    text.add(jsonLines: curves) { text, curve in
      text.add(#"{"op_type":"#)
      text.add(json: curve.family.rawValue)
      text.add(#","family":"#)
      text.add(json: curve.family.words)
      text.add(#","points":"#)
      text.add(jsonLines: curve.points) { $0.add(json: $1) }
      text.add("}")
    }
    text.add("}\n")
    return text.bytes
  }

  func csv() -> [UInt8] {
    var text = ByteText(reserving: 4_096)
    text.addLine([
      "profile", "op_type", "size", "macs_per_output", "arith_ops_per_output", "kernel",
      "latency_ms", "latency_ms_low", "latency_ms_high", "arith_ops_per_s",
      "energy_nj_per_arith_op", "basis",
    ])
    for curve in curves {
      for point in curve.points {
        var cells = CSVRow()
        cells.add(profile.id)
        cells.add(curve.family.rawValue)
        cells.add(point.size)
        cells.add(point.row.macsPerOutput)
        cells.add(point.arithmeticOperationsPerOutput)
        cells.add(point.row.kernel)
        cells.add(point.row.latency)
        cells.add(point.row.arithmeticOperationsPerSecond)
        cells.add(point.row.nanojoulesPerArithmeticOperation)
        cells.add(point.row.basis.rawValue)
        text.add(cells)
      }
    }
    return text.bytes
  }

  func text() -> [UInt8] {
    var text = ByteText(reserving: 4_096)
    text.add(
      verbatim: "\(Report.shown(profile.id)) at \(Words.megahertz(clock.megahertz)): throughput "
        + "by operation type\n\n")
    var table = TextTable([
      ("type", .left), ("size", .right), ("MACs/output", .right), ("million arith ops/s", .right),
      ("kernel", .left),
    ])
    for curve in curves {
      for point in curve.points {
        table.add([
          curve.family.rawValue, "\(point.size)", Words.number(point.row.macsPerOutput),
          point.row.arithmeticOperationsPerSecond.map { Words.number($0 / 1e6) } ?? "unknown",
          point.row.kernel.map { Report.shown($0) } ?? "-",
        ])
      }
    }
    table.write(to: &text)
    text.add("\n")
    for curve in curves {
      text.add(verbatim: "\(curve.family.rawValue): \(curve.family.words)\n")
    }
    return text.bytes
  }
}

extension OperationEstimate {
  /// `nil` where energy is unknown or nothing is computed.
  var nanojoulesPerArithmeticOperation: Double? {
    guard let energy, arithmeticOperations > 0 else { return nil }
    return energy.value * 1e3 / Double(arithmeticOperations)
  }
}

extension ByteText {
  fileprivate mutating func add(json point: Curves.Point) {
    add(#"{"size":"#)
    add(point.size)
    add(#","macs_per_output":"#)
    add(json: point.row.macsPerOutput)
    add(#","arith_ops_per_output":"#)
    add(json: point.arithmeticOperationsPerOutput)
    add(#","kernel":"#)
    add(json: point.row.kernel)
    add(#","latency_ms":"#)
    add(json: point.row.latency)
    add(#","arith_ops_per_s":"#)
    add(json: point.row.arithmeticOperationsPerSecond)
    add(#","energy_nj_per_arith_op":"#)
    add(json: point.row.nanojoulesPerArithmeticOperation)
    add(#","basis":"#)
    add(json: point.row.basis.rawValue)
    add("}")
  }
}
