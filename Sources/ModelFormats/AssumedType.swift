public import Estimator

/// What a float network can be taken to be: the types that runtimes quantise to.
public enum AssumedType: String, CaseIterable, Hashable, Sendable {
  case int8
  case int16

  public var dataType: DataType {
    switch self {
    case .int8: .int8
    case .int16: .int16
    }
  }
}
