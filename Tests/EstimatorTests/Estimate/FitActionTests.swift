import Testing

@testable import Estimator

@Suite struct FitActionTests {
  private static func profile(ram: Int, other: Int? = nil) throws -> Profile {
    let profile = try ProfileFixtures.profile()
    var device = profile.device
    device.memory = [
      MemoryRegion(name: "sram", kind: .ram, bytes: ram),
      MemoryRegion(name: "flash", kind: .flash, bytes: 1 << 20),
    ]
    if let other {
      device.memory.append(
        MemoryRegion(name: "ccm", kind: .ram, bytes: other, isDefault: false))
    }
    return Profile(
      device: device, runtime: profile.runtime, library: profile.library, digest: "test")
  }

  /// 112 + 208 + 400 bytes in the given order, 112 + 400 + 16 in the best.
  private static func branches() throws -> Graph {
    let sizes = [112, 208, 400, 16, 32]
    return try Graph(
      name: "branches",
      tensors: sizes.enumerated().map { GraphFixtures.tensor("t\($0.offset)", bytes: $0.element) },
      operations: [
        GraphFixtures.operation("narrow", .opaque, [0], [1]),
        GraphFixtures.operation("wide", .opaque, [0], [2]),
        GraphFixtures.operation("shrink", .opaque, [2], [3]),
        GraphFixtures.operation("join", .opaque, [1, 3], [4]),
      ],
      inputs: [0], outputs: [4])
  }

  @Test("a network that fits needs no action, and a summary names none")
  func fitting() throws {
    let graph = try Self.branches()
    #expect(try estimate(graph, on: Self.profile(ram: 4096)).actions.isEmpty)
    let summary = EstimateOptions(detail: .summary)
    #expect(try estimate(graph, on: Self.profile(ram: 600), options: summary).actions.isEmpty)
  }

  @Test("the better order alone suffices, and saves what an estimate of it says")
  func order() throws {
    let graph = try Self.branches()
    let profile = try Self.profile(ram: 600, other: 4096)
    let given = try estimate(graph, on: profile)
    let best = try estimate(graph, on: profile, options: EstimateOptions(order: .best))
    let action = try #require(given.actions.first)
    #expect(given.actions.count == 1)
    #expect(action.kind == .bestOrder && action.fits)
    #expect(action.neededBytes == best.ramFit.neededBytes)
    #expect(action.savedBytes == given.ramFit.neededBytes - best.ramFit.neededBytes)
  }

  @Test("the arena moves to a region that is not used by itself when nothing else suffices")
  func region() throws {
    let options = EstimateOptions(reservedRAM: 100)
    let given = try estimate(
      try Self.branches(), on: Self.profile(ram: 128, other: 4096), options: options)
    #expect(given.actions.map(\.kind) == [.region])
    #expect(given.actions.first?.region == "ccm")
    #expect(given.actions.first?.neededBytes == 100)
    #expect(given.actions.last?.fits == true)
  }

  @Test("a region next to the default ones takes a part of the arena, as one piece with them")
  func adjacent() throws {
    func regions(dtcm: Int) -> [MemoryRegion] {
      [
        MemoryRegion(name: "dtcm", kind: .ram, bytes: 512, isDefault: false, address: dtcm),
        MemoryRegion(name: "sram", kind: .ram, bytes: 256, address: 0x2000_0200),
        MemoryRegion(name: "flash", kind: .flash, bytes: 1 << 20),
      ]
    }
    let profile = try Self.profile(ram: 256)
    var device = profile.device
    device.memory = regions(dtcm: 0x2000_0000)
    let board = Profile(
      device: device, runtime: profile.runtime, library: profile.library, digest: "test")
    let given = try estimate(try Self.branches(), on: board)
    #expect(
      given.regions.map(\.names) == [["sram"], ["dtcm"], ["dtcm", "sram"], ["flash"]])
    #expect(given.regions.map(\.isDefault) == [true, false, false, true])
    #expect(given.regions[2].fit.availableBytes == 768)
    #expect(given.regions[2].fit.neededBytes == given.ramFit.neededBytes)
    let action = try #require(given.actions.first { $0.kind == .region })
    #expect(action.region == "dtcm" && action.isJoined && action.savedBytes == 512)
    #expect(given.actions.last?.fits == true)

