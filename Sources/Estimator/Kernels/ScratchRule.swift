/// Bytes of working memory that a kernel asks for, as its library's `get_buffer_size` computes them.
///
/// A sum of terms, each a constant times a product of facts that may be rounded up to a multiple.
/// This form gives every size of CMSIS-NN 2020-2026 exactly; an empty rule is a kernel without scratch.
public struct ScratchRule: Hashable, Sendable {
  public struct Term: Hashable, Sendable {
    /// Bytes per counted thing.
    public var bytes: Int
    /// Multiplied together; empty counts one.
    public var facts: [WorkFact]
    /// The product is rounded up to a multiple of this; 1 leaves it.
    public var roundedUpTo: Int

    public init(bytes: Int, facts: [WorkFact] = [], roundedUpTo: Int = 1) {
      self.bytes = bytes
      self.facts = facts
      self.roundedUpTo = roundedUpTo
    }
  }

  public var terms: [Term]

  public init(_ terms: [Term] = []) { self.terms = terms }
}

extension ScratchRule {
  /// The bytes for `work`; `nil` when they overflow.
  public func bytes(for work: borrowing Work) -> Int? {
    var total = 0
    for index in terms.indices {
      guard let part = terms[index].bytes(for: work) else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(part)
      if overflow { return nil }
      total = sum
    }
    return total
  }
}

extension ScratchRule.Term {
  fileprivate func bytes(for work: borrowing Work) -> Int? {
    var product = 1
    for index in facts.indices {
      let (next, overflow) = product.multipliedReportingOverflow(by: facts[index].value(work))
      if overflow { return nil }
      product = next
    }
    if roundedUpTo > 1 {
      let (padded, overflow) = product.addingReportingOverflow(roundedUpTo - 1)
      if overflow { return nil }
      product = padded / roundedUpTo * roundedUpTo
    }
    let (result, overflow) = product.multipliedReportingOverflow(by: bytes)
    return overflow ? nil : result
  }
}
