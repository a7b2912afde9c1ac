/// A unit that a limit may be written in.
struct BudgetUnit: Hashable, Sendable {
  enum Quantity: Hashable, Sendable {
    case time, energy, size, share, count
  }

  var name: String
  var quantity: Quantity
  /// How much of the quantity's own unit it is: milliseconds, microjoules, bytes, per cent, one.
  var factor: Double

  init(_ name: String, _ quantity: Quantity, _ factor: Double) {
    self.name = name
    self.quantity = quantity
    self.factor = factor
  }

  /// Letter case counts (`mJ` is not `MJ`).
  ///
  /// `kB` and `KB` are 1000 bytes, as the SI and IEC 80000-13 have it. Who meant 1024 by `KB` gets a
  /// limit that is too tight, never one that is too loose.
  static let all: [BudgetUnit] = [
    BudgetUnit("ns", .time, 1e-6), BudgetUnit("us", .time, 1e-3),
    BudgetUnit("\u{B5}s", .time, 1e-3),
    BudgetUnit("\u{3BC}s", .time, 1e-3), BudgetUnit("ms", .time, 1), BudgetUnit("s", .time, 1e3),
    BudgetUnit("nJ", .energy, 1e-3), BudgetUnit("uJ", .energy, 1),
    BudgetUnit("\u{B5}J", .energy, 1), BudgetUnit("\u{3BC}J", .energy, 1),
    BudgetUnit("mJ", .energy, 1e3), BudgetUnit("J", .energy, 1e6),
    BudgetUnit("B", .size, 1), BudgetUnit("KiB", .size, 1024), BudgetUnit("MiB", .size, 1_048_576),
    BudgetUnit("GiB", .size, 1_073_741_824), BudgetUnit("kB", .size, 1e3),
    BudgetUnit("KB", .size, 1e3), BudgetUnit("MB", .size, 1e6), BudgetUnit("GB", .size, 1e9),
    BudgetUnit("pct", .share, 1), BudgetUnit("%", .share, 1),
    BudgetUnit("", .count, 1), BudgetUnit("k", .count, 1e3), BudgetUnit("K", .count, 1e3),
    BudgetUnit("M", .count, 1e6), BudgetUnit("G", .count, 1e9),
  ]

  static func named(_ name: String) -> BudgetUnit? { all.first { $0.name == name } }

  /// Units that fit `metric` and can be typed: what error messages list.
  static func names(for metric: BudgetMetric) -> [String] {
    all.compactMap {
      metric.quantities.contains($0.quantity) && !$0.name.isEmpty
        && $0.name.utf8.allSatisfy { $0 < 0x80 }
        ? $0.name : nil
    }
  }
}

/// The name that a mistyped one most likely meant: the same in another letter case, else one that
/// differs in at most a third of its letters (at least one).
func nearestBudgetName(to name: String, among known: [String]) -> String? {
  let wanted = name.lowercased()
  if let same = known.first(where: { $0.lowercased() == wanted }) { return same }
  // Nothing that long is a misprint of a name here; comparing it would only cost time.
  guard !wanted.isEmpty, wanted.utf8.count <= 16 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(Array(wanted.utf8), Array(candidate.lowercased().utf8))
    guard distance <= max(1, candidate.utf8.count / 3), distance < candidate.utf8.count else {
      continue
    }
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Insertions, deletions and replacements that turn one into the other.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var previous = Array(0...right.count)
  for (row, byte) in left.enumerated() {
    var current = [row + 1]
    for column in right.indices {
      let replaced = previous[column] + (right[column] == byte ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[right.count]
}
