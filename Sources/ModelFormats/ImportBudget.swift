/// How much one import may still look at, so that no file costs more than its own size allows.
///
/// Formats with offsets let many places point at the same bytes: a small file can describe a huge
/// model. Every table, vector, element and string is charged here before it is read; an honest file
/// needs about as many units as it has bytes.
struct ImportBudget {
  private(set) var remaining: Int

  /// A budget of `factor` units a byte, and some for the smallest files.
  init(fileBytes: Int, factor: Int = 8) {
    // A body is far below 2^56 bytes, or it would not be in memory.
    remaining = fileBytes * factor + 4096
  }

  /// Takes `units` away; false when there are not as many left, and from then on.
  mutating func charge(_ units: Int) -> Bool {
    guard units >= 0, units <= remaining else {
      remaining = 0
      return false
    }
    remaining -= units
    return true
  }
}
