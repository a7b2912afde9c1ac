public import Estimator

/// Which kernels of a library are fitted from which counts, on which features.
///
/// The choice of features mirrors each kernel's loops and is made once, by reading them; the
/// coefficients are fitted. Specifications are code (`Catalogue`), so that a library can be fitted
/// again from its counts by anyone, to the last digit.
public struct FitSpecification: Sendable {
  public var id: String
  public var name: String
  public var version: String
  public var instructionSet: InstructionSet
  public var optimisation: String
  public var provenance: String
  public var fallbackID: String?
  /// Which counts belong to this library.
  public var selects: @Sendable (KernelCount) -> Bool
  public var groups: [FitGroup]
  public var rules: [DispatchRule]
  /// Of the interpreter, outside the operators: measured, not fitted.
  public var perInvocation = 0.0
  public var perOperator = 0.0
  /// What the interpreter adds inside operators of a kind, where another library's counts tell it better
  /// than the few shapes of this one.
  public var knownInside: [OperatorKind: Double] = [:]
  /// Cycles of measured layers in place of counted instructions.
  public var isMeasured = false
  /// Counts of a neighbour (another optimisation level, the next version) that keep the shape of a
  /// kernel's cost but not its size: brought to the size of the library's own counts, they steady
  /// the terms which those leave open.
  var steadies: @Sendable (KernelCount, KernelSpecification) -> Bool = { _, _ in false }
}

extension FitSpecification {
  /// Without the kernels that `counts` do not show, and the rules that lead to them.
  public func keepingWhatIsCounted(in counts: [KernelCount]) -> FitSpecification {
    var copy = self
    copy.groups = groups.compactMap { group in
      let members = group.members.filter { member in counts.contains { member.covers($0) } }
      return members.isEmpty ? nil : FitGroup(members)
    }
    let names = Set(copy.groups.flatMap(\.members).map(\.name))
    copy.rules = rules.filter { names.contains($0.kernel) }
    return copy
  }
}

/// Kernels that share their coefficients: one body called in more than one way.
///
/// The members' terms correspond position by position. Most groups have one member.
public struct FitGroup: Sendable {
  public let members: [KernelSpecification]

  private let usesValues: Bool

  init(_ members: [KernelSpecification]) {
    usesValues = members.contains { member in
      member.terms.contains { !WorkFeature.ofValues.isDisjoint(with: $0) }
    }
    precondition(!members.isEmpty, "a group has a kernel")
    precondition(
      Set(members.map(\.terms.count)).count == 1, "kernels of a group have equally many terms")
    self.members = members
  }
}

extension FitGroup {
  /// The work without what no term of the group looks at: marks on the values, which would tell equal
  /// shapes apart.
  func telling(_ work: Work) -> Work {
    if usesValues { return work }
    var work = work
    work.inputValues = .any
    return work
  }
}

extension WorkFeature {
  /// Features of the input's values.
  static let ofValues: Set<WorkFeature> = [.unlessRectified, .rectifiedSum, .unlessScores]
}

/// One kernel to fit.
public struct KernelSpecification: Sendable {
  public var name: String
  public var kernelClass: KernelClass
  /// Names under which the counts list it.
  public var countedAs: [String]
  public var operation: OperatorKind
  public var dataTypes: [DataType]
  /// Empty means every type.
  public var resultTypes: [DataType]
  public var conditions: [Condition]
  /// Each a product of features.
  public var terms: [[WorkFeature]]
  public var scratch: ScratchRule
  /// False where the counts' scratch column is not this kernel's.
  var checksScratch: Bool
  public var note: String?
  /// Why equal shapes cost differently, where the values that an operator meets decide it.
  public var dependsOnData: String?
  /// Coefficients that the same loops have in a build that was counted on more shapes, by term: where
  /// few shapes leave a term open, they decide.
  var expected: [[WorkFeature]: Double] = [:]
  /// Lines of its own code that a cache of 1 KiB does not hold: counted with an idealised cache of 32
  /// lines of 32 bytes, where whole numbers came out.
  var fetchedLines: [CostTerm] = []

  init(
    _ name: String, _ kernelClass: KernelClass, of operation: OperatorKind,
    countedAs: [String]? = nil, dataTypes: [DataType] = [.int8], resultTypes: [DataType] = [],
    when conditions: [Condition] = [], terms: String,
    expected: KeyValuePairs<String, Double> = [:], scratch: ScratchRule = ScratchRule(),
    checksScratch: Bool = true, note: String? = nil
  ) {
    self.name = name
    self.kernelClass = kernelClass
    self.countedAs = countedAs ?? [name]
    self.operation = operation
    self.dataTypes = dataTypes
    self.resultTypes = resultTypes
    self.conditions = conditions
    self.terms = Self.parse(terms)
    for (term, coefficient) in expected { self.expected[Self.parse(term)[0]] = coefficient }
    self.scratch = scratch
    self.checksScratch = checksScratch
    self.note = note
  }

  /// Whether `count` is a call of this kernel.
  func covers(_ count: KernelCount) -> Bool {
    operation == count.work.kind && countedAs.contains(count.kernel)
      && dataTypes.contains(count.work.dataType)
      && (resultTypes.isEmpty || resultTypes.contains(count.work.resultType))
      && conditions.allSatisfy { $0.holds(for: count.work) }
  }

  /// Terms written as in the kernel files: features joined by `*`, terms apart by white space.
  private static func parse(_ text: String) -> [[WorkFeature]] {
    text.split { $0 == " " || $0 == "\n" }.map { term in
      term.split(separator: "*").map { name in
        guard let feature = WorkFeature(rawValue: String(name)) else {
          // Names of the source's own tables, never of a file.
          preconditionFailure("feature '\(name)' of the catalogue does not exist")
        }
        return feature
      }
    }
  }
}
