import Estimator

/// One element of `results`.
extension ByteText {
  mutating func add(json result: Report.Result, detail: EstimateOptions.Detail) {
    let estimate = result.estimate
    add(#"{"profile":"#)
    add(json: estimate.profile, clock: estimate.clock)
    add(",\n\"coverage\":")
    add(json: estimate.coverage)
    add(",\n\"totals\":")
    add(json: estimate.totals, power: estimate.profile.runtime.power)
    if let dutyCycle = result.dutyCycle {
      add(",\n\"duty_cycle\":")
      add(json: dutyCycle)
    }
    add(",\n\"memory\":")
    add(json: estimate.memory, withTimeline: detail == .full)
    add(",\n\"flash\":")
    add(json: estimate.flash)
    add(",\n\"fits\":{\"sram\":")
    add(json: estimate.ramFit)
    add(#","flash":"#)
    add(json: estimate.flashFit)
    if !estimate.regions.isEmpty {
      add(#","regions":"#)
      add(jsonLines: estimate.regions) { $0.add(json: $1) }
    }
    if !estimate.actions.isEmpty {
      add(#","actions":"#)
      add(jsonLines: estimate.actions) { $0.add(json: $1) }
    }
    add("},\n\"by_op_type\":")
    add(jsonLines: estimate.byType) { $0.add(json: $1) }
    if detail != .summary {
      add(",\n\"ops\":")
      add(jsonLines: estimate.operations) { $0.add(json: $1) }
    }
    add(",\n\"budgets\":")
    add(jsonLines: result.budgets) { $0.add(json: $1) }
    add(#","pass":"#)
    add(json: result.pass)
    add(",\n\"warnings\":")
    add(jsonLines: estimate.warnings) { $0.add(json: $1) }
    if let why = result.why {
      add(",\n\"why\":")
      add(json: why, of: result)
    }
    if let whatIf = result.whatIf {
      add(",\n\"what_if\":")
      add(jsonLines: whatIf) { $0.add(json: $1) }
    }
    add("}")
  }

  private mutating func add(json profile: Profile, clock: Hertz) {
    add(#"{"id":"#)
    add(json: profile.id)
    add(#","device":"#)
    add(json: profile.device.id)
    add(#","kernels":"#)
    add(json: profile.library.id)
    add(#","version":"#)
    add(json: profile.device.version)
    add(#","digest":"#)
    add(json: profile.digest)
    add(#","clock_mhz":"#)
    add(json: clock.megahertz)
    add("}")
  }

  private mutating func add(json coverage: Coverage) {
    add(#"{"macs_fraction":"#)
    add(json: coverage.macsFraction)
    add(#","ops_fraction":"#)
    add(json: coverage.operationsFraction)
    add(#","not_covered":"#)
    add(jsonLines: coverage.notCovered) { text, gap in
      text.add(#"{"op":"#)
      text.add(json: gap.operation)
      text.add(#","op_type":"#)
      text.add(json: gap.type)
      text.add(#","reason":"#)
      text.add(json: gap.reason)
      text.add("}")
    }
    add("}")
  }

  private mutating func add(json totals: Totals, power: Power?) {
    add(#"{"latency_ms":"#)
    add(json: totals.latency)
    add(#","energy_uj":"#)
    add(json: totals.energy)
    add(#","cycles":"#)
    if let cycles = totals.cycles {
      add(#"{"value":"#)
      add(jsonRounded: cycles.value)
      add(#","low":"#)
      add(jsonRounded: cycles.low)
      add(#","high":"#)
      add(jsonRounded: cycles.high)
      add("}")
    } else {
      add("null")
    }
    add(#","inferences_per_s":"#)
    add(json: totals.inferencesPerSecond)
    add(#","arith_ops_per_s":"#)
    add(json: totals.arithmeticOperationsPerSecond)
    add(#","energy_nj_per_arith_op":"#)
    add(json: totals.nanojoulesPerArithmeticOperation)
    add(#","average_power_mw":"#)
    add(json: totals.averagePower?.milliwatts)
    add(#","energy_covers":"#)
    if totals.energy != nil, let power {
      add(#"{"includes":"#)
      add(json: power.includes)
      add(#","supply_v":"#)
      add(json: power.supplyVolts)
      add(#","clock_mhz":"#)
      add(json: power.clock.megahertz)
      add("}")
    } else {
      add("null")
    }
    add(#","basis":"#)
    add(json: totals.basis.rawValue)
    add(#","complete":"#)
    add(json: totals.isComplete)
    add("}")
  }

  private mutating func add(json duty: DutyCycleEstimate) {
    add(#"{"inferences_per_hour":"#)
    add(json: duty.cycle.inferencesPerHour)
    add(#","battery_mwh":"#)
    add(json: duty.cycle.battery.map { $0.value / 3.6 })
    add(#","sleep_power_uw":"#)
    add(json: duty.sleepPower.map { $0.value.milliwatts * 1e3 })
    add(#","sleep_power_source":"#)
    add(json: duty.sleepPower?.source)
    add(#","active_fraction":"#)
    add(json: duty.activeFraction)
    add(#","average_power_mw":"#)
    add(json: duty.averagePower)
    add(#","battery_life_h":"#)
    add(json: duty.batteryHours)
    add(#","complete":"#)
    add(json: duty.isComplete)
    add(#","reason":"#)
    add(json: duty.reason)
    add(#","left_out":["#)
    for (index, sentence) in duty.leftOut.enumerated() {
      if index > 0 { add(",") }
      add(json: sentence)
    }
    add("]}")
  }

  private mutating func add(json flash: FlashEstimate) {
    add(#"{"weight_bytes":"#)
    add(flash.weightBytes)
    add(#","code_bytes":"#)
    add(json: flash.codeBytes)
    add(#","total_bytes":"#)
    add(flash.totalBytes)
    add(#","table_bytes":"#)
    add(json: flash.tableBytes)
    if let code = flash.code {
      add(#","code":"#)
      add(json: code)
    }
    add("}")
  }

  private mutating func add(json code: CodeEstimate) {
    add(#"{"runtime_bytes":"#)
    add(code.runtimeBytes)
    add(#","kernel_bytes":"#)
    add(code.kernelBytes)
    add(#","low_bytes":"#)
    add(code.lowBytes)
    add(#","high_bytes":"#)
    add(code.highBytes)
    add(#","kind":"#)
    add(json: code.kind.rawValue)
    add(#","source":"#)
    add(json: code.source)
    add("}")
  }

  private mutating func add(json region: RegionFit) {
    add(#"{"names":["#)
    for (index, name) in region.names.enumerated() {
      if index > 0 { add(",") }
      add(json: name)
    }
    add(#"],"kind":"#)
    add(json: region.kind.rawValue)
    add(#","default":"#)
    add(json: region.isDefault)
    add(#",""#)
    add(members: region.fit)
  }

  private mutating func add(json fit: Fit) {
    add(#"{""#)
    add(members: fit)
  }

  /// From within the first member's name to the end of the object.
  private mutating func add(members fit: Fit) {
    add(#"available_bytes":"#)
    add(fit.availableBytes)
    add(#","needed_bytes":"#)
    add(fit.neededBytes)
    add(#","excess_bytes":"#)
    add(fit.excessBytes)
    add(#","fits":"#)
    add(json: fit.fits)
    add("}")
  }

  private mutating func add(json action: FitAction) {
    add(#"{"action":"#)
    add(json: action.kind.rawValue)
    if let region = action.region {
      add(#","region":"#)
      add(json: region)
    }
    if let shape = action.inputShape {
      add(#","input_shape":["#)
      for (index, extent) in shape.enumerated() {
        if index > 0 { add(",") }
        add(extent)
      }
      add("]")
    }
    add(#","saves_bytes":"#)
    add(action.savedBytes)
    add(#","saves_flash_bytes":"#)
    add(action.savedFlashBytes)
    add(#","needed_bytes":"#)
    add(action.neededBytes)
    add(#","needed_flash_bytes":"#)
    add(action.neededFlashBytes)
    add(#","fits":"#)
    add(json: action.fits)
    add("}")
  }

  private mutating func add(json warning: Warning) {
    add(#"{"code":"#)
    add(json: warning.code.rawValue)
    add(#","op":"#)
    add(json: warning.operation)
    add(#","message":"#)
    add(json: warning.message)
    add("}")
  }

  private mutating func add(json budget: BudgetResult) {
    add(#"{"metric":"#)
    add(json: budget.metric.rawValue)
    add(#","limit":"#)
    add(json: budget.limit, of: budget.metric)
    add(#","value":"#)
    add(json: budget.value, of: budget.metric)
    add(#","slack":"#)
    add(json: budget.slack, of: budget.metric)
    add(#","pass":"#)
    add(json: budget.pass)
    add(#","level":"#)
    add(json: budget.level.rawValue)
    add(#","on":"#)
    add(json: budget.end.rawValue)
    add(#","unit":"#)
    add(json: budget.metric.unit)
    add(#","reason":"#)
    add(json: budget.reason)
    add("}")
  }

  /// Bytes and MACs are whole, and all their digits are written.
  mutating func add(json value: Double?, of metric: BudgetMetric) {
    if metric.isCount { add(jsonRounded: value) } else { add(json: value) }
  }
}
