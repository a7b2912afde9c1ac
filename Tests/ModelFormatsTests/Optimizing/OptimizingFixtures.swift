import Estimator

@testable import ModelFormats

/// Networks for the optimiser: activations of so many bytes, joined by operators of equal cost.
struct SketchedNetwork {
  private typealias Fixture = TFLiteFixture

  private(set) var fixture: TFLiteFixture
  private var main: TFLiteFixture.Subgraph {
    get { fixture.subgraphs[0] }
    set { fixture.subgraphs[0] = newValue }
  }

  /// A network with inputs of these bytes, which are tensors 0, 1, ...
  init(inputs: [Int]) {
    fixture = TFLiteFixture([
      TFLiteFixture.Subgraph(
        tensors: inputs.enumerated().map { TFLiteFixture.activation("in\($0)", [1, $1]) },
        operators: [], inputs: Array(inputs.indices), outputs: [])
    ])
  }

  /// Adds an operator without checks of its own, and answers the tensor that it writes.
  @discardableResult
  mutating func add(
    _ code: Int = Self.stridedSlice, reading inputs: [Int], bytes: Int, custom: String? = nil
  ) -> Int {
    let output = main.tensors.count
    main.tensors.append(TFLiteFixture.activation("t\(output)", [1, bytes]))
    main.operators.append(
      TFLiteFixture.Operator(code: code, custom: custom, inputs: inputs, outputs: [output]))
    return output
  }

  mutating func add(_ tensor: TFLiteFixture.Tensor) -> Int {
    main.tensors.append(tensor)
    return main.tensors.count - 1
  }

  mutating func add(_ operation: TFLiteFixture.Operator) { main.operators.append(operation) }
  mutating func add(_ subgraph: TFLiteFixture.Subgraph) { fixture.subgraphs.append(subgraph) }
  mutating func setInputs(_ tensors: [Int]) { main.inputs = tensors }
  mutating func setOutputs(_ tensors: [Int]) { main.outputs = tensors }
  mutating func setMetadata(_ name: String, _ data: [UInt8]) {
    fixture.metadata.append((name, data))
  }

  func bytes() -> [UInt8] { fixture.bytes() }

  /// What a tensor takes.
  func bytes(of tensor: Int) -> Int { main.tensors[tensor].shape?.reduce(1, *) ?? 0 }

  /// Takes any shapes and asks for no scratch.
  static let stridedSlice = 45
  static let relu = 19
  static let gelu = 150
  static let mean = 40
  static let reduceMax = 82
  static let callOnce = 129
  static let custom = 32

  /// Two branches with wide middles: 1,040 bytes one after the other, 2,048 side by side.
  static var branches: SketchedNetwork {
    var network = SketchedNetwork(inputs: [16])
    let left = network.add(reading: [0], bytes: 1024)
    let right = network.add(reading: [0], bytes: 1024)
    let narrow = [left, right].map { network.add(reading: [$0], bytes: 16) }
    network.setOutputs([network.add(reading: narrow, bytes: 16)])
    return network
  }

  /// Largest first leaves a gap of 64 bytes that the third buffer does not fit into.
  static var gaps: SketchedNetwork {
    var network = SketchedNetwork(inputs: [192])
    var last = 0
    for bytes in [128, 128, 256, 64, 128, 128] {
      last = network.add(reading: [last], bytes: bytes)
    }
    network.setOutputs([last])
    return network
  }

  static var chain: SketchedNetwork {
    var network = SketchedNetwork(inputs: [64])
    var last = 0
    for _ in 0..<4 { last = network.add(reading: [last], bytes: 64) }
    network.setOutputs([last])
    return network
  }
}

/// A profile in whose library one kind of operation asks for a fixed number of bytes.
func profile(
  _ library: String, _ kind: OperatorKind, scratchBytes: Int, interpreter: Interpreter = .tflmArm
) throws -> Profile {
  let runtime = Runtime(
    id: "test", libraryID: library, optimisation: "-O2", interpreter: interpreter)
  let device = Device(
    id: "board-\(library)", name: "board", version: "1", core: "cortex-m4", instructionSet: .dsp,
    defaultClock: Hertz(megahertz: 100), maximumClock: Hertz(megahertz: 100),
    clockSource: "made up", memory: [MemoryRegion(name: "sram", kind: .ram, bytes: 1 << 20)],
    runtimes: [runtime])
  let kernels = try KernelLibrary(
    id: library, name: library, version: "1", instructionSet: .dsp, optimisation: "-O2",
    provenance: "made up", rules: [DispatchRule(operation: kind, kernel: "kernel")],
    kernels: [
      Kernel(
        name: "kernel", kernelClass: .copy, terms: [],
        scratch: ScratchRule([ScratchRule.Term(bytes: scratchBytes)]))
    ])
  return Profile(device: device, runtime: runtime, library: kernels, digest: "test")
}
