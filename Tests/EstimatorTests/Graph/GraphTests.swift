import Testing

@testable import Estimator

@Suite struct GraphTests {
  @Test("shapes are inferred and MACs, weights and arithmetic counted as DESIGN.md defines them")
  func countsOfASmallNetwork() throws {
    let graph = try GraphFixtures.smallNetwork()
    #expect(graph.tensors[1].shape == [1, 8, 8, 4])
    #expect(graph.tensors[2].shape == [1, 4, 4, 4])
    #expect(graph.tensors[3].shape == [1, 1, 1, 4])
    #expect(graph.tensors[5].shape == [1, 10])
    let macs = [8 * 8 * 4 * 27, 4 * 4 * 4 * 9, 0, 40, 0]
    #expect(graph.operations.map(\.macs) == macs)
    #expect(graph.macs == macs.reduce(0, +))
    // Two a MAC, the window's area per output of the pool, one per output of the softmax.
    #expect(graph.arithmeticOperations == 2 * graph.macs + 4 * 16 + 10)
    // int8 weights and int32 biases.
    let weights = [4 * 27 + 16, 9 * 4 + 16, 0, 40 + 40, 0]
    #expect(graph.operations.map(\.weightBytes) == weights)
    #expect(graph.weightBytes == weights.reduce(0, +))
    #expect(graph.parameters == 4 * 27 + 4 + 9 * 4 + 4 + 40 + 10)
  }

  @Test("a weight tensor that two operations read counts once")
  func sharedWeights() throws {
    let weights = Tensor(name: "w", shape: [3, 4], dataType: .int8, storage: .constant)
    let fc = Operator.fullyConnected(FullyConnected(units: 3))
    let graph = try Graph(
      name: "shared",
      tensors: [
        GraphFixtures.tensor("a", [1, 4]), GraphFixtures.tensor("b", [1, 4]), weights,
        GraphFixtures.tensor("x"), GraphFixtures.tensor("y"),
      ],
      operations: [
        GraphFixtures.operation("one", fc, [0, 2], [3]),
        GraphFixtures.operation("two", fc, [1, 2], [4]),
      ],
      inputs: [0, 1], outputs: [3, 4])
    #expect(graph.weightBytes == 12)
    #expect(graph.operations.map(\.weightBytes) == [12, 0])
  }

  @Test("the padding of a convolution is TensorFlow's: the odd pixel at the bottom and right")
  func samePadding() throws {
    let graph = try GraphFixtures.smallNetwork()
    #expect(graph.operations[0].work.paddingTop == 1)
    // Stride 2 over 8 pixels needs one pixel of padding in all: none before, one after.
    #expect(graph.operations[1].work.paddingTop == 0)
  }

  @Test("variables may be read although nothing writes them")
  func variables() throws {
    let state = Tensor(name: "state", shape: [1, 4], dataType: .int8, storage: .variable)
    let graph = try Graph(
      name: "state",
      tensors: [GraphFixtures.tensor("a", [1, 4]), state, GraphFixtures.tensor("y")],
      operations: [
        GraphFixtures.operation("add", .binary(.add, activation: .none), [0, 1], [2])
      ],
      inputs: [0], outputs: [2])
    #expect(graph.weightBytes == 0)
  }
}

@Suite struct ShapeInferenceTests {
  @Test(
    "windows cover the input as the padding says",
    arguments: [
      (Padding.valid, [1, 6, 6, 4]), (.same, [1, 8, 8, 4]),
      (.explicit(top: 0, bottom: 1, left: 2, right: 0), [1, 7, 8, 4]),
    ])
  func padding(_ padding: Padding, _ expected: [Int]) throws {
    let op = Operator.convolution(
      Convolution(filters: 4, kernel: Extent2D(3, 3), padding: padding))
    #expect(try GraphFixtures.shape(of: op, on: [1, 8, 8, 3]) == expected)
  }

