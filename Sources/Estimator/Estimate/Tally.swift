/// Goes through the operations once and keeps what rows, totals and shares need.
struct Tally {
  let graph: Graph
  let profile: Profile
  let model: CostModel
  let keepsRows: Bool
  private let isOptimised: Bool
  private let kernelSet: KernelSet

  private(set) var rows: [OperationEstimate] = []
  /// Scratch buffers that each operation requests, in bytes.
  private(set) var scratch: [[Int]] = []

  private var seconds = UncertainSum()
  private var joules = UncertainSum()
  private var cycles = UncertainSum()
  private var instructions = 0.0
  private var basis: Basis = .measured
  private var gaps: [Coverage.Gap] = []
  private var coveredMACs = 0
  private var references: [String: Int] = [:]
  /// Operations costed by kernels that nobody counted, by kind.
  private var assumptions: [OperatorKind: Int] = [:]
  /// By body; filled when a body is first met.
  private var bodyCosts: [BodyCost?] = []
  private var operationCount = 0
  private var assumedRuns: [Warning] = []
  /// In order of appearance.
  private var shares: [TypeShare] = []
  /// The work without dead channels, where the runtime leaves them out; empty where it does not.
  private var liveWork: [Work?] = []

  init(graph: consuming Graph, profile: Profile, model: CostModel, keepsRows: Bool) {
    let count = graph.operations.count
    self.graph = graph
    self.profile = profile
    self.model = model
    self.keepsRows = keepsRows
    isOptimised = profile.library.isOptimised
    kernelSet = profile.library.runtimeKernels
    scratch.reserveCapacity(count)
    shares.reserveCapacity(8)
    if keepsRows { rows.reserveCapacity(count) }
  }

  mutating func addAll() {
    if profile.runtime.dropsDeadChannels { liveWork = graph.workWithoutDeadChannels() }
    bodyCosts = Array(repeating: nil, count: graph.subgraphs.count)
    operationCount = graph.operations.count
    for index in graph.operations.indices {
      if let live = liveWork.isEmpty ? nil : liveWork[index] {
        add(at: index, doing: live)
      } else {
        add(at: index, doing: graph.operations[index].work)
      }
    }
  }

  /// Live bytes of each step, known only after the scratch.
  mutating func fillMemory(_ liveBytes: [Int]) {
    for index in rows.indices { rows[index].liveBytes = liveBytes[index] }
  }

  /// - Parameter work: the operation's own, or what is left of it without dead channels.
  private mutating func add(at index: Int, doing work: borrowing Work) {
    // Field by field: an operation is some 600 bytes, and a copy would count its lists and names.
    let type = work.type
    let bodies = graph.subgraphs.isEmpty ? nil : bodyCost(at: index)
    // What an operation's bodies compute is theirs.
    let macs = bodies == nil ? graph.operations[index].macs : 0
    let share = shareIndex(type)
    shares[share].count += 1
    if bodies == nil {
      shares[share].macs += macs
      shares[share].arithmeticOperations += graph.operations[index].arithmeticOperations
    }

    // A memory step costs nothing by definition: it is covered.
    let isOpaque = graph.operations[index].op.isOpaque
    let cost = isOpaque ? nil : model.cost(of: work)
    var kernelScratch = 0
    if let cost {
      kernelScratch = model.scratchBytes(cost.kernel, work) ?? 0
      coveredMACs += macs
      take(cost, share: share)
      note(cost.kernel, work.kind, work.dataType)
    } else if isOpaque {
      coveredMACs += macs
    } else {
      let operation = graph.operations[index]
      gaps.append(
        Coverage.Gap(
          index: index, operation: operation.name, type: type, reason: reason(operation)))
    }
    let requests = scratchRequests(
      of: graph.operations[index].work, kernelScratch: kernelScratch,
      interpreter: profile.runtime.interpreter, kernels: kernelSet)
    scratch.append(requests)
    if keepsRows {
      rows.append(
        row(
          graph.operations[index], at: index, type: type, cost: cost,
          scratchBytes: requests.reduce(0, +)))
    }
    if let bodies { add(bodies, of: cost) }
  }