    // With a gap between them the region is of no use: the arena does not fit into it.
    device.memory = regions(dtcm: 0x1000_0000)
    let apart = Profile(
      device: device, runtime: profile.runtime, library: profile.library, digest: "test")
    let other = try estimate(try Self.branches(), on: apart)
    #expect(other.regions.map(\.names) == [["sram"], ["dtcm"], ["flash"]])
    #expect(!other.actions.contains { $0.isJoined })
  }

  @Test("a model in a flash of its own counts there, and what is spare elsewhere does not help it")
  func modelFlash() throws {
    let profile = try ProfileFixtures.profile()
    let graph = try GraphFixtures.smallNetwork()
    var runtime = profile.runtime
    runtime.code = Sourced(5_000, source: "made up", kind: .measured)
    func fits(code: Int, model: Int) throws -> Estimate {
      var device = profile.device
      device.memory = [
        MemoryRegion(name: "sram", kind: .ram, bytes: 1 << 20),
        MemoryRegion(name: "flash", kind: .flash, bytes: code),
        MemoryRegion(
          name: "qspi", kind: .flash, bytes: model, isDefault: false, holdsModel: true),
      ]
      return try estimate(
        graph,
        on: Profile(
          device: device, runtime: runtime, library: profile.library, digest: "test"))
    }
    let room = try fits(code: 1 << 20, model: 1 << 20)
    #expect(room.flashFit.fits && room.flashFit.availableBytes == 2 << 20)
    let code = room.flash.totalBytes - room.flash.modelBytes
    #expect(code > 0 && room.flash.modelBytes > 1)
    let regions = room.regions.filter { $0.kind == .flash }
    #expect(regions.map(\.fit.neededBytes) == [code, room.flash.modelBytes])

    let tight = try fits(code: code, model: room.flash.modelBytes)
    #expect(tight.flashFit.fits)
    let over = try fits(code: 1 << 20, model: room.flash.modelBytes - 1)
    #expect(over.flashFit.excessBytes == 1 && !over.flashFit.fits)
    let both = try fits(code: code - 2, model: room.flash.modelBytes - 1)
    #expect(both.flashFit.excessBytes == 3)
  }

  @Test("where nothing makes it fit, the least excess is named, and said not to fit")
  func hopeless() throws {
    let given = try estimate(try Self.branches(), on: Self.profile(ram: 16))
    #expect(given.actions.map(\.kind) == [.bestOrder])
    #expect(given.actions.last?.fits == false)
  }

  @Test("integers in place of floating point take a quarter, in RAM and in flash")
  func quantised() throws {
    let tensors = [
      Tensor(name: "x", shape: [1, 64], dataType: .float32),
      Tensor(name: "y", shape: [1, 64], dataType: .float32),
    ]
    var dense = Operation(
      name: "dense", op: .fullyConnected(FullyConnected(units: 64)), inputs: [0], outputs: [1])
    dense.weights = .implied(bias: true)
    let graph = try Graph(
      name: "float", tensors: tensors, operations: [dense], inputs: [0], outputs: [1])
    let given = try estimate(graph, on: Self.profile(ram: 200))
    #expect(given.actions.map(\.kind) == [.quantise])
    #expect(given.actions.first?.savedBytes == 2 * 64 * 3)
    #expect(given.actions.first?.savedFlashBytes == 64 * 64 * 3)
    #expect(given.actions.first?.fits == true)
  }

  @Test("an image of half the height and width shrinks windows, weights and arena with it")
  func smallerInput() throws {
    func tensor(_ name: String, _ shape: [Int]) -> Tensor {
      Tensor(name: name, shape: shape, dataType: .int8)
    }
    var convolution = GraphFixtures.operation(
      "conv",
      .convolution(
        Convolution(filters: 8, kernel: Extent2D(3, 3), stride: Extent2D(2, 2), padding: .same)),
      [0], [1])
    convolution.weights = .implied(bias: true)
    let flatten = GraphFixtures.operation("flatten", .reshape(shape: [1, 2048]), [1], [2])
    var dense = GraphFixtures.operation(
      "dense", .fullyConnected(FullyConnected(units: 4)), [2], [3])
    dense.weights = .implied(bias: true)
    let graph = try Graph(
      name: "image",
      tensors: [
        tensor("image", [1, 32, 32, 3]), tensor("map", [1, 16, 16, 8]), tensor("row", [1, 2048]),
        tensor("scores", [1, 4]),
      ],
      operations: [convolution, flatten, dense], inputs: [0], outputs: [3])
    let given = try estimate(graph, on: Self.profile(ram: 2000))
    let action = try #require(given.actions.first)
    #expect(given.actions.map(\.kind) == [.smallerInput])
    #expect(action.inputShape == [1, 16, 16, 3] && action.fits)
    #expect(action.savedFlashBytes == 4 * (2048 - 512))
    #expect(action.sentence == "train the network for inputs of 1x16x16x3")

    let pool = Pool(
      kind: .averagePool2d, kernel: Extent2D(16, 16), stride: Extent2D(16, 16))
    let pooled = try Graph(
      name: "pooled",
      tensors: [
        tensor("image", [1, 32, 32, 3]), tensor("map", [1, 16, 16, 8]),
        tensor("sum", [1, 1, 1, 8]),
      ],
      operations: [convolution, GraphFixtures.operation("pool", .pool(pool), [1], [2])],
      inputs: [0], outputs: [2])
    let half = try #require(pooled.onHalfImage()?.graph)
    #expect(half.tensors[half.outputs[0]].shape == [1, 1, 1, 8])
    #expect(pooled.macs == 4 * half.macs)
    #expect(try Self.branches().onHalfImage() == nil)
  }

  @Test("default regions are one piece, others have to take the arena whole")
  func regions() throws {
    let options = EstimateOptions(reservedRAM: 100)
    let given = try estimate(
      try Self.branches(), on: Self.profile(ram: 4096, other: 600), options: options)
    #expect(given.regions.map(\.names) == [["sram"], ["ccm"], ["flash"]])
    #expect(given.regions.map(\.isDefault) == [true, false, true])
    #expect(given.regions[0].fit == given.ramFit && given.regions[2].fit == given.flashFit)
    #expect(given.regions[1].fit.neededBytes == given.ramFit.neededBytes - 100)
    #expect(given.regions[1].fit.excessBytes > 0)
    let summary = EstimateOptions(detail: .summary)
    #expect(
      try estimate(Self.branches(), on: Self.profile(ram: 16), options: summary).regions == [])
  }

  @Test("a floating-point interface of an integer network is left out with its conversions")
  func interface() throws {
    func tensor(_ name: String, _ type: DataType) -> Tensor {
      Tensor(name: name, shape: [1, 64], dataType: type)
    }
    let graph = try Graph(
      name: "interface",
      tensors: [
        tensor("in", .float32), tensor("a", .int8), tensor("b", .int8), tensor("out", .float32),
      ],
      operations: [
        GraphFixtures.operation("quantize", .conversion(.quantize), [0], [1]),
        GraphFixtures.operation("relu", .unary(.relu), [1], [2]),
        GraphFixtures.operation("dequantize", .conversion(.dequantize), [2], [3]),
      ],
      inputs: [0], outputs: [3])
    let given = try estimate(graph, on: Self.profile(ram: 200))
    #expect(given.actions.map(\.kind) == [.integerInterface])
    #expect(given.actions.first?.neededBytes == 128)
  }
}
