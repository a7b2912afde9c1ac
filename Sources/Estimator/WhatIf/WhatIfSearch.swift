/// Tries changes to a network and to what it runs on, each by estimating again.
///
/// A change that the network does not have room for (a window that does not fit any more, a constant
/// that belongs to the old shape) is left out, and so is one that moves no figure: what is answered
/// was computed.
public struct WhatIfSearch {
  /// Estimates that one search makes; past it nothing more is tried. Boards come last.
  public static let estimateLimit = 64
  /// Operations that are each tried alone, the dearest.
  static let operationsAlone = 3
  /// Boards and builds that are answered, the quickest.
  static let profilesAnswered = 5

  private let graph: Graph
  private let profile: Profile
  private let options: EstimateOptions
  private let base: Estimate
  private var estimates = 1
  private var answers: [WhatIf] = []

  /// Answers nothing where no estimate can be made.
  public init?(_ graph: Graph, on profile: Profile, options: EstimateOptions) {
    self.graph = graph
    self.profile = profile
    var options = options
    options.detail = .ops
    options.searchesThoroughly = false
    options.looksAround = false
    self.options = options
    guard let base = try? estimate(graph, on: profile, options: options) else { return nil }
    self.base = base
  }

  /// - Parameter others: default profiles of other boards; other builds come from the device itself.
  /// - Complexity: at most `estimateLimit` estimates.
  public mutating func run(builds: [Profile], boards: [Profile]) -> [WhatIf] {
    tryOrderAndPlan()
    if let quantised = graph.quantised() {
      let count = graph.operations.count { $0.work.dataType == .float32 }
      add(.int8, quantised, count: count)
    }
    tryStructure()
    tryProfiles(.kernels, builds)
    tryProfiles(.board, boards)
    return answers.sorted(by: WhatIf.isBefore)
  }

  // MARK: - The same network

  private mutating func tryOrderAndPlan() {
    guard !graph.hasMemoryPlan else { return }
    if options.order == .given {
      var options = options
      options.order = .best
      add(.bestOrder, graph, count: 0, options: options)
    }
    if options.planner == .tflmGreedy, profile.runtime.interpreter != .none {
      var options = options
      options.planner = .best
      add(.offlinePlan, graph, count: 0, options: options)
    }
  }

  private mutating func tryProfiles(_ kind: WhatIf.Kind, _ profiles: [Profile]) {
    var found: [WhatIf] = []
    // Another device runs at its own clock.
    var options = options
    if kind == .board { options.clock = nil }
    for other in profiles where other.id != profile.id {
      guard let head = estimated(graph, on: other, options) else { continue }
      guard head.totals.latency != nil || base.totals.latency == nil else { continue }
      if let answer = WhatIf(
        kind, profile: other.id, from: base, macs: graph.macs, to: head, macs: graph.macs)
      {
        found.append(answer)
      }
    }
    // Boards that the network does not fit help nobody.
    if found.contains(where: \.fits) { found.removeAll { !$0.fits } }
    found.sort(by: WhatIf.isBefore)
    answers += found.prefix(Self.profilesAnswered).filter(\.changesSomething)
  }

  // MARK: - Another network

  private mutating func tryStructure() {
    // Bodies of control operations are not rewritten, and neither is what leads to them.
    guard graph.subgraphs.isEmpty else { return }
    for (kind, multiple) in [(WhatIf.Kind.channelsOfFour, 4), (.channelsOfSixteen, 16)] {
      add(kind, GraphRewrite.roundingChannels(of: graph, to: multiple))
    }
    let dear = base.operations.sorted {
      ($0.latency?.value ?? 0, $1.index) > ($1.latency?.value ?? 0, $0.index)
    }.map(\.index)
    for (kind, places) in [
      (WhatIf.Kind.separable, GraphRewrite.fullConvolutions(of: graph)),
      (.full, GraphRewrite.separableConvolutions(of: graph)),
    ] {
      for place in dear.filter(places.contains).prefix(Self.operationsAlone) {
        add(kind, rewrite(kind, [place]), operation: graph.operations[place].name)
      }
      if places.count > 1 { add(kind, rewrite(kind, places)) }
    }
    add(.strideDoubled, GraphRewrite.doublingFirstStride(of: graph))
    add(.inputHalved, GraphRewrite.halvingInputs(of: graph))
  }

  private func rewrite(_ kind: WhatIf.Kind, _ places: Set<Int>) -> GraphRewrite.Outcome? {
    kind == .separable
      ? GraphRewrite.separating(places, of: graph) : GraphRewrite.joining(places, of: graph)
  }

  private mutating func add(
    _ kind: WhatIf.Kind, _ outcome: GraphRewrite.Outcome?, operation: String? = nil
  ) {
    guard let outcome else { return }
    add(kind, outcome.graph, count: outcome.changed, operation: operation)
  }

  private mutating func add(
    _ kind: WhatIf.Kind, _ changed: Graph, count: Int, operation: String? = nil,
    options: EstimateOptions? = nil
  ) {
    guard let head = estimated(changed, on: profile, options ?? self.options) else { return }
    guard
      let answer = WhatIf(
        kind, operation: operation, operationCount: count, from: base, macs: graph.macs, to: head,
        macs: changed.macs), answer.changesSomething
    else { return }
    answers.append(answer)
  }

  private mutating func estimated(
    _ graph: Graph, on profile: Profile, _ options: EstimateOptions
  ) -> Estimate? {
    guard estimates < Self.estimateLimit else { return nil }
    estimates += 1
    return try? estimate(graph, on: profile, options: options)
  }
}
