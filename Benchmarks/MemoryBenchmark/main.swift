import Estimator
import Foundation

struct GraphFile: Decodable {
  struct Tensor: Decodable {
    var id: Int
    var bytes: Int
  }
  struct Op: Decodable {
    var inputs: [Int]
    var outputs: [Int]
    var inplace_inputs: [Int]
  }
  struct Optimal: Decodable { var given_peak, best_peak, inplace_best: Int }
  var name: String
  var inputs: [Int]
  var outputs: [Int]
  var tensors: [Tensor]
  var ops: [Op]
  var optimal: Optimal?
}
let budget = Int(CommandLine.arguments.dropFirst(2).first ?? "1000000")!
let mode = CommandLine.arguments.dropFirst().first ?? "files"
func run(_ name: String, _ g: MemoryGraph, _ want: Int?, inPlace: Bool) {
  let clock = ContinuousClock()
  var r: OrderSearchResult?
  let t = clock.measure { r = g.bestOrder(objective: .init(inPlace: inPlace), stateBudget: budget) }
  _ = try! ExecutionOrder(r!.order.steps, of: g)
  let ms = Double(t.components.attoseconds) / 1e15 + Double(t.components.seconds) * 1e3
  print(
    name, inPlace ? "in " : "out", g.steps.count, "given", g.liveness(inPlace: inPlace).peakBytes,
    "best", r!.peakBytes, "bound", r!.lowerBoundBytes,
    want.map { $0 == r!.peakBytes && r!.isProved ? "ok" : "WRONG \($0)" }
      ?? (r!.isProved ? "proved" : "OPEN"), r!.statesExpanded, (ms * 1000).rounded() / 1000, "ms")
}
func mixed(_ g: MemoryGraph, seed: UInt64) -> ExecutionOrder {
  var rng = SeededGenerator(seed: seed)
  var writer = [Int](repeating: -1, count: g.tensorBytes.count)
  for (i, s) in g.steps.enumerated() { for t in s.outputs { writer[t] = i } }
  var waits = g.steps.map { s in Set(s.inputs.map { writer[$0] }.filter { $0 >= 0 }).count }
  var readers = [[Int]](repeating: [], count: g.steps.count)
  for (i, s) in g.steps.enumerated() {
    for w in Set(s.inputs.map { writer[$0] }.filter { $0 >= 0 }) { readers[w].append(i) }
  }
  var ready = g.steps.indices.filter { waits[$0] == 0 }
  var order: [Int] = []
  while !ready.isEmpty {
    let s = ready.remove(at: Int.random(in: 0..<ready.count, using: &rng))
    order.append(s)
    for r in readers[s] {
      waits[r] -= 1
      if waits[r] == 0 { ready.append(r) }
    }
  }
  return try! ExecutionOrder(order, of: g)
}
func breadthFirst(_ g: MemoryGraph) -> ExecutionOrder {
  var writer = [Int](repeating: -1, count: g.tensorBytes.count)
  var depth = [Int](repeating: 0, count: g.steps.count)
  for (i, s) in g.steps.enumerated() {
    for t in s.outputs { writer[t] = i }
    depth[i] = (s.inputs.map { writer[$0] < 0 ? 0 : depth[writer[$0]] + 1 }.max() ?? 0)
  }
  return try! ExecutionOrder(g.steps.indices.sorted { (depth[$0], $0) < (depth[$1], $1) }, of: g)
}
switch mode {
case "files":
  let folder = URL(filePath: "/work/shared/data/memory-graphs")
  for file in try FileManager.default.contentsOfDirectory(
    at: folder, includingPropertiesForKeys: nil
  ).sorted(by: { $0.path < $1.path })
  where file.pathExtension == "json" {
    let d = try JSONDecoder().decode(GraphFile.self, from: Data(contentsOf: file))
    let g = try MemoryGraph(
      tensorBytes: d.tensors.map(\.bytes),
      steps: d.ops.map {
        .init(inputs: $0.inputs, outputs: $0.outputs, inPlaceInputs: $0.inplace_inputs)
      },
      inputs: d.inputs, outputs: d.outputs)
    for inPlace in [false, true] {
      run(d.name, g, inPlace ? d.optimal?.inplace_best : d.optimal?.best_peak, inPlace: inPlace)
    }
  }
case "stacks":
  for n in [500, 1000, 2000, 4000, 8000, 10000] {
    for s in CellStack.all { run("\(s.name)-\(n)", try s.graph(stepCount: n), nil, inPlace: false) }
  }
case "shuffled":
  for n in [500, 1000, 2000, 4000, 8000] {
    for s in CellStack.all {
      let g = try s.graph(stepCount: n)
      run("\(s.name)-\(n)-bfs", g.reordered(breadthFirst(g)), nil, inPlace: false)
      run("\(s.name)-\(n)-mixed", g.reordered(mixed(g, seed: 1)), nil, inPlace: false)
    }
  }
case "big":
  for seed in 0..<3 as Range<UInt64> {
    for n in [128, 256, 512, 2000, 10000] {
      run(
        "randwire\(n)-eq-\(seed)",
        try Family.randwire(n: n, k: 4, p: 0.75, seed: seed) { _ in 1024 }, nil, inPlace: false)
      run(
        "randwire\(n)-rnd-\(seed)",
        try Family.randwire(n: n, k: 4, p: 0.25, seed: seed) {
          Int.random(in: 1...100, using: &$0)
        }, nil, inPlace: false)
    }
    run(
      "layered-16x16-\(seed)", try Family.layered(layers: 16, width: 16, fanIn: 2, seed: seed), nil,
      inPlace: false)
    run(
      "layered-100x100-\(seed)", try Family.layered(layers: 100, width: 100, fanIn: 2, seed: seed),
      nil, inPlace: false)
    run(
      "chains-32x8-\(seed)", try Family.chains(width: 32, length: 8, seed: seed), nil,
      inPlace: false)
    run(
      "chains-100x100-\(seed)", try Family.chains(width: 100, length: 100, seed: seed), nil,
      inPlace: false)
    run(
      "chains-10x1000-\(seed)", try Family.chains(width: 10, length: 1000, seed: seed), nil,
      inPlace: false)
    run(
      "bipartite-256-\(seed)", try Family.bipartite(width: 256, sinks: 64, degree: 10, seed: seed),
      nil, inPlace: false)
    run(
      "bipartite-8000-\(seed)",
      try Family.bipartite(width: 8000, sinks: 1000, degree: 10, seed: seed), nil, inPlace: false)
  }
case "loop":
  let d = try JSONDecoder().decode(
    GraphFile.self,
    from: Data(
      contentsOf: URL(filePath: "/work/shared/data/memory-graphs/amoebanet_imagenet_N4_f12.5.json"))
  )
  let g = try MemoryGraph(
    tensorBytes: d.tensors.map(\.bytes),
    steps: d.ops.map {
      .init(inputs: $0.inputs, outputs: $0.outputs, inPlaceInputs: $0.inplace_inputs)
    },
    inputs: d.inputs, outputs: d.outputs)
  for _ in 0..<60 { run("amoeba", g, nil, inPlace: false) }
case "star":
  let count = 10_000
  run(
    "star",
    try MemoryGraph(
      tensorBytes: (0...count).map { 1 + $0 % 7 },
      steps: (1...count).map { .init(inputs: [0], outputs: [$0]) }, inputs: [0],
      outputs: Array(1...count)), nil, inPlace: false)
  run(
    "fork",
    try MemoryGraph(
      tensorBytes: (0...count + 1).map { 1 + $0 % 7 },
      steps: (1...count).map { .init(inputs: [0], outputs: [$0]) } + [
        .init(inputs: Array(1...count), outputs: [count + 1])
      ], inputs: [0],
      outputs: [count + 1]), nil, inPlace: false)
  run(
    "free",
    try MemoryGraph(
      tensorBytes: (0...2 * count).map { 1 + ($0 * $0) % 7 },
      steps: (1...count).map { .init(inputs: [$0 - 1], outputs: [count + $0]) },
      inputs: Array(0...count),
      outputs: Array(count + 1...2 * count)), nil, inPlace: false)
case "brute":
  var generator = SeededGenerator(seed: UInt64(budget))
  var n = 0
  for _ in 0..<20000 {
    let graph = try MemoryGraph.random(
      stepCount: Int.random(in: 1...11, using: &generator), using: &generator)
    for o in [OrderObjective(), .init(inPlace: true), .init(inPlace: true, scratch: true)] {
      let f = graph.bestOrder(objective: o)
      let b = graph.bruteForceBestPeak(o)
      if f.peakBytes != b || !f.isProved { print("WRONG", graph, f, b) }
      n += 1
    }
  }
  print("brute", n)
case "packing":
  let folder = URL(filePath: "/work/shared/data/packing")
  for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).sorted(by: { $0.path < $1.path }) {
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map { $0.split(separator: ",").map { Int($0)! } }
    let buffers = rows.map { ArenaBuffer(bytes: $0[3], lifetime: $0[1]..<$0[2]) }
    let clock = ContinuousClock()
    var best: BestPlacement?
    let t = clock.measure { best = planBest(buffers, nodeBudget: budget) }
    print(file.lastPathComponent, buffers.count, "load", loadBytes(of: buffers), "greedy", planGreedily(buffers).arenaBytes, "best", best!.plan.arenaBytes, best!.lowerBoundBytes, t, verify(best!.plan, alignment: 1).map { "\($0)" } ?? "ok")
  }