  private mutating func note(_ kernel: KernelPlace, _ kind: OperatorKind, _ dataType: DataType) {
    if model.isAssumed(kernel) {
      assumptions[kind, default: 0] += 1
    } else if kernel.library > 0 || isFloatReference(kernel, kind, dataType) {
      references[model.kernelName(kernel), default: 0] += 1
    }
  }

  /// An optimised library holds reference kernels: for float32, which it has nothing better for.
  private func isFloatReference(
    _ kernel: KernelPlace, _ kind: OperatorKind, _ dataType: DataType
  ) -> Bool {
    isOptimised && dataType.isFloat && KernelLibrary.multiplying.contains(kind)
      && KernelLibrary.isReference(model.kernelName(kernel))
  }

  // MARK: - Bodies

  /// What the bodies of an operation cost; `nil` where it runs none.
  private mutating func bodyCost(at index: Int) -> BodyCost? {
    let operation = graph.operations[index]
    let calls = graph.bodyCalls(of: operation)
    if calls.isEmpty { return nil }
    let name = operation.name
    assumedRuns.append(
      Warning(
        code: .assumedRuns, operation: name,
        message: operation.work.kind == .ifOp
          ? "'\(name)' is taken to run the branch with more arithmetic."
          : "'\(name)' is taken to turn \(graph.whileTrips) time"
            + "\(graph.whileTrips == 1 ? "" : "s"); say how often with while_trips."))
    var total = BodyCost()
    for call in calls {
      total.add(costOfBody(call.body, at: index, below: name), times: call.times)
    }
    return total
  }

  /// One run of a body. Bodies run no body that runs them: the graph was checked.
  private mutating func costOfBody(_ body: Int, at index: Int, below name: String) -> BodyCost {
    if let known = bodyCosts[body] { return known }
    var total = BodyCost()
    operationCount += graph.subgraphs[body].operations.count
    for operation in graph.subgraphs[body].operations {
      let work = operation.work
      var share = TypeShare(type: work.type)
      share.count = 1
      share.macs = operation.macs
      share.arithmeticOperations = operation.arithmeticOperations
      if let cost = model.cost(of: work) {
        note(cost.kernel, work.kind, work.dataType)
        total.instructions += cost.instructions
        total.basis = min(total.basis, cost.basis)
        total.coveredMACs += operation.macs
        if let spent = cost.seconds, let count = cost.cycles {
          add(spent, of: cost, to: &total.seconds)
          add(count, of: cost, to: &total.cycles)
          share.latency = spent * 1e3
        }
        if let drawn = cost.joules {
          add(drawn, of: cost, to: &total.joules)
          share.energy = drawn * 1e6
        }
      } else if operation.op.isOpaque {
        total.coveredMACs += operation.macs
      } else {
        gaps.append(
          Coverage.Gap(
            index: index, operation: "\(name)/\(operation.name)", type: work.type,
            reason: reason(operation)))
      }
      total.add(share, times: 1)
      for call in graph.bodyCalls(of: operation) {
        total.add(
          costOfBody(call.body, at: index, below: "\(name)/\(operation.name)"), times: call.times)
      }
    }
    bodyCosts[body] = total
    return total
  }

  /// Adds what bodies cost to the sums, to the types of their operations, and to the row of the
  /// operation that ran them, which is the last.
  private mutating func add(_ bodies: BodyCost, of own: CostModel.Cost?) {
    instructions += bodies.instructions
    basis = min(basis, bodies.basis)
    coveredMACs += bodies.coveredMACs
    seconds.add(bodies.seconds, times: 1)
    joules.add(bodies.joules, times: 1)
    cycles.add(bodies.cycles, times: 1)
    for share in bodies.shares {
      let index = shareIndex(share.type)
      shares[index].merge(share, times: 1)
    }
    guard keepsRows, let last = rows.indices.last else { return }
    var time = bodies.seconds
    var energy = bodies.joules
    if let own {
      if let spent = own.seconds { add(spent, of: own, to: &time) }
      if let drawn = own.joules { add(drawn, of: own, to: &energy) }
    }
    rows[last].instructions = (rows[last].instructions ?? 0) + bodies.instructions
    rows[last].basis = min(rows[last].basis, bodies.basis)
    guard model.hasTiming else { return }
    rows[last].cycles = (rows[last].cycles ?? 0) + bodies.cycles.value
    rows[last].latency = time.interval(sharedDeviation: model.sharedTimeDeviation).scaled(by: 1e3)
    if model.hasPower {
      rows[last].energy = energy.interval(sharedDeviation: model.sharedEnergyDeviation)
        .scaled(by: 1e6)
    }
  }

