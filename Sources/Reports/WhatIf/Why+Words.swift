import Estimator

extension Why {
  /// The reasons, a sentence each, with `name` around strangers' words.
  func sentences(_ name: (String) -> String = { Report.shown($0) }) -> [String] {
    operations.map { words($0, name) } + (peak.map { [words($0, name)] } ?? [])
  }

  private func words(_ row: Operation, _ name: (String) -> String) -> String {
    var text =
      "\(name(row.name)) (\(VisibleText.of(row.type))) takes "
      + "\(Words.percent(ofOne: row.latencyFraction)) of the time for "
      + "\(Words.percent(ofOne: row.macsFraction)) of the MACs"
    if let own = row.arithmeticOperationsPerSecond, own > 0,
      let all = arithmeticOperationsPerSecond
    {
      text +=
        ": \(Words.number(own / 1e6)) million arithmetic operations/s, where the network does "
        + Words.number(all / 1e6)
    }
    if let kernel = row.kernel { text += " (\(name(kernel)))" }
    return text + "."
  }

  /// Tensors that a sentence names; the rest are counted.
  private static let tensorsNamed = 6

  private func words(_ peak: Peak, _ name: (String) -> String) -> String {
    let told = peak.tensors.prefix(Self.tensorsNamed).map { tensor in
      let role: String =
        switch tensor.role {
        case .input: "read"
        case .output: "written"
        case .held: "held for later"
        }
      return "\(name(tensor.name)) \(Words.bytes(tensor.bytes)) \(role)"
    }
    let rest = peak.tensors.count - told.count
    return "The peak of \(Words.bytes(peak.liveBytes)) is at step \(peak.step), "
      + "\(name(peak.operation)): \(told.joined(separator: ", "))"
      + (rest > 0 ? " and \(rest) more." : ".")
  }
}

extension Report.Result {
  /// Operations that are told of what changed; a diff has all.
  private static let changesTold = 5

  /// Every reason, and what changed since the baseline where one was given.
  func reasons(_ name: (String) -> String = { Report.shown($0) }) -> [String] {
    guard let why else { return [] }
    var sentences = why.sentences(name)
    guard let since, let result = since.results.first else { return sentences }
    sentences.append("Since the baseline: \(since.sentence(name))")
    sentences += result.notes
    let operations = result.operations ?? []
    sentences += operations.prefix(Self.changesTold).map { operation in
      let words = operation.words
      return "\(name(operation.row?.name ?? "")) (\(VisibleText.of(operation.row?.type ?? ""))) "
        + "\(operation.kind.rawValue): \(operation.latencyWords)"
        + (words.isEmpty ? "." : "; \(VisibleText.of(words, limit: 240)).")
    }
    let rest = operations.count - Self.changesTold
    if rest > 0 {
      sentences.append(
        "\(rest) more \(rest == 1 ? "operation is" : "operations are") not as before: a diff has all."
      )
    }
    return sentences
  }

  /// - Parameter naming: whether the profile is told, where there are several.
  func addWhy(to text: inout ByteText, naming: Bool = false) {
    guard why != nil else { return }
    text.add("\nWhy")
    if naming { text.add(verbatim: " on \(Report.shown(estimate.profile.id))") }
    text.add("\n")
    for sentence in reasons() { text.add(verbatim: sentence + "\n") }
  }

  func markdownWhy(naming: Bool) -> String? {
    guard why != nil else { return nil }
    let place = naming ? " on \(MarkdownText.htmlCode(estimate.profile.id))" : ""
    return Report.folded(
      "Why\(place)",
      reasons { MarkdownText.code($0) }.map { "- \($0)\n" }.joined())
  }
}
