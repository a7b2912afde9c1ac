import Estimator
import Testing

@testable import ModelFormats

/// Small worlds covered whole: whatever happens to a file, the answer is a graph or a typed error.
@Suite(.timeLimit(.minutes(20))) struct TFLiteHostileTests {
  private typealias Fixture = TFLiteFixture

  @Test("every prefix of a small file is refused or read, and says where it ends")
  func prefixes() {
    let bytes = Fixture.small.bytes()
    for count in 0..<bytes.count {
      do {
        _ = try importModel(Array(bytes.prefix(count)))
        // Only the padding at the end can be spared.
        #expect(count > bytes.count - 8)
      } catch {
        #expect(error.category != .unsupportedKind || count < 8)
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test("every flip of a bit is answered")
  func flips() {
    let bytes = Fixture.small.bytes()
    var answers = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << UInt8(bit)
        if (try? importModel(flipped)) != nil { answers += 1 }
      }
    }
    // Bits of weights and names do not matter, bits of offsets do.
    #expect(answers > bytes.count && answers < 8 * bytes.count)
  }

  @Test("every four bytes replaced by a huge or negative number are answered")
  func hugeNumbers() {
    let bytes = Fixture.small.bytes()
    var refused = 0
    for offset in stride(from: 0, to: bytes.count - 3, by: 4) {
      for pattern: [UInt8] in [
        [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80], [0, 0, 0, 0],
      ] {
        var changed = bytes
        changed.replaceSubrange(offset..<offset + 4, with: pattern)
        if (try? importModel(changed)) == nil { refused += 1 }
      }
    }
    #expect(refused > 0)
  }

  @Test(
    "extents of zero, less and 2^31 are refused",
    arguments: [
      [1, 0, 8, 3], [1, -1, 8, 3], [1, Int(Int32.max), Int(Int32.max), 3], [1, 8, 8, 0],
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
    ])
  func dimensions(_ shape: [Int]) {
    var fixture = Fixture.small
    fixture.subgraphs[0].tensors[0].shape = shape
    #expect {
      try importModel(fixture.bytes())
    } throws: { ($0 as? ImportError)?.category == .invalidModel }
  }

  @Test("zero filters, channels and strides divide nothing")
  func zeroDivisors() {
    for weights in [[0, 3, 3, 3], [4, 3, 3, 0], [4, 0, 3, 3]] {
      var fixture = Fixture.small
      fixture.subgraphs[0].tensors[1].shape = weights
      #expect(throws: ImportError.self) { try importModel(fixture.bytes()) }
    }
    var fixture = Fixture.small
    fixture.subgraphs[0].operators[0].options = [1: .int32(0), 2: .int32(0)]
    #expect {
      try importModel(fixture.bytes())
    } throws: { error in
      guard case .graph(.attribute(_, let name, _), _)? = error as? ImportError else {
        return false
      }
      return name == "stride"
    }
  }

  @Test("each builtin operator is answered for operands of any rank", arguments: 0..<215)
  func everyOperator(_ code: Int) {
    let shapes = [[], [4], [2, 4], [1, 3, 4], [1, 2, 3, 4], [1, 2, 2, 3, 4]]
    for shape in shapes {
      for operands in 1...4 {
        var tensors = [Fixture.activation("x", shape)]
        tensors += (1..<operands).map { Fixture.constant("c\($0)", shape) }
        tensors.append(Fixture.activation("y", shape))
        let bytes = TFLiteFixture(
          code, tensors: tensors,
          options: Dictionary(uniqueKeysWithValues: (0..<7).map { ($0, .int32(1)) })
        ).bytes()
        do {
          let graph = try importModel(bytes).graph
          #expect(graph.operations.count == 1)
        } catch {
          // The name of a variable is an offset, which the options here get wrong.
          let isHandle = TFLiteBuiltin(code: code).translation == .varHandle
          #expect(error.category == (isHandle ? .malformed : .invalidModel))
        }
      }
    }
  }

  @Test("counts past their limit are refused, at it they pass")
  func limits() throws {
    var limits = ImportLimits()
    limits.graph.tensors = 8
    limits.graph.operations = 3
    limits.fileBytes = Fixture.small.bytes().count
    #expect(throws: Never.self) { try importModel(Fixture.small.bytes(), limits: limits) }
    for change: (inout ImportLimits) -> Void in [
      { $0.graph.tensors = 7 }, { $0.graph.operations = 2 }, { $0.fileBytes -= 1 },
      { $0.subgraphs = 0 },
    ] {
      var tight = limits
      change(&tight)
      #expect {
        try importModel(Fixture.small.bytes(), limits: tight)
      } throws: { ($0 as? ImportError)?.category == .overLimit }
    }
  }
}
