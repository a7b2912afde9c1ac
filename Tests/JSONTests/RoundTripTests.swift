import Foundation
import Testing

@testable import JSON

@Suite struct RoundTripTests {
  /// A tree of any shape, at most `depth` deep.
  private func tree(_ depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: depth > 0 ? 0...7 : 0...5, using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .integer(Int.random(in: .min ... .max, using: &generator))
    case 3:
      let value = Double(bitPattern: generator.next())
      return .double(value.isFinite ? value : 0.5)
    case 4: return .integer(Int.random(in: -100...100, using: &generator))
    case 5: return .string(text(&generator))
    case 6:
      return .array(
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in tree(depth - 1, &generator) })
    default:
      return .object(
        (0..<Int.random(in: 0...5, using: &generator)).map {
          JSONMember("\($0)" + text(&generator), tree(depth - 1, &generator))
        })
    }
  }

  private func text(_ generator: inout SeededGenerator) -> String {
    let pieces = ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "op_type", " ", "/", "\u{7F}", "€"]
    return (0..<Int.random(in: 0...20, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
  }

  @Test("what is written is read back the same, compact and pretty")
  func trees() throws {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<500 {
      let tree = tree(4, &generator)
      for style in [JSONWriter.Style.compact, .pretty] {
        var writer = JSONWriter(style)
        writer.write(tree)
        #expect(try JSONValue(document: writer.finish()) == tree)
      }
    }
  }

  @Test("what is read and written twice is the same bytes")
  func stable() throws {
    func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
      var writer = JSONWriter()
      writer.write(try JSONValue(document: bytes))
      return writer.finish()
    }
    let once = try rewritten([UInt8](sampleDocument))
    #expect(try rewritten(once) == once)
  }

  @Test("another parser reads what is written")
  func otherParser() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<100 {
      let texts = (0..<10).map { _ in text(&generator) }
      let numbers = (0..<10).map { _ in Double.random(in: -1e9...1e9, using: &generator) }
      let textBytes = written { $0.write(texts) }
      let numberBytes = written { $0.write(numbers) }
      #expect(try JSONDecoder().decode([String].self, from: Data(textBytes.utf8)) == texts)
      #expect(try JSONDecoder().decode([Double].self, from: Data(numberBytes.utf8)) == numbers)
    }
  }

  @Test("trees are written down as literals")
  func literals() throws {
    let value: JSONValue = ["a": [1, 2.5, "x", nil, true], "b": [:]]
    var writer = JSONWriter()
    writer.write(value)
    let bytes = writer.finish()
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":[1,2.5,"x",null,true],"b":{}}"#)
    #expect(value["a"]?[1] == 2.5)
    #expect(value["a"]?[9] == nil)
    #expect(value["c"] == nil)
    #expect(value["a"]?["x"] == nil)
  }
}
