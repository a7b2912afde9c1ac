import Estimator
import Testing

@Suite struct RuntimeMemoryTests {
  @Test("head, tail and smallest arena are those of the runtime, on every target recorded")
  func records() throws {
    for record in RuntimeRecord.all {
      #expect(!record.expectations.isEmpty)
      for expectation in record.expectations {
        let memory = try record.model(expectation).memory(
          abi: expectation.abi, kernels: expectation.kernelSet)
        let place: Comment = "\(record.name) on \(expectation.core), \(expectation.kernels)"
        #expect(memory.arenaBytes == expectation.head, place)
        #expect(memory.persistentBytes == expectation.tail, place)
        if let smallest = expectation.smallest {
          #expect(memory.smallestArenaBytes == smallest, place)
        }
        #expect(memory.unknownKinds.isEmpty, place)
      }
    }
  }

  @Test("for a small model arena_used_bytes() is too small an arena")
  func usedIsNotEnough() throws {
    let record = try #require(RuntimeRecord.all.first { $0.name == "hello_world_int8.tflite" })
    let memory = try record.model(record.expectations[0]).memory(abi: .arm, kernels: .cmsisNN)
    #expect(memory.arenaUsedBytes == 772)
    #expect(memory.smallestArenaBytes == 1168)
  }

  @Test("an operator without a known state is named, and counts with what every operator takes")
  func unknownKind() throws {
    func memory(_ kind: RuntimeOperatorKind) throws -> RuntimeMemory {
      try RuntimeModel(subgraphs: [
        .init(
          tensors: [.init(bytes: 4), .init(bytes: 4)],
          operators: [.init(kind, inputs: [0], outputs: [1])], inputs: [0], outputs: [1])
      ]).memory(abi: .arm, kernels: .reference)
    }
    #expect(try memory("MADE_UP").unknownKinds == ["MADE_UP"])
    #expect(try memory("TRANSPOSE").unknownKinds.isEmpty)
    #expect(try memory("MADE_UP").persistentBytes == memory("TRANSPOSE").persistentBytes)
  }

  @Test("one subgraph has the buffers of its memory graph")
  func sameBuffers() throws {
    let graph = try MemoryGraph(
      tensorBytes: [10, 0, 30, 5],
      steps: [
        .init(inputs: [0], outputs: [1, 2], scratchRequests: [7]),
        .init(inputs: [0, 2], outputs: [3], scratchRequests: [9, 1]),
      ],
      inputs: [0], outputs: [3])
    let model = try RuntimeModel(subgraphs: [
      .init(
        tensors: graph.tensorBytes.map { .init(bytes: $0) },
        operators: graph.steps.map {
          .init(
            "ADD", inputs: $0.inputs, outputs: $0.outputs, scratchRequests: $0.scratchRequests)
        },
        inputs: [0], outputs: [3])
    ])
    #expect(model.arenaBuffers() == graph.arenaBuffers(of: graph.givenOrder))
  }

  @Test("a called subgraph lives while its caller runs")
  func calls() throws {
    let model = try RuntimeModel(subgraphs: [
      .init(
        tensors: [.init(bytes: 16), .init(bytes: 32), .init(bytes: 48)],
        operators: [
          .init("IF", inputs: [0], outputs: [1], calls: [1, 1], scratchRequests: [16]),
          .init("ADD", inputs: [1, -1], outputs: [2]),
        ],
        inputs: [0], outputs: [2]),
      .init(
        tensors: [.init(bytes: 64), .init(bytes: 80), .init(bytes: 96)],
        operators: [.init("ADD", inputs: [0], outputs: [1])], inputs: [0], outputs: [1]),
    ])
    // Times: 0 entry, 1 IF, 2 first call, 3 its ADD, 4 second call, 5 its ADD, 6 ADD.
    #expect(
      model.arenaBuffers().map(\.lifetime)
        == [0..<6, 1..<7, 6..<7, 4..<6, 5..<6, -1..<0, 1..<6])
  }

  @Test("each fault is named")
  func faults() {
    func subgraph(calls: [Int] = [], inputs: [Int] = [], bytes: Int = 1, count: Int = 1)
      -> RuntimeModel.Subgraph
    {
      .init(
        tensors: [.init(bytes: bytes)],
        operators: (0..<count).map { _ in .init("IF", inputs: [], outputs: [], calls: calls) },
        inputs: inputs, outputs: [])
    }
    func expect(_ error: RuntimeModelError, _ subgraphs: [RuntimeModel.Subgraph]) {
      #expect(throws: error) { try RuntimeModel(subgraphs: subgraphs) }
      #expect(error.description.hasSuffix("."))
    }
    expect(.noSubgraph, [])
    expect(.unknownTensor(tensor: 1, subgraph: 0), [subgraph(inputs: [1])])
    expect(.unknownTensor(tensor: -1, subgraph: 0), [subgraph(inputs: [-1])])
    expect(.unknownSubgraph(called: 1, by: 0), [subgraph(calls: [1])])
    expect(.recursion(subgraph: 0), [subgraph(calls: [0])])
    expect(.recursion(subgraph: 0), [subgraph(calls: [1]), subgraph(calls: [0])])
    expect(.sizeOutOfRange(subgraph: 0), [subgraph(bytes: -1)])
    expect(.sizeOutOfRange(subgraph: 1), [subgraph(), subgraph(bytes: .max)])
    // Ten calls of ten calls of ...: refused, not walked.
    let doubling = (1...9).map { subgraph(calls: [$0], count: 10) } + [subgraph()]
    expect(.tooManyVisits(limit: 1_000_000), doubling)
  }

  @Test("calls that share a subgraph are no recursion")
  func sharedCalls() throws {
    let leaf = RuntimeModel.Subgraph(tensors: [], operators: [], inputs: [], outputs: [])
    func calling(_ calls: [Int]) -> RuntimeModel.Subgraph {
      .init(
        tensors: [], operators: [.init("IF", inputs: [], outputs: [], calls: calls)], inputs: [],
        outputs: [])
    }
    let model = try RuntimeModel(subgraphs: [calling([1, 2]), calling([2]), leaf])
    #expect(model.arenaBuffers().isEmpty)
  }
}
