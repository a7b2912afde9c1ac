internal import Estimator
internal import JSON

/// Reads the dispatch rules of a kernel file.
enum KernelRuleReader {
  static func rules(_ node: JSONNode) throws(JSONError) -> [DispatchRule] {
    var rules: [DispatchRule] = []
    for element in try node.elements() { rules.append(try rule(element)) }
    return rules
  }

  private static func rule(_ node: JSONNode) throws(JSONError) -> DispatchRule {
    try node.allowOnly(["op", "dtypes", "weights", "results", "when", "kernel"])
    var conditions: [Condition] = []
    if let when = try node.optionalMember("when") {
      for element in try when.elements() { conditions.append(try condition(element)) }
    }
    return DispatchRule(
      operation: try KernelLibraryReader.named(try node.member("op"), OperatorKind.self),
      dataTypes: try types(node, "dtypes"), weightTypes: try types(node, "weights"),
      resultTypes: try types(node, "results"), conditions: conditions,
      kernel: try KernelLibraryReader.text(node, "kernel"))
  }

  private static func types(_ node: JSONNode, _ name: String) throws(JSONError) -> [DataType] {
    guard let list = try node.optionalMember(name) else { return [] }
    var types: [DataType] = []
    for element in try list.elements() {
      types.append(try KernelLibraryReader.named(element, DataType.self))
    }
    return types
  }

  private static func condition(_ node: JSONNode) throws(JSONError) -> Condition {
    let fact = try KernelLibraryReader.named(try node.member("fact"), WorkFact.self)
    let tests = try node.members().filter { $0.name != "fact" }
    guard tests.count == 1, let (name, value) = tests.first else {
      throw node.failure(.invalid("a condition has one test beside its fact"))
    }
    guard let condition = Condition(fact, try test(name, value)) else {
      throw value.failure(.invalid("a divisor is at least 1"))
    }
    return condition
  }

  private static func test(_ name: String, _ value: JSONNode) throws(JSONError) -> Condition.Test {
    switch name {
    case "equals": return .equals(try value.int())
    case "not": return .not(try value.int())
    case "at_least": return .atLeast(try value.int())
    case "at_most": return .atMost(try value.int())
    case "multiple_of": return .multipleOf(try value.int())
    case "not_multiple_of": return .notMultipleOf(try value.int())
    case "same_as": return .sameAs(try KernelLibraryReader.named(value, WorkFact.self))
    case "not_same_as": return .notSameAs(try KernelLibraryReader.named(value, WorkFact.self))
    case "in":
      var values: [Int] = []
      for element in try value.elements() { values.append(try element.int()) }
      return .isIn(values)
    default: throw value.failure(.unknownMember(name, known: ["fact"] + tests))
    }
  }

  private static let tests = [
    "equals", "not", "in", "at_least", "at_most", "multiple_of", "not_multiple_of", "same_as",
    "not_same_as",
  ]
}
