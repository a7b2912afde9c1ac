public import Estimator

/// One counted call: the work, and the instructions it took.
public struct KernelCount: Hashable, Sendable {
  /// As the counts name it; empty where the operator ran reference code of the interpreter.
  public var kernel: String
  public var work: Work
  public var instructions: Double
  /// `nil` where the file does not say.
  public var scratchBytes: Int?
  /// As the counts name it: `CMSIS-NN v7.0.0`; empty where the file does not say.
  public var library: String
  /// `cortex-m4`.
  public var core: String
  /// `-Ofast`; empty where the file does not say.
  public var optimisation: String
  /// Counted inside an interpreter: its own instructions are part of the number.
  public var interpreted: Bool
  /// The build of the interpreter's kernels (`cmsis`, `ref`); empty for bare kernels.
  public var build: String
  /// The network the operator is part of; empty for bare kernels.
  public var network: String
  /// Operators that the network has in all, of which the file may hold some; 0 for bare kernels.
  public var networkOperators = 0
  public var line: Int
}

extension KernelCount {
  /// Reads either kind of file; the header tells them apart.
  public static func read(_ text: String) throws(CountsError) -> [KernelCount] {
    let table = try CountsTable(text)
    if table.has("kernel") && table.has("instructions") { return try bareKernels(table) }
    if table.has("model") && table.has("in") && table.has("out") { return try operators(table) }
    throw .unknownFormat(header: table.header)
  }
}
