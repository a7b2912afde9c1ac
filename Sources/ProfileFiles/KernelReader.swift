internal import Estimator
internal import JSON

/// Reads the kernels of a kernel file.
enum KernelReader {
  static func kernels(_ node: JSONNode) throws(JSONError) -> [Kernel] {
    var kernels: [Kernel] = []
    for element in try node.elements() { kernels.append(try kernel(element)) }
    return kernels
  }

  private static func kernel(_ node: JSONNode) throws(JSONError) -> Kernel {
    try node.allowOnly([
      "name", "class", "instructions", "scratch_bytes", "fetched_lines", "fit", "note", "assumed",
    ])
    var terms: [CostTerm] = []
    for (product, coefficient) in try node.member("instructions").members() {
      terms.append(try term(product, coefficient))
    }
    var scratch: [ScratchRule.Term] = []
    if let list = try node.optionalMember("scratch_bytes") {
      for element in try list.elements() { scratch.append(try scratchTerm(element)) }
    }
    var lines: [CostTerm] = []
    if let member = try node.optionalMember("fetched_lines") {
      for (product, coefficient) in try member.members() {
        lines.append(try term(product, coefficient))
      }
    }
    var fit: KernelFit?
    if let member = try node.optionalMember("fit") { fit = try self.fit(member) }
    var note: String?
    if let member = try node.optionalMember("note") { note = try member.string() }
    var isAssumed = false
    if let member = try node.optionalMember("assumed") { isAssumed = try member.bool() }
    return Kernel(
      name: try KernelLibraryReader.text(node, "name"),
      kernelClass: try KernelLibraryReader.named(try node.member("class"), KernelClass.self),
      terms: terms, scratch: ScratchRule(scratch), fetchedLines: lines, fit: fit, note: note,
      isAssumed: isAssumed)
  }

  /// `"pixel_pairs*channel_pairs*depth_fours": 25.8`.
  private static func term(_ product: String, _ node: JSONNode) throws(JSONError) -> CostTerm {
    var features: [WorkFeature] = []
    // Bytes in place of characters: a library has hundreds of terms.
    let names = product.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
    for name in names {
      let name = String(Substring(name))
      guard let feature = WorkFeature(rawValue: name) else {
        throw node.failure(KernelLibraryReader.unknown(name, WorkFeature.self))
      }
      features.append(feature)
    }
    guard let term = CostTerm(try KernelLibraryReader.cost(node), features) else {
      throw node.failure(
        .invalid("a term multiplies at most \(CostTerm.maximumFeatures) features"))
    }
    return term
  }

  private static func scratchTerm(_ node: JSONNode) throws(JSONError) -> ScratchRule.Term {
    try node.allowOnly(["bytes", "of", "rounded_up_to"])
    var facts: [WorkFact] = []
    if let list = try node.optionalMember("of") {
      for element in try list.elements() {
        facts.append(try KernelLibraryReader.named(element, WorkFact.self))
      }
    }
    return ScratchRule.Term(
      bytes: try positive(try node.member("bytes")), facts: facts,
      roundedUpTo: try node.optionalMember("rounded_up_to").map(positive) ?? 1)
  }

  private static func positive(_ node: JSONNode) throws(JSONError) -> Int {
    let value = try node.int()
    guard (1...(1 << 30)).contains(value) else {
      throw node.failure(.invalid("\(value) is outside 1 to 2^30"))
    }
    return value
  }

  private static func fit(_ node: JSONNode) throws(JSONError) -> KernelFit {
    try node.allowOnly([
      "shapes", "median_error", "mean_error", "p95_error", "worst_error", "residual_sigma",
    ])
    return KernelFit(
      shapes: try positive(try node.member("shapes")), median: try error(node, "median_error"),
      mean: try error(node, "mean_error"), p95: try error(node, "p95_error"),
      worst: try error(node, "worst_error"), residualSigma: try error(node, "residual_sigma"))
  }

  private static func error(_ node: JSONNode, _ name: String) throws(JSONError) -> Double {
    let member = try node.member(name)
    let value = try member.double()
    guard value >= 0, value <= 1e6 else {
      throw member.failure(.invalid("\(value) is not a relative error: 0 to 1e6"))
    }
    return value
  }
}
