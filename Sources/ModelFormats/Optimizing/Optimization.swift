import Estimator

/// One file on its way from what came to what is handed back.
struct Optimization {
  private let bytes: [UInt8]
  private let limits: ImportLimits
  private let model: ImportedModel
  private let rewriter: TFLiteRewriter

  init(_ bytes: [UInt8], limits: ImportLimits) throws(ImportError) {
    self.bytes = bytes
    self.limits = limits
    model = try importModel(bytes, as: .tflite, limits: limits)
    rewriter = try TFLiteRewriter(bytes)
  }

  mutating func run(
    profiles: [Profile], favourite: Profile?, budget: OptimizationBudget
  ) throws(ImportError) -> OptimizedModel {
    if let reason = UnchangedReason(forbidding: model) { return unchanged(reason) }
    let arena = try ArenaModel(model, of: bytes)
    if let tensor = arena.firstUnwrittenTensor {
      return unchanged(.unwrittenTensor(tensor: model.graph.tensors[tensor].name))
    }
    let builds = KernelScratch.builds(of: model.graph, profiles: profiles)
    guard arena.isCountable(with: builds, budget) else { return unchanged(.tooLarge) }
    let unknown = model.graph.operations.indices.filter {
      model.graph.operations[$0].hasUnknownScratch(for: profiles)
    }
    let judge = CandidateJudge(arena, builds: builds, unknownScratch: unknown)
    let primary = favourite.flatMap { favourite in
      builds.firstIndex { $0.libraries.contains(favourite.library.id) }
    }
    guard let search = searched(judge, primary: primary, budget) else {
      return unchanged(.tooLarge)
    }
    if search.best == nil, search.obstructed == nil,
      let reason = gainOfOneBuild(judge, unknownScratch: unknown, budget)
    {
      return unchanged(reason, arenas(search, judge))
    }
    return try answer(search, judge)
  }

  /// `nil` when the sizes add up to more than can be counted.
  private func searched(
    _ judge: CandidateJudge, primary: Int?, _ budget: OptimizationBudget
  ) -> OfflineSearch? {
    var search = OfflineSearch(
      judge, growth: PersistentGrowth(model.graph), primary: primary,
      mayReorder: !model.facts.metadata.contains(Self.controlDependencies), budget: budget)
    return search.run() ? search : nil
  }

  /// Where no plan serves all builds, the one that would gain most if the file were made for it: with
  /// the reference kernels, as for a profile that is named.
  private func gainOfOneBuild(
    _ judge: CandidateJudge, unknownScratch: [Int], _ budget: OptimizationBudget
  ) -> UnchangedReason? {
    guard judge.builds.count > 2 else { return nil }
    var budget = budget
    budget.orderStates /= judge.builds.count
    budget.placementPairs /= judge.builds.count
    budget.thoroughPlacements = 1
    var most = 0
    var libraries: [String] = []
    for build in judge.builds.dropFirst() {
      let pair = CandidateJudge(
        judge.model, builds: [judge.builds[0], build], unknownScratch: unknownScratch)
      guard let found = searched(pair, primary: 1, budget)?.best else { continue }
      let saved = pair.given.arenaBytes[1] - found.arenaBytes[1]
      if saved > most { (most, libraries) = (saved, build.libraries) }
    }
    return most > 0 ? .noPlanForAll(libraries: libraries, savedBytes: most) : nil
  }

  /// Metadata that names operators by their places (TensorFlow, `model_control_dependencies.h`):
  /// in a file that has it every operator stays where it is.
  private static let controlDependencies = "model_control_dependencies"

  private func answer(
    _ search: OfflineSearch, _ judge: CandidateJudge
  ) throws(ImportError) -> OptimizedModel {
    let arenas = arenas(search, judge)
    guard let best = search.best else {
      let reason = search.obstructed.map {
        UnchangedReason.unknownScratch(op: model.graph.operations[$0].name)
      }
      return unchanged(reason ?? .nothingToGain, arenas)
    }
    // Only a file that will be handed back has to be writable.
    if let obstacle = rewriter.obstacle { return unchanged(UnchangedReason(obstacle)) }
    guard let file = try written(best) else { return unchanged(.tooLarge) }
    guard reads(file, as: best, judge.model) else { return unchanged(.notVerified) }
    return OptimizedModel(
      bytes: file, reason: nil, operatorCount: best.order.count,
      movedOperatorCount: best.order.enumerated().count { $0 != $1 },
      plannedTensorCount: best.offsets.count { $0 != nil }, arenas: arenas)
  }

