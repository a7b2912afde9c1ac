public import Estimator

/// A fitted library with what the fit saw and left.
public struct LibraryFit: Sendable {
  public var library: KernelLibrary
  /// Kernels in the library's order with the number of shapes and rows behind them.
  public var report: FitReport
}

/// Fits every kernel of `specification` from the counts that belong to it.
///
/// Deterministic: the same counts and specification give the same library to the last digit.
/// Kernels whose counts are missing from the files are an error, as is a scratch rule that
/// disagrees with a count.
public func fitKernelLibrary(
  counts: [KernelCount], specification: FitSpecification
) throws(FitError) -> LibraryFit {
  let counts = counts.filter(specification.selects)
  if counts.isEmpty { throw .noCounts(library: specification.id) }
  try checkScratch(counts, specification)

  var samples: [[Sample]] = []
  for group in specification.groups {
    let own = Sample.distinct(counts, in: group, of: specification)
    for (index, member) in group.members.enumerated()
    where !own.contains(where: { $0.member == index }) {
      throw .kernelNotCounted(member.name)
    }
    samples.append(own)
  }
  for index in samples.indices {
    samples[index] = rescaled(samples[index], specification.groups[index])
  }
  let inside = insideOperators(specification, samples)
  let fits = zip(specification.groups, samples).map { group, own in
    GroupFit(
      group, samples: own, inside: inside[group.members[0].operation] ?? 0,
      isInsideKnown: specification.knownInside[group.members[0].operation] != nil)
  }
  var kernels: [Kernel] = []
  var rows: [FitReport.Row] = []
  for fit in fits {
    for member in fit.group.members.indices {
      let kernel = fit.kernel(member)
      kernels.append(kernel)
      rows.append(
        FitReport.Row(
          kernel: kernel, samples: fit.samples.filter { $0.member == member }.count,
          interpreted: fit.samples.filter { $0.member == member && $0.interpreted }.count))
    }
  }
  do throws(KernelLibraryError) {
    let library = try KernelLibrary(
      id: specification.id, name: specification.name, version: specification.version,
      instructionSet: specification.instructionSet, optimisation: specification.optimisation,
      provenance: specification.provenance, fallbackID: specification.fallbackID,
      overhead: RuntimeOverhead(
        perInvocation: specification.perInvocation, perOperator: specification.perOperator,
        inside: inside),
      rules: specification.rules, kernels: kernels)
    return LibraryFit(library: library, report: FitReport(library: library, rows: rows))
  } catch {
    throw .library(error)
  }
}

/// What the interpreter adds inside each kind of operator: fitted along with the kernels that were
/// counted both bare and interpreted, taken from the one with the most interpreted shapes; less
/// where a kernel of the kind that was counted interpreted alone takes less for all of itself.
private func insideOperators(
  _ specification: FitSpecification, _ samples: [[Sample]]
) -> [OperatorKind: Double] {
  var inside: [OperatorKind: Double] = [:]
  var least: [OperatorKind: Double] = [:]
  var shapes: [OperatorKind: Int] = [:]
  for (group, own) in zip(specification.groups, samples) {
    let interpreted = own.count { $0.interpreted }
    let kind = group.members[0].operation
    guard specification.knownInside[kind] == nil else { continue }
    let fit = GroupFit(group, samples: own)
    if let constant = fit.insideOperator {
      guard interpreted > shapes[kind] ?? 0 else { continue }
      inside[kind] = constant
      shapes[kind] = interpreted
    } else if interpreted == own.count, interpreted > 2 * group.members[0].terms.count {
      least[kind] = min(least[kind] ?? fit.constant, fit.constant)
    }
  }
  for (kind, constant) in inside {
    inside[kind] = FourDigits.round(min(constant, least[kind] ?? constant))
  }
  return inside.filter { $0.value > 0 }.merging(specification.knownInside) { $1 }
}

/// The neighbour's counts brought to the size of the library's own by one ratio:
/// own = ratio x (a fit of the neighbour's counts) + a constant, the interpreter's.
private func rescaled(_ samples: [Sample], _ group: FitGroup) -> [Sample] {
  let neighbours = samples.filter { $0.steadying }
  let own = samples.filter { !$0.steadying }
  // With no or hardly any count of its own the library has the neighbour's.
  if neighbours.isEmpty || own.count < fewestOwn { return samples.map { $0.asOwn } }
  let fit = GroupFit(group, samples: neighbours)
  let kernels = group.members.indices.map(fit.kernel)
  var equations = Equations(columns: 2)
  for sample in own {
    let predicted = kernels[sample.member].instructions(sample.work)
    equations.append(
      [predicted / sample.instructions, 1 / sample.instructions], equals: 1)
  }
  equations.reduce()
  let ratio = NonNegativeLeastSquares(equations).solve()[0]
  guard ratio > 0 else { return own }
  return samples.map { sample in
    var sample = sample
    if sample.steadying { sample.instructions *= ratio }
    return sample
  }
}

/// Below this many shapes of its own a library is not told from its neighbour.
private let fewestOwn = 3

private func checkScratch(
  _ counts: [KernelCount], _ specification: FitSpecification
) throws(FitError) {
  for count in counts {
    guard let counted = count.scratchBytes else { continue }
    for group in specification.groups {
      for member in group.members where member.covers(count) && member.checksScratch {
        let bytes = member.scratch.bytes(for: count.work)
        if bytes != counted {
          throw .scratch(kernel: member.name, line: count.line, rule: bytes, counted: counted)
        }
      }
    }
  }
}
