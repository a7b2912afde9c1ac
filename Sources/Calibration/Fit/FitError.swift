public import Estimator

/// Why counts cannot be made into a library.
public enum FitError: Error, Equatable {
  /// No count of the files belongs to the library at all.
  case noCounts(library: String)
  /// A kernel of the specification was not counted.
  case kernelNotCounted(String)
  /// Fewer distinct shapes than coefficients would be a table, not a fit.
  case tooFewShapes(kernel: String, shapes: Int, needed: Int)
  /// The scratch rule and the count disagree.
  case scratch(kernel: String, line: Int, rule: Int?, counted: Int)
  case library(KernelLibraryError)
}

extension FitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noCounts(let library): "No line of the files counts a kernel of '\(library)'."
    case .kernelNotCounted(let kernel): "Kernel '\(kernel)' is not in the files."
    case .tooFewShapes(let kernel, let shapes, let needed):
      "Kernel '\(kernel)' was counted on \(shapes) shapes; its terms need at least \(needed)."
    case .scratch(let kernel, let line, let rule, let counted):
      """
      Line \(line): kernel '\(kernel)' asked for \(counted) bytes of scratch memory; its rule gives \
      \(rule.map(String.init) ?? "an overflow").
      """
    case .library(let error): error.description
    }
  }
}
