/// The kernels of one library version, built for one instruction-set class, and how they are picked.
///
/// Data alone: `Profiles/kernels/<id>.json` holds one each.
public struct KernelLibrary: Hashable, Sendable {
  /// `cmsis-nn-7.0.0.dsp`: what device files name and the file is called.
  public let id: String
  public let name: String
  public let version: String
  public let instructionSet: InstructionSet
  /// As the compiler was told: `-Ofast`, `-O2`.
  public let optimisation: String
  /// How and by whom the counts were made.
  public let provenance: String
  /// Library that serves what this one does not.
  public let fallbackID: String?
  /// Of the interpreter under which these kernels run; `none` where they were counted bare.
  public let overhead: RuntimeOverhead
  public let rules: [DispatchRule]
  public let kernels: [Kernel]
  /// Whether the interpreter was built with kernels of its own beside the reference.
  let isOptimised: Bool
  /// Whose memory its kernels take.
  let runtimeKernels: KernelSet

  /// The fallback, once attached, and those behind it; they have none of their own.
  private(set) var fallbacks: [KernelLibrary] = []
  /// The rules, those of one operation side by side and in order.
  private let routes: [Route]
  private let routesByOperation: CaseTable<OperatorKind, Range<Int>>

  /// A rule with its kernel's index; most are passed over by the types alone, which are numbers here.
  private struct Route: Hashable, Sendable {
    let types: ServedTypeSets
    let conditions: [Condition]
    let kernel: Int
  }

  public init(
    id: String, name: String, version: String, instructionSet: InstructionSet,
    optimisation: String, provenance: String, fallbackID: String? = nil,
    overhead: RuntimeOverhead = .none, rules: [DispatchRule], kernels: [Kernel]
  ) throws(KernelLibraryError) {
    self.id = id
    self.name = name
    self.version = version
    self.instructionSet = instructionSet
    self.optimisation = optimisation
    self.provenance = provenance
    self.fallbackID = fallbackID
    self.overhead = overhead
    self.rules = rules
    self.kernels = kernels
    isOptimised = !id.hasPrefix("tflm-reference")
    runtimeKernels = !isOptimised ? .reference : instructionSet == .mve ? .vector : .optimised
    let indexByName = try Self.indexByName(kernels)
    for (index, rule) in rules.enumerated() where indexByName[rule.kernel] == nil {
      throw .unknownKernel(rule.kernel, rule: index)
    }
    var routes: [Route] = []
    var ranges = CaseTable<OperatorKind, Range<Int>>()
    let rulesByOperation = Dictionary(grouping: rules, by: \.operation)
    for operation in OperatorKind.allCases {
      guard let own = rulesByOperation[operation] else { continue }
      let first = routes.count
      for rule in own {
        guard let kernel = indexByName[rule.kernel] else { continue }
        routes.append(
          Route(types: ServedTypeSets(rule), conditions: rule.conditions, kernel: kernel))
      }
      ranges[operation] = first..<routes.count
    }
    self.routes = routes
    routesByOperation = ranges
  }

  private static func indexByName(
    _ kernels: [Kernel]
  ) throws(KernelLibraryError) -> [String: Int] {
    var indexByName: [String: Int] = [:]
    for (index, kernel) in kernels.enumerated() {
      guard indexByName.updateValue(index, forKey: kernel.name) == nil else {
        throw .duplicateKernel(kernel.name)
      }
    }
    return indexByName
  }
}

extension KernelLibrary {
  /// The kernel that runs for `work`, or `nil` when neither this library nor its fallback has one.
  public func kernel(for work: Work) -> Kernel? { choice(for: work)?.kernel }

  /// The kernel that runs for `work` with what the interpreter adds around it.
  ///
  /// The overhead is that of the library which owns the kernel: a reference operator of the same
  /// runtime fetches its parameters in another way than an optimised one.
  public func choice(for work: Work) -> KernelChoice? {
    guard let place = place(for: work) else { return nil }
    let owner = place.library == 0 ? self : fallbacks[place.library - 1]
    return KernelChoice(
      kernel: owner.kernels[place.kernel], libraryID: owner.id,
      overhead: owner.overhead.instructions(for: work.kind))
  }

  /// Where the kernel that runs for `work` stands; costs no more than the rules that are looked at.
  func place(for work: borrowing Work) -> KernelPlace? {
    if let kernel = ownKernel(for: work) { return KernelPlace(library: 0, kernel: kernel) }
    let fallbacks = fallbacks.span
    for index in fallbacks.indices {
      if let kernel = fallbacks[index].ownKernel(for: work) {
        return KernelPlace(library: index + 1, kernel: kernel)
      }
    }
    return nil
  }

  /// Instructions of the interpreter around an operator of `kind` whose kernel is at `place`.
  func overhead(at place: KernelPlace, for kind: OperatorKind) -> Double {
    place.library == 0
      ? overhead.instructions(for: kind)
      : fallbacks[place.library - 1].overhead.instructions(for: kind)
  }

  private func ownKernel(for work: borrowing Work) -> Int? {
    guard let range = routesByOperation[work.kind] else { return nil }
    let routes = routes.span
    for index in range {
      guard routes[index].types.contain(work) else { continue }
      if routes[index].conditions.hold(for: work) { return routes[index].kernel }
    }
    return nil
  }

  /// This library with `library` behind it for what it does not serve.
  public func attaching(fallback library: KernelLibrary) -> KernelLibrary {
    var copy = self
    copy.fallbacks = [library] + library.fallbacks
    copy.fallbacks[0].fallbacks = []
    return copy
  }
}

/// A kernel picked for one operation.
public struct KernelChoice: Hashable, Sendable {
  public var kernel: Kernel
  /// The library that owns it: the one asked, or its fallback.
  public var libraryID: String
  /// Instructions that an interpreter adds around this one operator.
  public var overhead: Double

  public init(kernel: Kernel, libraryID: String, overhead: Double) {
    self.kernel = kernel
    self.libraryID = libraryID
    self.overhead = overhead
  }
}

/// Where a kernel stands: a number is cheaper to hand on than the kernel.
struct KernelPlace: Hashable, Sendable {
  /// 0 is the library that was asked, 1 its first fallback.
  var library: Int
  /// In that library's `kernels`.
  var kernel: Int
}

/// Why kernels and rules do not make a library.
public enum KernelLibraryError: Error, Equatable {
  case duplicateKernel(String)
  case unknownKernel(String, rule: Int)
}

extension KernelLibraryError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .duplicateKernel(let name):
      "Kernel '\(name)' is listed twice. Give each kernel of a library its own name."
    case .unknownKernel(let name, let rule):
      "Dispatch rule \(rule) names kernel '\(name)', which the library does not list."
    }
  }
}