  private func arenas(_ search: OfflineSearch, _ judge: CandidateJudge) -> [OptimizedModel.Arena] {
    let chosen = search.best ?? judge.given
    return judge.builds.indices.map { index in
      let build = judge.builds[index]
      return OptimizedModel.Arena(
        libraries: build.libraries,
        scratchPeakBytes: build.requests.reduce(0) { max($0, $1.reduce(0, +)) },
        beforeBytes: judge.given.arenaBytes[index], afterBytes: chosen.arenaBytes[index],
        lowerBoundBytes: search.lowerBounds[index])
    }
  }

  private func unchanged(
    _ reason: UnchangedReason, _ arenas: [OptimizedModel.Arena] = []
  ) -> OptimizedModel {
    OptimizedModel(
      bytes: bytes, reason: reason, operatorCount: model.graph.operations.count,
      movedOperatorCount: 0, plannedTensorCount: 0, arenas: arenas)
  }
}

// MARK: - Writing and checking

extension Optimization {
  private func written(_ candidate: OfflineCandidate) throws(ImportError) -> [UInt8]? {
    let isGivenOrder = candidate.order == Array(candidate.order.indices)
    return try rewriter.file(order: isGivenOrder ? nil : candidate.order, plan: plan(candidate))
  }

  /// Offsets of the main subgraph's tensors, then nothing for those of the others: some versions of
  /// the runtime take the same entries for every subgraph, others go on in the list, and either way
  /// no tensor outside the main subgraph is placed.
  private func plan(_ candidate: OfflineCandidate) -> OfflineMemoryPlan {
    let rest = model.facts.subgraphs.dropFirst().reduce(0) { $0 + $1.tensorCount }
    return OfflineMemoryPlan(
      version: 1, subgraph: model.facts.subgraphs.count,
      offsets: candidate.offsets + Array(repeating: nil, count: rest))
  }

  /// Whether a file that was written reads back as the network that came, in the order and with the
  /// plan that were meant.
  private func reads(
    _ file: [UInt8], as candidate: OfflineCandidate, _ arena: ArenaModel
  ) -> Bool {
    var limits = limits
    limits.fileBytes = max(limits.fileBytes, file.count)
    guard let again = try? importModel(file, as: .tflite, limits: limits),
      let arenaAgain = try? ArenaModel(again, of: file)
    else { return false }
    let graph = again.graph.withoutMemoryPlan
    return again.facts.offlinePlan == plan(candidate)
      && graph.tensors == model.graph.tensors && graph.macs == model.graph.macs
      && graph.subgraphs == model.graph.subgraphs
      && arenaAgain.operators == candidate.order.map { arena.operators[$0] }
      && again.facts.subgraphs.first?.operators
        == model.facts.subgraphs.first.map { facts in
          candidate.order.map { facts.operators[$0] }
        }
  }
}

extension UnchangedReason {
  fileprivate init(_ obstacle: TFLiteRewriter.Obstacle) {
    switch obstacle {
    case .newerSchema(let table, let field): self = .newerSchema(table: table, field: field)
    case .dataOutside: self = .dataOutside
    case .noBuffers: self = .noBuffers
    }
  }
}

extension ArenaModel {
  /// A tensor that is read, and that neither the caller nor an operator writes.
  fileprivate var firstUnwrittenTensor: Int? {
    var isWritten = [Bool](repeating: false, count: tensorBytes.count)
    for tensor in inputs { isWritten[tensor] = true }
    for step in operators { for tensor in step.outputs { isWritten[tensor] = true } }
    let read = operators.flatMap(\.inputs) + outputs
    return read.first { !isWritten[$0] }
  }

  /// Whether sizes can be added up, and the network planned at all within the budget.
  fileprivate func isCountable(with builds: [KernelScratch], _ budget: OptimizationBudget) -> Bool {
    builds.allSatisfy { build in
      let buffers = tensorBytes.count { $0 > 0 } + build.requests.count { !$0.isEmpty }
      let (pairs, overflow) = buffers.multipliedReportingOverflow(by: buffers)
      return !overflow && pairs <= budget.placementPairs / builds.count
        && memoryGraph(scratch: build.requests) != nil
    }
  }
}
