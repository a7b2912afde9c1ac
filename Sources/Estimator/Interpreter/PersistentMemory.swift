/// What TensorFlow Lite Micro keeps beside the planned part of its arena, and the smallest arena that
/// works: allocated from the arena's end downwards, in the interpreter's order.
///
/// The rule of a 32-bit build, exact on 210 of 213 networks on Cortex-M (tail) and on all 842 arenas
/// whose smallest size was searched for. Xtensa differs by its 4-byte enums and 8 bytes; there it
/// was checked on four networks.
struct PersistentMemory {
  private let graph: Graph
  private let scratchCount: Int
  private let isOptimised: Bool
  private let isVector: Bool
  private let hasWideEnums: Bool
  private let extraBytes: Int

  /// Bytes in use from the arena's end.
  private var used = 0

  /// `nil` for an interpreter whose rule is not known.
  ///
  /// - Parameter scratchCount: scratch buffers that all operators request together.
  init?(graph: Graph, profile: Profile, scratchCount: Int) {
    switch profile.runtime.interpreter {
    case .tflmArm: (hasWideEnums, extraBytes) = (false, 0)
    case .tflmXtensa, .tflmRISCV: (hasWideEnums, extraBytes) = (true, 8)
    case .tflmX86, .none: return nil
    }
    self.graph = graph
    self.scratchCount = scratchCount
    isOptimised = profile.library.isOptimised
    isVector = profile.library.instructionSet == .mve
  }

  struct Answer {
    /// The arena's persistent part.
    var bytes: Int
    /// That part before the caller's views of inputs and outputs are made.
    var bytesWhilePlanning: Int
  }

  func answer() -> Answer {
    var copy = self
    return copy.allocate()
  }

  /// The smallest arena that works: either what stays allocated, or what the planner needs for its own
  /// tables while it plans, whichever is larger. The second wins for small networks, where what the
  /// interpreter says it used is therefore not enough.
  func smallestArena(plannedBytes: Int, plannedBuffers: Int, persistent: Answer) -> Int {
    let subgraphs = 1 + graph.subgraphs.count
    let tensors = graph.tensors.count + graph.subgraphs.reduce(0) { $0 + $1.tensors.count }
    let planning =
      alignedUp(12 * (scratchCount + 12) + 4 * subgraphs + 24 * (tensors + scratchCount))
      + 40 * plannedBuffers + persistent.bytesWhilePlanning
    // The one measured network with variables needs 16 bytes more than the rule while it plans.
    let margin = variables(in: [graph]).isEmpty ? 0 : 16
    return alignedUp(max(plannedBytes + persistent.bytes, planning + margin))
  }

  private mutating func take(_ bytes: Int, aligned alignment: Int) {
    used = alignedUp(used + bytes, to: alignment)
  }

  private mutating func allocate() -> Answer {
    let graphs = [graph] + graph.subgraphs
    let resources = variables(in: graphs)
    // The allocator, the planner, the interpreter's allocator.
    for bytes in [36, 44, 36] { take(bytes, aligned: 4) }
    if !resources.isEmpty {
      take(12, aligned: 16)
      take(20 * resources.count, aligned: 16)
    }
    take(8, aligned: 4)
    take(8 * graphs.count, aligned: 4)
    for graph in graphs {
      take(12 * graph.tensors.count, aligned: 4)
      take(32 * graph.operations.count, aligned: 4)
    }
    for graph in graphs {
      for operation in graph.operations { takeParameters(of: operation) }
    }
    for graph in graphs {
      for operation in graph.operations {
        let state = OperatorState(operation.work.kind)
        let bytes = isOptimised ? state.optimised : state.reference
        if bytes > 0 { take(bytes, aligned: 16) }
      }
    }
    var assigned: Set<String> = []
    for graph in graphs {
      for operation in graph.operations { prepare(operation, in: graph, &assigned) }
    }
    take(4 * scratchCount, aligned: 4)
    for graph in graphs {
      for tensor in graph.tensors where tensor.storage == .variable {
        take(tensor.byteCount, aligned: 16)
      }
    }
    let bytesWhilePlanning = used + extraBytes
    for side in [graph.inputs, graph.outputs] {
      take(4 * side.count, aligned: 16)
      for index in side { takeView(of: graph.tensors[index]) }
    }
    return Answer(bytes: used + extraBytes, bytesWhilePlanning: bytesWhilePlanning)
  }

  private func variables(in graphs: [Graph]) -> Set<String> {
    var names: Set<String> = []
    for graph in graphs {
      for operation in graph.operations {
        if case .control(let control) = operation.op, control.kind == .varHandle {
          names.insert(control.resource ?? operation.name)
        }
      }
    }
    return names
  }

  private mutating func takeParameters(of operation: Operation) {
    let state = OperatorState(operation.work.kind)
    let field = hasWideEnums ? state.wideParameters : state.parameters
    if field.bytes > 0 { take(field.bytes, aligned: field.alignment) }
  }

  /// What operators allocate when they prepare: quantisation by channel, sums of weights, variables.
  private mutating func prepare(
    _ operation: Operation, in graph: Graph, _ assigned: inout Set<String>
  ) {
    let work = operation.work
    let isQuantised = !work.dataType.isFloatingPoint
    switch work.kind {
    case .conv2d, .depthwiseConv2d, .transposeConv2d:
      guard isQuantised || !isOptimised else { return }
      for _ in 0..<2 { take(4 * work.outputChannels, aligned: 16) }
    case .lstm:
      guard isQuantised, isOptimised else { return }
      for _ in 0..<8 { take(4 * work.units, aligned: 16) }
    case .fullyConnected:
      guard isVector, work.dataType == .int8, work.rank <= 2 || work.rowElements % 4 != 0
      else { return }
      take(4 * work.outputChannels, aligned: 16)
    case .svdf:
      guard isVector, work.dataType == .int8 else { return }
      take(4 * work.units, aligned: 16)
    case .assignVariable:
      guard case .control(let control) = operation.op, operation.inputs.count > 1,
        let value = operation.inputs[1],
        assigned.insert(control.resource ?? operation.name).inserted
      else { return }
      take(graph.tensors[value].byteCount, aligned: 16)
    default: break
    }
  }

  /// The caller's view of an input or output, with its quantisation.
  private mutating func takeView(of tensor: Tensor) {
    take(32, aligned: 4)
    guard tensor.quantisationScales > 0 else { return }
    take(12, aligned: 4)
    take(4 + 4 * tensor.quantisationScales, aligned: 4)
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

extension KernelLibrary {
  /// Whether the interpreter was built with kernels of its own beside the reference.
  var isOptimised: Bool { !id.hasPrefix("tflm-reference") }
}
