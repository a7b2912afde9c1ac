public import Estimator
import JSON

/// What graph JSON knows of each operation: the table that `/operators` prints and that the importer
/// checks attributes by, so the two cannot disagree.
public enum OperatorCatalog {
  /// All operations, in the order of `OperatorKind`.
  public static let entries: [OperatorEntry] = OperatorKind.allCases.map(OperatorEntry.init)

  /// The entry of one operation.
  public static func entry(for kind: OperatorKind) -> OperatorEntry {
    byKind[kind] ?? OperatorEntry(kind: kind)
  }

  /// The place in `entries` of the operation that graph JSON calls `name`.
  static func index(of name: JSONName) -> Int? { byName[name] }

  private static let byName = JSONNameTable(
    entries.enumerated().map { (name: JSONName($1.kind.rawValue), value: $0) })

  private static let byKind = Dictionary(uniqueKeysWithValues: entries.map { ($0.kind, $0) })
}

/// One operation: its name, its attributes, its operands.
public struct OperatorEntry: Hashable, Sendable {
  public let kind: OperatorKind
  /// Whether graph JSON can express it; the others come from model files alone.
  public let isExpressible: Bool
  public let attributes: [OperatorAttribute]
  /// How many `inputs` it takes; weights that its attributes describe are not among them.
  public let inputs: ClosedRange<Int>
  /// What a user has to know beside the names; empty where nothing is.
  public let note: String

  let allowed: AttributeSet
  let required: AttributeSet

  init(kind: OperatorKind) {
    let rules = kind.graphRules
    self.kind = kind
    self.isExpressible = rules.isExpressible
    self.attributes = rules.attributes
    self.inputs = rules.inputs
    self.note = rules.note
    var allowed = AttributeSet()
    var required = AttributeSet()
    for attribute in rules.attributes {
      allowed.insert(attribute.name)
      if attribute.isRequired { required.insert(attribute.name) }
    }
    self.allowed = allowed
    self.required = required
  }
}

/// An attribute of an operation.
public struct OperatorAttribute: Hashable, Sendable {
  public let name: AttributeName
  /// The value that is taken when the attribute is absent, written as JSON; `nil` where it has to be
  /// given or where its absence has a meaning of its own (see `note`).
  public let standard: String?
  public let isRequired: Bool
  public let note: String

  static func required(_ name: AttributeName, _ note: String = "") -> OperatorAttribute {
    OperatorAttribute(name: name, standard: nil, isRequired: true, note: note)
  }

  static func optional(
    _ name: AttributeName, _ standard: String? = nil, _ note: String = ""
  ) -> OperatorAttribute {
    OperatorAttribute(name: name, standard: standard, isRequired: false, note: note)
  }
}
