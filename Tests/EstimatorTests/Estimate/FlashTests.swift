import Testing

@testable import Estimator

@Suite struct FlashTests {
  private static func profile(
    _ instructionSet: InstructionSet, library: String = "tflm-reference.test",
    optimisation: String = "-O2", interpreter: Interpreter = .tflmArm, code: Sourced<Int>? = nil
  ) throws -> Profile {
    let profile = try ProfileFixtures.profile()
    var runtime = profile.runtime
    runtime.optimisation = optimisation
    runtime.interpreter = interpreter
    runtime.code = code
    let kernels = try KernelLibrary(
      id: library, name: "test", version: "1", instructionSet: instructionSet,
      optimisation: optimisation, provenance: "made up", rules: [], kernels: [])
    return Profile(device: profile.device, runtime: runtime, library: kernels, digest: "test")
  }

  private static func kinds(_ kinds: OperatorKind...) -> KindSet {
    var set = KindSet()
    for kind in kinds { set.insert(kind) }
    return set
  }

  @Test("a set holds the kinds put into it and no others")
  func kindSets() {
    for kind in OperatorKind.allCases {
      var set = KindSet()
      set.insert(kind)
      #expect(OperatorKind.allCases.filter(set.contains) == [kind])
    }
  }

  @Test("on x86-64 code is what was counted: interpreter, shared parts, and each operator once")
  func counted() throws {
    let profile = try Self.profile(.x86, interpreter: .tflmX86)
    let code = try #require(profile.codeEstimate(Self.kinds(.softmax, .reshape)))
    #expect(code.runtimeBytes == CodeSizes.interpreterBytes + CodeSizes.sharedBytes)
    let softmax = try #require(CodeSizes.operatorBytes["SOFTMAX"])
    let reshape = try #require(CodeSizes.operatorBytes["RESHAPE"])
    #expect(code.kernelBytes == softmax + reshape)
    #expect(code.kind == .measured)
  }

  @Test("operators of the runtime have sizes, a memory step has no code")
  func coverage() throws {
    for name in ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "SVDF", "IF", "SignalRfft"] {
      #expect(CodeSizes.byKind[RuntimeOperatorKind(name).known] != nil, "\(name)")
    }
    let profile = try Self.profile(.dsp)
    let code = try #require(profile.codeEstimate(Self.kinds(.opaque)))
    #expect(code.kernelBytes == 0 && code.runtimeBytes > 0)
  }

  @Test("small code for size, large code for speed, more with an optimised library")
  func levels() throws {
    func bytes(_ library: String, _ level: String) throws -> Int {
      try #require(
        Self.profile(.dsp, library: library, optimisation: level)
          .codeEstimate(Self.kinds(.conv2d, .softmax))
      ).bytes
    }
    #expect(try bytes("tflm-reference.dsp", "-Os") < bytes("tflm-reference.dsp", "-O2"))
    #expect(try bytes("tflm-reference.dsp", "-O2") < bytes("tflm-reference.dsp", "-O3"))
    #expect(try bytes("tflm-reference.dsp", "-O2") < bytes("cmsis-nn-7.0.0.dsp", "-O2"))
  }

  /// `keyword_benchmark` on Xtensa (Fusion F1), release: 84,496 bytes of text with the model of 34,520
  /// and the C library (tensorflow/tensorflow pull request 47658).
  @Test("a published binary lies within the interval and what is left out of it")
  func published() throws {
    let profile = try Self.profile(.xtensa, optimisation: "-Os", interpreter: .tflmXtensa)
    let code = try #require(
      profile.codeEstimate(Self.kinds(.fullyConnected, .svdf, .softmax, .quantize)))
    #expect(code.lowBytes < 84_496 - 34_520)
    #expect(code.highBytes > (84_496 - 34_520) / 2)
  }

  @Test("a device file's own figure goes first, with its spread")
  func stated() throws {
    let stated = Sourced(40_000, spread: 0.1, source: "a map file", kind: .measured)
    let code = try #require(
      Self.profile(.dsp, interpreter: .none, code: stated).codeEstimate(Self.kinds(.conv2d)))
    #expect(code.bytes == 40_000 && code.source == "a map file")
    #expect(code.lowBytes == 33_420 && code.highBytes == 46_580)
  }

  @Test("a runtime whose code nobody knows has none, and no tables")
  func unknown() throws {
    let profile = try Self.profile(.dsp, interpreter: .none)
    #expect(profile.codeEstimate(Self.kinds(.conv2d)) == nil)
    var graph = try GraphFixtures.smallNetwork()
    graph.fileTableBytes = 1000
    let flash = FlashEstimate(graph, on: profile, detail: .ops)
    #expect(flash.codeBytes == nil && flash.tableBytes == nil)
    #expect(flash.totalBytes == graph.weightBytes)
  }

  @Test("the file's tables count where the interpreter reads the file")
  func tables() throws {
    var graph = try GraphFixtures.smallNetwork()
    graph.fileTableBytes = 1000
    let flash = FlashEstimate(graph, on: try Self.profile(.dsp), detail: .summary)
    #expect(flash.totalBytes == graph.weightBytes + 1000 + (flash.codeBytes ?? 0))
    #expect(flash.code == nil && flash.codeBytes != nil)
  }
}
