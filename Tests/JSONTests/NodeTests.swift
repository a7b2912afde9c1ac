import Testing

@testable import JSON

@Suite struct NodeTests {
  private let text = #"{"name": "f746", "clocks": [216, 1.5e2, 0.5], "on": true, "off": null}"#

  private func error(_ body: (JSONNode) throws(JSONError) -> Void) throws -> String? {
    let node = try JSONNode(document: [UInt8](text))
    do {
      try body(node)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("members and elements are read by their types")
  func values() throws {
    let node = try JSONNode(document: [UInt8](text))
    #expect(try node.member("name").string() == "f746")
    #expect(try node.member("clocks").elements().map(\.value) == [216, 150.0, 0.5])
    #expect(try node.member("clocks").elements()[1].int() == 150)
    #expect(try node.member("clocks").elements()[0].double() == 216)
    #expect(try node.member("on").bool())
    #expect(try node.member("off").isNull)
    #expect(try node.optionalMember("missing") == nil)
    #expect(try node.members().map(\.name) == ["name", "clocks", "on", "off"])
  }

  @Test("errors have path and offset")
  func errors() throws {
    #expect(
      try error { node throws(JSONError) in _ = try node.member("clocks").elements()[2].int() }
        == "$.clocks[2], byte 40: expected an integer, found 0.5")
    #expect(
      try error { node throws(JSONError) in _ = try node.member("name").double() }
        == "$.name, byte 9: expected a number, found a string")
    #expect(
      try error { node throws(JSONError) in _ = try node.member("core") }
        == #"$, byte 0: the member "core" is missing"#)
    #expect(
      try error { node throws(JSONError) in _ = try node.member("on").member("x") }
        == "$.on, byte 52: expected an object, found true or false")
    #expect(
      try error { node throws(JSONError) in _ = try node.member("off").string() }
        == "$.off, byte 65: expected a string, found null")
    #expect(
      try error { node throws(JSONError) in try node.allowOnly(["name", "clock", "on", "off"]) }
        == #"$.clocks, byte 27: unknown member "clocks"; did you mean "clock"?"#)
    #expect(
      try error { node throws(JSONError) in
        throw try node.member("clocks").elements()[0].failure(.invalid("too fast"))
      } == "$.clocks[0], byte 28: too fast")
  }

  @Test("a number that no integer is exactly is refused", arguments: ["1e300", "-1e19", "1e16"])
  func beyondIntegers(_ number: String) throws {
    let node = try JSONNode(document: [UInt8](number))
    #expect { try node.int() } throws: { error in
      guard case .numberOutOfRange? = (error as? JSONError)?.reason else { return false }
      return true
    }
  }

  @Test("what is known is allowed")
  func allowed() throws {
    #expect(
      try error { node throws(JSONError) in
        try node.allowOnly(["name", "clocks", "on", "off", "more"])
      } == nil)
  }
}

@Suite struct NearestNameTests {
  private let known = ["kernel", "stride", "dilation", "padding", "activation", "units"]

  @Test(
    "a mistyped name finds the one that was meant",
    arguments: [
      ("kernal", "kernel"), ("Stride", "stride"), ("strdie", "stride"), ("dilatoin", "dilation"),
      ("actvation", "activation"), ("unit", "units"),
    ])
  func near(_ name: String, _ meant: String) {
    #expect(nearestName(to: name, among: known) == meant)
  }

  @Test("a name far from all finds none", arguments: ["", "x", "bias", "completely_else"])
  func far(_ name: String) {
    #expect(nearestName(to: name, among: known) == nil)
  }

  @Test("names too long to compare find none")
  func long() {
    let name = String(repeating: "a", count: 100_000)
    #expect(nearestName(to: name, among: [name]) == nil)
  }
}
