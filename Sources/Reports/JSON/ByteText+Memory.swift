import Estimator

extension ByteText {
  mutating func add(json memory: MemoryEstimate, withTimeline: Bool) {
    add(#"{"activation_peak_bytes":"#)
    add(memory.activationPeakBytes)
    add(#","peak_step":"#)
    add(json: memory.peakStep)
    add(#","given_order_peak_bytes":"#)
    add(memory.givenOrderPeakBytes)
    add(#","best_order_peak_bytes":"#)
    add(json: memory.bestOrderPeakBytes)
    add(#","lower_bound_bytes":"#)
    add(json: memory.lowerBoundBytes)
    add(#","lower_bound_proved":"#)
    add(json: memory.lowerBoundProved)
    add(#","arena_bytes":"#)
    add(json: memory.arenaBytes)
    add(#","arena_planner":"#)
    add(json: memory.arenaPlanner)
    add(#","scratch_peak_bytes":"#)
    add(memory.scratchPeakBytes)
    add(#","persistent_bytes":"#)
    add(json: memory.persistentBytes)
    add(#","allocate_bytes":"#)
    add(memory.allocateBytes)
    add(#","total_footprint_bytes":"#)
    add(memory.totalFootprintBytes)
    add(#","activation_fraction":"#)
    add(json: memory.activationFraction)
    if let order = memory.order {
      add(#","order":["#)
      for (place, step) in order.enumerated() {
        if place > 0 { add(",") }
        add(step)
      }
      add("]")
    }
    if withTimeline {
      add(#","timeline":"#)
      add(jsonLines: memory.timeline.enumerated()) { $0.add(json: $1.element, at: $1.offset) }
    }
    add("}")
  }

  private mutating func add(json step: MemoryEstimate.Step, at index: Int) {
    add(#"{"step":"#)
    add(index)
    add(#","op":"#)
    add(json: step.operation)
    add(#","live_bytes":"#)
    add(step.liveBytes)
    add(#","scratch_bytes":"#)
    add(step.scratchBytes)
    add(#","tensors":["#)
    for (index, tensor) in step.tensors.enumerated() {
      if index > 0 { add(",") }
      add(json: tensor)
    }
    add("]}")
  }
}
