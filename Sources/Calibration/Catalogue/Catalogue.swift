internal import Estimator

/// Every library that can be fitted from the counts at hand.
public enum Catalogue {
  public static let all: [FitSpecification] =
    (cmsisNN7 + reference + olderCMSISNN + otherLevels + legacy + measured).map(addingFetchedLines)
    .map(namingWhatDependsOnData)

  public static func specification(_ id: String) -> FitSpecification? {
    all.first { $0.id == id }
  }
}

/// Scratch rules of CMSIS-NN.
enum Scratch {
  /// Two columns of 16-bit elements, each rounded up to a multiple of `lanes`.
  static func columns(roundedUpTo lanes: Int) -> ScratchRule {
    ScratchRule([
      .init(
        bytes: 4, facts: [.kernelHeight, .kernelWidth, .groupChannels], roundedUpTo: lanes)
    ])
  }

  /// One pixel's window of 16-bit elements.
  static let window = ScratchRule([
    .init(bytes: 2, facts: [.kernelHeight, .kernelWidth, .inputChannels])
  ])

  static func perChannel(_ bytes: Int) -> ScratchRule {
    ScratchRule([.init(bytes: bytes, facts: [.inputChannels])])
  }

  static let lstm = ScratchRule([.init(bytes: 6, facts: [.units])])
}

extension Condition {
  /// A condition of the catalogue itself.
  static func fixed(_ fact: WorkFact, _ test: Test) -> Condition {
    guard let condition = Condition(fact, test) else {
      // Numbers of the source's own tables, never of a file.
      preconditionFailure("a condition of the catalogue has a divisor below 1")
    }
    return condition
  }
}
