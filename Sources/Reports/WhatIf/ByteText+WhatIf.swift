import Estimator

extension ByteText {
  /// The reasons of a result that was asked for them.
  mutating func add(json why: Why, of result: Report.Result) {
    add(#"{"arith_ops_per_s":"#)
    add(json: why.arithmeticOperationsPerSecond)
    add(#","ops":"#)
    add(jsonLines: why.operations) { text, row in
      text.add(#"{"index":"#)
      text.add(row.index)
      text.add(#","name":"#)
      text.add(json: row.name)
      text.add(#","op_type":"#)
      text.add(json: row.type)
      text.add(#","kernel":"#)
      text.add(json: row.kernel)
      text.add(#","latency_fraction":"#)
      text.add(json: row.latencyFraction)
      text.add(#","macs_fraction":"#)
      text.add(json: row.macsFraction)
      text.add(#","arith_ops_per_s":"#)
      text.add(json: row.arithmeticOperationsPerSecond)
      text.add("}")
    }
    add(#","peak":"#)
    if let peak = why.peak { add(json: peak) } else { add("null") }
    add(",\n\"since_baseline\":")
    if let since = result.since?.results.first { add(json: since) } else { add("null") }
    add(",\n\"sentences\":")
    add(json: result.reasons(), separator: ",\n")
    add("}")
  }

  private mutating func add(json peak: Why.Peak) {
    add(#"{"step":"#)
    add(peak.step)
    add(#","op":"#)
    add(json: peak.operation)
    add(#","live_bytes":"#)
    add(peak.liveBytes)
    add(#","tensors":"#)
    add(jsonLines: peak.tensors) { text, tensor in
      text.add(#"{"name":"#)
      text.add(json: tensor.name)
      text.add(#","bytes":"#)
      text.add(tensor.bytes)
      text.add(#","role":"#)
      text.add(json: tensor.role.rawValue)
      text.add("}")
    }
    add("}")
  }

  mutating func add(json answer: WhatIf) {
    add(#"{"change":"#)
    add(json: answer.kind.rawValue)
    add(#","op":"#)
    add(json: answer.operation)
    add(#","changed_ops":"#)
    add(answer.operationCount)
    add(#","profile":"#)
    add(json: answer.profile)
    add(#","sentence":"#)
    add(json: answer.sentence())
    add(#","latency_ms":"#)
    add(json: answer.latency)
    add(#","latency_change_ms":"#)
    add(json: answer.latencyChange)
    add(#","energy_uj":"#)
    add(json: answer.energy)
    add(#","energy_change_uj":"#)
    add(json: answer.energyChange)
    add(#","sram_bytes":"#)
    add(answer.ramBytes)
    add(#","sram_change_bytes":"#)
    add(json: answer.ramChange)
    add(#","flash_bytes":"#)
    add(answer.flashBytes)
    add(#","flash_change_bytes":"#)
    add(json: answer.flashChange)
    add(#","macs":"#)
    add(answer.macs)
    add(#","macs_change":"#)
    add(answer.macsChange)
    add(#","fits":"#)
    add(json: answer.fits)
    add("}")
  }
}
