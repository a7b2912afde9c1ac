internal import Estimator

/// The fit of one group of kernels: coefficients, and errors on shapes left out.
struct GroupFit {
  let group: FitGroup
  let samples: [Sample]
  /// One a term, shared by the members.
  private(set) var coefficients: [Double] = []
  /// What the interpreter adds inside an operator, when asked for and both kinds were counted.
  private(set) var insideOperator: Double?
  /// Predicted over counted, each sample by a fit without its fold.
  private(set) var leftOutRatios: [Double] = []

  private let quantities: [[Double]]
  /// Known instructions of the interpreter, subtracted from interpreted samples.
  private let inside: Double
  private let fitsInside: Bool

  /// - Parameter inside: the interpreter's instructions in this operator; `nil` fits them along.
  init(_ group: FitGroup, samples: [Sample], inside: Double?) {
    self.group = group
    self.samples = samples
    self.inside = inside ?? 0
    let bare = samples.contains { !$0.interpreted }
    fitsInside = inside == nil && bare && samples.contains { $0.interpreted }
    let fitsInside = fitsInside
    quantities = samples.map { sample in
      let terms = group.members[sample.member].terms
      let row = terms.map { features in
        features.reduce(1.0) { $0 * $1.value(sample.work) }
      }
      return fitsInside ? row + [sample.interpreted ? 1 : 0] : row
    }
    fit()
  }

  private mutating func fit() {
    let columns = (quantities.first ?? []).count
    var folds = [Equations](repeating: Equations(columns: columns), count: Sample.folds)
    for index in samples.indices {
      let weight = samples[index].rescaled ? Self.rescaledWeight : 1
      let target = target(index)
      folds[samples[index].fold].append(
        quantities[index].map { $0 / target * weight }, equals: weight)
    }
    for fold in folds.indices { folds[fold].reduce() }
    let whole = NonNegativeLeastSquares(Equations(merging: folds, columns: columns)).solve()
    var byFold: [[Double]] = []
    for left in folds.indices {
      let others = folds.indices.filter { $0 != left }.map { folds[$0] }
      byFold.append(
        NonNegativeLeastSquares(Equations(merging: others, columns: columns)).solve())
    }
    leftOutRatios = samples.indices.map { index in
      ratio(index, byFold[samples[index].fold])
    }
    insideOperator = fitsInside ? whole.last : nil
    coefficients = (fitsInside ? Array(whole.dropLast()) : whole).map(FourDigits.round)
  }

  /// Predicted over counted, interpreter included on both sides.
  private func ratio(_ index: Int, _ solution: [Double]) -> Double {
    let own = samples[index].interpreted ? inside : 0
    var sum = own
    for (quantity, coefficient) in zip(quantities[index], solution) {
      sum += quantity * coefficient
    }
    return sum / samples[index].instructions
  }

  /// What the terms should sum to; the interpreter's part is never let to take all of it.
  private func target(_ index: Int) -> Double {
    let counted = samples[index].instructions
    return samples[index].interpreted ? max(counted - inside, counted * 0.05) : counted
  }

  /// Counts of another level keep the shape of the cost, not its size: they steady terms that the
  /// level's own counts leave open, and decide nothing else.
  private static let rescaledWeight = 0.1
}

extension GroupFit {
  /// Errors of one member on the shapes left out.
  func errors(of member: Int) -> KernelFit? {
    let ratios = samples.indices.filter {
      samples[$0].member == member && !samples[$0].rescaled
    }.map { leftOutRatios[$0] }
    return KernelFit(leftOutRatios: ratios)
  }

  /// A member as a kernel of the library.
  func kernel(_ member: Int) -> Kernel {
    let specification = group.members[member]
    // A term may stand twice where a group's other member has two in its place.
    var sums: [(features: [WorkFeature], coefficient: Double)] = []
    for (coefficient, features) in zip(coefficients, specification.terms) where coefficient > 0 {
      if let index = sums.firstIndex(where: { $0.features == features }) {
        sums[index].coefficient = FourDigits.round(sums[index].coefficient + coefficient)
      } else {
        sums.append((features, coefficient))
      }
    }
    let terms = sums.compactMap { CostTerm($0.coefficient, $0.features) }
    return Kernel(
      name: specification.name, kernelClass: specification.kernelClass, terms: terms,
      scratch: specification.scratch, fit: errors(of: member), note: specification.note)
  }
}

extension KernelFit {
  /// `nil` when there is no shape, or one alone, to leave out.
  init?(leftOutRatios ratios: [Double]) {
    guard ratios.count > 1 else { return nil }
    let errors = ratios.map { ($0 - 1).magnitude }.sorted()
    func quantile(_ share: Double) -> Double {
      errors[min(errors.count - 1, Int((Double(errors.count - 1) * share).rounded()))]
    }
    let square = ratios.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / Double(ratios.count)
    self.init(
      shapes: ratios.count, median: FourDigits.error(quantile(0.5)),
      mean: FourDigits.error(errors.reduce(0, +) / Double(errors.count)),
      p95: FourDigits.error(quantile(0.95)), worst: FourDigits.error(errors.last ?? 0),
      residualSigma: FourDigits.error(square.squareRoot()))
  }
}
