import Testing

@testable import JSON

@Suite struct JSONReaderTests {
  @Test("a small document is read value by value")
  func readsValues() throws {
    let text = #"{"name": "kws", "shape": [1, -2], "x": 1.5, "on": true, "none": null, "more": {}}"#
    var reader = try JSONReader(document: Array(text.utf8))
    var members = try reader.object()
    var seen: [String] = []
    while let name = try members.next(&reader) {
      seen.append(name.string)
      switch name {
      case "name":
        let value = try reader.string()
        #expect(value == "kws")
      case "shape":
        let value = try reader.ints()
        #expect(value == [1, -2])
      case "x":
        let value = try reader.double()
        #expect(value == 1.5)
      case "on":
        let value = try reader.bool()
        #expect(value)
      case "none":
        let value = try reader.isNull()
        #expect(value)
      default: break
      }
    }
    try reader.finish()
    #expect(seen == ["name", "shape", "x", "on", "none", "more"])
  }
}
