/// What TensorFlow Lite Micro and its kernels take of the flash: the operators that a network uses, as
/// they are registered, and the interpreter once.
///
/// Counted on x86-64 (`scripts/code-sizes`), and carried over to other cores by the density of the
/// runtime's own reference kernels, compiled for each. An operator comes with its kernels in all types,
/// as `Register_CONV_2D()` brings them in; registering one type alone is smaller. The C and C++
/// libraries are left out, and so is the application.
enum CodeSizes {
  /// Bytes of code relative to x86-64 at -O2: `scripts/code-sizes --density`, gcc 12.2.
  struct Density {
    var size: Double
    var two: Double
    var three: Double

    /// Of a compiler level as libraries state it.
    func at(_ level: String) -> Double {
      switch level {
      case "-Os", "-Oz": size
      case "-O3", "-Ofast": three
      default: two
      }
    }
  }

  static func density(of instructionSet: InstructionSet) -> Density {
    switch instructionSet {
    case .v6m: Density(size: 0.42, two: 0.74, three: 1.51)
    case .v7m: Density(size: 0.41, two: 0.66, three: 1.20)
    case .dsp: Density(size: 0.41, two: 0.65, three: 1.16)
    case .mve: Density(size: 0.42, two: 0.68, three: 1.58)
    case .riscv: Density(size: 0.52, two: 0.75, three: 0.97)
    case .xtensa: Density(size: 0.58, two: 0.81, three: 1.02)
    case .x86: Density(size: 1, two: 1, three: 1)
    }
  }

  /// Operators by kind, in bytes on x86-64.
  static let byKind: CaseTable<OperatorKind, Int> = {
    var table = CaseTable<OperatorKind, Int>()
    for (name, bytes) in operatorBytes {
      let kind = RuntimeOperatorKind(name).known
      if kind != .custom { table[kind] = bytes }
    }
    table[.opaque] = 0
    return table
  }()

  /// Of an operator that the counted package does not have: the median of those that it has.
  static let assumedOperatorBytes: Int = operatorBytes.values.sorted()[operatorBytes.count / 2]

  /// What an optimised library adds to an operator, in bytes on Cortex-M4 at -O2: its routines for all
  /// types, which the operator's wrapper names and the linker therefore keeps.
  ///
  /// From the code that single calls ran through (lines of an instruction cache of 1 KiB, of
  /// CMSIS-NN on Cortex-M4: convolution 1,232 to 1,500, 1x1 1,488, depthwise 3x3 1,296, depthwise
  /// 1,472, fully connected 768, average pool 576, add 1,120, softmax at most 2,464 bytes), times the
  /// routines that the library has for int8, int16 and int4.
  static let optimisedBytes: CaseTable<OperatorKind, Int> = [
    .conv2d: 9_500, .depthwiseConv2d: 8_400, .fullyConnected: 3_300, .averagePool2d: 1_200,
    .maxPool2d: 1_100, .softmax: 3_300, .add: 2_000, .mul: 1_600, .svdf: 1_600, .lstm: 4_500,
    .transposeConv2d: 2_000, .matmul: 2_500, .pad: 700, .transpose: 1_500, .maximum: 900,
    .minimum: 900,
  ]

  /// Of optimised routines at another compiler level: CMSIS-NN's are unrolled by hand. Fully connected
  /// and average pool on Cortex-M4, as above: 768 and 688 bytes at -Os, 1,008 and 832 at -Ofast.
  static func optimisedScale(at level: String) -> Double {
    switch level {
    case "-Os", "-Oz": 0.8
    case "-O3", "-Ofast": 1.1
    default: 1
    }
  }

  static let convertedSource =
    countedSource
    + "; converted by the density of the reference kernels compiled for this class of cores"
  private static let optimisedSource =
    "; the optimised library's routines by code that calls ran through"
  static let countedAndOptimisedSource = countedSource + optimisedSource
  static let convertedAndOptimisedSource = convertedSource + optimisedSource

  /// One standard deviation, relative: compiler versions and flags; for optimised routines the number
  /// of them and their size.
  static let countedSpread = 0.02
  static let convertedSpread = 0.15
  static let optimisedSpread = 0.25
}

/// Flash that a runtime's code takes for one network, with its interval and source.
public struct CodeEstimate: Hashable, Sendable {
  /// Interpreter, allocator, planner and what kernels share.
  public var runtimeBytes: Int
  /// Kernels of the operators that the network uses.
  public var kernelBytes: Int
  /// One standard deviation, relative.
  public var spread: Double
  public var kind: Sourced<Int>.Kind
  public var source: String

