/// A routine of a kernel library: what it costs and how much scratch memory it needs.
public struct Kernel: Hashable, Sendable {
  /// The routine's own name: `arm_convolve_s8`, `reference_conv_int8`.
  public var name: String
  /// Which of the device's cycle numbers applies.
  public var kernelClass: KernelClass
  public var terms: [CostTerm]
  public var scratch: ScratchRule
  /// Lines of 32 bytes of its own code that a call fetches again and again where a cache of 1 KiB is
  /// all there is: bodies longer than that. Empty for all others.
  public var fetchedLines: [CostTerm]
  /// `nil` when nothing was left out to measure it on.
  public var fit: KernelFit?
  /// What the counts do not show: few shapes, a cost that depends on the data.
  public var note: String?
  /// Whether nobody counted it: its terms are composed of those of other kernels.
  public var isAssumed: Bool

  public init(
    name: String, kernelClass: KernelClass, terms: [CostTerm], scratch: ScratchRule = ScratchRule(),
    fetchedLines: [CostTerm] = [], fit: KernelFit? = nil, note: String? = nil,
    isAssumed: Bool = false
  ) {
    self.name = name
    self.kernelClass = kernelClass
    self.terms = terms
    self.scratch = scratch
    self.fetchedLines = fetchedLines
    self.fit = fit
    self.note = note
    self.isAssumed = isAssumed
  }
}

extension Kernel {
  /// Instructions of one call, without the interpreter around it.
  public func instructions(_ work: Work) -> Double { instructionsAndGather(work).all }

  /// Lines of 32 bytes that a cache of 1 KiB does not hold.
  public func fetchedLineCount(_ work: borrowing Work) -> Double { Self.sum(fetchedLines, work) }

  /// What the terms add up to.
  static func sum(_ terms: [CostTerm], _ work: borrowing Work) -> Double {
    var sum = 0.0
    var windows = WindowCounts()
    for index in terms.indices {
      sum += terms[index].coefficient * terms[index].quantity(work, &windows)
    }
    return sum
  }

  /// Bytes of scratch memory that the kernel asks its runtime for; `nil` when they overflow.
  public func scratchBytes(_ work: borrowing Work) -> Int? { scratch.bytes(for: work) }
}
