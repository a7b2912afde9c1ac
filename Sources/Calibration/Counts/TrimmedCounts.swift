internal import Estimator

/// The lines and columns of count files that a library is fitted from: what is kept in the project
/// so that anyone can repeat the fit.
public struct TrimmedCounts: Sendable {
  /// Bare kernels; `nil` when the files have none for the library.
  public private(set) var kernels: String?
  /// Operators of whole networks; `nil` when the files have none for the library.
  public private(set) var networks: String?

  /// Reading the result gives the same fit as reading the files.
  public init(_ files: [String], for specification: FitSpecification) throws(CountsError) {
    for file in files {
      let table = try CountsTable(file)
      let counts = try KernelCount.read(file)
      let wanted = Dictionary(
        uniqueKeysWithValues: counts.lazy.filter { count in
          specification.selects(count)
            && specification.groups.contains { $0.members.contains { $0.covers(count) } }
        }.map { ($0.line, $0) })
      if wanted.isEmpty { continue }
      if counts[0].interpreted {
        Self.append(table, wanted, Self.operatorColumns, to: &networks)
      } else {
        Self.append(table, wanted, Self.bareColumns, to: &kernels)
      }
    }
  }

  private static func append(
    _ table: CountsTable, _ wanted: [Int: KernelCount], _ columns: [String],
    to text: inout String?
  ) {
    var lines = text == nil ? [columns.joined(separator: ",")] : []
    for row in table.rows {
      guard let count = wanted[row.line] else { continue }
      let fields = columns.map { column in
        let field = table.text(column, row)
        switch column {
        // Only the first of the kernels called is read.
        case "cmsis_kernels": return field.split(separator: " ").first ?? ""
        // What follows from lines that are left out.
        case "values": return Substring(count.work.inputValues.rawValue)
        case "operators": return Substring(String(count.networkOperators))
        default: return field
        }
      }
      lines.append(fields.joined(separator: ","))
    }
    text = (text ?? "") + lines.joined(separator: "\n") + "\n"
  }

  private static let bareColumns = [
    "core", "lib", "op", "kernel", "dtype", "n", "h", "w", "cin", "cout", "ch_mult", "kh", "kw",
    "sh",
    "sw", "ph", "pw", "oh", "ow", "p1", "p2", "p3", "p4", "p5", "outputs", "scratch_bytes",
    "instructions", "opt",
  ]

  private static let operatorColumns = [
    "model", "core", "kernels", "exclusive", "cmsis_kernels", "op", "in_type", "in", "out",
    "out_type", "n_in", "filter", "w_type", "stride", "dil", "pad", "macs", "values", "operators",
  ]
}
