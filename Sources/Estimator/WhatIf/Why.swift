/// Why a network costs what it costs: which operations are dearer than their arithmetic, and what
/// fills the memory where it is fullest.
public struct Why: Hashable, Sendable {
  /// An operation whose share of the time is greater than its share of the MACs.
  public struct Operation: Hashable, Sendable {
    public var index: Int
    public var name: String
    public var type: String
    public var kernel: String?
    /// Of the totals.
    public var latencyFraction: Double
    public var macsFraction: Double
    public var arithmeticOperationsPerSecond: Double?
  }

  /// The step that sets the activation peak.
  public struct Peak: Hashable, Sendable {
    public enum Role: String, CaseIterable, Hashable, Sendable {
      case input, output
      /// Neither read nor written here: a later step, or the caller, still needs it.
      case held
    }

    public struct Tensor: Hashable, Sendable {
      public var name: String
      public var bytes: Int
      public var role: Role
    }

    /// Position in the order that runs.
    public var step: Int
    public var operation: String
    public var liveBytes: Int
    /// Largest first.
    public var tensors: [Tensor]
  }

  /// Operations answered, those furthest beyond their share.
  public static let operationLimit = 5

  /// Dearest beyond its share first.
  public var operations: [Operation]
  /// Of the whole network.
  public var arithmeticOperationsPerSecond: Double?
  /// `nil` for a graph without activations.
  public var peak: Peak?
}

extension Estimate {
  /// Reads the reasons off the rows; nothing is estimated again. Without rows no operation is named.
  ///
  /// - Complexity: O(operands + operations log operations).
  public func why(_ graph: Graph) -> Why {
    Why(
      operations: dearOperations(graph),
      arithmeticOperationsPerSecond: totals.arithmeticOperationsPerSecond, peak: peak(of: graph))
  }

  private func dearOperations(_ graph: Graph) -> [Why.Operation] {
    guard let total = totals.latency?.value, total > 0 else { return [] }
    let macs = Double(max(1, graph.macs))
    let rows = operations.compactMap { row -> Why.Operation? in
      guard let latency = row.latency?.value else { return nil }
      return Why.Operation(
        index: row.index, name: row.name, type: row.type, kernel: row.kernel,
        latencyFraction: latency / total, macsFraction: Double(row.macs) / macs,
        arithmeticOperationsPerSecond: row.arithmeticOperationsPerSecond)
    }
    func excess(_ row: Why.Operation) -> Double { row.latencyFraction - row.macsFraction }
    return Array(
      rows.filter { excess($0) > 0 }
        .sorted { excess($0) != excess($1) ? excess($0) > excess($1) : $0.index < $1.index }
        .prefix(Why.operationLimit))
  }

  private func peak(of graph: Graph) -> Why.Peak? {
    guard let step = memory.peakStep else { return nil }
    let order = memory.order ?? Array(graph.operations.indices)
    guard order.indices.contains(step) else { return nil }
    var first: [Int: Int] = [:]
    var last: [Int: Int] = [:]
    for input in graph.inputs { first[input] = 0 }
    for (position, index) in order.enumerated() {
      for case let input? in graph.operations[index].inputs { last[input] = position }
      for output in graph.operations[index].outputs {
        first[output] = position
        last[output] = position
      }
    }
    for output in graph.outputs { last[output] = order.count - 1 }
    let operation = graph.operations[order[step]]
    let alive = graph.tensors.indices.filter { index in
      let tensor = graph.tensors[index]
      guard tensor.storage == .activation, tensor.dataType != .resource,
        let first = first[index], let last = last[index]
      else { return false }
      return first <= step && step <= last
    }
    let tensors = alive.map { index in
      Why.Peak.Tensor(
        name: graph.tensors[index].name, bytes: graph.tensors[index].byteCount,
        role: operation.outputs.contains(index)
          ? .output : operation.inputs.contains(index) ? .input : .held)
    }
    return Why.Peak(
      step: step, operation: operation.name, liveBytes: memory.activationPeakBytes,
      tensors: tensors.enumerated().sorted {
        $0.element.bytes != $1.element.bytes
          ? $0.element.bytes > $1.element.bytes : $0.offset < $1.offset
      }.map(\.element))
  }
}
