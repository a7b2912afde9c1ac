import Testing

@testable import Estimator

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

  @Test("an operator without a known state is named, and counts with the state of a small kernel")
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
    let added = try memory("MADE_UP").persistentBytes - memory("TRANSPOSE").persistentBytes
    #expect((32...48).contains(added))
  }

  @Test(
    "every operator of the runtime has a known state, and pointers count as the target has them")
  func kinds() throws {
    func bytes(_ kind: RuntimeOperatorKind, _ abi: RuntimeABI, kept: [RuntimeModel.KeptBuffer] = [])
      throws -> Int
    {
      let memory = try RuntimeModel(subgraphs: [
        .init(
          tensors: [.init(bytes: 4), .init(bytes: 4)],
          operators: [.init(kind, inputs: [0], outputs: [1], kept: kept)], inputs: [0],
          outputs: [1])
      ]).memory(abi: abi, kernels: .reference)
      #expect(memory.unknownKinds.isEmpty, "\(kind.name)")
      return memory.persistentBytes
    }
    for kind in OperatorKind.allCases where RuntimeKernels.reference.stateBytes[kind] != nil {
      _ = try bytes(RuntimeOperatorKind(kind), .arm)
    }
    // A ring of 40 samples: 4 words and two numbers before 160 bytes.
    let ring = [RuntimeModel.KeptBuffer.ring(capacity: 40)]
    let added = try [RuntimeABI.arm, .xtensa, .x86].map {
      try bytes("SignalStacker", $0, kept: ring) - bytes("SignalStacker", $0)
    }
    #expect(added == [192, 192, 208])
    #expect(RuntimeModel.KeptBuffer.transform(length: 64, element: 2).bytes + 24 == 608)
  }

  @Test("preparing one operator can need more than what is left of it")
  func preparing() throws {
    // Weights and bias have 64 scales each: their copies take 4 x 64 bytes beside their own 48.
    func smallest(_ kind: RuntimeOperatorKind) throws -> Int {
      try RuntimeModel(subgraphs: [
        .init(
          tensors: [
            .init(bytes: 16, scaleCount: 1),
            .init(bytes: 64, storage: .constant, scaleCount: 64),
            .init(bytes: 256, storage: .constant, scaleCount: 64),
            .init(bytes: 16, scaleCount: 1),
          ],
          operators: [.init(kind, inputs: [0, 1, 2], outputs: [3], channels: 64)],
          inputs: [0], outputs: [3])
      ]).memory(abi: .arm, kernels: .reference).smallestArenaBytes
    }
    // List 12 x 12; data and result 52, weights and bias 304; a convolution's weights once more.
    let tail = 116 + 8 + 8 + 4 * 12 + 32 + 28 + 64 + 2 * 256
    #expect(try smallest("CONV_2D") == alignedUp(144 + 2 * 104 + 3 * 304 + alignedUp(tail)))
  }

  @Test("a kernel with an unknown part is named")
  func unknownPart() throws {
    let memory = try RuntimeModel(subgraphs: [
      .init(
        tensors: [.init(bytes: 4)],
        operators: [.init("SignalDelay", inputs: [0], outputs: [], keepsUnknown: true)],
        inputs: [0], outputs: [])
    ]).memory(abi: .arm, kernels: .reference)
    #expect(memory.unknownKinds == ["SignalDelay"])
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
          .init("ADD", inputs: [1, nil], outputs: [2]),
        ],
        inputs: [0], outputs: [2]),
      .init(
        tensors: [.init(bytes: 64), .init(bytes: 80), .init(bytes: 96)],
        operators: [.init("ADD", inputs: [0], outputs: [1])], inputs: [0], outputs: [1]),
    ])
    // Times: 0 entry, 1 IF, 2 first call, 3 its ADD, 4 second call, 5 its ADD, 6 ADD.
    #expect(
      model.arenaBuffers().map(\.lifetime)
        == [0..<6, 1..<7, 6..<7, 2..<6, 3..<6, -1..<0, 1..<6])
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
    let deep = (1...100_000).map { subgraph(calls: [$0]) } + [subgraph()]
    expect(.tooDeep(limit: 64), deep)
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

  @Test("the invoked subgraph keeps its buffers as a memory graph")
  func memoryGraph() throws {
    for record in RuntimeRecord.all where record.subgraphs.count == 1 {
      let model = try record.model(record.expectations[0])
      let graph = try model.memoryGraph()
      let owned = model.arenaBuffers().filter { $0.lifetime.lowerBound >= 0 }
      #expect(graph.arenaBuffers(of: graph.givenOrder) == owned, "\(record.name)")
    }
  }

  @Test("a variable is read before it is assigned in every order that the graph allows")
  func hiddenOrder() throws {
    let variable = RuntimeModel.Operator.Resource(index: 0, bytes: 8)
    // 0 input, 1 handle, 2 what was stored, 3 what is stored next.
    let graph = try RuntimeModel(subgraphs: [
      .init(
        tensors: (0..<4).map { _ in .init(bytes: 8) },
        operators: [
          .init("CALL_ONCE", inputs: [], outputs: [], calls: [1]),
          .init("VAR_HANDLE", inputs: [], outputs: [1], resource: variable),
          .init("READ_VARIABLE", inputs: [1], outputs: [2], resource: variable),
          .init("ADD", inputs: [0, 0], outputs: [3]),
          .init("ASSIGN_VARIABLE", inputs: [1, 3], outputs: [], resource: variable),
        ],
        inputs: [0], outputs: [2]),
      .init(tensors: [], operators: [], inputs: [], outputs: []),
    ]).memoryGraph()
    #expect(throws: Never.self) { try ExecutionOrder([0, 3, 2, 1, 4], of: graph) }
    for wrong in [[0, 1, 3, 4, 2], [1, 0, 2, 3, 4], [3, 4, 0, 1, 2]] {
      #expect(throws: MemoryGraphError.self) { try ExecutionOrder(wrong, of: graph) }
    }
  }

  @Test("the streaming wake word keeps its peak and its order of states")
  func okayNabu() throws {
    let record = try #require(RuntimeRecord.all.first { $0.name == "okay_nabu.tflite" })
    let graph = try record.model(record.expectations[0]).memoryGraph()
    let found = graph.bestOrder(objective: OrderObjective(scratch: true))
    #expect(found.isProved)
    #expect(found.peakBytes <= graph.liveness().peakBytesWithScratch)
    let place = Dictionary(
      uniqueKeysWithValues: found.order.steps.enumerated().map { ($1, $0) })
    let operators = record.subgraphs[0].operators
    for (index, op) in operators.enumerated() where op.kind == "ASSIGN_VARIABLE" {
      let readers = operators.indices.filter {
        operators[$0].kind == "READ_VARIABLE"
          && operators[$0].resource?.index == op.resource?.index
      }
      #expect(!readers.isEmpty)
      for reader in readers {
        #expect((place[reader] ?? .max) < (place[index] ?? .min))
      }
    }
  }
}
