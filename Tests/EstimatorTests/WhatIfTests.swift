import Testing

@testable import Estimator

@Suite struct WhatIfTests {
  /// Inner channels of 6, a separable pair, and a head of 10 classes.
  static func network(
    filters: Int = 6, side: Int = 16, stride: Int = 1, separable: Bool = false,
    joined: Bool = false,
    pool: Int? = nil
  ) throws -> Graph {
    var tensors = [GraphFixtures.tensor("image", [1, side, side, 3])]
    var operations: [Operation] = []
    func add(_ name: String, _ op: Operator, weighs: Bool = true) {
      tensors.append(GraphFixtures.tensor("t\(tensors.count)"))
      operations.append(
        GraphFixtures.operation(
          name, op, [tensors.count - 2], [tensors.count - 1],
          weights: weighs ? .implied(bias: true) : .inputs))
    }
    let stride = Extent2D(stride, stride)
    let kernel = Extent2D(3, 3)
    if separable {
      add(
        "first/depthwise",
        .depthwiseConvolution(
          DepthwiseConvolution(kernel: kernel, stride: stride, padding: .same)))
      add("first", .convolution(Convolution(filters: filters, kernel: .one, activation: .relu)))
    } else {
      add(
        "first",
        .convolution(
          Convolution(
            filters: filters, kernel: kernel, stride: stride, padding: .same, activation: .relu)))
    }
    if joined {
      add(
        "pointwise", .convolution(Convolution(filters: filters, kernel: kernel, padding: .same)))
    } else {
      add(
        "depthwise",
        .depthwiseConvolution(DepthwiseConvolution(kernel: kernel, padding: .same)))
      add("pointwise", .convolution(Convolution(filters: filters, kernel: .one)))
    }
    let window = pool ?? side / stride.height
    add(
      "pool",
      .pool(
        Pool(
          kind: .averagePool2d, kernel: Extent2D(window, window),
          stride: Extent2D(window, window))), weighs: false)
    add("classes", .fullyConnected(FullyConnected(units: 10)))
    return try Graph(
      name: "net", tensors: tensors, operations: operations, inputs: [0],
      outputs: [tensors.count - 1])
  }

