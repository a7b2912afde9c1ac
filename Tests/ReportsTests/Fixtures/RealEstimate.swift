import Estimator
import Reports

/// A report that the estimator made, with fractional numbers: the DS-CNN for keyword spotting of
/// MLPerf Tiny on a made-up board.
enum RealEstimate {
  static func report(
    _ detail: EstimateOptions.Detail = .full, budgets: BudgetSet = BudgetSet()
  ) throws -> Report {
    let graph = try keywordSpotting()
    let estimate = try estimate(graph, on: profile(), options: EstimateOptions(detail: detail))
    return Report(
      version: "0.1.0", profilesDigest: Fixture.digest,
      model: Report.Model(graph, format: "opmeter-graph/1"), detail: detail,
      results: [Report.Result(estimate, budgets: budgets.evaluate(estimate, macs: graph.macs))])
  }

  /// The report as it was kept when the layers had half the filters.
  static func baseline() throws -> [UInt8] {
    let graph = try keywordSpotting(filters: 32)
    let estimate = try estimate(graph, on: profile(), options: EstimateOptions(detail: .ops))
    return Report(
      version: "0.1.0", profilesDigest: Fixture.digest,
      model: Report.Model(graph, format: "opmeter-graph/1"), detail: .ops,
      results: [Report.Result(estimate)]
    ).json()
  }

  /// With reasons and counterfactuals.
  static func explained() throws -> Report {
    var report = try report(.ops)
    let graph = try keywordSpotting()
    report.results[0].why = report.results[0].estimate.why(graph)
    var search = try WhatIfSearch(graph, on: profile(), options: EstimateOptions())
    report.results[0].whatIf = search?.run(builds: [], boards: [])
    return report
  }

  private static func keywordSpotting(filters: Int = 64) throws -> Graph {
    var tensors = [Tensor(name: "mfcc", shape: [1, 49, 10, 1], dataType: .int8)]
    var operations: [Operation] = []
    func add(_ op: Operator, bias: Bool = true) {
      let name = "layer\(operations.count)"
      tensors.append(Tensor(name: name, shape: nil, dataType: .int8))
      operations.append(
        Operation(
          name: name, op: op, inputs: [tensors.count - 2], outputs: [tensors.count - 1],
          weights: bias ? .implied(bias: true) : .inputs))
    }
    add(
      .convolution(
        Convolution(
          filters: filters, kernel: Extent2D(10, 4), stride: Extent2D(2, 2), padding: .same)))
    for _ in 0..<4 {
      add(.depthwiseConvolution(DepthwiseConvolution(kernel: Extent2D(3, 3), padding: .same)))
      add(.convolution(Convolution(filters: filters, kernel: .one)))
    }
    add(
      .pool(
        Pool(
          kind: .averagePool2d, kernel: Extent2D(25, 5), stride: Extent2D(25, 5), padding: .valid,
          activation: .none)), bias: false)
    add(.reshape(shape: [1, filters]), bias: false)
    add(.fullyConnected(FullyConnected(units: 12)))
    add(.rowwise(.softmax), bias: false)
    return try Graph(
      name: "kws", tensors: tensors, operations: operations, inputs: [0],
      outputs: [tensors.count - 1])
  }

  private static func profile() throws -> Profile {
    let kinds: [OperatorKind: KernelClass] = [
      .conv2d: .convolution, .depthwiseConv2d: .depthwise, .averagePool2d: .averagePool,
      .reshape: .copy, .fullyConnected: .fullyConnected, .softmax: .transcendental,
    ]
    let terms = [
      CostTerm(1.337, [.macs]), CostTerm(137.3, [.outputs]), CostTerm(500.7, []),
    ].compactMap { $0 }
    let ordered = kinds.sorted { $0.key.rawValue < $1.key.rawValue }
    let library = try KernelLibrary(
      id: "lib.dsp", name: "lib", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "made up",
      rules: ordered.map { DispatchRule(operation: $0.key, kernel: $0.key.rawValue) },
      kernels: ordered.map { Kernel(name: $0.key.rawValue, kernelClass: $0.value, terms: terms) })
    let clock = Hertz(megahertz: 216)
    let runtime = Runtime(
      id: "lib", libraryID: library.id, optimisation: "-O2", interpreter: .tflmArm,
      timing: Timing(
        clock: clock, clockScaling: .proportional,
        cyclesPerInstruction: Sourced(1.13, spread: 0.08, source: "made up", kind: .fitted),
        operationSpread: 0.1),
      power: Power(
        clock: clock, active: Sourced(Watts(0.357), source: "made up", kind: .measured),
        includes: "board"))
    let device = Device(
      id: "board", name: "BOARD", version: "1", core: "cortex-m7", instructionSet: .dsp,
      defaultClock: clock, maximumClock: clock, clockSource: "made up",
      memory: [
        MemoryRegion(name: "SRAM", kind: .ram, bytes: 320 << 10),
        MemoryRegion(name: "FLASH", kind: .flash, bytes: 1 << 20),
      ], runtimes: [runtime])
    return Profile(device: device, runtime: runtime, library: library, digest: Fixture.digest)
  }
}
