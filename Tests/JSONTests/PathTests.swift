import Testing

@testable import JSON

@Suite struct PathTests {
  @Test("paths are printed as JSONPath writes them")
  func printed() {
    let path = JSONPath.root.member("ops").element(3).member("kernel").element(0)
    #expect(path.description == "$.ops[3].kernel[0]")
    #expect(JSONPath.root.description == "$")
    #expect(JSONPath.root.member("a b").member("").description == #"$["a b"][""]"#)
    #expect(JSONPath.root.member("2d").member("_x9").description == #"$["2d"]._x9"#)
    #expect(JSONPath.root.member("say \"é\"\n").description == #"$["say \"é\"\n"]"#)
  }

  /// Every value of the sample, found by the tree walk, is found again by its offset, and its
  /// offset by its path.
  @Test("the path of every value is found from its offset, and back")
  func everyValue() throws {
    let bytes = [UInt8](sampleDocument)
    var reader = try JSONReader(document: bytes)
    var checked = 0
    try walk(&reader, .root) { path, offset in
      checked += 1
      #expect(JSONPath(at: offset, in: bytes) == path)
      #expect(path.offset(in: bytes, limits: .standard) == offset)
    }
    #expect(checked == 55)
  }

  private func walk(
    _ reader: inout JSONReader, _ path: JSONPath, _ visit: (JSONPath, Int) -> Void
  ) throws(JSONError) {
    visit(path, reader.valueOffset)
    switch try reader.kind {
    case .object:
      var members = try reader.object()
      while let name = try members.next(&reader) {
        try walk(&reader, path.member(name.string), visit)
      }
    case .array:
      var elements = try reader.array()
      while try elements.next(&reader) {
        try walk(&reader, path.element(elements.index), visit)
      }
    default: try reader.skip()
    }
  }

  @Test("a path that leads nowhere has no offset")
  func nowhere() {
    let bytes = [UInt8](#"{"a": [1]}"#)
    #expect(JSONPath.root.member("b").offset(in: bytes, limits: .standard) == nil)
    #expect(JSONPath.root.member("a").element(1).offset(in: bytes, limits: .standard) == nil)
    #expect(JSONPath.root.element(0).offset(in: bytes, limits: .standard) == nil)
  }
}
