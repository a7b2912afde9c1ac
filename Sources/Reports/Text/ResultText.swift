import Estimator

/// One profile's part of the text report, below the memory table.
struct ResultText {
  var model: Report.Model
  var result: Report.Result
  var detail: EstimateOptions.Detail
  /// Of the model.
  var notes: [Report.NoteGroup]

  private var estimate: Estimate { result.estimate }

  func write(to text: inout ByteText) {
    let profile = estimate.profile
    text.add(
      verbatim: "\(Report.shown(model.name)) (\(VisibleText.of(model.format))) on "
        + "\(Report.shown(profile.id)) at \(Words.megahertz(estimate.clock.megahertz))\n"
        + "\(Words.count(model.operationCount)) "
        + "\(model.operationCount == 1 ? "operation" : "operations"), "
        + "\(Words.count(model.macs)) MACs, "
        + "\(Words.count(model.arithmeticOperations)) arithmetic operations, "
        + "\(Words.count(model.parameters)) parameters\n\n")
    addTotals(to: &text)
    text.add("\n")
    addFacts(to: &text)
    addDutyCycle(to: &text)
    addBudgets(to: &text)
    result.addWhy(to: &text)
    result.addWhatIf(to: &text)
    text.add("\nBy operation type\n")
    addTypes(to: &text)
    if detail != .summary {
      text.add("\nOperations\n")
      addOperations(to: &text)
    }
    if detail == .full {
      text.add("\nMemory step by step\n")
      addTimeline(to: &text)
    }
    if !estimate.warnings.isEmpty || !notes.isEmpty { text.add("\n") }
    for note in notes {
      text.add(
        verbatim: "note [\(VisibleText.of(note.note.code))]: \(VisibleText.of(note.words))\n")
    }
    for warning in estimate.warnings {
      text.add(
        verbatim: "warning [\(warning.code.rawValue)]: \(VisibleText.of(warning.message))\n")
    }
  }

  // MARK: - Totals

  private func addTotals(to text: inout ByteText) {
    let bound = estimate.totals.isComplete ? "" : "at least "
    var table = TextTable([
      ("", .left), ("value", .right), ("90 % low", .right), ("90 % high", .right),
    ])
    func add(_ name: String, _ interval: Interval?, _ words: (Double) -> String) {
      guard let interval else { return table.add([name, "unknown", "", ""]) }
      table.add([name, bound + words(interval.value), words(interval.low), words(interval.high)])
    }
    let totals = estimate.totals
    add("latency", totals.latency, Words.milliseconds)
    add("energy", totals.energy, Words.microjoules)
    add("cycles", totals.cycles) { Words.count($0) }
    table.write(to: &text)
  }

  private func addFacts(to text: inout ByteText) {
    var table = TextTable([("", .left), ("", .left)])
    let totals = estimate.totals
    if let rate = totals.inferencesPerSecond {
      let bound = totals.isComplete ? "" : "at most "
      var words = "\(bound)\(Words.number(rate)) inferences/s"
      if let operations = totals.arithmeticOperationsPerSecond {
        words += ", \(Words.number(operations / 1e6)) million arithmetic operations/s"
      }
      table.add(["throughput", words])
    }
    if let power = totals.averagePower {
      var words = Words.milliwatts(power.milliwatts)
      if let energy = totals.nanojoulesPerArithmeticOperation {
        words += ", \(Words.number(energy)) nJ per arithmetic operation"
      }
      table.add(["average power", words])
    }
    if totals.energy != nil, let power = estimate.profile.runtime.power {
      table.add(["energy is of", VisibleText.of(Words.coverage(power))])
    }
    table.add(["basis", totals.basis.rawValue])
    let coverage = estimate.coverage
    if !totals.isComplete {
      table.add([
        "covered",
        "\(Words.percent(ofOne: coverage.macsFraction)) of the MACs; "
          + "\(coverage.notCovered.count) of \(model.operationCount) operations left out, so "
          + "totals are lower bounds",
      ])
    }
    addMemory(to: &table)
    let flash = estimate.flash
    table.add([
      "flash",
      "\(Words.bytes(flash.totalBytes)): weights \(Words.bytes(flash.weightBytes)), "
        + (flash.tableBytes.map { "the file's tables \(Words.bytes($0)), " } ?? "") + "code "
        + Self.known(flash.codeBytes)
        + (flash.code.map {
          " (\($0.kind.rawValue), \(Words.bytes($0.lowBytes)) to \(Words.bytes($0.highBytes)))"
        } ?? ""),
    ])
    table.write(to: &text)
  }

