import JSON
import Testing

struct JSONNameTableTests {
  @Test("every name finds its value, and no other name does", arguments: [0, 1, 5, 200])
  func finds(count: Int) {
    // Names of 1 to 26 bytes; the long ones have their first 16 bytes in common.
    let names = (0..<count).map { "\($0)" } + (0..<count).map { "a name in many words \($0)" }
    let table = JSONNameTable(
      names.enumerated().map { (name: JSONName($1), value: $0) })
    for (value, name) in names.enumerated() { #expect(table[JSONName(name)] == value) }
    for other in ["", "x", "a name in many w", "a name in many words", "-1", "\(count)"] {
      #expect(table[JSONName(other)] == nil)
    }
  }
}
