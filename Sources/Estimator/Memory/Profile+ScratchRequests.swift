extension Profile {
  /// The scratch buffers that an operation requests in this profile's build, each placed by the
  /// runtime's planner on its own; `nil` when their sizes overflow. Bytes.
  public func scratchRequests(of operation: Operation) -> [Int]? {
    var bytes = 0
    if !operation.op.isOpaque, let kernel = library.kernel(for: operation.work) {
      guard let asked = kernel.scratchBytes(operation.work) else { return nil }
      bytes = asked
    }
    return Estimator.scratchRequests(
      of: operation.work, kernelScratch: bytes, interpreter: runtime.interpreter,
      kernels: library.runtimeKernels)
  }
}

extension Operation {
  /// The scratch buffers that an operation requests with the reference kernels of TensorFlow Lite
  /// Micro. Bytes.
  public var referenceScratchRequests: [Int] {
    Estimator.scratchRequests(
      of: work, kernelScratch: 0, interpreter: .tflmX86, kernels: .reference)
  }
}
