extension RuntimeModel {
  /// The graph with its bodies as the runtime's allocator sees it.
  ///
  /// - Parameters:
  ///   - scratch: the buffers that each operation of the main graph requests, in bytes.
  ///   - bodyScratch: those that an operation of a body requests.
  package init(
    _ graph: borrowing Graph, scratch: [[Int]], bodyScratch: (Operation) -> [Int]
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
  fileprivate init(_ graph: borrowing Graph, scratch: [[Int]], _ resources: inout [String: Int]) {
    // Field by field: an operation is some 600 bytes, and a copy would count its lists and names.
    let operations = graph.operations
    var operators: [RuntimeModel.Operator] = []
    operators.reserveCapacity(operations.count)
    for index in operations.indices {
      operators.append(
        RuntimeModel.Operator(operations, index, in: graph, scratch: scratch[index], &resources))
    }
    let given = graph.tensors.span
    var tensors: [RuntimeModel.Tensor] = []
    tensors.reserveCapacity(given.count)
    for index in given.indices {
      tensors.append(
        RuntimeModel.Tensor(
          // A handle names a variable; the runtime keeps it beside the arena.
          bytes: given[index].dataType == .resource ? 0 : given[index].byteCount,
          storage: RuntimeModel.Tensor.Storage(given[index].storage),
          scaleCount: quantisationScales(given[index].scaleCount, given[index].dataType),
          offlineOffset: given[index].arenaOffset))
    }
    self.init(
      tensors: tensors, operators: operators, inputs: graph.inputs, outputs: graph.outputs)
  }
}

extension RuntimeModel.Tensor.Storage {
  fileprivate init(_ storage: Tensor.Storage) {
    switch storage {
    case .activation: self = .planned
    case .constant: self = .constant
    case .variable: self = .variable
    }
  }
}

/// Quantisation scales as in the file; networks written by hand state none, and their integers have one.
private func quantisationScales(_ stated: Int, _ dataType: DataType) -> Int {
  if stated > 0 { return stated }
  switch dataType {
  case .int8, .uint8, .int16: return 1
  default: return 0
  }
}

extension RuntimeModel.Operator {
  fileprivate init(
    _ operations: [Operation], _ index: Int, in graph: borrowing Graph, scratch: [Int],
    _ resources: inout [String: Int]
  ) {
    let kind = operations[index].work.kind
    var calls: [Int] = []
    var resource: Resource?
    if case .control(let control) = operations[index].op {
      calls = control.subgraphs
      resource = Resource(control, of: operations[index], in: graph, &resources)
    }
    self.init(
      kind == .custom ? RuntimeOperatorKind(operations[index]) : RuntimeOperatorKind(kind),
      inputs: operations[index].inputs, outputs: operations[index].outputs,
      elementType: ElementType(operations[index].work.dataType),
      channels: operations[index].work.allocatedChannels,
      runsAsConvolution: operations[index].work.rank > 2
        && operations[index].work.rowElements % 4 == 0,
      resource: resource, calls: calls, scratchRequests: scratch,
      kept: Operation.mayKeepBuffers(kind) ? operations[index].keptBuffers(in: graph) : [],
      keepsUnknown: kind == .signalDelay)
  }
}

extension RuntimeModel.Operator.Resource {
  /// The variable that a control operation names; the same number for the same name.
  fileprivate init?(
    _ control: Control, of operation: borrowing Operation, in graph: borrowing Graph,
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
