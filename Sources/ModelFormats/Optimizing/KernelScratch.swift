import Estimator

/// What the kernels of one build ask for beside the graph's tensors, operator by operator.
struct KernelScratch {
  /// Ids of the kernel libraries that ask for just this; `none` where no kernel asks for anything.
  var libraries: [String]
  /// Bytes of each request, by operator.
  let requests: [[Int]]

  static let noneName = "none"

  /// The builds that a file is checked against: kernels without scratch, then each library, those
  /// that ask for the same taken together.
  static func builds(of graph: Graph, libraries: [KernelLibrary]) -> [KernelScratch] {
    var builds = [
      KernelScratch(
        libraries: [noneName], requests: Array(repeating: [], count: graph.operations.count))
    ]
    var seen: Set<String> = []
    for library in libraries where seen.insert(library.id).inserted {
      let requests = graph.operations.map { operation -> [Int] in
        let bytes = library.kernel(for: operation.work)?.scratchBytes(operation.work) ?? 0
        // What is larger than can be counted is refused when all of it is added up.
        return bytes > 0 ? [min(bytes, MemoryGraph.maximumTotalBytes)] : []
      }
      if let same = builds.firstIndex(where: { $0.requests == requests }) {
        builds[same].libraries.append(library.id)
      } else {
        builds.append(KernelScratch(libraries: [library.id], requests: requests))
      }
    }
    return builds
  }
}

extension Operation {
  /// Whether its kernel asks for scratch that kernel libraries do not say, or may.
  ///
  /// The reference kernels of TensorFlow Lite Micro that call `RequestScratchBufferInArena`, by
  /// `tensorflow/lite/micro/kernels`: `add_n.cc`, `batch_matmul.cc`, `lstm_eval`, `reduce_common.cc`,
  /// `svdf_common.cc`, `transpose_conv.cc`; custom operators may do as they like.
  var hasUnknownScratch: Bool {
    switch op {
    case .transposeConvolution, .matmul, .recurrent, .custom: true
    case .reduction(let reduction):
      switch reduction.kind {
      case .argMax, .argMin, .cumulativeSum: false
      default: true
      }
    case .binary(let kind, _): kind == .addN
    case .convolution, .depthwiseConvolution, .fullyConnected, .pool, .unary, .rowwise,
      .concatenation, .reshape, .pad, .movement, .conversion, .control, .opaque:
      false
    }
  }
}
