import Estimator

/// One row of an order table.
func orderRow(_ name: String, _ graph: MemoryGraph, _ objective: OrderObjective) -> [String] {
  var found = graph.bestOrder(objective: objective)
  let time = leastMilliseconds { found = graph.bestOrder(objective: objective) }
  return [
    name, "\(graph.steps.count)", "\(graph.peakBytes(of: graph.givenOrder, objective))",
    "\(found.peakBytes)", "\(found.lowerBoundBytes)", found.isProved ? "proved" : "open",
    "\(found.statesExpanded)", time.short,
  ]
}

let orderHeader = ["graph", "steps", "given", "best", "bound", "", "states", "ms"]

func printOrders() throws {
  for inPlace in [false, true] {
    print(inPlace ? "in place" : "out of place")
    let rows = try MemoryGraphFile.all().map { file in
      orderRow(file.name, try file.graph(), OrderObjective(inPlace: inPlace))
    }
    printTable(orderHeader, rows)
  }
}

func printStacks() throws {
  var rows: [[String]] = []
  for cell in CellStack.all {
    for stepCount in [1000, 2000, 4000, 8000, 10_000] {
      let graph = try cell.graph(stepCount: stepCount).shuffled(seed: 1)
      rows.append(orderRow("\(cell.name)", graph, OrderObjective()))
    }
  }
  printTable(orderHeader, rows)
}

func printFamilies() throws {
  var rows: [[String]] = []
  for family in Family.all {
    for seed in 1...3 {
      let graph = try family.make(UInt64(seed))
      rows.append(orderRow("\(family.name) #\(seed)", graph, OrderObjective()))
    }
  }
  printTable(orderHeader, rows)
}

/// One row of a placement table; the plan is verified.
func placementRow(_ name: String, _ buffers: [ArenaBuffer], alignment: Int) -> [String] {
  var found: BestPlacement?
  let time = leastMilliseconds { found = planBest(buffers) }
  guard let plan = found?.plan else { return [] }
  return [
    name, "\(buffers.count)", "\(loadBytes(of: buffers))",
    "\(planGreedily(buffers).arenaBytes)", "\(plan.arenaBytes)",
    verify(plan, alignment: alignment) == nil ? "sound" : "WRONG", time.short,
  ]
}

let placementHeader = ["buffers of", "count", "load", "greedy", "best", "", "ms"]

func printPlacements() throws {
  let rows = try MemoryGraphFile.all().map { file in
    let graph = try file.graph()
    let order = graph.bestOrder(stateBudget: OrderSearchBudget.quick).order
    return placementRow(file.name, graph.arenaBuffers(of: order, alignment: 1), alignment: 1)
  }
  printTable(placementHeader, rows)
}

func printPacking() throws {
  let rows = "ABCDEFGHIJK".map { letter in
    let buffers = SharedData.rows("data/packing/\(letter).1048576.csv").map { row in
      ArenaBuffer(
        bytes: Int(row["size"] ?? "") ?? 0,
        lifetime: (Int(row["lower"] ?? "") ?? 0)..<(Int(row["upper"] ?? "") ?? 1))
    }
    return placementRow(String(letter), buffers, alignment: 1024)
  }
  printTable(placementHeader, rows)
}

/// What every answer pays: liveness with its timeline, the runtime's plan, the quick order search.
func printEveryday() throws {
  let rows = try MemoryGraphFile.all().filter { $0.name.hasPrefix("mlperf") }.map { file in
    let graph = try file.graph()
    let live = leastMilliseconds { _ = graph.liveness().tensorsByPosition }
    let plan = leastMilliseconds {
      _ = planGreedily(graph.arenaBuffers(of: graph.givenOrder)).arenaBytes
    }
    let order = leastMilliseconds {
      _ = graph.bestOrder(stateBudget: OrderSearchBudget.quick)
    }
    return [file.name, live.short, plan.short, order.short]
  }
  printTable(["graph", "liveness ms", "greedy plan ms", "best order ms"], rows)
}

/// The runtime's own figures on Cortex-M4 with CMSIS-NN beside ours, and what can be gained.
func printModels() throws {
  var rows: [[String]] = []
  for record in RuntimeRecord.all {
    for recorded in record.expectations
    where recorded.core == "cortex-m4" && recorded.kernels == "cmsis" {
      let model = try record.model(recorded)
      let memory = model.memory(abi: .arm, kernels: .cmsisNN)
      let graph = try model.memoryGraph()
      let found = graph.bestOrder(objective: OrderObjective(scratch: true))
      let arrangement = graph.bestArrangement(bestOrder: found.order)
      let offline = planOffline(graph.arenaBuffers(of: arrangement.order))
      let figures = [
        recorded.head, memory.arenaBytes, recorded.tail, memory.persistentBytes,
        recorded.smallest ?? 0, memory.smallestArenaBytes,
        graph.liveness().peakBytesWithScratch, found.peakBytes, found.lowerBoundBytes,
        offline.plan.arenaBytes,
      ]
      rows.append([record.name] + figures.map { "\($0)" })
    }
  }
  printTable(
    [
      "model", "head", "ours", "tail", "ours", "smallest", "ours", "peak", "best", "bound",
      "offline",
    ], rows)
}

/// What may be sent at most: hard graphs of up to 10,000 steps, both budgets, order and placement.
func printHard() throws {
  var rows: [[String]] = []
  for steps in [200, 1_000, 10_000] {
    for hard in HardGraph.all {
      let graph = try hard.make(steps)
      for (name, states, nodes) in [
        ("quick", OrderSearchBudget.quick, PlacementBudget.quick),
        ("full", OrderSearchBudget.full, PlacementBudget.full),
      ] {
        let started = processorMilliseconds()
        let found = graph.bestOrder(stateBudget: states)
        let ordered = processorMilliseconds()
        let placed = planBest(graph.arenaBuffers(of: found.order), nodeBudget: nodes)
        let done = processorMilliseconds()
        rows.append([
          hard.name, "\(graph.steps.count)", name, "\(found.statesExpanded)",
          found.isProved ? "proved" : "open", (ordered - started).short, (done - ordered).short,
          "\(placed.plan.arenaBytes - placed.lowerBoundBytes)",
        ])
      }
    }
  }
  printTable(
    ["graph", "steps", "budget", "states", "", "order ms", "placement ms", "above load"], rows)
}