  public var bytes: Int { runtimeBytes + kernelBytes }

  /// The 90 % interval.
  public var lowBytes: Int { max(0, Int(Double(bytes) * (1 - 1.645 * spread))) }
  public var highBytes: Int { Int(Double(bytes) * (1 + 1.645 * spread)) }
}

extension Profile {
  /// The code for a network of these operators; `nil` for a runtime whose code nobody knows.
  ///
  /// The device file's own figure goes first.
  func codeEstimate(_ kinds: KindSet) -> CodeEstimate? {
    if let code = runtime.code {
      return CodeEstimate(
        runtimeBytes: code.value, kernelBytes: 0, spread: code.spread, kind: code.kind,
        source: code.source)
    }
    guard runtime.interpreter != .none else { return nil }
    let density = CodeSizes.density(of: library.instructionSet)
    // The kernels at the library's level, the interpreter for size, as the runtime's makefile has it.
    let kernelDensity = density.at(runtime.optimisation)
    let optimisedDensity =
      CodeSizes.optimisedScale(at: runtime.optimisation) * density.two
      / CodeSizes.density(of: .dsp).two
    var kernels = 0.0
    var isOptimised = false
    for kind in kinds {
      let schemaKind = kind == .conv1d ? .conv2d : kind
      let counted = CodeSizes.byKind[schemaKind] ?? CodeSizes.assumedOperatorBytes
      kernels += Double(counted) * kernelDensity
      if library.isOptimised, let more = CodeSizes.optimisedBytes[schemaKind] {
        kernels += Double(more) * optimisedDensity
        isOptimised = true
      }
    }
    let runtimeBytes =
      Double(CodeSizes.interpreterBytes) * density.size
      + Double(CodeSizes.sharedBytes) * kernelDensity
    let isCounted = library.instructionSet == .x86
    return CodeEstimate(
      runtimeBytes: Int(runtimeBytes.rounded()), kernelBytes: Int(kernels.rounded()),
      spread: isOptimised
        ? CodeSizes.optimisedSpread
        : isCounted ? CodeSizes.countedSpread : CodeSizes.convertedSpread,
      kind: isCounted ? .measured : .assumed,
      source: isCounted
        ? isOptimised ? CodeSizes.countedAndOptimisedSource : CodeSizes.countedSource
        : isOptimised ? CodeSizes.convertedAndOptimisedSource : CodeSizes.convertedSource)
  }
}

/// Kinds of operators, a bit each.
struct KindSet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var top: UInt64 = 0

  func contains(_ kind: OperatorKind) -> Bool {
    let number = kind.caseNumber
    let bit: UInt64 = 1 << UInt64(number & 63)
    return (number < 64 ? low : number < 128 ? high : top) & bit != 0
  }

  mutating func insert(_ kind: OperatorKind) {
    let number = kind.caseNumber
    let bit: UInt64 = 1 << UInt64(number & 63)
    if number < 64 { low |= bit } else if number < 128 { high |= bit } else { top |= bit }
  }
}

extension KindSet: Sequence {
  /// By number; `allCases` makes a new list each time.
  private static let kinds = OperatorKind.allCases

  /// The kinds in the order of their declaration.
  struct Iterator: IteratorProtocol {
    fileprivate var rest: KindSet

    mutating func next() -> OperatorKind? {
      let number: Int
      if rest.low != 0 {
        number = rest.low.trailingZeroBitCount
        rest.low &= rest.low - 1
      } else if rest.high != 0 {
        number = 64 + rest.high.trailingZeroBitCount
        rest.high &= rest.high - 1
      } else if rest.top != 0 {
        number = 128 + rest.top.trailingZeroBitCount
        rest.top &= rest.top - 1
      } else {
        return nil
      }
      return KindSet.kinds[number]
    }
  }

  func makeIterator() -> Iterator { Iterator(rest: self) }
}

extension Graph {
  /// Kinds of its operations and those of its bodies.
  var operatorKinds: KindSet {
    var kinds = KindSet()
    insertKinds(into: &kinds)
    return kinds
  }

  private func insertKinds(into kinds: inout KindSet) {
    for index in operations.indices { kinds.insert(operations[index].work.kind) }
    for body in subgraphs { body.insertKinds(into: &kinds) }
  }
}
