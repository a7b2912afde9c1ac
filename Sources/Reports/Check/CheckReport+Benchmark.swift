import Estimator

extension CheckReport {
  /// The `customSmallerIsBetter` input of github-action-benchmark: a list of named numbers.
  func benchmark() -> [UInt8] {
    var text = ByteText(reserving: 2_048)
    text.add(
      benchmarks: items.flatMap { item in
        item.result.map { [($0, "\(item.path) on \(item.profile)")] } ?? []
      })
    return text.bytes
  }
}

extension ByteText {
  /// github-action-benchmark's `customSmallerIsBetter`: name, unit, value, and where there is an
  /// interval its reach as `range`.
  mutating func add(benchmarks results: [(RecordedReport.Result, String)]) {
    var rows: [(name: String, unit: String, value: Double, reach: Double?, isCount: Bool)] = []
    for (result, place) in results {
      func add(_ metric: String, _ unit: String, _ interval: Interval?) {
        guard let interval else { return }
        rows.append(
          (
            "\(place): \(metric)", unit, interval.value,
            max(interval.high - interval.value, interval.value - interval.low), false
          ))
      }
      add("latency", "ms", result.latency)
      add("energy", "uJ", result.energy)
      rows.append(("\(place): RAM", "bytes", Double(result.sram.neededBytes), nil, true))
      rows.append(("\(place): flash", "bytes", Double(result.flash.neededBytes), nil, true))
    }
    add(jsonLines: rows) { text, row in
      text.add(#"{"name":"#)
      text.add(json: row.name)
      text.add(#","unit":"#)
      text.add(json: row.unit)
      text.add(#","value":"#)
      if row.isCount { text.add(rounded: row.value) } else { text.add(json: row.value) }
      if let reach = row.reach {
        text.add(#","range":"± "#)
        text.add(reach)
        text.add("\"")
      }
      text.add("}")
    }
    add("\n")
  }
}
