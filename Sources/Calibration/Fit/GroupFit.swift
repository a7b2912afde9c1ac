internal import Estimator

/// The fit of one group of kernels: coefficients, and errors on shapes left out.
struct GroupFit {
  let group: FitGroup
  let samples: [Sample]
  /// One a term, shared by the members.
  private(set) var coefficients: [Double] = []
  /// What the interpreter adds inside the operator, where enough was counted both ways.
  private(set) var insideOperator: Double?
  /// Predicted over counted, each sample by a fit without its fold.
  private(set) var leftOutRatios: [Double] = []

  private let quantities: [[Double]]
  private let fitsInside: Bool
  /// What the interpreter is charged with, beside the kernel.
  private let inside: Double

  /// - Parameter inside: the interpreter's instructions in this kind of operator, as other kernels
  ///   showed them.
  /// - Parameter isInsideKnown: whether that is not to be fitted again.
  init(
    _ group: FitGroup, samples: [Sample], inside: Double = 0, isInsideKnown: Bool = false
  ) {
    self.group = group
    self.samples = samples
    self.inside = inside
    let interpreted = samples.count { $0.interpreted }
    fitsInside =
      !isInsideKnown && interpreted >= Self.fewestInterpreted && interpreted < samples.count
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

  /// With fewer interpreted shapes a constant would take up what belongs to the other terms.
  private static let fewestInterpreted = 5

  private mutating func fit() {
    let weights =
      own > 0 && own < Self.few && own < samples.count ? Self.weightsOfFew : [Self.weight]
    // Of equal ones the first: a neighbour's counts gain weight only by predicting better.
    var best: (solution: Solution, error: Double)?
    for weight in weights {
      let solution = solution(steadyingWeight: weight)
      let errors = samples.indices.filter { !samples[$0].steadying }
        .map { (solution.leftOutRatios[$0] - 1).magnitude }
      let error = errors.reduce(0, +)
      if error < best?.error ?? .infinity { best = (solution, error) }
    }
    guard let solution = best?.solution else { return }
    leftOutRatios = solution.leftOutRatios
    insideOperator = fitsInside ? solution.coefficients.last : nil
    coefficients = fitsInside ? Array(solution.coefficients.dropLast()) : solution.coefficients
  }

  private struct Solution {
    var coefficients: [Double]
    var leftOutRatios: [Double]
  }

  /// Shapes of the library itself.
  private var own: Int { samples.count { !$0.steadying } }

  private func solution(steadyingWeight: Double) -> Solution {
    let columns = (quantities.first ?? []).count
    let count = (samples.map(\.fold).max() ?? 0) + 1
    var folds = [Equations](repeating: Equations(columns: columns), count: count)
    for index in samples.indices {
      let weight = samples[index].steadying ? steadyingWeight : 1
      let target = target(index)
      folds[samples[index].fold].append(
        quantities[index].map { $0 / target * weight }, equals: weight)
    }
    for fold in folds.indices { folds[fold].reduce() }
    // Known before any count, so that no fold is without it.
    let expected = expectedCoefficients(columns: columns)
    let whole = NonNegativeLeastSquares(Equations(merging: folds + [expected], columns: columns))
      .solve()
    var byFold: [[Double]] = []
    for left in folds.indices {
      let others = folds.indices.filter { $0 != left }.map { folds[$0] } + [expected]
      byFold.append(
        NonNegativeLeastSquares(Equations(merging: others, columns: columns)).solve())
    }
    return Solution(
      coefficients: whole,
      leftOutRatios: samples.indices.map { ratio($0, byFold[samples[$0].fold]) })
  }

  /// Each term of which a coefficient is expected should have it, by a small weight.
  private func expectedCoefficients(columns: Int) -> Equations {
    var equations = Equations(columns: columns)
    for (column, term) in group.members[0].terms.enumerated() {
      guard let coefficient = group.members[0].expected[term] else { continue }
      var row = [Double](repeating: 0, count: columns)
      row[column] = Self.weightOfExpected / coefficient
      equations.append(row, equals: Self.weightOfExpected)
    }
    return equations
  }

  /// A coefficient off by half costs as much as one shape predicted wrong by 5 %.
  private static let weightOfExpected = 0.1

  /// Predicted over counted, the interpreter included on both sides.
  private func ratio(_ index: Int, _ solution: [Double]) -> Double {
    let known = !fitsInside && samples[index].interpreted ? inside : 0
    let sum = zip(quantities[index], solution).reduce(known) { $0 + $1.0 * $1.1 }
    return sum / samples[index].instructions
  }

  /// What the terms should sum to: less than was counted by what the interpreter is known to add,
  /// which is never let to take all of it.
  private func target(_ index: Int) -> Double {
    let counted = samples[index].instructions
    guard !fitsInside, samples[index].interpreted else { return counted }
    return max(counted - inside, counted * 0.05)
  }

  /// Small beside a count of the library's own: a neighbour's counts decide only what those leave
  /// open.
  private static let weight = 0.02
  /// With hardly more shapes of its own than terms, a library leaves much open, and a neighbour's
  /// counts are worth more: the weight that predicts the shapes left out best is taken.
  private static let weightsOfFew = [0.02, 0.1, 0.5, 2]
  private static let few = 12
}

extension GroupFit {
  /// Errors of one member on the shapes left out; `nil` where the group has too few of them to
  /// leave any out: fewer than two a coefficient that was not expected, and one more.
  func errors(of member: Int) -> KernelFit? {
    let terms = group.members[0].terms
    let free = zip(coefficients, terms).count { coefficient, term in
      coefficient > 0 && group.members[0].expected[term] == nil
    }
    guard samples.count > 2 * free else { return nil }
    let own = samples.indices.filter { samples[$0].member == member && !samples[$0].steadying }
    return KernelFit(
      leftOutRatios: own.map { leftOutRatios[$0] }, variances: own.map { samples[$0].variance })
  }

