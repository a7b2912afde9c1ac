extension RuntimeModel {
  /// The graph with its bodies as the runtime's allocator sees it.
  ///
  /// - Parameters:
  ///   - scratch: the buffers that each operation of the main graph requests, in bytes.
  ///   - bodyScratch: those that an operation of a body requests.
  package init(
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
  ///
  /// A plan that the file brings was made for the order that it brings: in another one its places
  /// may overlap, and it is left out.
  func reordered(_ order: ExecutionOrder) -> RuntimeModel {
    let isMoved = order.steps != Array(order.steps.indices)
    return RuntimeModel(reordering: self, main: order.steps, keepsPlan: !isMoved)
  }
}

extension RuntimeModel.Subgraph {
  fileprivate init(_ graph: Graph, scratch: [[Int]], _ resources: inout [String: Int]) {
    var operators: [RuntimeModel.Operator] = []
    operators.reserveCapacity(graph.operations.count)
    for index in graph.operations.indices {
      operators.append(
        RuntimeModel.Operator(
          graph.operations[index], in: graph, scratch: scratch[index], &resources))
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
      scaleCount: tensor.quantisationScales, offlineOffset: tensor.arenaOffset)
  }
}

extension RuntimeModel.Operator {
  fileprivate init(
    _ operation: borrowing Operation, in graph: Graph, scratch: [Int],
    _ resources: inout [String: Int]
  ) {
    var calls: [Int] = []
    var resource: Resource?
    if case .control(let control) = operation.op {
      calls = control.subgraphs
      resource = Resource(control, of: operation, in: graph, &resources)
    }
    var inputs: [Int] = []
    inputs.reserveCapacity(operation.inputs.count)
    for input in operation.inputs { inputs.append(input ?? -1) }
    self.init(
      RuntimeOperatorKind(operation), inputs: inputs, outputs: operation.outputs,
      elementType: ElementType(operation.work.dataType),
      channels: operation.work.allocatedChannels,
      runsAsConvolution: operation.work.rank > 2 && operation.work.rowElements % 4 == 0,
      resource: resource, calls: calls, scratchRequests: scratch,
      kept: operation.keptBuffers(in: graph),
      keepsUnknown: operation.work.kind == .signalDelay)
  }
}

extension RuntimeModel.Operator.Resource {
  /// The variable that a control operation names; the same number for the same name.
  fileprivate init?(
    _ control: Control, of operation: borrowing Operation, in graph: Graph,
    _ resources: inout [String: Int]
  ) {
    switch control.kind {
    case .varHandle, .readVariable, .assignVariable: break
    default: return nil
    }
    let name = control.resource ?? operation.name
    let known = resources[name] ?? resources.count
    resources[name] = known
    let value =
      control.kind == .assignVariable && operation.inputs.count > 1 ? operation.inputs[1] : nil
    self.init(index: known, bytes: value.map { graph.tensors[$0].byteCount } ?? 0)
  }
}

extension Work {
  /// What the runtime keeps arrays of for each: see `RuntimeModel.Operator.channels`.
  fileprivate var allocatedChannels: Int {
    switch kind {
    case .conv2d, .conv1d, .depthwiseConv2d, .transposeConv2d, .fullyConnected: outputChannels
    case .svdf, .lstm: units
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
      switch library.runtimeKernels {
      case .reference: .reference
      case .optimised: .cmsisNN
      case .vector: .cmsisNNVector
      }
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

  /// Whose memory its kernels take.
  var runtimeKernels: KernelSet {
    !isOptimised ? .reference : instructionSet == .mve ? .vector : .optimised
  }
}
