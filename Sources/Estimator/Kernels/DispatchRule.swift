/// One line of a library's dispatch: "this operation, under these conditions, runs that kernel".
///
/// Rules are read in order and the first match wins, as in the wrappers of the real libraries, so a
/// library with other conditions is a file and not a release.
public struct DispatchRule: Hashable, Sendable {
  public var operation: OperatorKind
  /// Types of the activations served; empty means every type.
  public var dataTypes: [DataType]
  /// Types of the weights served; empty means every type.
  public var weightTypes: [DataType]
  /// Types of the result served; empty means every type.
  public var resultTypes: [DataType]
  /// All must hold.
  public var conditions: [Condition]
  /// Name of the kernel that runs.
  public var kernel: String

  public init(
    operation: OperatorKind, dataTypes: [DataType] = [], weightTypes: [DataType] = [],
    resultTypes: [DataType] = [], conditions: [Condition] = [], kernel: String
  ) {
    self.operation = operation
    self.dataTypes = dataTypes
    self.weightTypes = weightTypes
    self.resultTypes = resultTypes
    self.conditions = conditions
    self.kernel = kernel
  }
}

extension DispatchRule {
  /// Whether this rule's kernel runs for `work`.
  public func matches(_ work: borrowing Work) -> Bool {
    guard operation == work.kind, ServedTypeSets(self).contain(work) else { return false }
    return conditions.hold(for: work)
  }
}

extension [Condition] {
  func hold(for work: borrowing Work) -> Bool {
    for index in indices where !self[index].holds(for: work) { return false }
    return true
  }
}

/// The types that a rule serves, as sets that cost nothing to ask.
struct ServedTypeSets: Hashable, Sendable {
  private let data: DataTypeSet
  private let weights: DataTypeSet
  private let results: DataTypeSet

  init(_ rule: DispatchRule) {
    data = DataTypeSet(serving: rule.dataTypes)
    weights = DataTypeSet(serving: rule.weightTypes)
    results = DataTypeSet(serving: rule.resultTypes)
  }

  func contain(_ work: borrowing Work) -> Bool {
    guard data.contains(work.dataType), weights.contains(work.weightType) else { return false }
    return results.contains(work.resultType)
  }
}

/// A set of element types, a bit each.
struct DataTypeSet: Hashable, Sendable {
  private let bits: UInt32

  /// Those listed; all when none is.
  init(serving types: [DataType]) {
    bits = types.isEmpty ? .max : types.reduce(0) { $0 | 1 << UInt32($1.caseNumber) }
  }

  func contains(_ type: DataType) -> Bool { bits & 1 << UInt32(type.caseNumber) != 0 }
}
