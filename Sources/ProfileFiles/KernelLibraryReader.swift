internal import Estimator
internal import JSON

/// Reads the tree of a kernel file; every complaint has the path of the value it is about.
enum KernelLibraryReader {
  static func library(_ node: JSONNode) throws(JSONError) -> KernelLibrary {
    try node.allowOnly([
      "format", "id", "name", "version", "isa", "optimisation", "provenance", "fallback",
      "interpreter", "rules", "kernels",
    ])
    let format = try node.member("format")
    guard try format.string() == KernelLibraryFile.format else {
      throw format.failure(.invalid("expected \"\(KernelLibraryFile.format)\""))
    }
    var fallback: String?
    if let name = try node.optionalMember("fallback") { fallback = try name.string() }
    var overhead = RuntimeOverhead.none
    if let interpreter = try node.optionalMember("interpreter") {
      overhead = try self.overhead(interpreter)
    }
    let id = try text(node, "id")
    let name = try text(node, "name")
    let version = try text(node, "version")
    let instructionSet = try named(try node.member("isa"), InstructionSet.self)
    let optimisation = try text(node, "optimisation")
    let provenance = try text(node, "provenance")
    let rules = try KernelRuleReader.rules(try node.member("rules"))
    let kernels = try KernelReader.kernels(try node.member("kernels"))
    do throws(KernelLibraryError) {
      return try KernelLibrary(
        id: id, name: name, version: version, instructionSet: instructionSet,
        optimisation: optimisation, provenance: provenance, fallbackID: fallback,
        overhead: overhead, rules: rules, kernels: kernels)
    } catch {
      throw node.failure(.invalid(error.description))
    }
  }

  private static func overhead(_ node: JSONNode) throws(JSONError) -> RuntimeOverhead {
    try node.allowOnly(["per_invocation", "per_operator", "inside"])
    var inside: [OperatorKind: Double] = [:]
    for (name, instructions) in try node.member("inside").members() {
      guard let kind = OperatorKind(rawValue: name) else {
        throw instructions.failure(.invalid("'\(name)' is not an operation"))
      }
      inside[kind] = try cost(instructions)
    }
    return RuntimeOverhead(
      perInvocation: try cost(try node.member("per_invocation")),
      perOperator: try cost(try node.member("per_operator")), inside: inside)
  }

  // MARK: Shared by the readers of rules and kernels

  static func text(_ node: JSONNode, _ name: String) throws(JSONError) -> String {
    let member = try node.member(name)
    let text = try member.string()
    guard !text.isEmpty else { throw member.failure(.invalid("the text is empty")) }
    return text
  }

  /// One of the cases of a closed set, by its name in files.
  static func named<Value: CaseIterable & RawRepresentable<String>>(
    _ node: JSONNode, _ type: Value.Type
  ) throws(JSONError) -> Value {
    let name = try node.string()
    guard let value = Value(rawValue: name) else {
      throw node.failure(unknown(name, type))
    }
    return value
  }

  static func unknown<Value: CaseIterable & RawRepresentable<String>>(
    _ name: String, _ type: Value.Type
  ) -> JSONError.Reason {
    let nearest = nearestName(to: name, among: Value.allCases.map(\.rawValue))
    return .invalid("'\(name)' is not known" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
  }

  /// Instructions: finite (JSON has nothing else) and not negative.
  static func cost(_ node: JSONNode) throws(JSONError) -> Double {
    let value = try node.double()
    guard value >= 0, value <= 1e12 else {
      throw node.failure(.invalid("\(value) is not a number of instructions: 0 to 1e12"))
    }
    return value
  }
}
