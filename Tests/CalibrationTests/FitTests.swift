import Estimator
import Testing

@testable import Calibration

@Suite struct FitTests {
  /// Costs of a made-up kernel: 100 + 7 per output + 3 per multiply-accumulate.
  static func counts(noise: Double = 0) -> [KernelCount] {
    (1...40).map { index in
      var work = Work(kind: .fullyConnected, dataType: .int8)
      work.inputChannels = 8 + index * 5 % 37
      work.outputChannels = 1 + index * 3 % 23
      work.outputElements = work.outputChannels
      let exact =
        100 + 7 * Double(work.outputElements) + 3 * WorkFeature.macs.value(work)
      let sign: Double = index % 2 == 0 ? 1 : -1
      return KernelCount(
        kernel: "made_up", work: work, instructions: exact * (1 + sign * noise), scratchBytes: 0,
        library: "", core: "cortex-m4", optimisation: "-O2", interpreted: false, build: "",
        network: "",
        line: index)
    }
  }

  static func specification(terms: String, scratch: ScratchRule = ScratchRule()) -> FitSpecification
  {
    FitSpecification(
      id: "made-up.dsp", name: "made up", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "a test", selects: { _ in true },
      groups: [
        FitGroup([
          .init("made_up", .fullyConnected, of: .fullyConnected, terms: terms, scratch: scratch)
        ])
      ],
      rules: [DispatchRule(operation: .fullyConnected, kernel: "made_up")])
  }

  @Test("the coefficients that made the counts are found again")
  func findsCoefficients() throws {
    let fit = try fitKernelLibrary(
      counts: Self.counts(), specification: Self.specification(terms: "one outputs macs"))
    let kernel = try #require(fit.library.kernels.first)
    #expect(kernel.terms.map(\.coefficient) == [100, 7, 3])
    #expect(try #require(kernel.fit).worst < 1e-6)
  }

  @Test("the order of the lines does not matter")
  func orderOfLines() throws {
    let specification = Self.specification(terms: "one outputs macs depth_rest_4")
    let counts = Self.counts(noise: 0.03)
    let forwards = try fitKernelLibrary(counts: counts, specification: specification)
    let backwards = try fitKernelLibrary(counts: counts.reversed(), specification: specification)
    #expect(forwards.library == backwards.library)
  }

  @Test("a term that could only help by being negative is left out")
  func neverNegative() throws {
    let fit = try fitKernelLibrary(
      counts: Self.counts(), specification: Self.specification(terms: "outputs macs one depth"))
    for kernel in fit.library.kernels {
      #expect(kernel.terms.allSatisfy { $0.coefficient > 0 })
    }
  }

  @Test("the recorded error is that of the counts' own noise")
  func errorIsHonest() throws {
    let fit = try fitKernelLibrary(
      counts: Self.counts(noise: 0.03), specification: Self.specification(terms: "one outputs macs")
    )
    let error = try #require(fit.library.kernels[0].fit)
    // Every count is off by 3 %; a fit of three terms follows a little of it.
    #expect(error.mean > 0.02 && error.mean < 0.05)
    #expect(error.residualSigma > 0.02 && error.residualSigma < 0.05)
  }

  @Test("a neighbour's counts decide what few shapes of one's own leave open")
  func neighbourSteadies() throws {
    // Three shapes for three terms: any one left out is told by the neighbour, which is 1.2 times as
    // dear at every shape.
    let own = Array(Self.counts().prefix(3))
    let neighbour = Self.counts().map { count in
      var count = count
      count.instructions *= 1.2
      count.library = "neighbour"
      return count
    }
    var specification = Self.specification(terms: "one outputs macs")
    specification.steadies = { count, _ in count.library == "neighbour" }
    let fit = try fitKernelLibrary(counts: own + neighbour, specification: specification)
    #expect(fit.library.kernels[0].terms.map { $0.coefficient.rounded() } == [100, 7, 3])
    #expect(try #require(fit.library.kernels[0].fit).worst < 0.01)
  }

  @Test("a coefficient that is expected decides where shapes leave its term open, and there alone")
  func expectedCoefficients() throws {
    // Equally many outputs in all shapes: what the constant and each output take is open.
    let few = Self.counts().filter { $0.work.outputElements == 4 }
    var specification = Self.specification(terms: "one outputs macs")
    var member = specification.groups[0].members[0]
    member.expected = [[.one]: 60]
    specification.groups = [FitGroup([member])]
    let decided = try fitKernelLibrary(counts: few, specification: specification)
    #expect(decided.library.kernels[0].terms.map(\.coefficient) == [60, 17, 3])
    let told = try fitKernelLibrary(counts: Self.counts(), specification: specification)
    #expect(abs(told.library.kernels[0].terms[0].coefficient - 100) < 2)
    #expect(told.library.kernels[0].terms.dropFirst().map { $0.coefficient.rounded() } == [7, 3])
  }

  @Test("the deviation of a call counts what equal shapes differ by, its mean error does not")
  func deviationOfEqualShapes() throws {
    let counts = [0.9, 1.1].flatMap { factor in
      Self.counts().map { count in
        var count = count
        count.instructions *= factor
        return count
      }
    }
    let fit = try fitKernelLibrary(
      counts: counts, specification: Self.specification(terms: "one outputs macs"))
    let error = try #require(fit.library.kernels[0].fit)
    #expect(error.mean < 1e-6)
    #expect(abs(error.residualSigma - 0.1) < 1e-3)
  }

