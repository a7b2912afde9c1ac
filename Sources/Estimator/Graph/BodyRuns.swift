/// A body that an operation runs, and how often in one run of the operation.
public struct BodyCall: Hashable, Sendable {
  /// Index into the graph's `subgraphs`.
  public var body: Int
  public var times: Int
}

/// What the bodies of control operations compute, each with everything that it runs itself.
///
/// Which branch a condition takes and how often a loop turns stands in no file: an `if` is taken to run
/// the branch with more arithmetic, a `while` its body `trips` times and its condition once more. What
/// `call_once` runs belongs to the first inference and counts nothing.
struct BodyRuns: Hashable, Sendable {
  private struct Count: Hashable, Sendable {
    var macs: Int
    var arithmetic: Int
  }

  let trips: Int
  private var counts: [Count?]

  /// - Parameter bodies: of which those that `main` reaches were checked not to run in a circle.
  /// - Complexity: O(operations of all bodies).
  init(main: [Operation], bodies: [Graph], trips: Int, limits: GraphLimits) throws(GraphError) {
    self.trips = trips
    counts = Array(repeating: nil, count: bodies.count)
    if bodies.isEmpty { return }
    for operation in main {
      guard case .control(let control) = operation.op else { continue }
      for number in control.subgraphs { try add(number - 1, bodies, limits) }
    }
  }

  private mutating func add(_ index: Int, _ bodies: [Graph], _ limits: GraphLimits)
    throws(GraphError)
  {
    guard counts[index] == nil else { return }
    var total = Count(macs: bodies[index].macs, arithmetic: bodies[index].arithmeticOperations)
    for operation in bodies[index].operations {
      guard case .control(let control) = operation.op else { continue }
      for number in control.subgraphs { try add(number - 1, bodies, limits) }
      let more = try work(of: operation, limits: limits)
      total.macs += more.macs
      total.arithmetic += more.arithmetic
      try check(total, operation.name, limits)
    }
    counts[index] = total
  }

  /// The multiply-accumulates and arithmetic operations of what an operation runs.
  func work(of operation: borrowing Operation, limits: GraphLimits) throws(GraphError)
    -> (macs: Int, arithmetic: Int)
  {
    var total = Count(macs: 0, arithmetic: 0)
    for call in calls(of: operation) {
      guard let one = counts[call.body] else { continue }
      let macs = one.macs.multipliedReportingOverflow(by: call.times)
      let arithmetic = one.arithmetic.multipliedReportingOverflow(by: call.times)
      guard !macs.overflow, !arithmetic.overflow, macs.partialValue <= limits.macs,
        arithmetic.partialValue <= 4 * limits.macs
      else {
        throw .tooLarge(
          tensor: nil, op: operation.name, what: "the number of operations of its bodies")
      }
      // At most a condition and a body: no more than 2^56 in all.
      total.macs += macs.partialValue
      total.arithmetic += arithmetic.partialValue
    }
    try check(total, operation.name, limits)
    return (total.macs, total.arithmetic)
  }

  private func check(_ total: Count, _ name: String, _ limits: GraphLimits) throws(GraphError) {
    guard total.macs <= limits.macs, total.arithmetic <= 4 * limits.macs else {
      throw .tooLarge(tensor: nil, op: name, what: "the number of operations of its bodies")
    }
  }

  /// The bodies that an operation runs in an inference.
  func calls(of operation: borrowing Operation) -> [BodyCall] {
    guard case .control(let control) = operation.op, !control.subgraphs.isEmpty else { return [] }
    let bodies = control.subgraphs.map { $0 - 1 }
    switch control.kind {
    case .ifOp:
      func arithmetic(_ body: Int) -> Int { counts[body]?.arithmetic ?? 0 }
      guard let first = bodies.first, let last = bodies.last else { return [] }
      return [BodyCall(body: arithmetic(last) > arithmetic(first) ? last : first, times: 1)]
    case .whileOp where bodies.count == 2:
      return [BodyCall(body: bodies[0], times: trips + 1), BodyCall(body: bodies[1], times: trips)]
    default: return []
    }
  }
}

extension Graph {
  /// The trips that a loop may be said to make.
  public static let whileTripsRange = 1...1_000_000

  /// How often each `while` is taken to turn.
  public var whileTrips: Int { bodyRuns.trips }

  /// The bodies that an operation of this graph, or of one of its bodies, runs in an inference.
  public func bodyCalls(of operation: borrowing Operation) -> [BodyCall] {
    bodyRuns.calls(of: operation)
  }
}
