import Estimator

/// What the kernels of one build ask for beside the graph's tensors, operator by operator.
struct KernelScratch {
  /// Ids of the kernel libraries that ask for just this.
  var libraries: [String]
  /// Bytes of each request, by operator.
  let requests: [[Int]]

  /// What stands for the portable kernels, which every runtime has.
  static let referenceName = "reference"

  /// The builds that a file is checked against: reference kernels, then those of each profile that
  /// runs TensorFlow Lite Micro. Profiles whose kernels ask for the same are taken together.
  static func builds(of graph: Graph, profiles: [Profile]) -> [KernelScratch] {
    var builds = [
      KernelScratch(
        libraries: [referenceName],
        requests: graph.operations.map { countable($0.referenceScratchRequests) })
    ]
    var seen: Set<String> = []
    for profile in profiles where profile.runsTFLM && seen.insert(profile.library.id).inserted {
      let requests = graph.operations.map { countable(profile.scratchRequests(of: $0)) }
      if let same = builds.firstIndex(where: { $0.requests == requests }) {
        builds[same].libraries.append(profile.library.id)
      } else {
        builds.append(KernelScratch(libraries: [profile.library.id], requests: requests))
      }
    }
    return builds
  }

  /// Sizes past what can be added up are refused when they are added up: here they only may not
  /// overflow.
  private static func countable(_ requests: [Int]?) -> [Int] {
    guard let requests else { return [MemoryGraph.maximumTotalBytes] }
    return requests.filter { $0 > 0 }.map { min($0, MemoryGraph.maximumTotalBytes) }
  }
}

extension Profile {
  /// Whether its runtime reads a plan from the file at all; generated code and closed runtimes plan
  /// for themselves.
  package var runsTFLM: Bool { runtime.interpreter != .none }
}

extension Operation {
  /// Whether its kernel asks for scratch of a size that is not known, in the build of one of the
  /// profiles or with reference kernels.
  ///
  /// `scratchRequests` knows what TensorFlow Lite Micro's own kernels request. Integer forms of
  /// transposed convolutions and recurrent layers are others' in optimised libraries: known where the
  /// library has the kernel. Custom operators may do as they like, and so may operators that the
  /// runtime has no kernel for.
  func hasUnknownScratch(for profiles: [Profile]) -> Bool {
    switch op {
    case .custom: true
    case .recurrent(let recurrent):
      switch recurrent.kind {
      case .svdf, .lstm: hasUnknownIntegerScratch(for: profiles)
      default: true
      }
    case .transposeConvolution: hasUnknownIntegerScratch(for: profiles)
    case .convolution, .depthwiseConvolution, .fullyConnected, .matmul, .pool, .reduction,
      .binary, .unary, .rowwise, .concatenation, .reshape, .pad, .movement, .conversion,
      .control, .opaque:
      false
    }
  }

  private func hasUnknownIntegerScratch(for profiles: [Profile]) -> Bool {
    switch work.dataType {
    case .float32: false
    case .int8, .int16:
      profiles.contains { $0.runsTFLM && $0.library.kernel(for: work)?.isAssumed ?? true }
    default: true
    }
  }
}
