extension RuntimeModel {
  /// The graph with its bodies as the runtime's allocator sees it.
  ///
  /// - Parameters:
  ///   - scratch: the buffers that each operation of the main graph requests, in bytes.
  ///   - bodyScratch: those that an operation of a body requests.
  init(
    _ graph: Graph, scratch: [[Int]], bodyScratch: (Operation) -> [Int]
  ) throws(RuntimeModelError) {
    var resources: [String: Int] = [:]
    var subgraphs = [Subgraph(graph, scratch: scratch, &resources)]
    for body in graph.subgraphs {
      subgraphs.append(Subgraph(body, scratch: body.operations.map(bodyScratch), &resources))
    }
    try self.init(subgraphs: subgraphs)
  }

  /// The same with the operators of the invoked subgraph in another order.
  func reordered(_ order: ExecutionOrder) -> RuntimeModel {
    RuntimeModel(reordering: self, main: order.steps)
  }
}

extension RuntimeModel.Subgraph {
  fileprivate init(_ graph: Graph, scratch: [[Int]], _ resources: inout [String: Int]) {
    var operators: [RuntimeModel.Operator] = []
    operators.reserveCapacity(graph.operations.count)
    for (operation, scratch) in zip(graph.operations, scratch) {
      operators.append(RuntimeModel.Operator(operation, in: graph, scratch: scratch, &resources))
    }
    self.init(
      tensors: graph.tensors.map(RuntimeModel.Tensor.init), operators: operators,
      inputs: graph.inputs, outputs: graph.outputs)
  }
}

extension RuntimeModel.Tensor {
  fileprivate init(_ tensor: Tensor) {
    let storage: Storage =
      switch tensor.storage {
      case .activation: .planned
      case .constant: .constant
      case .variable: .variable
      }
    // A handle names a variable; the runtime keeps it beside the arena.
    self.init(
      bytes: tensor.dataType == .resource ? 0 : tensor.byteCount, storage: storage,
      scaleCount: tensor.quantisationScales)
  }
}

extension RuntimeModel.Operator {
  fileprivate init(
    _ operation: Operation, in graph: Graph, scratch: [Int], _ resources: inout [String: Int]
  ) {
    let work = operation.work
    self.init(
      RuntimeOperatorKind(operation), inputs: operation.inputs.map { $0 ?? -1 },
      outputs: operation.outputs, elementType: ElementType(work.dataType),
      channels: Self.channels(of: work),
      runsAsConvolution: work.rank > 2 && work.rowElements % 4 == 0,
      scratchRequests: scratch)
    guard case .control(let control) = operation.op else { return }
    calls = control.subgraphs
    switch control.kind {
    case .varHandle, .readVariable, .assignVariable:
      let index = resources.count
      let name = control.resource ?? operation.name
      let known = resources[name] ?? index
      resources[name] = known
      let value =
        control.kind == .assignVariable && operation.inputs.count > 1 ? operation.inputs[1] : nil
      resource = Resource(index: known, bytes: value.map { graph.tensors[$0].byteCount } ?? 0)
    default: break
    }
  }

  private static func channels(of work: Work) -> Int {
    switch work.kind {
    case .conv2d, .conv1d, .depthwiseConv2d, .transposeConv2d, .fullyConnected:
      work.outputChannels
    case .svdf, .lstm: work.units
    default: 0
    }
  }
}

extension RuntimeModel.Operator.ElementType {
  fileprivate init(_ dataType: DataType) {
    switch dataType {
    case .int8: self = .int8
    case .int16: self = .int16
    case _ where dataType.isFloatingPoint: self = .float32
    default: self = .other
    }
  }
}

extension RuntimeOperatorKind {
  fileprivate init(_ operation: Operation) {
    if case .custom(let name) = operation.op {
      self.init(name)
    } else {
      self = Self.names[operation.work.kind] ?? "UNKNOWN"
    }
  }

  /// The schema's names: our own in capitals, with few exceptions.
  private static let names = Dictionary(
    uniqueKeysWithValues: OperatorKind.allCases.map { kind in
      let name =
        switch kind {
        case .conv2d, .conv1d: "CONV_2D"
        case .depthwiseConv2d: "DEPTHWISE_CONV_2D"
        case .transposeConv2d: "TRANSPOSE_CONV"
        case .averagePool2d: "AVERAGE_POOL_2D"
        case .maxPool2d: "MAX_POOL_2D"
        case .l2Pool2d: "L2_POOL_2D"
        case .lstm: "UNIDIRECTIONAL_SEQUENCE_LSTM"
        case .concat: "CONCATENATION"
        case .sigmoid: "LOGISTIC"
        case .padV2: "PADV2"
        default: kind.rawValue.uppercased()
        }
      return (kind, RuntimeOperatorKind(name))
    })
}

extension Tensor {
  /// As in the file; networks written by hand state none, and their integers have one.
  fileprivate var quantisationScales: Int {
    if scaleCount > 0 { return scaleCount }
    switch dataType {
    case .int8, .uint8, .int16: return 1
    default: return 0
    }
  }
}

extension Profile {
  /// The binary interface and the kernels' own memory; `nil` for a runtime whose are not known.
  var runtimeSizes: (abi: RuntimeABI, kernels: RuntimeKernels)? {
    let kernels: RuntimeKernels =
      !library.isOptimised ? .reference : library.instructionSet == .mve ? .cmsisNNVector : .cmsisNN
    switch runtime.interpreter {
    case .tflmArm: return (.arm, kernels)
    // RISC-V: 32 bits with 4-byte enums too; nobody measured it.
    case .tflmXtensa, .tflmRISCV: return (.xtensa, kernels)
    case .tflmX86: return (.x86, kernels)
    case .none: return nil
    }
  }
}

extension KernelLibrary {
  /// Whether the interpreter was built with kernels of its own beside the reference.
  var isOptimised: Bool { !id.hasPrefix("tflm-reference") }
}