  // MARK: - Own costs

  private mutating func take(_ cost: CostModel.Cost, share: Int) {
    instructions += cost.instructions
    basis = min(basis, cost.basis)
    if let spent = cost.seconds, let count = cost.cycles {
      add(spent, of: cost, to: &seconds)
      add(count, of: cost, to: &cycles)
      shares[share].latency = (shares[share].latency ?? 0) + spent * 1e3
    }
    if let drawn = cost.joules {
      add(drawn, of: cost, to: &joules)
      shares[share].energy = (shares[share].energy ?? 0) + drawn * 1e6
    }
  }

  private func add(_ part: Double, of cost: CostModel.Cost, to sum: inout UncertainSum) {
    sum.add(
      part, ownDeviation: cost.ownDeviation, class: cost.classIndex,
      classDeviation: cost.classDeviation)
  }

  /// There are as many types as kinds of operation, and a handful in one network: a walk along them is
  /// quicker than a hash.
  private mutating func shareIndex(_ type: String) -> Int {
    if let index = shares.firstIndex(where: { $0.type == type }) { return index }
    shares.append(TypeShare(type: type))
    return shares.count - 1
  }

  private func reason(_ operation: borrowing Operation) -> String {
    if case .custom(let name) = operation.op { return "no cost is known for '\(name)'" }
    return "\(profile.library.id) has no kernel for \(operation.work.kind.rawValue) on "
      + operation.work.dataType.rawValue
  }

  private func row(
    _ operation: borrowing Operation, at index: Int, type: String, cost: CostModel.Cost?,
    scratchBytes: Int
  ) -> OperationEstimate {
    let own = cost?.ownDeviation ?? 0
    let shares = cost?.classDeviation ?? 0
    func interval(_ value: Double?, shared: Double, scale: Double) -> Interval? {
      value.map {
        Interval(
          $0 * scale,
          relativeDeviation: (own * own + shares * shares + shared * shared).squareRoot())
      }
    }
    return OperationEstimate(
      index: index, name: operation.name, kind: operation.work.kind, type: type,
      kernel: cost.map { model.kernelName($0.kernel) },
      library: cost.map { model.libraryID($0.kernel) },
      outputShape: operation.outputs.first.flatMap { graph.tensors[$0].shape },
      macs: operation.macs, outputs: operation.work.outputElements,
      instructions: cost?.instructions, cycles: cost?.cycles,
      latency: interval(cost?.seconds, shared: model.sharedTimeDeviation, scale: 1e3),
      energy: interval(cost?.joules, shared: model.sharedEnergyDeviation, scale: 1e6),
      arithmeticOperations: operation.arithmeticOperations, liveBytes: 0,
      scratchBytes: scratchBytes, weightBytes: operation.weightBytes,
      basis: cost?.basis ?? .assumed)
  }
}

// MARK: - Sums

extension Tally {
  var coverage: Coverage {
    let count = operationCount
    return Coverage(
      // Without a multiplication that is known, it is all or nothing.
      macsFraction: graph.macs > 0
        ? Double(coveredMACs) / Double(graph.macs) : gaps.isEmpty ? 1 : 0,
      operationsFraction: Double(count - gaps.count) / Double(count), notCovered: gaps)
  }

  func totals() -> Totals {
    let hasTiming = model.hasTiming
    let hasPower = model.hasPower
    let time = seconds.value
    let energy = joules.value
    let arithmetic = Double(graph.arithmeticOperations)
    return Totals(
      latency: hasTiming
        ? seconds.interval(sharedDeviation: model.sharedTimeDeviation).scaled(by: 1e3) : nil,
      energy: hasPower
        ? joules.interval(sharedDeviation: model.sharedEnergyDeviation).scaled(by: 1e6) : nil,
      cycles: hasTiming ? cycles.interval(sharedDeviation: model.sharedTimeDeviation) : nil,
      instructions: instructions,
      inferencesPerSecond: time > 0 ? 1 / time : nil,
      arithmeticOperationsPerSecond: time > 0 ? arithmetic / time : nil,
      nanojoulesPerArithmeticOperation: hasPower && arithmetic > 0
        ? energy * 1e9 / arithmetic : nil,
      averagePower: hasPower && time > 0 ? Watts(energy / time) : nil,
      basis: gaps.isEmpty ? basis : .assumed, isComplete: gaps.isEmpty)
  }

