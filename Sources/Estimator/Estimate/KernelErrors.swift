/// The class and the fit's error of a profile's kernels, by their names.
struct KernelErrors {
  struct Entry {
    var classIndex: Int
    var deviation: Double
  }

  private struct Name: Hashable {
    var library: String
    var kernel: String
  }

  private var entries: [Name: Entry] = [:]

  init(_ profile: Profile) {
    for library in [profile.library] + profile.library.fallbacks {
      for kernel in library.kernels {
        entries[Name(library: library.id, kernel: kernel.name)] = Entry(
          classIndex: kernel.kernelClass.caseNumber, deviation: kernel.relativeDeviation)
      }
    }
  }

  /// A kernel that the profile does not know, in a report made with another, counts as never checked
  /// and as one of a class of its own.
  subscript(_ identity: CostedOperation.Identity) -> Entry? {
    guard let library = identity.library, let kernel = identity.kernel else { return nil }
    return entries[Name(library: library, kernel: kernel)]
  }
}
