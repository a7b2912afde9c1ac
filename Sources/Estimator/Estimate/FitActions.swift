/// The shortest list of actions that makes a network fit, each measured by estimating again.
///
/// All sets of the few actions are tried, small ones first, so no shorter list does it. When no set
/// makes it fit, the one that leaves the least excess is answered: its last action then says so.
struct FitSearch {
  private let graph: Graph
  private let profile: Profile
  private var options: EstimateOptions
  /// Of sets that were tried.
  private var needs: [[FitAction.Kind]: Need] = [:]

  private struct Need {
    var ram: Fit
    var flash: Fit
    var region: String?
    /// Whether the region takes a part of the arena, as one piece with the default ones.
    var isJoined = false
    var inputShape: [Int]?

    var excess: Int { ram.excessBytes + flash.excessBytes }
  }

  init(graph: Graph, profile: Profile, options: EstimateOptions) {
    self.graph = graph
    self.profile = profile
    self.options = options
    // Rows and searches for them are not needed; the order is searched with the small budget, as in
    // every answer that has rows.
    self.options.detail = .summary
    self.options.searchesThoroughly = false
  }

  /// - Complexity: at most 48 estimates without rows; fewer of large graphs, but always those of
  ///   single actions.
  mutating func actions(ram: Fit, flash: Fit) -> [FitAction] {
    if ram.fits && flash.fits { return [] }
    needs[[]] = Need(ram: ram, flash: flash)
    let kinds = applicable
    var best: (kinds: [FitAction.Kind], excess: Int) = ([], ram.excessBytes + flash.excessBytes)
    sizes: for size in 0...kinds.count {
      for mask in 0..<1 << kinds.count where mask.nonzeroBitCount == size {
        let chosen = kinds.indices.filter { mask >> $0 & 1 == 1 }.map { kinds[$0] }
        if size > 1, needs.count > Self.mostOperations / max(1, graph.operations.count) {
          break sizes
        }
        guard let need = need(chosen) else { continue }
        if need.excess < best.excess { best = (chosen, need.excess) }
        if need.excess == 0 { break sizes }
      }
    }
    return steps(best.kinds)
  }

  /// Operations that are estimated in all before sets of several actions are given up.
  private static let mostOperations = 60_000

  /// In the order in which they are preferred: those that change nothing but bytes come first.
  private var applicable: [FitAction.Kind] {
    var kinds: [FitAction.Kind] = []
    // A file that brings a plan keeps it, and its order with it.
    let isPlanned = graph.hasMemoryPlan
    if !isPlanned, options.order == .given { kinds.append(.bestOrder) }
    if !isPlanned, options.planner == .tflmGreedy, profile.runtime.interpreter != .none {
      kinds.append(.offlinePlan)
    }
    if graph.withoutFloatInterface() != nil {
      kinds.append(.integerInterface)
    } else if graph.quantised() != nil {
      kinds.append(.quantise)
    }
    if profile.device.memory.contains(where: { $0.kind == .ram && !$0.isDefault }) {
      kinds.append(.region)
    }
    if graph.onHalfImage() != nil { kinds.append(.smallerInput) }
    return kinds
  }

  private mutating func steps(_ kinds: [FitAction.Kind]) -> [FitAction] {
    var result: [FitAction] = []
    guard var before = needs[[]] else { return [] }
    for count in kinds.indices {
      let kind = kinds[count]
      guard let after = need(Array(kinds[...count])) else { continue }
      result.append(
        FitAction(
          kind: kind, region: kind == .region ? after.region : nil,
          isJoined: kind == .region && after.isJoined,
          inputShape: kind == .smallerInput ? after.inputShape : nil,
          savedBytes: before.ram.neededBytes - after.ram.neededBytes,
          savedFlashBytes: before.flash.neededBytes - after.flash.neededBytes,
          neededBytes: after.ram.neededBytes, neededFlashBytes: after.flash.neededBytes,
          fits: after.excess == 0))
      before = after
    }
    // An action that brings something only with a later one keeps its place; one that brings nothing
    // at the end does not.
    while let last = result.last, last.savedBytes <= 0, last.savedFlashBytes <= 0 {
      result.removeLast()
    }
    return result
  }

  /// `nil` when the actions cannot be taken together or no estimate can be made of them.
  private mutating func need(_ kinds: [FitAction.Kind]) -> Need? {
    if let known = needs[kinds] { return known }
    var changed = graph
    var options = options
    var isMoved = false
    var inputShape: [Int]?
    for kind in kinds {
      switch kind {
      case .bestOrder: options.order = .best
      case .offlinePlan: options.planner = .best
      case .integerInterface: changed = changed.withoutFloatInterface() ?? changed
      case .quantise: changed = changed.quantised() ?? changed
      case .region: isMoved = true
      case .smallerInput:
        guard let half = changed.onHalfImage() else { return nil }
        (changed, inputShape) = (half.graph, half.shape)
      }
    }
    guard let estimate = try? Estimator.estimate(changed, on: profile, options: options) else {
      return nil
    }
    var need = Need(ram: estimate.ramFit, flash: estimate.flashFit, inputShape: inputShape)
    if isMoved {
      let arena = estimate.memory.allocateBytes
      guard let (region, bytes) = room(for: arena, missing: need.ram.excessBytes) else {
        return nil
      }
      need.region = region.name
      need.isJoined = bytes < arena
      need.ram.neededBytes -= bytes
    }
    needs[kinds] = need
    return need
  }

  /// The region that takes most of the arena off the default ones, and how many bytes of it: the whole
  /// into a region that holds it, or a part into one that lies next to the default ones, which a linker
  /// script can use with them as one piece. Of those that suffice, the smallest.
  private func room(for arena: Int, missing: Int) -> (region: MemoryRegion, bytes: Int)? {
    let offers = profile.device.memory.compactMap { region -> (region: MemoryRegion, bytes: Int)? in
      guard region.kind == .ram, !region.isDefault else { return nil }
      if region.bytes >= arena { return (region, arena) }
      return profile.device.isAdjacent(region) ? (region, region.bytes) : nil
    }
    let enough = offers.filter { $0.bytes >= missing }
    return enough.min { $0.region.bytes < $1.region.bytes } ?? offers.max { $0.bytes < $1.bytes }
  }
}
