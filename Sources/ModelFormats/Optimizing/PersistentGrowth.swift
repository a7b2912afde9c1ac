import Estimator

/// How much the runtime's persistent memory may grow by when operators run in another order.
///
/// Sizes stay, but what alignment wastes between them depends on who follows whom: options are
/// allocated in the operators' order, those of some kinds in 1, 2 or 5 bytes, those of others aligned
/// to 4; then kernel states in the same order, each aligned to 16. Where all kinds are in the tables
/// the growth is counted, in every binary interface with every set of kernels; else it is bounded.
struct PersistentGrowth {
  /// The file's order; `nil` where some kind's state is not known or the model cannot be counted.
  private let model: RuntimeModel?
  /// Persistent bytes in the file's order, by build.
  private let given: [Int]
  private let bound: Int

  private static let builds = [RuntimeABI.arm, .xtensa, .x86].flatMap { abi in
    [RuntimeKernels.reference, .cmsisNN, .cmsisNNVector].map { (abi, $0) }
  }

  init(_ graph: Graph) {
    bound = graph.mostPersistentGrowth
    // Scratch does not depend on the order, and is not persistent.
    let model = try? RuntimeModel(
      graph, scratch: Array(repeating: [], count: graph.operations.count), bodyScratch: { _ in [] })
    let memories = model.map { model in
      Self.builds.map { model.memory(abi: $0, kernels: $1) }
    }
    if let memories, memories.allSatisfy({ $0.unknownKinds.isEmpty }) {
      self.model = model
      given = memories.map(\.persistentBytes)
    } else {
      self.model = nil
      given = []
    }
  }

  /// Of the build that grows most; 0 where each shrinks.
  ///
  /// - Complexity: O(operators).
  func bytes(for order: [Int]) -> Int {
    guard let model else { return bound }
    let changed = RuntimeModel(reordering: model, main: order)
    return zip(Self.builds, given).reduce(0) { most, build in
      max(most, changed.memory(abi: build.0.0, kernels: build.0.1).persistentBytes - build.1)
    }
  }
}

extension Graph {
  /// The most that can come of another order, whatever the kinds.
  ///
  /// Of the kernel states the first alone fits its neighbour by chance. On 300 random networks the
  /// real interpreter's persistent memory moved by 16 bytes in nine, up or down.
  fileprivate var mostPersistentGrowth: Int {
    let unaligned = operations.count { $0.hasUnalignedOptions }
    return 16 + alignedUp(3 * unaligned)
  }
}

extension Operation {
  /// Whether its options take no multiple of four bytes on 32-bit Arm with short enums, or may.
  fileprivate var hasUnalignedOptions: Bool {
    switch op {
    case .fullyConnected, .binary, .reduction, .movement, .matmul, .rowwise, .custom: true
    case .convolution, .depthwiseConvolution, .transposeConvolution, .recurrent, .pool, .unary,
      .concatenation, .reshape, .pad, .conversion, .control, .opaque:
      false
    }
  }
}
