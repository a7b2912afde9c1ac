import Calibration
import Estimator
import Foundation

/// Whole networks counted under TensorFlow Lite Micro, each against a library that was fitted without
/// it: a fifth of the networks is left out at a time.
struct NetworkInstructions {
  struct Row {
    var library: String
    var checks: [NetworkCheck.Row]
    var equalShapes: EqualShapes

    /// Absolute errors of the networks that were counted whole and of which a kernel serves all, in
    /// order.
    var errors: [Double] {
      whole.filter(\.notCovered.isEmpty).map { abs($0.error) }.sorted()
    }

    var whole: [NetworkCheck.Row] { checks.filter(\.isWhole) }
  }

  var rows: [Row] = []

  private static let folds = 5

  /// Of the libraries whose counts of networks lie in `directory`.
  init(countsIn directory: String) async throws {
    let ending = ".networks.csv.gz"
    let ids = try FileManager.default.contentsOfDirectory(atPath: directory)
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    for id in ids {
      guard let specification = Catalogue.specification(id) else { continue }
      var counts: [KernelCount] = []
      for name in ["\(id).csv.gz", id + ending, "\(id).operators.csv.gz"]
      where fileExists("\(directory)/\(name)") {
        let bytes = try readCompressedFile("\(directory)/\(name)")
        counts += try KernelCount.read(String(decoding: bytes, as: UTF8.self))
      }
      rows.append(
        Row(
          library: id, checks: try await Self.checks(counts, specification),
          equalShapes: EqualShapes(counts, specification)))
    }
  }

  private static func checks(
    _ counts: [KernelCount], _ specification: FitSpecification
  ) async throws -> [NetworkCheck.Row] {
    let own = counts.filter(specification.selects)
    let networks = Set(own.map(\.network)).filter { !$0.isEmpty }.sorted()
    return try await withThrowingTaskGroup(of: [NetworkCheck.Row].self) { group in
      for fold in 0..<folds {
        group.addTask {
          let left = Set(networks.indices.filter { $0 % folds == fold }.map { networks[$0] })
          let seen = own.filter { !left.contains($0.network) }
          let fit = try fitKernelLibrary(
            counts: seen, specification: specification.keepingWhatIsCounted(in: seen))
          return NetworkCheck(own.filter { left.contains($0.network) }, library: fit.library).rows
        }
      }
      var rows: [NetworkCheck.Row] = []
      for try await some in group { rows += some }
      return rows.sorted { $0.network < $1.network }
    }
  }
}

extension NetworkInstructions {
  /// Of all libraries together: the median, and what nine of ten are within.
  var figures: (median: Double, nineOfTen: Double, count: Int)? {
    Self.figures(rows.flatMap(\.errors).sorted())
  }

  static func figures(_ errors: [Double]) -> (median: Double, nineOfTen: Double, count: Int)? {
    guard !errors.isEmpty else { return nil }
    return (
      errors[errors.count / 2], errors[min(errors.count - 1, errors.count * 9 / 10)], errors.count
    )
  }
}
