public import Estimator

/// Whole networks against a library: what an estimate says beside what was counted.
public struct NetworkCheck: Sendable {
  public struct Row: Sendable {
    public var network: String
    public var counted: Double
    public var predicted: Double
    /// Operators without a kernel, in the counts' order.
    public var notCovered: [OperatorKind]
    /// Operators of the network that were counted, and that it has.
    public var operators = 0
    public var operatorsInAll = 0

    /// Whether all of the network was counted: a library of reference kernels has no counts of the
    /// operators that an optimised kernel ran.
    public var isWhole: Bool { operators == operatorsInAll }

    public var error: Double { predicted / counted - 1 }
  }

  public var rows: [Row]

  /// Sums the operators of each network as the library would cost them.
  ///
  /// - Parameter library: with its fallback attached.
  public init(_ counts: [KernelCount], library: KernelLibrary) {
    var networks: [String] = []
    var rows: [String: Row] = [:]
    for count in counts where count.interpreted && !count.network.isEmpty {
      var row = rows[count.network]
      if row == nil {
        networks.append(count.network)
        row = Row(
          network: count.network, counted: library.overhead.perInvocation,
          predicted: library.overhead.perInvocation, notCovered: [])
      }
      row?.operators += 1
      row?.operatorsInAll = count.networkOperators
      row?.counted += count.instructions + library.overhead.perOperator
      if let choice = library.choice(for: count.work), !choice.kernel.isAssumed {
        row?.predicted += choice.kernel.instructions(count.work) + choice.overhead
      } else {
        row?.notCovered.append(count.work.kind)
        row?.counted -= count.instructions + library.overhead.perOperator
      }
      rows[count.network] = row
    }
    self.rows = networks.compactMap { rows[$0] }
  }
}
