import Reports

@testable import Estimator

extension Fixture {
  /// One profile, four budgets of which one fails and one warns.
  static func single(_ detail: EstimateOptions.Detail) throws -> Report {
    try report(
      detail: detail,
      budgets: [
        ("latency", "10ms"), ("latency.warn", "8ms"), ("sram", "256KiB"), ("flash", "80pct"),
      ], [estimate(on: profile())])
  }

  /// Three profiles in summary: one that fits, one too small, one of which time is not known.
  static func several() throws -> Report {
    let small = try estimate(on: profile(device: "too-small", ramName: "RAM")) {
      $0.ramFit = Fit(availableBytes: 20_000, neededBytes: 22_528)
      $0.totals.latency = interval(48)
    }
    let unknown = try estimate(on: profile(device: "unmeasured"), change: forgetTime)
    return try report(
      detail: .summary, budgets: [("latency", "20ms")],
      [estimate(on: profile()), small, unknown])
  }

  /// Nothing known about time, energy, code, persistent memory and the best order.
  static func forgetTime(_ estimate: inout Estimate) {
    estimate.totals.latency = nil
    estimate.totals.energy = nil
    estimate.totals.cycles = nil
    estimate.totals.inferencesPerSecond = nil
    estimate.totals.arithmeticOperationsPerSecond = nil
    estimate.totals.nanojoulesPerArithmeticOperation = nil
    estimate.totals.averagePower = nil
    estimate.memory.bestOrderPeakBytes = nil
    estimate.memory.lowerBoundBytes = nil
    estimate.memory.lowerBoundProved = nil
    estimate.memory.arenaBytes = nil
    estimate.memory.persistentBytes = nil
    estimate.memory.peakStep = nil
    estimate.flash.codeBytes = nil
    for index in estimate.operations.indices {
      estimate.operations[index].cycles = nil
      estimate.operations[index].latency = nil
      estimate.operations[index].energy = nil
    }
    for index in estimate.byType.indices {
      estimate.byType[index].latency = nil
      estimate.byType[index].energy = nil
      estimate.byType[index].latencyFraction = nil
      estimate.byType[index].energyFraction = nil
      estimate.byType[index].arithmeticOperationsPerSecond = nil
    }
    estimate.warnings = [
      Warning(code: .latencyUnknown, message: "Time is not known on this profile."),
      Warning(code: .energyUnknown, message: "Energy is not known on this profile."),
    ]
  }

  /// One of three operations has no kernel.
  static func incomplete() throws -> Report {
    let estimate = try estimate(on: profile()) {
      $0.totals.isComplete = false
      $0.totals.basis = .assumed
      $0.coverage = Coverage(
        macsFraction: 0.75, operationsFraction: 2 / 3.0,
        notCovered: [
          Coverage.Gap(
            index: 1, operation: "depthwise1", type: "depthwise_conv2d", reason: "no kernel for it")
        ])
      $0.operations[1].kernel = nil
      $0.operations[1].library = nil
      $0.operations[1].instructions = nil
      $0.operations[1].cycles = nil
      $0.operations[1].latency = nil
      $0.operations[1].energy = nil
      $0.operations[1].outputShape = nil
      $0.warnings = [
        Warning(
          code: .notCovered, operation: "depthwise1",
          message: "Operation 'depthwise1' is not in the totals: no kernel for it.")
      ]
    }
    return try report(detail: .ops, budgets: [("latency", "1s"), ("macs", "1M")], [estimate])
  }

  /// What a stranger may call a tensor: signs that Markdown, HTML, XML, CSV and terminals act on.
  static let hostileNames = [
    "a|b`c\\|d<script>alert('x')</script>&amp;\"q\", ]]> <!--",
    "=cmd|' /C calc'!A0\u{1B}[31mred\u{9B}2J\u{7F}\r\n\u{0}| forged | row |\u{85}",
    "\u{202E}gnp.exe\u{2066} @team #1 http://x.example ~~_*a*_~~ [l](j:a) caf\u{E9} \u{1F600}\u{FEFF}",
  ]

  static func hostile(_ detail: EstimateOptions.Detail = .full) throws -> Report {
    let estimate = try estimate(on: profile(ramName: "R\u{1B}|M"), names: hostileNames) {
      $0.warnings = hostileNames.map {
        Warning(code: .model, operation: $0, message: "Operation '\($0)' is odd.")
      }
      $0.coverage.notCovered = [
        Coverage.Gap(index: 0, operation: hostileNames[0], type: "custom", reason: hostileNames[1])
      ]
    }
    return try report(
      model: hostileNames[1], detail: detail, budgets: [("latency", "1ms")], [estimate])
  }

  /// A chain of `count` operations.
  static func large(_ count: Int, name: (Int) -> String) throws -> Report {
    let estimate = try estimate(on: profile()) {
      $0.operations = (0..<count).map {
        row($0, name($0), .conv2d, type: "conv2d_1x1", macs: 1000, milliseconds: 0.04)
      }
    }
    return try report(budgets: [("latency", "1ms")], [estimate])
  }
}