  @Test("dilation widens the window")
  func dilation() throws {
    let op = Operator.convolution(
      Convolution(filters: 4, kernel: Extent2D(3, 3), dilation: Extent2D(2, 3)))
    #expect(try GraphFixtures.shape(of: op, on: [1, 8, 8, 3]) == [1, 4, 2, 4])
  }

  @Test("elementwise operations broadcast, aligned at the last axis")
  func broadcast() throws {
    let add = Operator.binary(.add, activation: .none)
    #expect(try GraphFixtures.shape(of: add, on: [1, 4, 4, 8], [8]) == [1, 4, 4, 8])
    #expect(try GraphFixtures.shape(of: add, on: [4, 1], [1, 5]) == [4, 5])
    #expect(
      throws: GraphError.operandShapes(op: "op", detail: "shapes [4] and [3] do not broadcast")
    ) {
      try GraphFixtures.shape(of: add, on: [4], [3])
    }
  }

  @Test("concatenation, reshape, pad and reductions follow their attributes")
  func movement() throws {
    #expect(
      try GraphFixtures.shape(of: .concatenation(axis: -1), on: [1, 2, 3], [1, 2, 5]) == [1, 2, 8])
    #expect(try GraphFixtures.shape(of: .reshape(shape: [1, -1]), on: [1, 2, 3]) == [1, 6])
    #expect(
      try GraphFixtures.shape(of: .pad(Pad(amounts: [[0, 0], [1, 2]])), on: [1, 3]) == [1, 6])
    #expect(
      try GraphFixtures.shape(
        of: .reduction(Reduction(kind: .mean, axes: [1, 2])), on: [1, 4, 4, 8]) == [1, 8])
  }
}

@Suite struct GraphRefusalTests {
  static let relu = Operator.unary(.relu)

  static func chain(_ pairs: [(Int, Int)], inputs: [Int] = [0], count: Int = 4) throws -> Graph {
    try Graph(
      name: "chain",
      tensors: (0..<count).map { GraphFixtures.tensor("t\($0)", [4]) },
      operations: pairs.enumerated().map { index, pair in
        GraphFixtures.operation("op\(index)", relu, [pair.0], [pair.1])
      },
      inputs: inputs, outputs: [pairs.last?.1 ?? 0])
  }