  @Test("shapes are told apart by their values only where a term looks at them")
  func valuesTellShapesApart() throws {
    let counts = Self.counts().prefix(14).flatMap { count in
      var rectified = count
      rectified.work.inputValues = .rectified
      rectified.instructions -= WorkFeature.macs.value(count.work)
      return [count, rectified]
    }
    let blind = try fitKernelLibrary(
      counts: counts, specification: Self.specification(terms: "one outputs macs"))
    #expect(try #require(blind.library.kernels[0].fit).shapes == 14)
    let seeing = try fitKernelLibrary(
      counts: counts,
      specification: Self.specification(terms: "one outputs macs macs*unless_rectified"))
    let kernel = seeing.library.kernels[0]
    #expect(try #require(kernel.fit).shapes == 28)
    #expect(kernel.terms.map { $0.coefficient.rounded() } == [100, 7, 2, 1])
  }

  @Test("a network of which operators are missing is none")
  func networksInPart() throws {
    let counts = Self.counts().prefix(4).map { count in
      var count = count
      count.interpreted = true
      count.network = count.line < 3 ? "whole" : "part"
      count.networkOperators = count.line < 3 ? 2 : 3
      return count
    }
    let fit = try fitKernelLibrary(
      counts: Self.counts(), specification: Self.specification(terms: "one outputs macs"))
    let check = NetworkCheck(counts, library: fit.library)
    #expect(check.rows.map(\.isWhole) == [true, false])
  }

  @Test("what is known inside an operator is charged to the interpreter, not to the kernel")
  func knownInside() throws {
    let counts = Self.counts().map { count in
      var count = count
      count.interpreted = true
      count.instructions += 300
      return count
    }
    var specification = Self.specification(terms: "one outputs macs")
    specification.knownInside = [.fullyConnected: 300]
    let fit = try fitKernelLibrary(counts: counts, specification: specification)
    #expect(fit.library.overhead.inside[.fullyConnected] == 300)
    #expect(fit.library.kernels[0].terms.map(\.coefficient) == [100, 7, 3])
  }

  @Test("counts of one shape tell how far values, not shapes, decide")
  func equalShapes() throws {
    let counts = [0.9, 1.1].flatMap { factor in
      Self.counts().prefix(5).map { count in
        var count = count
        count.interpreted = true
        count.instructions *= factor
        return count
      }
    }
    let spread = EqualShapes(counts, Self.specification(terms: "one outputs macs")).spread
    let kernel = try #require(spread["made_up"])
    #expect(kernel.shapes == 5)
    #expect(abs(kernel.mean - 0.1) < 1e-9)
  }

  @Test("a kernel says that its cost depends on the data")
  func dependsOnDataIsNoted() throws {
    var specification = Self.specification(terms: "one outputs macs")
    var member = specification.groups[0].members[0]
    member.note = "First."
    member.dependsOnData = "Depends on the data: a test."
    specification.groups = [FitGroup([member])]
    let fit = try fitKernelLibrary(counts: Self.counts(), specification: specification)
    #expect(fit.library.kernels[0].note == "First. Depends on the data: a test.")
  }

  @Test("a scratch rule that disagrees with a count is an error of its line")
  func scratchDisagrees() {
    let wrong = ScratchRule([.init(bytes: 4, facts: [.outputChannels])])
    #expect(throws: FitError.scratch(kernel: "made_up", line: 1, rule: 16, counted: 0)) {
      try fitKernelLibrary(
        counts: Self.counts(), specification: Self.specification(terms: "one", scratch: wrong))
    }
  }

  @Test("counts of another library are refused")
  func nothingCounted() {
    var specification = Self.specification(terms: "one")
    specification.selects = { _ in false }
    #expect(throws: FitError.noCounts(library: "made-up.dsp")) {
      try fitKernelLibrary(counts: Self.counts(), specification: specification)
    }
  }

  @Test("reduced equations merge to what all rows give at once")
  func mergingKeepsTheSolution() {
    var first = Equations(columns: 2)
    var second = Equations(columns: 2)
    var whole = Equations(columns: 2)
    for index in 1...20 {
      let row = [Double(index), Double(index * index % 7)]
      let value = 2 * row[0] + 5 * row[1]
      if index % 2 == 0 {
        first.append(row, equals: value)
      } else {
        second.append(row, equals: value)
      }
      whole.append(row, equals: value)
    }
    first.reduce()
    second.reduce()
    whole.reduce()
    let merged = NonNegativeLeastSquares(Equations(merging: [first, second], columns: 2)).solve()
    let direct = NonNegativeLeastSquares(whole).solve()
    for (a, b) in zip(merged, direct) { #expect(abs(a - b) < 1e-9) }
    #expect(abs(merged[0] - 2) < 1e-9 && abs(merged[1] - 5) < 1e-9)
  }

  @Test("shapes stay in their fold whatever counted them")
  func foldsFollowShapes() {
    var work = Self.counts()[0].work
    let fold = Sample.fold(of: work)
    work.operands = 3
    work.bytes = 99
    #expect(Sample.fold(of: work) == fold)
    #expect(Set(Self.counts().map { Sample.fold(of: $0.work) }).count > 2)
  }

  static let digits: [(Double, Double)] = [
    (12.34567, 12.35), (0.000_123_456, 0.000_123_5), (98765, 98770), (1e-9, 0), (3, 3),
  ]

  @Test("coefficients keep four digits", arguments: digits)
  func fourDigits(_ value: Double, _ rounded: Double) {
    #expect(FourDigits.round(value) == rounded)
  }
}
