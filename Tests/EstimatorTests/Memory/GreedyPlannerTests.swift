import Estimator
import Testing

@Suite struct GreedyPlannerTests {
  @Test("buffers that never live together share the same bytes")
  func disjointLifetimesShare() {
    let plan = planGreedily([
      ArenaBuffer(bytes: 48, lifetime: 0..<2), ArenaBuffer(bytes: 32, lifetime: 2..<4),
    ])
    #expect(plan.offsets == [0, 0])
    #expect(plan.arenaBytes == 48)
    #expect(verify(plan) == nil)
  }

  @Test("of equal sizes the buffer added last is placed first")
  func ties() {
    let plan = planGreedily([
      ArenaBuffer(bytes: 16, lifetime: 0..<2), ArenaBuffer(bytes: 16, lifetime: 0..<2),
      ArenaBuffer(bytes: 32, lifetime: 1..<2),
    ])
    #expect(plan.offsets == [48, 32, 0])
    #expect(verify(plan) == nil)
  }

  @Test("offline-planned buffers keep their offsets and the others fill the gaps")
  func offline() {
    let plan = planGreedily([
      ArenaBuffer(bytes: 64, lifetime: 0..<3),
      ArenaBuffer(bytes: 16, lifetime: 0..<3, offlineOffset: 64),
      ArenaBuffer(bytes: 16, lifetime: 0..<1, offlineOffset: 16),
      ArenaBuffer(bytes: 16, lifetime: 0..<3),
    ])
    #expect(plan.offsets == [80, 64, 16, 0])
    #expect(plan.arenaBytes == 144)
    #expect(verify(plan) == nil)
  }

  @Test("offline-planned buffers may overlap: the runtime believes the file, the verifier does not")
  func offlineOverlap() {
    let plan = planGreedily([
      ArenaBuffer(bytes: 32, lifetime: 0..<2, offlineOffset: 0),
      ArenaBuffer(bytes: 32, lifetime: 1..<3, offlineOffset: 16),
    ])
    #expect(plan.arenaBytes == 48)
    #expect(verify(plan) == .overlap(0, 1))
  }

  @Test("no buffers need no arena")
  func empty() {
    #expect(planGreedily([]).arenaBytes == 0)
    #expect(loadBytes(of: []) == 0)
  }

  @Test("the arena is the one that the runtime planned", arguments: RecordedArena.all)
  func recorded(_ arena: RecordedArena) {
    let plan = planGreedily(arena.buffers)
    #expect(plan.arenaBytes == arena.head)
    #expect(verify(plan) == nil)
    #expect(loadBytes(of: arena.buffers) <= arena.head)
  }

  @Test("a graph's buffers have the runtime's sizes, lifetimes and order")
  func buffersOfAGraph() throws {
    let graph = try MemoryGraph(
      tensorBytes: [10, 17, 0, 5, 3],
      steps: [
        .init(inputs: [0], outputs: [1, 4], scratchRequests: [20, 1]),
        .init(inputs: [1], outputs: [2, 3]),
      ],
      inputs: [0], outputs: [1])
    #expect(
      graph.arenaBuffers(of: graph.givenOrder) == [
        ArenaBuffer(bytes: 16, lifetime: 0..<2, owner: .tensor(0)),
        ArenaBuffer(bytes: 32, lifetime: 1..<3, owner: .tensor(1)),
        ArenaBuffer(bytes: 16, lifetime: 2..<3, owner: .tensor(3)),
        ArenaBuffer(bytes: 16, lifetime: 1..<2, owner: .tensor(4)),
        ArenaBuffer(bytes: 32, lifetime: 1..<2, owner: .scratch(step: 0, request: 0)),
        ArenaBuffer(bytes: 16, lifetime: 1..<2, owner: .scratch(step: 0, request: 1)),
      ])
  }

  @Test("every arena recorded on Arm is reproduced, wherever the records are at hand")
  func allRecords() throws {
    struct Key: Hashable {
      let model, core, kernels: String
    }
    func key(_ row: [String: String]) -> Key {
      Key(
        model: row["sha12"] ?? String((row["sha256"] ?? "").prefix(12)), core: row["core"] ?? "",
        kernels: row["kernels"] ?? "")
    }
    let buffers = Dictionary(
      grouping: SharedData.rows("data/tflm-arm-buffers.csv"), by: key
    ).mapValues { rows in
      rows.map { row in
        ArenaBuffer(
          bytes: Int(row["size"] ?? "") ?? 0,
          lifetime: (Int(row["first"] ?? "") ?? 0)..<(Int(row["last"] ?? "") ?? 0) + 1,
          offlineOffset: Int(row["offline"] ?? ""))
      }
    }
    var wrong: [Key] = []
    for row in SharedData.rows("data/tflm-arm-truth.csv") {
      guard let buffers = buffers[key(row)], let head = Int(row["head"] ?? "") else { continue }
      let plan = planGreedily(buffers)
      if plan.arenaBytes != head || verify(plan) != nil { wrong.append(key(row)) }
    }
    #expect(wrong == [])
    #expect(buffers.isEmpty || buffers.count == 292)
  }
}