case "place":
let folder = URL(filePath: "/work/shared/data/memory-graphs")
for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).sorted(by: { $0.path < $1.path })
where file.pathExtension == "json" {
  let d = try JSONDecoder().decode(GraphFile.self, from: Data(contentsOf: file))
  let g = try MemoryGraph(
    tensorBytes: d.tensors.map(\.bytes),
    steps: d.ops.map { .init(inputs: $0.inputs, outputs: $0.outputs, inPlaceInputs: $0.inplace_inputs) },
    inputs: d.inputs, outputs: d.outputs)
  for order in [g.givenOrder, g.bestOrder().order] {
    for a in [1, 16] {
      let buffers = g.arenaBuffers(of: order, alignment: a)
      let clock = ContinuousClock()
      var best: BestPlacement?
      let t = clock.measure { best = planBest(buffers, nodeBudget: budget) }
      print(d.name, buffers.count, "align", a, "load", loadBytes(of: buffers), "greedy", planGreedily(buffers).arenaBytes, "best", best!.plan.arenaBytes, best!.lowerBoundBytes, best!.isProved, t, verify(best!.plan, alignment: a).map { "\($0)" } ?? "ok")
    }
  }
}
case "wide":
  for seed in 0..<3 as Range<UInt64> {
    run(
      "bipartite-8000-\(seed)",
      try Family.bipartite(width: 8000, sinks: 1000, degree: 10, seed: seed), nil, inPlace: false)
    run(
      "randwire10000-rnd-\(seed)",
      try Family.randwire(n: 10000, k: 4, p: 0.25, seed: seed) {
        Int.random(in: 1...100, using: &$0)
      }, nil, inPlace: false)
  }
