public import Estimator
public import JSON

/// `Profiles/kernels/<library>.<isa>.json`: a kernel library as a file.
///
/// Strict both ways: members that are not known are errors with their path, and the same library
/// always gives the same bytes, so that a fitted library can be compared with its file byte by byte.
public enum KernelLibraryFile {
  public static let format = "opmeter-kernels/1"

  /// Reads the library, without its fallback attached.
  public static func decode(_ bytes: [UInt8]) throws(JSONError) -> KernelLibrary {
    try KernelLibraryReader.library(try JSONNode(document: bytes, limits: limits))
  }

  /// Writes the library, indented, with a line feed at the end.
  public static func encode(_ library: KernelLibrary) -> [UInt8] {
    var writer = JSONWriter(.pretty)
    write(library, to: &writer)
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  /// Far above what any library needs; a kernel file is no larger than a few hundred kilobytes.
  private static var limits: JSONLimits {
    var limits = JSONLimits()
    limits.inputBytes = 4 << 20
    limits.nestingDepth = 16
    limits.stringBytes = 4_000
    limits.membersPerObject = 256
    limits.elementsPerArray = 2_000
    return limits
  }
}
