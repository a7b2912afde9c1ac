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
    guard operation == work.kind, Self.serves(dataTypes, work.dataType),
      Self.serves(weightTypes, work.weightType), Self.serves(resultTypes, work.resultType)
    else { return false }
    for index in conditions.indices where !conditions[index].holds(for: work) { return false }
    return true
  }

  private static func serves(_ types: [DataType], _ type: DataType) -> Bool {
    types.isEmpty || types.contains(type)
  }
}
