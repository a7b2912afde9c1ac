import Testing

@testable import Estimator

@Suite struct DispatchTests {
  static func library() throws -> KernelLibrary {
    let square = try #require(Condition(.kernelHeight, .sameAs(.kernelWidth)))
    let fours = try #require(Condition(.inputChannels, .multipleOf(4)))
    return try KernelLibrary(
      id: "a.dsp", name: "a", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "a test",
      overhead: RuntimeOverhead(perInvocation: 5, perOperator: 18, inside: [.conv2d: 100]),
      rules: [
        DispatchRule(
          operation: .conv2d, dataTypes: [.int8], conditions: [square, fours], kernel: "fast"),
        DispatchRule(operation: .conv2d, dataTypes: [.int8], kernel: "basic"),
      ],
      kernels: [
        Kernel(name: "fast", kernelClass: .convolution, terms: []),
        Kernel(name: "basic", kernelClass: .convolution, terms: []),
      ])
  }

  @Test("the first rule that matches decides")
  func firstMatch() throws {
    let library = try Self.library()
    var work = Work(kind: .conv2d, dataType: .int8)
    work.inputChannels = 8
    #expect(library.kernel(for: work)?.name == "fast")
    work.kernelWidth = 3
    #expect(library.kernel(for: work)?.name == "basic")
    work.kernelHeight = 3
    work.inputChannels = 6
    #expect(library.kernel(for: work)?.name == "basic")
  }

  @Test("what a library does not serve its fallback does, with the fallback's own overhead")
  func fallback() throws {
    let reference = try KernelLibrary(
      id: "ref.dsp", name: "ref", version: "1", instructionSet: .dsp, optimisation: "-O2",
      provenance: "a test", overhead: RuntimeOverhead(perOperator: 7),
      rules: [DispatchRule(operation: .conv2d, kernel: "reference")],
      kernels: [Kernel(name: "reference", kernelClass: .convolution, terms: [])])
    let library = try Self.library()
    let floats = Work(kind: .conv2d, dataType: .float32)
    #expect(library.choice(for: floats) == nil)
    let choice = try #require(library.attaching(fallback: reference).choice(for: floats))
    #expect(choice.kernel.name == "reference")
    #expect(choice.libraryID == "ref.dsp")
    #expect(choice.overhead == 7)
    let own = try #require(
      library.attaching(fallback: reference).choice(for: Work(kind: .conv2d, dataType: .int8)))
    #expect(own.overhead == 118)
  }

  @Test("a rule without its kernel is no library")
  func unknownKernel() {
    #expect(throws: KernelLibraryError.unknownKernel("none", rule: 0)) {
      try KernelLibrary(
        id: "a.dsp", name: "a", version: "1", instructionSet: .dsp, optimisation: "-O2",
        provenance: "a test", rules: [DispatchRule(operation: .add, kernel: "none")], kernels: [])
    }
  }

  @Test("a divisor below one is no condition")
  func divisor() {
    #expect(Condition(.inputChannels, .multipleOf(0)) == nil)
    #expect(Condition(.inputChannels, .notMultipleOf(-1)) == nil)
  }

  @Test("scratch is rounded up, summed, and unknown when it overflows")
  func scratch() {
    let rule = ScratchRule([
      .init(bytes: 4, facts: [.kernelHeight, .kernelWidth, .inputChannels], roundedUpTo: 4),
      .init(bytes: 10),
    ])
    var work = Work(kind: .conv2d, dataType: .int8)
    work.kernelHeight = 3
    work.kernelWidth = 3
    work.inputChannels = 3
    #expect(rule.bytes(for: work) == 4 * 28 + 10)
    work.inputChannels = Int.max / 2
    #expect(rule.bytes(for: work) == nil)
    #expect(ScratchRule().bytes(for: work) == 0)
  }
}
