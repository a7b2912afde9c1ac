/// Estimates what one inference of `graph` costs on `profile`.
///
/// Pure and deterministic: the same arguments give the same answer, bit for bit.
///
/// - Complexity: O(operations x terms of a kernel), plus the memory model's.
public func estimate(
  _ graph: Graph, on profile: Profile, options: EstimateOptions = EstimateOptions()
) throws(EstimateError) -> Estimate {
  let clock = options.clock ?? profile.device.defaultClock
  guard clock.value > 0, clock <= profile.device.maximumClock else {
    throw .clock(asked: clock, maximum: profile.device.maximumClock)
  }
  var tally = Tally(
    graph: graph, profile: profile, model: try profile.costs(at: clock),
    keepsRows: options.detail != .summary)
  tally.addAll()
  let memory = try MemoryModel(graph: graph, scratch: tally.scratch, profile: profile)
    .estimate(options)
  tally.fillMemory(memory.liveBytes)

  let flash = FlashEstimate(graph, on: profile, detail: options.detail)
  let totals = tally.totals()
  var result = Estimate(
    profile: profile, clock: clock, coverage: tally.coverage, totals: totals,
    memory: memory.estimate, flash: flash,
    ramFit: Fit(
      availableBytes: profile.device.defaultBytes(of: .ram),
      neededBytes: memory.estimate.allocateBytes + options.reservedRAM),
    flashFit: profile.device.flashFit(flash, reserved: options.reservedFlash),
    byType: tally.shares(of: totals), operations: tally.rows,
    warnings: tally.warnings(clock: clock) + memory.warnings)
  // With one way out, nothing is copied.
  if options.detail != .summary {
    result.regions = result.regionFits
    if options.looksAround, !(result.ramFit.fits && result.flashFit.fits) {
      var search = FitSearch(graph: graph, profile: profile, options: options)
      result.actions = search.actions(ram: result.ramFit, flash: result.flashFit)
    }
  }
  return result
}
