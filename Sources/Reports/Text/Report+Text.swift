import Estimator

extension Report {
  /// The report for a terminal.
  ///
  /// First the table that a linker prints of its memory regions, with its columns (region, used,
  /// size, per cent), so that eyes and scripts that know the one read the other. Then totals with
  /// their intervals, the shares by operation type, and the operations where the detail has them.
  func text() -> [UInt8] {
    var text = ByteText(reserving: 4096)
    addMemoryTable(to: &text)
    if results.count > 1 && detail == .summary {
      text.add("\n")
      text.add(verbatim: summarySentence { Self.shown($0) } + "\n\n")
      addProfileTable(to: &text)
      addBudgets(to: &text)
      for result in results { result.addWhy(to: &text, naming: true) }
    } else {
      for result in results {
        let page = ResultText(
          model: model, result: result, detail: detail, notes: noteGroups)
        text.add("\n")
        page.write(to: &text)
      }
    }
    return text.bytes
  }

  /// Characters of a name that a table shows.
  static let nameLimit = 48

  static func shown(_ name: String) -> String { VisibleText.of(name, limit: nameLimit) }

  // MARK: - The linker's table

  private func addMemoryTable(to text: inout ByteText) {
    let regions = results.flatMap { result -> [(name: String, fit: Fit)] in
      let profile = result.estimate.profile
      let prefix = results.count > 1 ? Self.shown(profile.id) + " " : ""
      return [
        (prefix + Self.shown(profile.regionName(.ram)), result.estimate.ramFit),
        (prefix + Self.shown(profile.regionName(.flash)), result.estimate.flashFit),
      ]
    }
    // GNU ld's widths; the first column grows with long names.
    let width = regions.reduce(16) { max($0, $1.name.unicodeScalars.count) }
    text.add("Memory region")
    text.add(UInt8(ascii: " "), times: width - 16)
    text.add("         Used Size  Region Size  %age Used\n")
    for (name, fit) in regions {
      text.add(rightAligned: name, in: width)
      text.add(":")
      text.add(rightAligned: "\(fit.neededBytes) B", in: 14)
      let isKnown = fit.availableBytes > 0
      text.add(rightAligned: isKnown ? Words.regionSize(fit.availableBytes) : "unknown", in: 13)
      let percent = Double(fit.neededBytes) / Double(max(1, fit.availableBytes)) * 100
      text.add(rightAligned: isKnown ? Words.fixed(percent, places: 2) + "%" : "-", in: 11)
      text.add("\n")
    }
    for (name, fit) in regions where !fit.fits {
      text.add(verbatim: "region '\(name)' overflows by \(Words.bytes(fit.excessBytes))\n")
    }
    for result in results {
      for action in result.estimate.actions {
        text.add(verbatim: "to fit: \(VisibleText.of(Words.action(action)))\n")
      }
    }
  }

  // MARK: - Several profiles

  private func addProfileTable(to text: inout ByteText) {
    let hasDuty = results.contains { $0.dutyCycle != nil }
    let hasBattery = results.contains { $0.dutyCycle?.cycle.battery != nil }
    var table = TextTable(
      [
        ("profile", .left), ("clock", .right), ("latency", .right), ("low", .right),
        ("high", .right), ("energy", .right),
      ] + (hasDuty ? [("average", .right)] : []) + (hasBattery ? [("battery", .right)] : []) + [
        ("fits", .left), ("budgets", .left), ("notes", .left),
      ])
    for result in results {
      let estimate = result.estimate
      let latency = estimate.totals.latency
      let duty = [
        hasDuty ? result.dutyCycle?.averagePowerWords ?? "unknown" : nil,
        hasBattery ? result.dutyCycle?.batteryWords ?? "unknown" : nil,
      ]
      table.add(
        [
          Self.shown(estimate.profile.id), Words.megahertz(estimate.clock.megahertz),
          latency.map { Words.milliseconds($0.value) } ?? "unknown",
          latency.map { Words.milliseconds($0.low) } ?? "",
          latency.map { Words.milliseconds($0.high) } ?? "",
          estimate.totals.energy.map { Words.microjoules($0.value) } ?? "unknown",
        ] + duty.compactMap(\.self) + [
          estimate.ramFit.fits && estimate.flashFit.fits ? "yes" : "no",
          Verdict(result)?.rawValue ?? "",
          estimate.warningCodes.joined(separator: " "),
        ])
    }
    table.write(to: &text)
  }

  private func addBudgets(to text: inout ByteText) {
    for result in results {
      for budget in result.budgets where !budget.pass {
        let verdict = Verdict(budget).rawValue
        text.add(
          verbatim: "\(verdict): \(Self.shown(result.estimate.profile.id)): "
            + VisibleText.of(budget.sentence) + "\n")
      }
    }
  }
}

extension ByteText {
  fileprivate mutating func add(rightAligned cell: String, in width: Int) {
    add(UInt8(ascii: " "), times: width - cell.unicodeScalars.count)
    add(verbatim: cell)
  }
}

extension Estimate {
  /// The codes of the warnings, each once, in order.
  var warningCodes: [String] {
    var codes: [String] = []
    for warning in warnings where !codes.contains(warning.code.rawValue) {
      codes.append(warning.code.rawValue)
    }
    return codes
  }
}