case "sparse":
  for seed in 0..<6 as Range<UInt64> {
    for n in [70, 100, 150] {
      run(
        "sparse-\(n)-\(seed)", try Family.sparse(n: n, reach: n, join: true, seed: seed), nil,
        inPlace: false)
      run(
        "sparse20-\(n)-\(seed)", try Family.sparse(n: n, reach: 20, join: true, seed: seed), nil,
        inPlace: false)
      run(
        "sparseopen-\(n)-\(seed)", try Family.sparse(n: n, reach: n, join: false, seed: seed), nil,
        inPlace: true)
    }
    run("reduction-32-\(seed)", try Family.reduction(leaves: 32, seed: seed), nil, inPlace: false)
    run("reduction-64-\(seed)", try Family.reduction(leaves: 64, seed: seed), nil, inPlace: false)
  }
case "hard":
  for seed in 0..<4 as Range<UInt64> {
    for n in [32, 64] {
      run(
        "randwire\(n)-eq-\(seed)",
        try Family.randwire(n: n, k: 4, p: 0.75, seed: seed) { _ in 1024 }, nil, inPlace: false)
      run(
        "randwire\(n)-rnd-\(seed)",
        try Family.randwire(n: n, k: 4, p: 0.75, seed: seed) {
          Int.random(in: 1...100, using: &$0)
        }, nil, inPlace: false)
    }
    run(
      "layered-8x8-\(seed)", try Family.layered(layers: 8, width: 8, fanIn: 2, seed: seed), nil,
      inPlace: false)
    run(
      "layered-4x16-\(seed)", try Family.layered(layers: 4, width: 16, fanIn: 2, seed: seed), nil,
      inPlace: false)
    run(
      "chains-32x2-\(seed)", try Family.chains(width: 32, length: 2, seed: seed), nil,
      inPlace: false)
    run(
      "chains-64x1-\(seed)", try Family.chains(width: 64, length: 1, seed: seed), nil,
      inPlace: false)
    run(
      "chains-8x8-\(seed)", try Family.chains(width: 8, length: 8, seed: seed), nil, inPlace: false)
    run(
      "bipartite-32-16-2-\(seed)",
      try Family.bipartite(width: 32, sinks: 16, degree: 3, seed: seed), nil, inPlace: false)
    run(
      "bipartite-64-5-16-\(seed)",
      try Family.bipartite(width: 64, sinks: 5, degree: 20, seed: seed), nil, inPlace: false)
  }
default: break
}