  private static func answers(_ graph: Graph) throws -> [WhatIf] {
    var search = try #require(
      WhatIfSearch(graph, on: ProfileFixtures.profile(), options: EstimateOptions()))
    return search.run(builds: [], boards: [])
  }

  @Test("each answer is what the estimate of the changed network says")
  func agreesWithTheChangedNetwork() throws {
    let graph = try Self.network()
    let profile = try ProfileFixtures.profile()
    let before = try estimate(graph, on: profile)
    let answers = try Self.answers(graph)
    let expected: [(WhatIf.Kind, String?, Graph)] = [
      // 6 lies between 4 and 8; halves go up, and the 10 classes stay.
      (.channelsOfFour, nil, try Self.network(filters: 8)),
      (.channelsOfSixteen, nil, try Self.network(filters: 16)),
      (.separable, "first", try Self.network(separable: true)),
      (.full, "depthwise", try Self.network(joined: true)),
      (.strideDoubled, nil, try Self.network(stride: 2, pool: 8)),
      (.inputHalved, nil, try Self.network(side: 8)),
    ]
    for (kind, operation, changed) in expected {
      let answer = try #require(answers.first { $0.kind == kind }, "\(kind)")
      let after = try estimate(changed, on: profile)
      #expect(answer.operation == operation || operation == nil)
      #expect(answer.latency?.value == after.totals.latency?.value, "\(kind)")
      #expect(answer.energy?.value == after.totals.energy?.value, "\(kind)")
      #expect(answer.ramBytes == after.ramFit.neededBytes, "\(kind)")
      #expect(answer.flashBytes == after.flashFit.neededBytes, "\(kind)")
      #expect(answer.macs == changed.macs, "\(kind)")
      #expect(answer.latencyChange == after.difference(from: before)?.latency, "\(kind)")
      #expect(answer.ramChange == after.ramFit.neededBytes - before.ramFit.neededBytes)
    }
  }

  @Test("what saves most time comes first")
  func order() throws {
    let savings = try Self.answers(Self.network()).map { $0.latencyChange?.value ?? 0 }
    #expect(savings.count >= 6)
    #expect(savings == savings.sorted())
  }

  @Test("a file's weights, stated shapes and a second reader are followed")
  func statedShapes() throws {
    // The same network with every constant and shape in it, as an importer brings it.
    let graph = try Self.network()
    let stated = try Graph(
      name: graph.name, tensors: graph.tensors, operations: graph.operations, inputs: graph.inputs,
      outputs: graph.outputs)
    #expect(try Self.answers(stated) == Self.answers(graph))
  }

  @Test("what cannot follow is left out, and the rest is answered")
  func leavesOut() throws {
    let graph = try Graph(
      name: "gather",
      tensors: [
        GraphFixtures.tensor("image", [1, 8, 8, 3]), GraphFixtures.tensor("a"),
        GraphFixtures.tensor("b", [1, 4, 4, 6]), GraphFixtures.tensor("c"),
      ],
      operations: [
        GraphFixtures.operation(
          "conv", .convolution(Convolution(filters: 6, kernel: Extent2D(3, 3), padding: .same)),
          [0], [1], weights: .implied(bias: true)),
        GraphFixtures.operation("slice", .movement(.slice), [1], [2]),
        GraphFixtures.operation(
          "last", .convolution(Convolution(filters: 6, kernel: .one)), [2], [3],
          weights: .implied(bias: true)),
      ], inputs: [0], outputs: [3])
    let kinds = Set(try Self.answers(graph).map(\.kind))
    #expect(kinds == [.separable])
  }

  @Test("another board is taken at its own clock, its build's kernels counted")
  func boards() throws {
    let graph = try Self.network()
    let profile = try ProfileFixtures.profile()
    var device = profile.device
    device.id = "faster"
    device.defaultClock = Hertz(megahertz: 200)
    let faster = Profile(
      device: device, runtime: profile.runtime, library: profile.library, digest: "other")
    var search = try #require(WhatIfSearch(graph, on: profile, options: EstimateOptions()))
    let answers = search.run(builds: [profile], boards: [faster])
    let board = try #require(answers.first { $0.kind == .board })
    #expect(board.profile == "faster.test")
    #expect(board.latency?.value == (try estimate(graph, on: faster)).totals.latency?.value)
    #expect(!answers.contains { $0.kind == .kernels }, "a build is not held against itself")
  }

  @Test("operations that one side alone can cost are no saving")
  func incomplete() throws {
    let graph = try Self.network()
    let profile = try ProfileFixtures.profile()
    let poor = try KernelLibrary(
      id: "poor.dsp", name: "poor", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "made up for tests", overhead: .none, rules: [], kernels: [])
    let build = Profile(
      device: profile.device,
      runtime: Runtime(
        id: "poor", libraryID: "poor.dsp", optimisation: "-O2", interpreter: .none,
        timing: profile.runtime.timing), library: poor, digest: "poor")
    var search = try #require(WhatIfSearch(graph, on: profile, options: EstimateOptions()))
    #expect(!search.run(builds: [build], boards: [build]).contains { $0.profile != nil })
  }

  @Test("no more estimates are made than the limit says", .timeLimit(.minutes(20)))
  func bounded() throws {
    let graph = try Self.network()
    let profile = try ProfileFixtures.profile()
    let many = (0..<500).map { index in
      var device = profile.device
      device.id = "board\(index)"
      device.defaultClock = Hertz(megahertz: 100 + Double(index) / 10)
      return Profile(
        device: device, runtime: profile.runtime, library: profile.library, digest: "\(index)")
    }
    var search = try #require(WhatIfSearch(graph, on: profile, options: EstimateOptions()))
    let answers = search.run(builds: [], boards: many)
    // The quickest of the first ones: those past the limit were not looked at.
    let boards = answers.filter { $0.kind == .board }
    #expect(boards.count == WhatIfSearch.profilesAnswered)
    #expect(!boards.contains { $0.profile == "board499.test" })
  }

  @Test(
    "sizes at the limits are refused, not trapped", arguments: [1 << 20, 1 << 28, Int(Int32.max)])
  func hostileSizes(_ extent: Int) throws {
    func network(_ image: [Int], filters: Int) -> Graph? {
      try? Graph(
        name: "large",
        tensors: [
          GraphFixtures.tensor("x", image), GraphFixtures.tensor("a"), GraphFixtures.tensor("b"),
          GraphFixtures.tensor("y"),
        ],
        operations: [
          GraphFixtures.operation(
            "wide",
            .convolution(
              Convolution(filters: filters, kernel: Extent2D(3, 3), padding: .same)),
            [0], [1], weights: .implied(bias: true)),
          GraphFixtures.operation("flat", .reshape(shape: [1, -1]), [1], [2]),
          GraphFixtures.operation(
            "last", .fullyConnected(FullyConnected(units: 2)), [2], [3],
            weights: .implied(bias: true)),
        ], inputs: [0], outputs: [3])
    }
    var tried = 0
    for graph in [
      network([1, 1, 1, 3], filters: extent), network([1, extent, 1, 3], filters: 5),
      network([1, 1, extent, 2], filters: 7), network([1, 1, 1, extent], filters: 9),
    ].compactMap(\.self) {
      tried += 1
      var search = WhatIfSearch(
        graph, on: try ProfileFixtures.profile(), options: EstimateOptions())
      _ = search?.run(builds: [], boards: [])
    }
    #expect(tried > 0 || extent > 1 << 28)
  }

  @Test("operations beyond their share are named, and every tensor of the peak")
  func why() throws {
    let graph = try Self.network()
    let result = try estimate(graph, on: ProfileFixtures.profile())
    let why = result.why(graph)
    let total = try #require(result.totals.latency).value
    let first = try #require(why.operations.first)
    #expect(first.name == "depthwise", "10 instructions a MAC, where a convolution takes 2")
    #expect(first.latencyFraction == (result.operations[1].latency?.value ?? 0) / total)
    #expect(first.macsFraction == Double(graph.operations[1].macs) / Double(graph.macs))
    #expect(why.operations.allSatisfy { $0.latencyFraction > $0.macsFraction })
    let peak = try #require(why.peak)
    #expect(peak.liveBytes == result.memory.activationPeakBytes)
    #expect(peak.tensors.reduce(0) { $0 + $1.bytes } == peak.liveBytes)
    #expect(peak.tensors.map(\.role.rawValue).sorted() == ["input", "output"])
  }

  @Test("a tensor that waits for a later step is held")
  func held() throws {
    let graph = try Graph(
      name: "skip",
      tensors: [
        GraphFixtures.tensor("x", [1, 4, 4, 8]), GraphFixtures.tensor("a"),
        GraphFixtures.tensor("b"), GraphFixtures.tensor("y"),
      ],
      operations: [
        GraphFixtures.operation("r", .unary(.relu), [0], [1]),
        GraphFixtures.operation("s", .unary(.relu), [1], [2]),
        GraphFixtures.operation("sum", .binary(.add, activation: .none), [0, 2], [3]),
      ], inputs: [0], outputs: [3])
    let peak = try #require(estimate(graph, on: ProfileFixtures.profile()).why(graph).peak)
    #expect(peak.step == 1)
    #expect(peak.tensors.map { "\($0.name) \($0.role)" } == ["x held", "a input", "b output"])
  }
}
