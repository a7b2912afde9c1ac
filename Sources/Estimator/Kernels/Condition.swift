/// A comparison of one fact of the work, as the wrappers of kernel libraries make them.
public struct Condition: Hashable, Sendable {
  public enum Test: Hashable, Sendable {
    case equals(Int)
    case not(Int)
    case isIn([Int])
    case atLeast(Int)
    case atMost(Int)
    /// The divisor is positive; `Condition.init` refuses others.
    case multipleOf(Int)
    case notMultipleOf(Int)
    /// Equal to another fact of the same work: square kernels, equal channel counts.
    case sameAs(WorkFact)
    case notSameAs(WorkFact)
  }

  public let fact: WorkFact
  public let test: Test

  /// `nil` when a divisor is not positive.
  public init?(_ fact: WorkFact, _ test: Test) {
    switch test {
    case .multipleOf(let divisor) where divisor < 1: return nil
    case .notMultipleOf(let divisor) where divisor < 1: return nil
    default: break
    }
    self.fact = fact
    self.test = test
  }
}

extension Condition {
  public func holds(for work: borrowing Work) -> Bool {
    let value = fact.value(work)
    switch test {
    case .equals(let other): return value == other
    case .not(let other): return value != other
    case .isIn(let others): return others.contains(value)
    case .atLeast(let least): return value >= least
    case .atMost(let most): return value <= most
    case .multipleOf(let divisor): return value % divisor == 0
    case .notMultipleOf(let divisor): return value % divisor != 0
    case .sameAs(let other): return value == other.value(work)
    case .notSameAs(let other): return value != other.value(work)
    }
  }
}
