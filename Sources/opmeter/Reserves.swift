import Estimator
import JSON

/// What the rest of the firmware takes: `--reserve sram=40KiB`.
struct Reserves {
  var ram: Int?
  var flash: Int?

  init(_ texts: [String]) throws(CommandFailure) {
    for text in texts {
      let (name, value) = try parted(text, "reserve")
      let metrics: [BudgetMetric] = [.sram, .flash]
      guard let metric = metrics.first(where: { $0.rawValue == name }) else {
        let nearest = nearestName(to: name, among: metrics.map(\.rawValue))
        throw .badInput(
          "--reserve \(text): only sram and flash are reserved"
            + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
      }
      guard let bytes = Self.bytes(value, of: metric) else {
        throw .badInput(
          "--reserve \(text): '\(value)' is no amount of memory with its unit, such as 40KiB")
      }
      if metric == .sram { ram = bytes } else { flash = bytes }
    }
  }

  private static func bytes(_ text: String, of metric: BudgetMetric) -> Int? {
    guard case .absolute(let bytes) = try? BudgetLimit(parsing: text, for: metric) else {
      return nil
    }
    return Int(exactly: bytes) ?? Int.max / 4
  }
}
