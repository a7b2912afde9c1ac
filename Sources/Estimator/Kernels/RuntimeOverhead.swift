/// Instructions that an interpreter spends around the kernels.
///
/// Kept apart from the kernels: a runtime that calls them from generated code pays none of it.
/// TensorFlow Lite Micro of 2026-08 on Cortex-M: 54 an invocation and 18 an operator outside the
/// operators, and a few hundred inside each for fetching tensors and parameters.
public struct RuntimeOverhead: Hashable, Sendable {
  public var perInvocation: Double
  public var perOperator: Double
  /// Inside the operator, before and after its kernel, by kind; kinds not listed have it in the kernel.
  public let inside: [OperatorKind: Double]
  /// The same, by the kind's number.
  private let table: CaseTable<OperatorKind, Double>

  public init(
    perInvocation: Double = 0, perOperator: Double = 0, inside: [OperatorKind: Double] = [:]
  ) {
    self.perInvocation = perInvocation
    self.perOperator = perOperator
    self.inside = inside
    table = CaseTable(inside)
  }

  /// Kernels called straight from generated code.
  public static let none = RuntimeOverhead()
}

extension RuntimeOverhead {
  /// Instructions around one operator of `kind`, beside its kernel.
  public func instructions(for kind: OperatorKind) -> Double {
    perOperator + (table[kind] ?? 0)
  }
}