  @Test("an empty graph, a tensor that does not exist, a tensor written twice")
  func structure() {
    #expect(throws: GraphError.noOperations) { try Self.chain([]) }
    #expect(throws: GraphError.tensorIndex(9, op: "op0")) { try Self.chain([(9, 1)]) }
    #expect(throws: GraphError.producedTwice(tensor: "t1", op: "op1")) {
      try Self.chain([(0, 1), (0, 1)])
    }
    #expect(throws: GraphError.producedTwice(tensor: "t0", op: "op0")) {
      try Self.chain([(0, 0)])
    }
  }

  @Test("a tensor read before it is produced names its producer; a cycle names its operations")
  func order() {
    #expect(
      throws: GraphError.readBeforeProduced(tensor: "t2", op: "op0", producer: "op1")
    ) {
      try Self.chain([(2, 1), (0, 2)])
    }
    #expect(throws: GraphError.cycle(ops: ["op0", "op1", "op0"])) {
      try Self.chain([(2, 1), (1, 2)])
    }
    #expect(throws: GraphError.neverProduced(tensor: "t3", op: "op0")) {
      try Self.chain([(3, 1)])
    }
  }

  @Test(
    "extents that are zero, negative, huge or overflow together are refused, never a trap",
    arguments: [
      ([0], GraphError.dimension(tensor: "in0", value: 0, limit: Int(Int32.max))),
      ([-3], .dimension(tensor: "in0", value: -3, limit: Int(Int32.max))),
      ([1 << 31], .dimension(tensor: "in0", value: 1 << 31, limit: Int(Int32.max))),
      (
        [Int(Int32.max), Int(Int32.max)],
        .tooLarge(
          tensor: "in0", op: nil, what: "the product of its extents [2147483647, 2147483647]")
      ),
      ([1, 1, 1, 1, 1, 1, 1, 1, 1], .rank(tensor: "in0", rank: 9, limit: 8)),
    ])
  func extents(_ shape: [Int], _ error: GraphError) {
    #expect(throws: error) { try GraphFixtures.shape(of: Self.relu, on: shape) }
  }

  @Test(
    "attributes at the edges of Int are refused, never a trap",
    arguments: [0, -1, Int.min, Int.max, 1 << 32])
  func attributes(_ value: Int) {
    let extent = Extent2D(value, 1)
    let ops: [Operator] = [
      .convolution(Convolution(filters: value, kernel: Extent2D(1, 1))),
      .convolution(Convolution(filters: 1, kernel: extent)),
      .convolution(Convolution(filters: 1, kernel: .one, stride: extent, padding: .same)),
      .convolution(Convolution(filters: 1, kernel: Extent2D(2, 2), dilation: extent)),
      .convolution(Convolution(filters: 1, kernel: .one, groups: value)),
      .depthwiseConvolution(DepthwiseConvolution(multiplier: value, kernel: .one)),
      .fullyConnected(FullyConnected(units: value)),
      .pad(Pad(amounts: [[0, 0], [value, 1], [0, 0], [0, value == 0 ? -1 : 0]])),
      .reshape(shape: [value, value]),
    ]
    for op in ops {
      #expect(throws: GraphError.self, "\(op)") {
        try GraphFixtures.shape(of: op, on: [1, 8, 8, 3], weights: .implied(bias: true))
      }
    }
  }

  @Test("a stated shape is compared with the inferred one")
  func statedShape() {
    #expect(
      throws: GraphError.shapeMismatch(
        tensor: "out", op: "conv", stated: [1, 7, 8, 4], computed: [1, 8, 8, 4])
    ) {
      try Graph(
        name: "stated",
        tensors: [GraphFixtures.image, GraphFixtures.tensor("out", [1, 7, 8, 4])],
        operations: [
          GraphFixtures.operation(
            "conv", GraphFixtures.convolution, [0], [1], weights: .implied(bias: true))
        ],
        inputs: [0], outputs: [1])
    }
  }

  @Test("at the limit passes, one more is refused")
  func limits() throws {
    var limits = GraphLimits()
    limits.operations = 2
    func chain(_ count: Int) throws -> Graph {
      try Graph(
        name: "long", tensors: (0...count).map { GraphFixtures.tensor("t\($0)", [4]) },
        operations: (0..<count).map {
          GraphFixtures.operation("op\($0)", Self.relu, [$0], [$0 + 1])
        },
        inputs: [0], outputs: [count], limits: limits)
    }
    #expect(try chain(2).operations.count == 2)
    #expect(throws: GraphError.limit(what: "operations", count: 3, limit: 2)) { try chain(3) }
  }

  @Test("stated bytes stand for a shape in opaque steps and are checked beside one")
  func statedBytes() throws {
    func graph(_ tensor: Tensor) throws -> Graph {
      try Graph(
        name: "bytes", tensors: [tensor, GraphFixtures.tensor("out", bytes: 7)],
        operations: [GraphFixtures.operation("step", .opaque, [0], [1])], inputs: [0], outputs: [1])
    }
    #expect(try graph(GraphFixtures.tensor("in", bytes: 9)).tensors[0].byteCount == 9)
    #expect(throws: GraphError.bytesMismatch(tensor: "in", stated: 9, computed: 8)) {
      try graph(GraphFixtures.tensor("in", [8], bytes: 9))
    }
    #expect(throws: GraphError.negativeBytes(tensor: "in", bytes: -1)) {
      try graph(GraphFixtures.tensor("in", bytes: -1))
    }
    #expect(
      throws: GraphError.tooLarge(tensor: "in", op: nil, what: "a size of \(Int.max) bytes")
    ) {
      try graph(GraphFixtures.tensor("in", bytes: Int.max))
    }
    #expect(throws: GraphError.shapeNeeded(tensor: "in", op: nil)) {
      try graph(GraphFixtures.tensor("in"))
    }
  }
}