  /// The fitted constant term, 0 where there is none.
  var constant: Double {
    zip(coefficients, group.members[0].terms).reduce(0) { $1.1 == [.one] ? $0 + $1.0 : $0 }
  }

  /// A member as a kernel of the library.
  func kernel(_ member: Int) -> Kernel {
    let specification = group.members[member]
    // Other kernels of the kind set what the interpreter is charged with; the rest is the kernel's.
    let remainder = insideOperator.map { $0 - inside } ?? 0
    // A term may stand twice where a group's other member has two in its place.
    var sums: [(features: [WorkFeature], coefficient: Double)] = [([.one], remainder)]
    for (coefficient, features) in zip(coefficients, specification.terms) where coefficient > 0 {
      if let index = sums.firstIndex(where: { $0.features == features }) {
        sums[index].coefficient += coefficient
      } else {
        sums.append((features, coefficient))
      }
    }
    let terms = sums.compactMap { sum in
      let coefficient = FourDigits.round(sum.coefficient)
      return coefficient > 0 ? CostTerm(coefficient, sum.features) : nil
    }
    return Kernel(
      name: specification.name, kernelClass: specification.kernelClass, terms: terms,
      scratch: specification.scratch, fetchedLines: specification.fetchedLines,
      fit: errors(of: member), note: note(member))
  }
}

extension GroupFit {
  /// The specification's note, and how little the fit stands on where it has no errors to show.
  private func note(_ member: Int) -> String? {
    let specification = group.members[member]
    let few =
      errors(of: member) == nil
      ? "Counted on \(samples.count) shape\(samples.count == 1 ? "" : "s") alone." : nil
    let parts = [specification.note, specification.dependsOnData, few].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}

extension KernelFit {
  /// `nil` when there is no shape, or one alone, to leave out.
  ///
  /// - Parameter variances: of the counts of each shape, which the deviation of one call adds to the
  ///   shape's error.
  init?(leftOutRatios ratios: [Double], variances: [Double]) {
    guard ratios.count > 1 else { return nil }
    let errors = ratios.map { ($0 - 1).magnitude }.sorted()
    func quantile(_ share: Double) -> Double {
      errors[min(errors.count - 1, Int((Double(errors.count - 1) * share).rounded()))]
    }
    let square =
      zip(ratios, variances).reduce(0) { $0 + ($1.0 - 1) * ($1.0 - 1) + $1.1 }
      / Double(ratios.count)
    self.init(
      shapes: ratios.count, median: FourDigits.error(quantile(0.5)),
      mean: FourDigits.error(errors.reduce(0, +) / Double(errors.count)),
      p95: FourDigits.error(quantile(0.95)), worst: FourDigits.error(errors.last ?? 0),
      residualSigma: FourDigits.error(square.squareRoot()))
  }
}
