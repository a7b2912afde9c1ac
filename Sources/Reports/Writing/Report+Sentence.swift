import Estimator

extension Report {
  /// What failed, in one sentence for each of the first failures; `nil` where everything passes.
  public var failureSentence: String? {
    let failures = results.flatMap { result in
      result.budgets.filter { !$0.pass && $0.level == .fail }.map { (result, $0) }
    }
    guard !failures.isEmpty else { return nil }
    let count = results.reduce(0) { $0 + $1.budgets.count { $0.level == .fail } }
    let told = failures.prefix(Self.failuresTold).map { result, budget in
      results.count == 1
        ? budget.sentence : "\(VisibleText.of(result.estimate.profile.id)): \(budget.sentence)"
    }
    let more = failures.count - told.count
    return "\(failures.count) of \(count) \(count == 1 ? "budget" : "budgets") failed. "
      + told.joined(separator: " ") + (more > 0 ? " And \(more) more." : "")
  }

  private static let failuresTold = 3

  /// The report in a sentence or two.
  ///
  /// - Parameter name: shows a name as the format needs it.
  func summarySentence(_ name: (String) -> String) -> String {
    let answer =
      if let result = results.first, results.count == 1 {
        sentence(on: result, name)
      } else {
        sentenceOnAll(name)
      }
    return answer + budgetSentence
  }

  private func sentence(on result: Result, _ name: (String) -> String) -> String {
    let estimate = result.estimate
    let totals = estimate.totals
    let bound = totals.isComplete ? "" : "at least "
    var costs: [String] = []
    if let latency = totals.latency { costs.append(bound + Words.latency(latency)) }
    if let energy = totals.energy { costs.append(bound + Words.energy(energy)) }
    let cost = costs.isEmpty ? "an unknown time" : costs.joined(separator: " and ")
    var text =
      "One inference of \(name(model.name)) on \(name(estimate.profile.id)) at "
      + "\(Words.megahertz(estimate.clock.megahertz)) takes \(cost); it needs "
      + "\(Words.bytes(estimate.ramFit.neededBytes)) of RAM "
      + "(\(Words.fit(estimate.ramFit))) and \(Words.bytes(estimate.flashFit.neededBytes)) of flash "
      + "(\(Words.fit(estimate.flashFit)))."
    let gaps = estimate.coverage.notCovered.count
    if !totals.isComplete {
      let share = Words.percent(ofOne: 1 - estimate.coverage.macsFraction)
      text +=
        " Not covered: \(gaps) of \(model.operationCount) "
        + "\(model.operationCount == 1 ? "operation" : "operations"), \(share) of the MACs."
    }
    return text
  }

  private func sentenceOnAll(_ name: (String) -> String) -> String {
    let fitting = results.filter { $0.estimate.ramFit.fits && $0.estimate.flashFit.fits }
    var text =
      "\(name(model.name)) fits \(fitting.count) of \(results.count) "
      + (results.count == 1 ? "profile." : "profiles.")
    var fastest: (id: String, latency: Interval)?
    for result in fitting where result.estimate.totals.isComplete {
      guard let latency = result.estimate.totals.latency else { continue }
      if latency.value < fastest?.latency.value ?? .infinity {
        fastest = (result.estimate.profile.id, latency)
      }
    }
    if let fastest {
      text += " It is fastest on \(name(fastest.id)): \(Words.latency(fastest.latency))."
    }
    return text
  }

  private var budgetSentence: String {
    let budgets = results.flatMap(\.budgets)
    guard !budgets.isEmpty else { return "" }
    let failed = budgets.count { !$0.pass && $0.level == .fail }
    let warned = budgets.count { !$0.pass && $0.level == .warn }
    let total = "\(budgets.count) \(budgets.count == 1 ? "budget" : "budgets")"
    if failed == 0 && warned == 0 { return " \(total), all kept." }
    return " \(total): \(failed) failed, \(warned) warned."
  }
}

extension Words {
  /// `12.4 ms (10.1 ms to 14.7 ms)`: the value and its 90 % interval.
  static func latency(_ interval: Interval) -> String {
    "\(milliseconds(interval.value)) (\(milliseconds(interval.low)) to "
      + "\(milliseconds(interval.high)))"
  }

  static func energy(_ interval: Interval) -> String {
    "\(microjoules(interval.value)) (\(microjoules(interval.low)) to "
      + "\(microjoules(interval.high)))"
  }

  /// `4.9 % of 320 KiB`, or by how much it is too large.
  static func fit(_ fit: Fit) -> String {
    let size = memorySize(fit.availableBytes)
    if !fit.fits { return "\(bytes(fit.excessBytes)) more than the \(size) there are" }
    guard fit.availableBytes > 0 else { return "size of the memory unknown" }
    return "\(percent(ofOne: Double(fit.neededBytes) / Double(fit.availableBytes))) of \(size)"
  }

  /// What to do, what it saves and what is needed then.
  static func action(_ action: FitAction) -> String {
    var saved: [String] = []
    if action.savedBytes != 0 { saved.append("\(bytes(action.savedBytes)) of RAM") }
    if action.savedFlashBytes != 0 { saved.append("\(bytes(action.savedFlashBytes)) of flash") }
    let sum = saved.isEmpty ? "nothing by itself" : saved.joined(separator: ", ")
    return "\(action.sentence): saves \(sum); needs \(bytes(action.neededBytes)) of RAM then"
      + (action.fits ? " and fits" : ", which still does not fit")
  }

  /// `1x64`; empty without a shape.
  static func shape(_ shape: [Int]?) -> String {
    var text = ByteText(reserving: 32)
    text.add(shape: shape)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}
