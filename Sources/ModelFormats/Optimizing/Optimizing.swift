public import Estimator

/// Makes the arena of a `.tflite` file smaller: a better order of its operators and a memory plan,
/// which stock TensorFlow Lite Micro honours.
///
/// The answer is never worse: in no build that is looked at does the file need more than before, and
/// where nothing is gained it is handed back unchanged, with the reason.
///
/// - Parameters:
///   - profiles: builds whose kernels' scratch counts, beside the reference kernels.
///   - favourite: the build whose arena matters most; without one all count alike.
/// - Throws: what the importer has against the file. Other kinds of model are `.notTFLite`.
public func optimizeModel(
  _ bytes: [UInt8], profiles: [Profile] = [], favourite: Profile? = nil,
  budget: OptimizationBudget = OptimizationBudget(), limits: ImportLimits = ImportLimits()
) throws(OptimizationError) -> OptimizedModel {
  try checkKind(of: bytes, limits: limits)
  do {
    var optimization = try Optimization(bytes, limits: limits)
    return try optimization.run(profiles: profiles, favourite: favourite, budget: budget)
  } catch {
    throw .file(error)
  }
}

/// Why a body cannot be handed back optimised at all.
public enum OptimizationError: Error, Hashable, Sendable {
  /// A model of another kind: only what came as `.tflite` can be handed back as one.
  case notTFLite(ModelFormat)
  case file(ImportError)
}

extension OptimizationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notTFLite(let format):
      "The model is of kind '\(format.rawValue)'; only a .tflite file can be handed back "
        + "with another order and a memory plan. POST /estimate?order=best tells the best order of "
        + "any model."
    case .file(let error): error.description
    }
  }
}

private func checkKind(of bytes: [UInt8], limits: ImportLimits) throws(OptimizationError) {
  guard bytes.count <= limits.fileBytes else {
    throw .file(.limit(what: "bytes", count: bytes.count, limit: limits.fileBytes))
  }
  switch sniff(bytes) {
  case .empty: throw .file(.empty)
  case .unknown: throw .file(.unrecognised)
  case .unsupported(let format): throw .file(.unsupported(format))
  case .model(.tflite): return
  case .model(let format): throw .notTFLite(format)
  }
}