  /// Shares of the totals, slowest first; without times the one with the most arithmetic first.
  func shares(of totals: Totals) -> [TypeShare] {
    var result = shares
    let arithmetic = Double(graph.arithmeticOperations)
    for index in result.indices {
      let ownArithmetic = Double(result[index].arithmeticOperations)
      if arithmetic > 0 { result[index].arithmeticOperationsFraction = ownArithmetic / arithmetic }
      if graph.macs > 0 {
        result[index].macsFraction = Double(result[index].macs) / Double(graph.macs)
      }
      if let latency = result[index].latency, seconds.value > 0 {
        result[index].latencyFraction = latency / (seconds.value * 1e3)
        if latency > 0 {
          result[index].arithmeticOperationsPerSecond = ownArithmetic / (latency / 1e3)
        }
      }
      if let energy = result[index].energy, joules.value > 0 {
        result[index].energyFraction = energy / (joules.value * 1e6)
      }
    }
    // A stable order: equal shares stay in order of appearance.
    let order = result.indices.sorted { a, b in
      let left = (result[a].latency ?? -1, result[a].arithmeticOperations)
      let right = (result[b].latency ?? -1, result[b].arithmeticOperations)
      return left == right ? a < b : left > right
    }
    return order.map { result[$0] }
  }

  func warnings(clock: Hertz) -> [Warning] {
    // Where time is unknown for all operations, the coverage alone says which have no kernel.
    let missing = model.hasTiming ? gaps : []
    var result = missing.map { gap in
      Warning(
        code: .notCovered, operation: gap.operation,
        message: "Operation '\(gap.operation)' (\(gap.type)) is not in the totals: \(gap.reason).")
    }
    for (kernel, count) in references.sorted(by: { $0.key < $1.key }) {
      result.append(
        Warning(
          code: .referenceKernel,
          message: "\(count) operation\(count == 1 ? "" : "s") run on the reference kernel "
            + "\(kernel): \(profile.library.id) has none of its own for them."))
    }
    if !assumptions.isEmpty {
      let kinds = assumptions.sorted { $0.key.rawValue < $1.key.rawValue }
      let count = assumptions.values.reduce(0, +)
      result.append(
        Warning(
          code: .assumedKernel,
          message: "\(count) operation\(count == 1 ? "" : "s") on kernels that nobody counted, "
            + "composed of others that were: "
            + kinds.map { "\($0.key.rawValue) (\($0.value))" }.joined(separator: ", ") + "."))
    }
    result += assumedRuns
    if let words = graph.floatInterfaceWords {
      result.append(Warning(code: .floatInterface, message: words))
    }
    if !model.hasTiming {
      let reason = profile.runtime.timingUnknown ?? "nothing was measured"
      result.append(
        Warning(code: .latencyUnknown, message: "Time is not known on this profile: \(reason)."))
    }
    if !model.hasPower {
      let runtime = profile.runtime
      let reason = runtime.powerUnknown ?? runtime.timingUnknown ?? "nothing was measured"
      result.append(
        Warning(code: .energyUnknown, message: "Energy is not known on this profile: \(reason)."))
    } else if let power = profile.runtime.power, power.clock != clock {
      result.append(
        Warning(
          code: .powerScaled,
          message: "Power was measured at \(power.clock.megahertz) MHz and is taken to follow the "
            + "clock to \(clock.megahertz) MHz."))
    }
    if profile.runtime.code == nil, profile.runtime.interpreter == .none {
      result.append(
        Warning(
          code: .codeUnknown,
          message: "Flash counts the weights alone: the size of this runtime's code is not known."))
    }
    return result
  }
}
