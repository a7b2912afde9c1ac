/// A column as a table's author names it, with what is known by that name.
struct DeviceColumn: Hashable, Sendable {
  /// What the author wrote.
  let written: String
  /// `Latency [ms]`, `latency-ms` and `latency_ms` are one column.
  let name: String

  init(_ written: String) {
    self.written = written
    var name = ""
    for character in written.lowercased() {
      switch character {
      case "µ", "μ": name.append("u")
      case let other where other.isLetter || other.isNumber: name.append(other)
      default: if !name.isEmpty, name.last != "_" { name.append("_") }
      }
    }
    while name.last == "_" { name.removeLast() }
    self.name = Self.synonyms[name] ?? name
  }

  /// Other words for a column, which can mean nothing else.
  private static let synonyms = ["model": "network", "operation": "op"]
}

extension DeviceColumn {
  /// Quantities by the column that they are known as, and what makes its numbers of other units'.
  private static let quantities: [String: (column: String, units: [String: String])] = [
    "latency": (
      "latency_ms", ["s": "times 1000", "us": "divided by 1000", "ns": "divided by 1000000"]
    ),
    "clock": (
      "clock_mhz", ["hz": "divided by 1000000", "khz": "divided by 1000", "ghz": "times 1000"]
    ),
    "energy": (
      "energy_uj", ["j": "times 1000000", "mj": "times 1000", "nj": "divided by 1000"]
    ),
    "supply": ("supply_v", ["mv": "divided by 1000"]),
  ]

  /// What to do about a quantity in no unit or in another than is known; `nil` for other names. The
  /// nearest known name would be a thousand times off.
  var otherUnit: String? {
    let parts = name.split(separator: "_", maxSplits: 1)
    guard let quantity = parts.first.flatMap({ Self.quantities[String($0)] }),
      name != quantity.column
    else { return nil }
    guard parts.count == 2, let change = quantity.units[String(parts[1])] else {
      return "write \(quantity.column), the unit is part of the name"
    }
    return "write \(quantity.column), these numbers \(change)"
  }
}