  private func addDutyCycle(to text: inout ByteText) {
    guard let duty = result.dutyCycle else { return }
    text.add("\nDuty cycle\n")
    var table = TextTable([("", .left), ("", .left)])
    for (name, words) in duty.facts { table.add([name, VisibleText.of(words)]) }
    table.write(to: &text)
    text.add("left out:\n")
    for sentence in duty.leftOut { text.add(verbatim: "- \(VisibleText.of(sentence))\n") }
  }

  private func addMemory(to table: inout TextTable) {
    let memory = estimate.memory
    let step = memory.peakStep.map { step in
      estimate.operations.indices.contains(step)
        ? " at step \(step) (\(Report.shown(estimate.operations[step].name)))" : " at step \(step)"
    }
    table.add(["activation peak", Words.bytes(memory.activationPeakBytes) + (step ?? "")])
    if let best = memory.bestOrderPeakBytes {
      let proof =
        memory.lowerBoundProved == true
        ? "proved least" : "lower bound \(Self.known(memory.lowerBoundBytes))"
      table.add(["best order", "\(Words.bytes(best)), \(proof)"])
    }
    table.add([
      "arena", "\(Self.known(memory.arenaBytes)) (\(VisibleText.of(memory.arenaPlanner)))",
    ])
    table.add(["persistent", Self.known(memory.persistentBytes)])
    table.add(["allocate", Words.bytes(memory.allocateBytes)])
  }

  private static func known(_ bytes: Int?) -> String { bytes.map(Words.bytes) ?? "unknown" }

  // MARK: - Tables

  private func addBudgets(to text: inout ByteText) {
    guard !result.budgets.isEmpty else { return }
    text.add("\nBudgets\n")
    var table = TextTable([
      ("", .left), ("metric", .left), ("limit", .right), ("value", .right), ("slack", .right),
    ])
    for budget in result.budgets {
      table.add([
        Verdict(budget).rawValue, budget.metric.rawValue, budget.words(budget.limit),
        budget.words(budget.value), budget.words(budget.slack),
      ])
    }
    table.write(to: &text)
    for reason in result.budgets.compactMap(\.reason) {
      text.add(verbatim: VisibleText.of(reason) + "\n")
    }
  }

  private func addTypes(to text: inout ByteText) {
    var table = TextTable([
      ("type", .left), ("count", .right), ("MACs", .right), ("of MACs", .right),
      ("latency", .right), ("of time", .right), ("of energy", .right),
    ])
    for share in estimate.byType {
      table.add([
        VisibleText.of(share.type), Words.count(share.count), Words.count(share.macs),
        Words.percent(ofOne: share.macsFraction),
        share.latency.map(Words.milliseconds) ?? "unknown",
        share.latencyFraction.map(Words.percent) ?? "",
        share.energyFraction.map(Words.percent) ?? "",
      ])
    }
    table.write(to: &text)
  }

  private func addOperations(to text: inout ByteText) {
    var table = TextTable([
      ("#", .right), ("name", .left), ("type", .left), ("kernel", .left), ("output", .left),
      ("MACs", .right), ("latency", .right), ("of time", .right), ("energy", .right),
      ("live", .right), ("scratch", .right),
    ])
    let whole = estimate.totals.latency?.value ?? 0
    for row in estimate.operations {
      let share = row.latency.flatMap { whole > 0 ? $0.value / whole : nil }
      table.add([
        "\(row.index)", Report.shown(row.name), VisibleText.of(row.type),
        row.kernel.map { Report.shown($0) } ?? "-", Words.shape(row.outputShape),
        Words.count(row.macs), row.latency.map { Words.milliseconds($0.value) } ?? "unknown",
        share.map(Words.percent) ?? "", row.energy.map { Words.microjoules($0.value) } ?? "unknown",
        Words.bytes(row.liveBytes), Words.bytes(row.scratchBytes),
      ])
    }
    table.write(to: &text)
  }

  private func addTimeline(to text: inout ByteText) {
    var table = TextTable([
      ("step", .right), ("operation", .left), ("live", .right), ("scratch", .right),
      ("tensors alive", .left),
    ])
    for (index, step) in estimate.memory.timeline.enumerated() {
      table.add([
        "\(index)", Report.shown(step.operation), Words.bytes(step.liveBytes),
        Words.bytes(step.scratchBytes),
        step.tensors.map { Report.shown($0) }.joined(separator: ", "),
      ])
    }
    table.write(to: &text)
  }
}
